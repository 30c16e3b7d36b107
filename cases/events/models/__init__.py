"""What is written down of an event."""

from cases.events.models.decision import Decision
from cases.events.models.event import Event, EventArea, EventOrganization
from cases.events.models.fold import FoldedAlarm, FoldedLine
from cases.events.models.known import KnownFact
from cases.events.models.membership import EventCase
from cases.events.models.move import ShelterMove
from cases.events.models.shelter import Shelter
from cases.events.models.shift import Shift

__all__ = [
    "Decision",
    "Event",
    "EventArea",
    "EventCase",
    "EventOrganization",
    "FoldedAlarm",
    "FoldedLine",
    "KnownFact",
    "Shelter",
    "ShelterMove",
    "Shift",
]
