"""The entry of the room in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry, Group
from cases.domain.queries.standing import Counted, Times
from cases.events.domain.nobody_took import in_danger
from cases.events.domain.rights import WATCHES, events_of, may_declare
from cases.events.models import EventCase
from portal.actors import Officer

HERE = "events"


def is_for(actor: Officer) -> bool:
    """Whether the pages exist for somebody: who works on cases, watches, or declares events."""
    return bool(actor.works_on_cases or actor.functions & WATCHES or may_declare(actor))


def counted(actor: Officer, times: Times) -> Counted:
    """Return the people in danger whom nobody took yet."""
    if not is_for(actor):
        return {}
    running = events_of(actor).running().values("pk")
    return {HERE: EventCase.objects.filter(in_danger(), event__in=running, until=None)}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry with the number of people in danger whom nobody took yet."""
    if not is_for(actor):
        return None
    waiting = numbers[HERE]
    return Entry(
        reverse("events:listing"),
        _("สถานการณ์"),
        is_here=here == HERE,
        count=waiting,
        is_late=waiting > 0,
        group=Group.OUTSIDE,
    )
