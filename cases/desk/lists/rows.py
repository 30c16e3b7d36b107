"""What a row of the work list shows: no name and no story, only what is needed to choose the next case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from django.db.models import Exists, FilteredRelation, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.due import Due, next_due
from cases.desk.names import brief
from cases.desk.statuses import Status, severity_status
from cases.domain.queries.standing import case_worker
from cases.domain.view import CaseLine, case_line
from cases.domain.view.parts import Area
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import Scope
from cases.models import Case, Duty, RegisterEntry, SeenCase
from cases.models.case import CaseQuerySet
from portal.actors import Officer
from portal.composed import Composed, Keys
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.web.language import is_english

MOST_ROWS = 25
"""Rows of one page."""


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


def read(keys: Sequence[int], actor: Officer, now: dt.datetime, *, known: bool = False) -> dict[int, Any]:
    """Read the cases of one page through their door with all that rows show: two statements, however many there are.

    Args:
        keys: of cases, at most `MOST_ROWS`; those that the reader may not read are left out.
        actor: who reads.
        now: the time of the page.
        known: also cases of which the reader may only know how they stand.

    Returns:
        Cases by key, with what `rows_of` needs.
    """
    if not keys or not actor.works_on_cases:
        return {}
    found = (_KNOWN if known else _VISIBLE)(
        keys=keys, organization=actor.organization.pk, person=actor.person.pk, glass_since=now - GLASS_OPEN
    )
    cases: dict[int, Any] = {case.pk: case for case in found}
    for case in cases.values():
        case.running_duties = []
    for duty in _RUNNING(keys=list(cases)) if cases else ():
        cases[duty.case_id].running_duties.append(duty)
    return cases


_SHOWN_OF_A_CASE = (
    *("reference", "version", "stage", "problem", "severity", "channel", "received_at", "confidentiality"),
    *("holder", *(field.name for field in fields(Area))),
)
_SHOWN_OF_A_DUTY = ("case", "kind", "started_at", "due_at")
_NAMES = ("name_th", "name_en", "short_name")
"""What `brief` reads of an organization."""


def _all_but(model: type[Model], shown: Container[str]) -> list[str]:
    """Return the columns of a table that no row shows: making 25 cases of fifty columns each took a tenth of a page.

    `only` would be shorter; it does not know the entry of the register, which is joined under a name of its own.
    """
    return [
        field.name for field in model._meta.concrete_fields if not (field.primary_key or field.name in shown)
    ]


def _cases(
    keys: list[int], organization: int, person: int, glass_since: dt.datetime, *, known: bool
) -> CaseQuerySet:
    reader = case_worker(organization, person)
    door = Case.objects.known_to if known else Case.objects.visible_to
    seen = SeenCase.objects.filter(organization=organization, case=OuterRef("pk"))
    ours = FilteredRelation("register_entries", condition=Q(register_entries__organization=organization))
    return (
        door(reader, glass_since=glass_since, among=Q(pk__in=keys))
        .with_scope(reader, glass_since=glass_since)
        .defer(
            *_all_but(Case, _SHOWN_OF_A_CASE), *(f"holder__{name}" for name in _all_but(Organization, _NAMES))
        )
        .annotate(
            ours=ours,
            seen_by_us=Exists(seen),
            seen_by_me=Subquery(seen.filter(person=person).values("version")[:1]),
        )
        .select_related("holder", "ours")
    )


def _running(keys: list[int]) -> QuerySet[Duty]:
    return (
        Duty.objects.running()
        .filter(case__in=keys)
        .select_related("organization", "person")
        .only(
            *_SHOWN_OF_A_DUTY,
            *(f"organization__{name}" for name in _NAMES),
            "person__display_name",
            "person__username",
        )
        .order_by("pk")
    )


_VALUES: dict[str, Any] = {
    "keys": Keys(MOST_ROWS),
    "organization": int,
    "person": int,
    "glass_since": dt.datetime,
}
_VISIBLE = Composed(partial(_cases, known=False), **_VALUES)
_KNOWN = Composed(partial(_cases, known=True), **_VALUES)
_RUNNING = Composed(_running, keys=Keys(MOST_ROWS))


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
    """Turn cases that `read` brought into rows.

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
