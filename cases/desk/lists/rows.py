"""What a row of the work list shows: no name and no story, only what is needed to choose the next case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cases.desk.due import Due, next_due
from cases.desk.names import brief
from cases.desk.statuses import Status, severity_status
from cases.models import Case, Clock, RegisterEntry
from portal.actors import Officer
from portal.organizations import areas
from portal.web.language import is_english


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list.

    Attributes:
        case: with its holder loaded.
        severity: in words with its tone; None for the normal one.
        place: the subdistrict, or where abroad.
        holder: who is responsible; empty when it is the reader's own body.
        number: our register number, if the case is in our book.
        due: the next deadline; None when nothing runs.
    """

    case: Case
    severity: Status | None
    place: str
    holder: str
    number: RegisterEntry | None
    due: Due | None


def with_row_data(queryset: QuerySet[Case], actor: Officer) -> QuerySet[Case]:
    """Load what rows need in a fixed number of queries, however many rows there are."""
    ours = RegisterEntry.objects.filter(organization=actor.organization)
    running = Clock.objects.running().select_related("organization")
    return queryset.select_related("holder").prefetch_related(
        Prefetch("register_entries", queryset=ours, to_attr="our_entries"),
        Prefetch("clocks", queryset=running, to_attr="running_clocks"),
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


def rows_of(cases: Iterable[Case], actor: Officer, now: dt.datetime) -> list[Row]:
    """Turn cases that went through `with_row_data` into rows."""
    return [
        Row(
            case=case,
            severity=severity_status(case.severity),
            place=place_of(case),
            holder="" if case.holder_id == actor.organization.pk else brief(case.holder),
            number=next(iter(case.our_entries), None),
            due=next_due(case.running_clocks, actor.organization.pk, now),
        )
        for case in cases
    ]
