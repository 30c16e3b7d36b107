"""The mobile unit's visits on a phone: set out, arrived, what was given, how it ended, where the house really is (S1.06).

A visit that is part of a trip stands in the order of that trip, and its report has what was loaded (`cases.domain.on_the_way`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.content.facts import Numbers
from cases.desk.field.sheet import Sheet, sheet, state_of
from cases.desk.lookup import note_reading
from cases.domain import facts, on_the_way, visits
from cases.domain.on_the_way import Within
from cases.domain.once import once
from cases.domain.view import Part, case_view
from cases.errors import GuardFailed
from cases.machine.vocabulary import ALIVE
from cases.models import Case, Visit
from cases.phones.desk.reporting import ReportOnPhone, report_form
from cases.phones.domain.kinds import ByPhone, Item, Kind, List
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from portal.actors import Officer

MOST = 60
"""Visits that one phone carries."""
TODAY = dt.timedelta(hours=24)
"""A visit to a place that must stay secret is on the phone for so long after it was sent out."""


class OfVisit(Kind):
    """What is written about one visit; its subject is "visit:<reference>:<number>"."""

    def find(self, subject: str) -> Visit | None:
        """Return the visit."""
        what, _colon, rest = subject.partition(":")
        reference, _colon, number = rest.rpartition(":")
        # Longer numbers are no numbers of visits, and too large for the database.
        if what != "visit" or not (number.isascii() and number.isdecimal()) or len(number) > 6:
            return None
        rows = Visit.objects.select_related("case", "organization")
        return rows.filter(case__reference=reference, number=int(number)).first()

    def case_of(self, found: Visit) -> Case:
        """Return its case."""
        return found.case


class NothingForm(forms.Form):
    """A press of one button."""


class StepKind(OfVisit):
    """The unit has left, or has arrived."""

    def __init__(self, step: visits.Step, label: Any) -> None:
        self.step, self.name, self.label = step, f"visit.{step.value}", label

    def form(self, found: Visit, data: Any) -> forms.Form:
        """Return a form without a field."""
        return NothingForm(data)

    def do(self, found: Visit, form: Any, by: ByPhone) -> None:
        """Keep it; a step that another phone took before is nothing new."""
        known = found.set_out_at if self.step == visits.Step.SET_OUT else found.arrived_at
        if known is None:
            visits.take_step(step=self.step, visit=found, actor=by.actor, token=by.token, phone=by.time)


class ReportKind(OfVisit):
    """What was given and how the visit ended. It only adds: a second result stands beside the first."""

    name = "visit.report"
    label = gettext_lazy("บันทึกผล")
    pictures = "visit.picture"

    def form(self, found: Visit, data: Any) -> ReportOnPhone:
        """Return the report; of a stop of a trip with what was loaded."""
        has_committee = OrganizationType(found.organization.type).is_local_administration
        place = on_the_way.within([found.pk]).get(found.pk)
        return report_form(place, {"photos": []} | dict(data), case=found.case, has_committee=has_committee)

    def do(self, found: Visit, form: Any, by: ByPhone) -> None:
        """Keep it once."""
        form.cleaned_data |= {"photos": (), "pressed_at": None, "sent_at": None}
        done = replace(form.done, photos=(), phone=by.time)
        visits.record_on_site(visit=found, actor=by.actor, token=by.token, done=done)


class PlaceForm(forms.Form):
    """Where the house really is."""

    moo = forms.CharField(label=gettext_lazy("หมู่ที่"), required=False, max_length=20)
    village = forms.CharField(label=gettext_lazy("หมู่บ้าน"), required=False, max_length=120)
    place_detail = forms.CharField(
        label=gettext_lazy("บ้านเลขที่ ทางเข้า จุดสังเกต"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class PlaceKind(OfVisit):
    """The place of a case is corrected: a set, so what somebody else wrote meanwhile is never overwritten unseen."""

    name = "visit.place"
    label = gettext_lazy("แก้ที่อยู่ให้ตรง")
    is_set = True

    def form(self, found: Visit, data: Any) -> PlaceForm:
        """Return the place."""
        return PlaceForm(data)

    def stands(self, found: Visit) -> dict[str, str]:
        """Return the place as it stands."""
        return {name: getattr(found.case, name) for name in facts.OF_THE_PLACE}

    def do(self, found: Visit, form: Any, by: ByPhone) -> None:
        """Correct it once."""
        place: Mapping[str, Any] = {name: form.cleaned_data[name] for name in facts.OF_THE_PLACE}
        if place == self.stands(found):
            raise GuardFailed(_("ที่อยู่ตรงกับที่บันทึกไว้แล้ว"))
        once(
            case=found.case,
            token=by.token,
            what=f"visit:{found.number}:place",
            act=lambda _identity: facts.correct_facts(case=found.case, actor=by.actor, place=place),
        )


SET_OUT = StepKind(visits.Step.SET_OUT, gettext_lazy("ออกเดินทาง"))
ARRIVE = StepKind(visits.Step.ARRIVE, gettext_lazy("ถึงแล้ว"))
REPORT, PLACE = ReportKind(), PlaceKind()
KINDS: tuple[OfVisit, ...] = (SET_OUT, ARRIVE, REPORT, PLACE)


class Visits(List):
    """The visits of whoever takes them along: in whose crew one is, or that name nobody."""

    name = "visits"
    label = gettext_lazy("ออกหน่วย")

    def items(self, actor: Officer, now: dt.datetime) -> Iterator[Item]:
        """Return the actor's visits; of crisis and restricted cases today's only, with the least."""
        rows = list(
            _of(actor)
            .select_related("case__holder", "case__reporter", "vehicle", "organization")
            .prefetch_related("crew")
            .order_by("-case__danger_now", "pk")[: 4 * MOST]
        )
        places = on_the_way.within([visit.pk for visit in rows])
        taken = 0
        for visit in _in_order(rows, places):
            if taken < MOST and (item := self._item(visit, actor, now, places.get(visit.pk))) is not None:
                taken += 1
                yield item

    def _item(self, visit: Visit, actor: Officer, now: dt.datetime, place: Within | None) -> Item | None:
        crew = list(visit.crew.all())
        named = any(member.person_id == actor.person.pk for member in crew)
        careful = visit.case.is_crisis or visit.case.is_restricted
        if (crew and not named) or (careful and not self._may_take(visit, named, now)):
            return None
        view = case_view(visit.case, actor, now)
        if not isinstance(view, Part):
            return None
        note_reading(actor, visit.case, "case.on_phone")
        # Until when something is due is not on the phone.
        read = sheet(visit, view, now, duties=())
        return Item(
            subject=f"visit:{visit.case.reference}:{visit.number}",
            title=f"{visit.case.reference} · {read.card.place}",
            lines=(
                *(() if careful else (read.card.what,)),
                *((place.words,) if place is not None else ()),
                state_of(visit),
                *((read.card.crew,) if read.card.crew else ()),
            ),
            facts=tuple(_facts(read, careful=careful)),
            warnings=tuple(read.known.cautions),
            acts=tuple(_acts(visit, place, careful=careful)),
            seen={} if careful else {PLACE.name: PLACE.stands(visit)},
            is_danger=visit.case.danger_now,
        )

    def _may_take(self, visit: Visit, named: bool, now: dt.datetime) -> bool:
        """Whether a visit to a secret place is on somebody's phone: of the named crew, today."""
        return named and visits.sent_at(visit) > now - TODAY

    def forms(self, actor: Officer, now: dt.datetime) -> Iterable[tuple[str, Kind, forms.Form]]:
        """Return the forms of a visit."""
        has_committee = OrganizationType(actor.organization.type).is_local_administration
        yield SET_OUT.name, SET_OUT, NothingForm()
        yield ARRIVE.name, ARRIVE, NothingForm()
        yield REPORT.name, REPORT, report_form(None, case=Case(), has_committee=has_committee)
        places = on_the_way.within(list(_of(actor).order_by("pk").values_list("pk", flat=True)[: 4 * MOST]))
        for place in {one.whole: one for one in places.values()}.values():
            yield _name_of(place), REPORT, report_form(place, case=Case(), has_committee=has_committee)
        yield PLACE.name, PLACE, PlaceForm()


def _of(actor: Officer) -> QuerySet[Visit]:
    """Return the visits under way that may be an officer's: that name them or nobody, of cases that they may read."""
    crew = Visit.crew.through.objects.filter(visit=OuterRef("pk"))
    return Visit.objects.filter(
        ~Exists(crew) | Exists(crew.filter(fieldmember__person=actor.person)),
        organization=actor.organization,
        state__in=ALIVE,
        case__in=Case.objects.visible_to(actor).values("pk"),
    )


def _in_order(rows: list[Visit], places: Mapping[int, Within]) -> list[Visit]:
    """Return visits as the unit goes: danger first; those of one trip together where its first one stands, in the trip's order."""
    first: dict[int, int] = {}
    for visit in sorted(rows, key=lambda one: one.pk):
        if (place := places.get(visit.pk)) is not None:
            first.setdefault(place.whole, visit.pk)

    def key(visit: Visit) -> tuple[bool, int, int, int]:
        place = places.get(visit.pk)
        begins, position = (first[place.whole], place.position) if place is not None else (visit.pk, 0)
        return not visit.case.danger_now, begins, position, visit.pk

    return sorted(rows, key=key)


def _name_of(place: Within | None) -> str:
    """Return the name of the form by which a visit is reported: a trip has its own."""
    return REPORT.name if place is None else f"{REPORT.name}:{place.whole}"


def _acts(visit: Visit, place: Within | None, *, careful: bool) -> Iterator[str]:
    if visit.set_out_at is None:
        yield SET_OUT.name
    if visit.arrived_at is None:
        yield ARRIVE.name
    yield _name_of(place)
    if not careful:
        yield PLACE.name


def _facts(read: Sheet, *, careful: bool) -> Iterator[tuple[str, str]]:
    """Yield how the person is reached and where; who it is and what others wrote, unless it must stay secret."""
    groups = [read.known.reporter, read.known.where]
    if not careful:
        groups += read.known.people
    for group in groups:
        yield from ((str(term), _words(value)) for term, value in group if value)
    if not careful:
        yield from ((_("บันทึกถึงหน่วย"), note) for note in read.notes)
        yield from ((_("ช่วยแล้ว"), given) for given in read.given)


def _words(value: Any) -> str:
    """Return a value of the facts as words; numbers as they are dialled."""
    if isinstance(value, Numbers):
        return " · ".join(
            [*(phone.display for phone in value.phones), *([value.words] if value.words else [])]
        )
    return str(value)
