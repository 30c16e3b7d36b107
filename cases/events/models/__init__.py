"""What is written down of an event."""

from cases.events.models.event import Event, EventArea, EventOrganization
from cases.events.models.known import KnownFact
from cases.events.models.membership import EventCase
from cases.events.models.shelter import Shelter

__all__ = ["Event", "EventArea", "EventCase", "EventOrganization", "KnownFact", "Shelter"]
