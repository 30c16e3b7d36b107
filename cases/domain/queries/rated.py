"""Whether the person has said what they think of the help."""

from __future__ import annotations

from cases.machine.vocabulary import Verb
from cases.models import Case


def is_rated(case: Case) -> bool:
    """Whether the person has rated the help since the case was closed last."""
    return case.events.filter(verb=Verb.RATE, at__gte=case.closed_at).exists()
