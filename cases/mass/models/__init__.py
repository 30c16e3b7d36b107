"""An act on many cases, and what became of each."""

from cases.mass.models.act import MassAct, MassOutcome

__all__ = ["MassAct", "MassOutcome"]
