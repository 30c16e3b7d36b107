"""Acts on many that wait, on the board of an event: one press leads to what would happen to whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from cases.desk.tabs import in_words
from cases.events.desk.panels import Panel
from cases.events.models import Event
from cases.mass.domain import ready
from cases.mass.vocabulary import MassVerb
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Line:
    """One act.

    Attributes:
        verb: that is sent.
        label: what it does to whom.
        number: of cases that wait for it, as lists are counted.
    """

    verb: MassVerb
    label: str | Promise
    number: str


def ready_acts(event: Event, actor: Officer) -> Panel | None:
    """Return what waits for one act in the reader's own organization; None where nothing does, or the event is over."""
    waiting = ready.waiting_in(event, actor, timezone.now()) if event.is_running else {}
    if not waiting:
        return None
    acts = [Line(verb, ready.OFFERS[verb].label, in_words(number)) for verb, number in waiting.items()]
    return Panel("desk/mass/panel.html", {"acts": acts, "event": event})
