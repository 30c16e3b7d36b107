"""The tables of readiness, one noun per file."""

from cases.readiness.models.check import ReadinessCheck

__all__ = ["ReadinessCheck"]
