"""What the rail of the desk counts of surveys: a center or an office without a mail address is told by it too (S1.09)."""

from __future__ import annotations

from cases.domain.overview import is_center
from cases.domain.queries.standing import Counted, Times
from cases.surveys.domain import deciding
from cases.surveys.domain.keeping import may_keep
from portal.actors import Officer


def counted(actor: Officer, times: Times) -> Counted:
    """Return the results that wait to be accepted at the center; at a local administration those that came back."""
    if not may_keep(actor):
        return {}
    waiting = deciding.waiting_for(actor) if is_center(actor) else deciding.given_back_to(actor)
    return {"needs surveys": waiting}
