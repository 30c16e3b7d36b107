"""What the rail of the desk counts of needs: an organization without a mail address is told by it too (S1.28)."""

from __future__ import annotations

from cases.domain.queries.standing import Counted, Times
from cases.needs.domain import telling
from portal.actors import Officer


def counted(actor: Officer, times: Times) -> Counted:
    """Return what this officer's local administration was told and has not acknowledged, and what of it is urgent."""
    if not telling.may_acknowledge(actor):
        return {}
    return {
        "needs": telling.digests_of(actor).filter(acknowledged_at=None),
        "needs at once": telling.urgent_of(actor).filter(acknowledged_at=None),
    }
