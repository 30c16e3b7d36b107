"""What a row of the work list shows: no name and no story, only what is needed to choose the next case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cases.desk.due import Due, next_due
from cases.desk.names import brief
from cases.desk.statuses import Status, severity_status
from cases.models import Case, Duty, RegisterEntry
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
    """

    case: Case
    problem: str
    can_open: bool
    severity: Status | None
    place: str
    holder: str
    number: RegisterEntry | None
    due: Due | None


def with_row_data(queryset: QuerySet[Case], actor: Officer) -> QuerySet[Case]:
    """Load what rows need in a fixed number of queries, however many rows there are."""
    ours = RegisterEntry.objects.filter(organization=actor.organization)
    running = Duty.objects.running().select_related("organization")
    return queryset.select_related("holder").prefetch_related(
        Prefetch("register_entries", queryset=ours, to_attr="our_entries"),
        Prefetch("duties", queryset=running, to_attr="running_duties"),
    )


def place_of(case: Case) -> str:
    """Return the place in words: subdistrict and district, else the province, else the country."""
    if case.country:
        return case.country
    codes = [case.subdistrict_code, case.district_code] if case.subdistrict_code else [case.province_code]
    found = [areas.area(code) for code in codes if code]
    if is_english():
        return ", ".join(area.label for area in found if area)
    return " ".join(area.short_label for area in found if area)


def _can_open(case: Case) -> bool:
    """Lists that show more than what may be read say of each case whether it may."""
    return getattr(case, "can_open", True)


def _may_know(case: Case) -> bool:
    """The summary of a restricted case has neither its problem nor its place."""
    return _can_open(case) or not case.is_restricted


def rows_of(cases: Iterable[Case], actor: Officer, now: dt.datetime, *, of_others: bool = False) -> list[Row]:
    """Turn cases that went through `with_row_data` into rows.

    Args:
        cases: of one page.
        actor: who reads them.
        now: the time of the page.
        of_others: show the deadline of whoever is waited for rather than one's own.
    """
    return [
        Row(
            case=case,
            problem=case.get_problem_display() if _may_know(case) else "",
            can_open=_can_open(case),
            severity=severity_status(case.severity),
            place=place_of(case) if _may_know(case) else "",
            holder="" if case.holder_id == actor.organization.pk else brief(case.holder),
            number=next(iter(case.our_entries), None),
            due=next_due(case.running_duties, actor.organization.pk, now, of_others=of_others),
        )
        for case in cases
    ]
