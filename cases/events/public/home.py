"""Running events where people look first: the home page and the start of a request."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cases.events.models import Event
from cases.events.vocabulary import EventKind
from cases.intake import occasion
from cases.intake.occasion import Finder, Occasion
from portal.page_cache.memory import remembered
from portal.pages import sections as home
from portal.vocabulary import ProblemType

MOST_SHOWN = 5
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}")
FIRST = -10
"""Before everything else of the home page."""


def _shown() -> tuple[Event, ...]:
    """Return the running events with their areas; asked once for every state of the database."""
    rows = Event.objects.running().prefetch_related("areas")
    return remembered("cases.events.running", lambda: tuple(rows[:MOST_SHOWN]))


def running(request: HttpRequest) -> dict[str, Any] | None:
    """Return the running events, the latest first; None where there is none."""
    events = list(_shown())
    return {"events": events} if events else None


PROBLEMS = {EventKind.EPIDEMIC: ProblemType.DISEASE}
"""Kind of event → kind of help that its form asks for; any other is a disaster."""


def _occasion(event: Event) -> Occasion:
    return Occasion(
        slug=event.slug,
        name=event.name,
        shown=event.display_name,
        problem=PROBLEMS.get(EventKind(event.kind), ProblemType.DISASTER),
        area=tuple(one.subdistrict_code for one in event.areas.all()),
        url=reverse("event:page", kwargs={"event": event.slug}),
        is_direct=event.direct,
    )


def _find(slug: str) -> Occasion | None:
    # It comes out of an address as anybody may write it; PostgreSQL takes no NUL.
    if _SLUG.fullmatch(slug) is None:
        return None
    found = Event.objects.prefetch_related("areas").filter(slug=slug).first()
    return _occasion(found) if found else None


def _running() -> list[Occasion]:
    return [_occasion(event) for event in _shown()]


OCCASIONS = Finder(by_slug=_find, running=_running)


def register() -> None:
    """Put the running events on the home page and at the start of a request, and let intake know their form."""
    occasion.register(OCCASIONS)
    home.register_section("events", template="events/home.html", provide=running, order=FIRST)
