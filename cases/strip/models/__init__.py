"""The table of the strip."""

from cases.strip.models.hand import Hand

__all__ = ["Hand"]
