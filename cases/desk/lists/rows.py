"""What a row of the work list shows: no name and no story, only what is needed to choose the next case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.due import Due, next_due
from cases.desk.names import brief
from cases.desk.statuses import Status, severity_status
from cases.domain.view.parts import Area
from cases.models import Case, Duty, RegisterEntry, SeenCase
from portal.actors import Officer
from portal.organizations import areas
from portal.web.language import is_english


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list.

    Attributes:
        case: with its holder loaded.
        problem: in words; empty where it may not be known.
        can_open: its page may be read; else only that it exists is known.
        severity: in words with its tone; None for the normal one.
        place: the subdistrict, or where abroad.
        holder: who is responsible; empty when it is the reader's own body.
        number: our register number, if the case is in our book.
        due: the next deadline; None when nothing runs.
        news: nobody here has opened it yet, or something happened since the reader did; "" for neither.
        people: to whom the reader's organization has given it, in words; "" for nobody.
    """

    case: Case
    problem: str
    can_open: bool
    severity: Status | None
    place: str
    holder: str
    number: RegisterEntry | None
    due: Due | None
    news: str | Promise = ""
    people: str = ""


def with_row_data(queryset: QuerySet[Case], actor: Officer) -> QuerySet[Case]:
    """Load what rows need in a fixed number of queries, however many rows there are."""
    ours = RegisterEntry.objects.filter(organization=actor.organization)
    running = Duty.objects.running().select_related("organization", "person")
    return queryset.select_related("holder").prefetch_related(
        Prefetch("register_entries", queryset=ours, to_attr="our_entries"),
        Prefetch("duties", queryset=running, to_attr="running_duties"),
    )


def place_of(case: Case | Area) -> str:
    """Return the place in words: subdistrict and district, else the province, else the country."""
    if case.country:
        return case.country
    codes = [case.subdistrict_code, case.district_code] if case.subdistrict_code else [case.province_code]
    found = [areas.area(code) for code in codes if code]
    if is_english():
        return ", ".join(area.label for area in found if area)
    return " ".join(area.short_label for area in found if area)


def news_of(cases: Iterable[Case], actor: Officer) -> dict[int, str | Promise]:
    """Return the mark of those open cases that have one; one query.

    A case is new until somebody of the organization has opened it, and changed for whoever saw an earlier version of it.
    """
    found = {case.pk: case for case in cases if not case.is_closed}
    seen = SeenCase.objects.filter(organization=actor.organization.pk, case__in=list(found))
    by_us: set[int] = set()
    by_me: dict[int, int] = {}
    for case, person, version in seen.values_list("case", "person", "version"):
        by_us.add(case)
        if person == actor.person.pk:
            by_me[case] = version
    marks: dict[int, str | Promise] = {pk: _("ใหม่") for pk in found if pk not in by_us}
    return marks | {pk: _("มีความเคลื่อนไหว") for pk, version in by_me.items() if version < found[pk].version}


def _given(case: Case, actor: Officer) -> str:
    """Return to whom the reader's organization has given what runs."""
    ours = [duty for duty in case.running_duties if duty.organization_id == actor.organization.pk]
    return ", ".join(dict.fromkeys(str(duty.person) for duty in ours if duty.person is not None))


def rows_of(
    cases: Iterable[Case],
    actor: Officer,
    now: dt.datetime,
    *,
    of_others: bool = False,
    closed_to: Container[int] = frozenset(),
) -> list[Row]:
    """Turn cases that went through `with_row_data` into rows.

    Args:
        cases: of one page.
        actor: who reads them.
        now: the time of the page.
        of_others: show the deadline of whoever is waited for rather than one's own.
        closed_to: cases that the reader knows of and may not open.
    """
    shown = list(cases)
    news = news_of(shown, actor)
    return [
        _row(
            case,
            actor,
            now,
            of_others=of_others,
            can_open=case.pk not in closed_to,
            news=news.get(case.pk, ""),
        )
        for case in shown
    ]


def _row(
    case: Case, actor: Officer, now: dt.datetime, *, of_others: bool, can_open: bool, news: str | Promise
) -> Row:
    # The summary of a restricted case has neither its problem nor its place.
    may_know = can_open or not case.is_restricted
    return Row(
        case=case,
        problem=case.get_problem_display() if may_know else "",
        can_open=can_open,
        severity=severity_status(case.severity),
        place=place_of(case) if may_know else "",
        holder="" if case.holder_id == actor.organization.pk else brief(case.holder),
        number=next(iter(case.our_entries), None),
        due=next_due(case.running_duties, actor.organization.pk, now, of_others=of_others),
        news=news if can_open else "",
        people=_given(case, actor),
    )
