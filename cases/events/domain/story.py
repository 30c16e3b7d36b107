"""The story of an event: what was decided since it was declared, by whom and why. It is added to and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from cases.events.models import Decision, Event
from cases.events.vocabulary import Decided

if TYPE_CHECKING:
    from portal.actors import Officer


def write(
    *,
    event: Event,
    actor: Officer,
    kind: Decided,
    reason: str = "",
    what: Mapping[str, object] | None = None,
    token: UUID | None = None,
) -> Decision:
    """Add what was decided, in the transaction of the act.

    Args:
        event: which.
        actor: who decided.
        kind: what.
        reason: in their words.
        what: codes, keys and counts; never a name nor words of a person.
        token: one for each form, where it may be sent twice.
    """
    return Decision.objects.create(
        event=event,
        organization=actor.organization,
        person=actor.person,
        kind=kind,
        reason=reason.strip(),
        what=dict(what or {}),
        token=token,
    )
