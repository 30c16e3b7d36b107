"""What a row of the work list shows: no name and no story, only what is needed to choose the next case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.due import Due, next_due
from cases.desk.names import brief
from cases.desk.statuses import Status, severity_status
from cases.domain.view import CaseLine, case_line
from cases.domain.view.parts import Area
from cases.machine.vocabulary import Scope
from cases.models import Case, Duty, RegisterEntry, SeenCase
from cases.models.case import CaseQuerySet
from portal.actors import Officer
from portal.organizations import areas
from portal.web.language import is_english


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list.

    Attributes:
        case: what the reader may know of it.
        stage: how far the work is, in words.
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

    case: CaseLine
    stage: str
    problem: str
    can_open: bool
    severity: Status | None
    place: str
    holder: str
    number: RegisterEntry | None
    due: Due | None
    news: str | Promise = ""
    people: str = ""


def with_row_data(queryset: CaseQuerySet, actor: Officer) -> CaseQuerySet:
    """Load what rows need in two queries, however many rows there are: the cases with what is ours, and what runs."""
    own = actor.organization.pk
    seen = SeenCase.objects.filter(organization=own, case=OuterRef("pk"))
    ours = FilteredRelation("register_entries", condition=Q(register_entries__organization=own))
    running = Duty.objects.running().select_related("organization", "person")
    return (
        queryset.with_scope(actor)
        .annotate(
            ours=ours,
            seen_by_us=Exists(seen),
            seen_by_me=Subquery(seen.filter(person=actor.person.pk).values("version")[:1]),
        )
        .select_related("holder", "ours")
        .prefetch_related(Prefetch("duties", queryset=running, to_attr="running_duties"))
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


def _news(case: Any) -> str | Promise:
    """Return the mark of an open case that has one.

    A case is new until somebody of the organization has opened it, and changed for whoever saw an earlier version of it.
    """
    if case.is_closed:
        return ""
    if not case.seen_by_us:
        return _("ใหม่")
    return _("มีความเคลื่อนไหว") if case.seen_by_me is not None and case.seen_by_me < case.version else ""


def _given(case: Any, actor: Officer) -> str:
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
    return [_row(case, actor, now, of_others=of_others, can_open=case.pk not in closed_to) for case in cases]


def _row(case: Any, actor: Officer, now: dt.datetime, *, of_others: bool, can_open: bool) -> Row:
    scope = Scope(case.scope) if case.scope is not None else None
    # An entry of a list may know of less than a grant that came since; then less is shown, never more.
    line = case_line(case, scope if can_open else min(scope or Scope.METADATA, Scope.SUMMARY))
    return Row(
        case=line,
        stage=str(line.stage.label) if line.stage is not None else "",
        problem=str(line.problem.label) if line.problem is not None else "",
        can_open=line.can_open,
        severity=severity_status(line.severity) if line.severity is not None else None,
        place=place_of(line.area) if line.area is not None else "",
        holder=brief(line.holder) if line.holder and line.holder.pk != actor.organization.pk else "",
        # A join that finds nothing leaves no attribute.
        number=getattr(case, "ours", None),
        due=next_due(case.running_duties, actor.organization.pk, now, of_others=of_others),
        news=_news(case) if line.can_open else "",
        people=_given(case, actor),
    )
