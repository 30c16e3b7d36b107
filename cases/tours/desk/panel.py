"""Who is on the road now, on the board of an event."""

from __future__ import annotations

from cases.events.desk.panels import Panel
from cases.events.models import Event
from cases.tours.desk.at_once import at_once
from cases.tours.desk.presenting import lines_of
from cases.tours.domain.rights import may_tour
from cases.tours.models import Tour
from portal.actors import Officer

MOST_SHOWN = 40


def on_the_road(event: Event, actor: Officer) -> Panel | None:
    """Return the trips of an event that are out, of all its organizations: numbers only, for whoever sees the board.

    Their pages exist for their own organization alone.
    """
    tours = Tour.objects.on_the_road().filter(event=event).select_related("vehicle", "organization")
    lines = lines_of(tours.order_by("set_out_at", "pk")[:MOST_SHOWN], actor)
    shown = {
        "lines": lines,
        "event": event,
        "may_make": may_tour(actor) and event.is_running,
        "at_once": at_once(event),
    }
    return Panel("desk/tours/panel.html", shown)
