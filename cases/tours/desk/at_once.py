"""A trip in one press: to those who wait longest, danger first, as many houses as one boat usually reaches."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse

from cases.events.desk.panels import Panel
from cases.events.domain.rights import events_of
from cases.events.models import Event, EventCase
from cases.households.domain.underway import cases_underway
from cases.models import Case
from cases.tours.domain.choosing import USUAL_STOPS
from cases.tours.domain.rights import may_tour
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What the button sends.

    Attributes:
        address: of the page that makes trips.
        most: how many houses at most.
        token: two presses of one button make one trip.
    """

    address: str
    most: int = USUAL_STOPS
    token: UUID = field(default_factory=uuid.uuid4)


def at_once(event: Event | None) -> AtOnce:
    """Return what makes a trip of those who wait in an event; None for all that the organization works on."""
    address = reverse("tours:new")
    return AtOnce(f"{address}?event={event.slug}" if event is not None else address)


def boat_for(case: Case, actor: Officer) -> Panel | None:
    """Return the step that makes a trip to somebody in danger; None for whoever makes no trips, or when somebody goes already.

    Three queries.

    Args:
        case: that the actor's organization works on.
        actor: who has just read it.
    """
    if not may_tour(actor) or cases_underway(Case.objects.filter(pk=case.pk)).exists():
        return None
    rows = EventCase.objects.filter(case=case, until=None, event__in=events_of(actor).running())
    row = rows.select_related("event").first()
    return Panel("desk/tours/at_once_step.html", at_once(row.event if row is not None else None))
