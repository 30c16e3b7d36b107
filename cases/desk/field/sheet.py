"""What a mobile unit reads on its phone: what a part of the case needs and no more (docs/cases.md, "Who sees what").

No story and no notes of others, but those for everybody who works on the case; of a restricted case no link that another
app would keep.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.content import facts
from cases.desk.due import Due, due_of
from cases.desk.field.forms import StepForm
from cases.desk.lists.rows import place_of
from cases.desk.names import brief
from cases.domain.view import CaseView, Part
from cases.domain.view.parts import Help
from cases.domain.visits import Step
from cases.machine.vocabulary import ALIVE
from cases.models import Case, Duty, Visit
from portal.thai.dates import format_datetime

MOST_NOTES = 10


@dataclass(frozen=True, slots=True)
class Next:
    """The one act that is due now.

    Attributes:
        label: words on the button.
        url: where it leads.
        form: to send at once; None for a page that asks something first.
    """

    label: str
    url: str
    form: StepForm | None


@dataclass(frozen=True, slots=True)
class Card:
    """One visit in the list.

    Attributes:
        reference: of the case.
        url: its page.
        what: the kind of problem.
        place: subdistrict and district.
        is_danger: somebody is in danger now.
        state: how far the unit is, in words.
        due: until when; None where nothing is due.
        crew: who goes and with what; "" when nobody was named.
        next: what is to be pressed.
    """

    reference: str
    url: str
    what: str
    place: str
    is_danger: bool
    state: str
    due: Due | None
    crew: str
    next: Next | None


def _address(name: str, visit: Visit, **more: Any) -> str:
    known = {"reference": visit.case.reference, "number": visit.number}
    return reverse(f"desk:{name}", kwargs=known | more)


def next_of(visit: Visit) -> Next | None:
    """Return the act that comes next; None when the visit is over."""
    if visit.state not in ALIVE:
        return None
    if visit.set_out_at is None:
        return _step(visit, Step.SET_OUT, _("ออกเดินทาง"))
    if visit.arrived_at is None:
        return _step(visit, Step.ARRIVE, _("ถึงแล้ว"))
    return Next(_("บันทึกผล"), _address("field_report", visit), None)


def _step(visit: Visit, step: Step, label: str) -> Next:
    form = StepForm(initial={"token": uuid.uuid4()}, prefix=None, auto_id=f"{step}-{visit.pk}-%s")
    return Next(label, _address("field_step", visit, step=step.value), form)


def state_of(visit: Visit) -> str:
    """Return how far the unit is, with the time."""
    if visit.state not in ALIVE:
        return str(visit.get_result_display()) or _("จบแล้ว")
    if visit.arrived_at is not None:
        return _("ถึงแล้วเมื่อ %(at)s") % {"at": format_datetime(visit.arrived_at)}
    if visit.set_out_at is not None:
        return _("ออกเดินทางแล้วเมื่อ %(at)s") % {"at": format_datetime(visit.set_out_at)}
    return _("รอออกเดินทาง")


def crew_of(visit: Visit) -> str:
    """Return who goes and with what."""
    names = [member.name for member in visit.crew.all()]
    if visit.vehicle is not None:
        names.append(" ".join(part for part in (visit.vehicle.name, visit.vehicle.plate) if part))
    return ", ".join(names)


def cards(visits: Iterable[Visit], duties: Iterable[Duty], now: dt.datetime) -> list[Card]:
    """Return visits as the list shows them: danger first, then what is due first.

    Args:
        visits: with their cases, crews and vehicles.
        duties: the running ones of these visits, with their organizations.
        now: the time of the page.
    """
    by_visit = {(duty.case_id, duty.waiting): duty for duty in duties}
    found = []
    for visit in visits:
        duty = by_visit.get((visit.case_id, visit.number))
        found.append(
            Card(
                reference=visit.case.reference,
                url=_address("field_visit", visit),
                what=str(visit.case.get_problem_display()),
                place=place_of(visit.case),
                is_danger=visit.case.danger_now,
                state=state_of(visit),
                due=due_of(duty, now, visit.organization_id) if duty is not None else None,
                crew=crew_of(visit),
                next=next_of(visit),
            )
        )
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda card: (not card.is_danger, card.due.at if card.due else latest))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one visit.

    Attributes:
        card: as in the list.
        known: the facts, without the story.
        map_url: opens the map of the phone at the place; "" where another app should not learn it.
        notes: what offices wrote that the unit may read, newest first.
        given: what was given already.
    """

    card: Card
    known: facts.Known
    map_url: str
    notes: list[str]
    given: list[str]


def sheet(visit: Visit, view: CaseView, now: dt.datetime, duties: Iterable[Duty] | None = None) -> Sheet:
    """Return what the unit reads of one visit: of the view that its organization has, what a part needs.

    Args:
        visit: with its case.
        view: of that case, at least of a part.
        now: the time of the page.
        duties: the running ones of the visit, with their organizations; looked for when None.
    """
    assert isinstance(view, Part)
    known = facts.known(view)
    assert known is not None
    if duties is None:
        duties = visit.case.duties.running().filter(waiting=visit.number).select_related("organization")
    written = [entry.note.text for entry in view.entries if entry.note is not None and entry.organization]
    return Sheet(
        card=cards([visit], duties, now)[0],
        known=replace(known, story=""),
        map_url=map_url(visit.case),
        notes=written[:MOST_NOTES],
        given=[_given(one) for one in view.help],
    )


def map_url(case: Case) -> str:
    """Return a `geo:` link that the phone's own map understands: the village and subdistrict, never the house.

    No map service of a third party is asked by us; of a restricted case nothing is handed to another app.
    """
    if case.is_restricted or not case.subdistrict_code:
        return ""
    words = " ".join(part for part in (case.village, place_of(case)) if part)
    return f"geo:0,0?q={quote(words)}"


def _given(help_given: Help) -> str:
    amount = " ".join(part for part in (help_given.quantity_words, help_given.description) if part)
    parts = (str(help_given.kind.label), amount, brief(help_given.organization))
    return " · ".join(part for part in parts if part)
