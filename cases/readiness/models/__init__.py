"""The tables of readiness, one noun per file."""

from cases.readiness.models.check import ReadinessCheck
from cases.readiness.models.responsible import ResponsiblePerson

__all__ = ["ReadinessCheck", "ResponsiblePerson"]
