"""The counter of a shelter without a signal: which shelters there are goes along, no family does (S1.06; docs/many.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.camps.desk.forms import ArriveForm
from cases.camps.desk.presenting import lines_of
from cases.camps.domain.coming import arrive
from cases.camps.domain.knowing import alike
from cases.camps.domain.rights import families_of, keeps_camps
from cases.events.domain.rights import events_of
from cases.events.domain.sheltering import inside_of
from cases.events.models import Event, Shelter
from cases.events.vocabulary import ShelterState
from cases.phones.domain.kinds import Alike, ByPhone, Item, Kind, List

if TYPE_CHECKING:
    from django import forms

    from portal.actors import Officer

MOST_EVENTS, MOST_SHELTERS = 5, 60
"""What one phone carries."""


class ArriveOnPhone(ArriveForm):
    """A family comes; the entry itself is the token, and who is alike is looked for on arrival."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Needs are ticked when there is a signal: a list of boxes is no field that a phone draws.
        for name in ("token", "seen", "needs"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Nobody ticked anything."""
        data: dict[str, Any] = super().clean() or {}
        return data | {"needs": []}


class ArriveKind(Kind):
    """A family that came to a counter; its subject is "shelter:<pk>". One that may be there already waits for a person."""

    name = "camp.arrive"
    label = gettext_lazy("รับครอบครัว")

    def find(self, subject: str) -> Shelter | None:
        """Return the shelter."""
        what, _colon, pk = subject.partition(":")
        if what != "shelter" or not (pk.isascii() and pk.isdecimal()) or len(pk) > 9:
            return None
        return Shelter.objects.select_related("event").filter(pk=int(pk)).first()

    def case_of(self, found: Shelter) -> None:
        """A shelter is no case."""

    def is_open_to(self, actor: Officer, found: Shelter) -> bool:
        """Whoever keeps the shelters of the event."""
        return keeps_camps(actor, found.event)

    def form(self, found: Shelter, data: Any) -> ArriveOnPhone:
        """Return what is filled in at the counter."""
        return ArriveOnPhone(data, event=found.event)

    def alike(self, found: Shelter, form: Any, reader: Officer) -> Sequence[Alike]:
        """Return the families that may be the same, as the counter sees them."""
        if not keeps_camps(reader, found.event):
            return ()
        told = form.arrival()
        families = alike(families_of(reader, found.event), name=told.name, phone=told.phone)
        return [
            Alike(
                key=line.family.number,
                title=line.name or _("ลบชื่อแล้ว"),
                url=reverse("camps:family", args=[found.event.slug, line.family.number]),
                lines=(" · ".join(part for part in (line.people, line.ending) if part), line.where),
            )
            for line in lines_of(families)
        ]

    def do(self, found: Shelter, form: Any, by: ByPhone) -> None:
        """Take the family in once. Whoever adopts the entry was shown those that are alike, and says that it is another one."""
        arrive(
            actor=by.actor,
            event=found.event,
            shelter=found,
            arrival=form.arrival(),
            token=by.token,
            seen=by.seen,
            phone=by.time,
            is_adopted=by.is_adopted,
        )


ARRIVE = ArriveKind()


class Shelters(List):
    """The shelters of events whose shelters the officer keeps."""

    name = "shelters"
    label = gettext_lazy("ศูนย์พักพิง")

    def _events(self, actor: Officer) -> list[Event]:
        running = events_of(actor).running().order_by("-pk")[:MOST_EVENTS]
        return [event for event in running if keeps_camps(actor, event)]

    def items(self, actor: Officer, now: dt.datetime) -> Iterator[Item]:
        """Return each shelter with its numbers, and nobody who is in it."""
        events = {event.pk: event for event in self._events(actor)}
        rows = (
            Shelter.objects.filter(event__in=events)
            .exclude(state=ShelterState.CLOSED)
            .order_by("event", "pk")
        )
        shelters = list(rows[:MOST_SHELTERS])
        inside = inside_of(shelters)
        for shelter in shelters:
            event = events[shelter.event_id]
            people = _("ในศูนย์ %(people)d คน") % {"people": inside[shelter.pk].people}
            yield Item(
                subject=f"shelter:{shelter.pk}",
                title=shelter.display_name,
                lines=(event.display_name, people),
                acts=(f"{ARRIVE.name}:{event.pk}",),
            )

    def forms(self, actor: Officer, now: dt.datetime) -> Iterable[tuple[str, Kind, forms.Form]]:
        """Return the form of each event: the subdistricts are its own."""
        for event in self._events(actor):
            yield f"{ARRIVE.name}:{event.pk}", ARRIVE, ArriveOnPhone(event=event)
