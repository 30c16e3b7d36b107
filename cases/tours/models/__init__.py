"""What is written down of trips."""

from cases.tours.models.load import Load, LoadGiven
from cases.tours.models.stop import Stop
from cases.tours.models.tour import Tour

__all__ = ["Load", "LoadGiven", "Stop", "Tour"]
