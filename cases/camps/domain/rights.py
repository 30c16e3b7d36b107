"""Who sees families in shelters: officers who work on cases in an organization of the event, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.camps.models import Family
from cases.events.domain.rights import events_of, may_tell
from cases.events.models import Event

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer


def keeps_camps(actor: Officer, event: Event) -> bool:
    """Whether somebody keeps the shelters of an event, with the names in them.

    Who only watches the board, as the governor's office does, sees the numbers there and no names.
    """
    return may_tell(actor, event)


def event_of(actor: Officer, slug: str) -> Event | None:
    """Return an event whose shelters somebody keeps; None for every other one."""
    found = events_of(actor).filter(slug=slug).first()
    return found if found is not None and keeps_camps(actor, found) else None


def families_of(actor: Officer, event: Event) -> QuerySet[Family]:
    """Return the families of an event that somebody may see; the one door to them.

    All shelters of the event, because a family moves between those of several organizations and must not stand twice.
    """
    rows = Family.objects.filter(event=event)
    return rows if keeps_camps(actor, event) else rows.none()
