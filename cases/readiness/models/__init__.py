"""The tables of readiness, one noun per file."""

from cases.readiness.models.check import ReadinessCheck
from cases.readiness.models.money import Contribution, ShownYear, Spending
from cases.readiness.models.responsible import ResponsiblePerson
from cases.readiness.models.training import GuideRead, TrainingRecord

__all__ = [
    "Contribution",
    "GuideRead",
    "ReadinessCheck",
    "ResponsiblePerson",
    "ShownYear",
    "Spending",
    "TrainingRecord",
]
