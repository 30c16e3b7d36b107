"""Filters of a list. Their choices come from the office and the map, never from cases, so none tells of a case of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.lists.groups import choices_for, members_of
from cases.domain.channels import channels
from cases.domain.queries.people import MOST_NAMED, named_people
from cases.domain.queries.worklists import Rows, beyond, given_to
from cases.machine.vocabulary import Stage
from cases.models import Duty, ListedCase
from cases.models.listed_case import hastes_of
from cases.vocabulary import Severity
from portal.accounts.models import User
from portal.actors import Officer
from portal.organizations import areas, places
from portal.organizations.models import Organization
from portal.thai.bounds import LINE
from portal.thai.dates import bangkok_datetime, to_bangkok
from portal.thai.text import key
from portal.vocabulary import ProblemType
from portal.web.dates import DateBox, ThaiDateField

MOST_HOLDERS = 50
"""Organizations that one word may mean; a word that means more is none."""


class PlaceBox(forms.TextInput):
    """A box for a place in words; the browser proposes names of the officer's own province while one types."""

    def __init__(self) -> None:
        super().__init__({"list": "filter-places", "autocomplete": "off", "maxlength": LINE})


class ThaiDateFilter(filters.DateFilter):
    """A date of the Buddhist era."""

    field_class = ThaiDateField


LATENESS: tuple[tuple[str, Promise], ...] = (
    ("late", _("เกินกำหนดแล้ว")),
    ("today", _("ครบกำหนดวันนี้")),
    ("week", _("ครบกำหนดใน 7 วัน")),
)


@dataclass(frozen=True, slots=True)
class Offered:
    """What the boxes of one officer offer beside what they offer to everybody.

    Attributes:
        channels: code and name of each way in.
        colleagues: key and name of the others of the office who work on cases; none where they are too many for a choice.
        events: of `cases.desk.lists.groups`.
        places: districts of the officer's province, subdistricts of their district: what the box of the place proposes.
        everybody: who works on cases in the office, one more than a choice names at most.
    """

    channels: list[tuple[str, str]]
    colleagues: list[tuple[str, str]]
    events: list[tuple[str, str]]
    places: list[str]
    everybody: list[User]

    @classmethod
    def to(cls, actor: Officer) -> Offered:
        """Return what is offered to an officer."""
        office = actor.organization
        people = named_people(actor)
        few = people if len(people) <= MOST_NAMED else []
        near = [*areas.subdistricts(office.district_code), *areas.districts(office.province_code)]
        return cls(
            channels=[(one.code, str(one.name)) for one in channels()],
            colleagues=[
                (str(person.pk), person.display_name) for person in few if person.pk != actor.person.pk
            ],
            events=choices_for(actor),
            places=[area.short_label for area in near],
            everybody=people,
        )

    @property
    def drawn_like(self) -> str:
        """What tells how the empty boxes look; officers of one office who choose among the same people see the same."""
        return str((self.channels, self.colleagues, self.events, self.places))


def is_filled(data: Any) -> bool:
    """Say whether an address fills in a box.

    Args:
        data: its parameters.
    """
    return any(data.get(name) for name in CaseFilter.base_filters)


class CaseFilter(filters.FilterSet):
    """Stage, problem, severity, channel, place, deadline, date of arrival, who has it, who holds it, which event.

    A value that means nothing, from an old bookmark or a curious hand, filters nothing out: the list is shown whole.
    """

    place = filters.CharFilter(label=_("พื้นที่"), method="of_place", widget=PlaceBox)
    problem = filters.ChoiceFilter(label=_("ปัญหา"), choices=ProblemType, empty_label=_("ทุกปัญหา"))
    severity = filters.ChoiceFilter(
        label=_("ความเร่งด่วน"), choices=Severity, empty_label=_("ทุกระดับ"), method="of_severity"
    )
    due = filters.ChoiceFilter(
        label=_("กำหนดเวลา"), choices=LATENESS, empty_label=_("ทุกกำหนด"), method="of_due"
    )
    person = filters.ChoiceFilter(label=_("ผู้รับมอบหมาย"), empty_label=_("ทุกคน"), method="of_person")
    stage = filters.ChoiceFilter(label=_("ขั้นตอน"), choices=Stage, empty_label=_("ทุกขั้นตอน"))
    channel = filters.ChoiceFilter(label=_("ช่องทาง"), empty_label=_("ทุกช่องทาง"))
    since = ThaiDateFilter(label=_("รับเรื่องตั้งแต่"), method="since_day", widget=DateBox)
    until = ThaiDateFilter(label=_("ถึง"), method="until_day", widget=DateBox)
    holder = filters.CharFilter(label=_("ผู้รับผิดชอบ"), method="of_holder")
    event = filters.ChoiceFilter(label=_("สถานการณ์"), empty_label=_("ทั้งหมด"), method="of_event")

    class Meta:
        model = ListedCase
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        rows: Callable[[], Rows],
        *,
        actor: Officer,
        now: dt.datetime,
        offered: Offered | None = None,
    ) -> None:
        # A form that nobody filled in is drawn once for everybody, and its entries are read by `first_page`.
        super().__init__(data if is_filled(data) else None, ListedCase.objects.none())
        self._entries = rows
        self._actor = actor
        self._now = now
        offered = offered or Offered.to(actor)
        self.filters["channel"].extra["choices"] = offered.channels
        self.filters["person"].extra["choices"] = [
            ("me", _("ฉัน")),
            ("nobody", _("ยังไม่มอบหมาย")),
            *offered.colleagues,
        ]
        if offered.events:
            self.filters["event"].extra["choices"] = offered.events
        else:
            # Where nothing happens there is nothing to choose.
            del self.filters["event"]

    @property
    def is_used(self) -> bool:
        """Somebody chose something."""
        return bool(self.chosen)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Name → what was chosen, where it means something."""
        # What one box cannot read leaves the others as they are.
        self.form.is_valid()
        found = getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in found.items() if value not in (None, "")}

    @property
    def qs(self) -> Rows:
        """The entries that fit; values that mean nothing are left out."""
        rows = self._entries()
        for name, value in self.chosen.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def of_place(self, rows: Rows, _name: str, value: str) -> Rows:
        """Read a place as people write it, near the officer's own province."""
        office = self._actor.organization
        code = places.read(value, near=office.province_code).code or _below(value, office.district_code)
        return rows.filter(place__gte=code, place__lt=beyond(code)) if code else rows

    def of_severity(self, rows: Rows, _name: str, value: str) -> Rows:
        """Danger does not count here."""
        return rows.filter(haste__in=hastes_of(value))

    def of_due(self, rows: Rows, _name: str, value: str) -> Rows:
        """By what the list is ordered by: one's own next deadline, or that of whoever is waited for."""
        today = to_bangkok(self._now).date()
        if value == "late":
            return rows.filter(due_at__lt=self._now)
        days = 1 if value == "today" else 7
        return rows.filter(due_at__gte=self._now, due_at__lt=bangkok_datetime(today + dt.timedelta(days)))

    def of_event(self, rows: Rows, _name: str, value: str) -> Rows:
        """What belongs to an event that the officer's organization works in."""
        members = members_of(self._actor, value)
        return rows if members is None else rows.filter(case__in=members)

    def of_person(self, rows: Rows, _name: str, value: str) -> Rows:
        """What runs at the officer's organization and is given to one person, or to nobody yet."""
        if value == "nobody":
            given = Duty.objects.running().filter(
                organization=self._actor.organization.pk, person__isnull=False
            )
            return rows.exclude(case__in=given.values("case"))
        person = self._actor.person.pk if value == "me" else int(value)
        return rows.filter(case__in=given_to(person, self._actor).values("case"))

    def since_day(self, rows: Rows, _name: str, value: dt.date) -> Rows:
        """That day counts."""
        return rows.filter(received_at__gte=bangkok_datetime(value))

    def until_day(self, rows: Rows, _name: str, value: dt.date) -> Rows:
        """That day counts."""
        return rows.filter(received_at__lt=bangkok_datetime(value + dt.timedelta(days=1)))

    def of_holder(self, rows: Rows, _name: str, value: str) -> Rows:
        """By the number of an organization, or by a part of its name."""
        if value.isascii() and value.isdecimal():
            meant = Q(pk=int(value[:9]))
        else:
            meant = Q(search_key__contains=key(value)) if key(value) else Q(pk=None)
        found = list(Organization.objects.filter(meant).values_list("pk", flat=True)[: MOST_HOLDERS + 1])
        return rows.filter(holder__in=found) if 0 < len(found) <= MOST_HOLDERS else rows


def _below(value: str, district: str) -> str:
    """Return the subdistrict of the officer's own district that is named bare ("อ่าวนาง"); "" for none."""
    found = areas.find(value, district) if len(district) == 4 else None
    return found.code if found is not None else ""


class Filters:
    """The filters of a list as its page uses them: the boxes are made only where one is filled in, or to draw them once.

    Args:
        data: parameters of the address.
        rows: the entries of the list, composed only when they are asked for.
        actor: who reads.
        now: the time of the page.
    """

    def __init__(self, data: Any, rows: Callable[[], Rows], *, actor: Officer, now: dt.datetime) -> None:
        self.offered = Offered.to(actor)
        self._rows = rows
        self._is_filled = is_filled(data)
        self._make = partial(CaseFilter, data, rows, actor=actor, now=now, offered=self.offered)

    @cached_property
    def boxes(self) -> CaseFilter:
        """The filters themselves, with their form."""
        return self._make()

    @property
    def drawn_like(self) -> str | None:
        """What tells how the boxes look, for `held`; None where one is filled in."""
        return None if self._is_filled else self.offered.drawn_like

    def drawn(self) -> Iterator[tuple[forms.BoundField, str | None]]:
        """Yield each box with what tells how it looks, for `held`: an empty one looks the same beside filled ones."""
        like = self.offered.drawn_like
        for box in self.boxes.form.visible_fields():
            yield box, None if box.value() or box.errors else f"{box.name} {like}"

    @property
    def chosen(self) -> dict[str, Any]:
        """Name → what was chosen, where it means something."""
        return self.boxes.chosen if self._is_filled else {}

    @property
    def is_used(self) -> bool:
        """Somebody chose something."""
        return bool(self.chosen)

    @property
    def values(self) -> dict[str, Any]:
        """Name → what was chosen as it was written, in the order of the boxes."""
        if not self._is_filled:
            return {}
        data = self.boxes.form.data
        return {name: data.get(name) for name in self.boxes.filters if name in self.chosen}

    @property
    def qs(self) -> Rows:
        """The entries that fit; values that mean nothing are left out."""
        return self.boxes.qs if self._is_filled else self._rows()
