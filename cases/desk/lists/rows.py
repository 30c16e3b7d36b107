"""What a row of the work list shows: no name and no story, only what is needed to choose the next case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from typing import Any

from django.db.models import Exists, FilteredRelation, Model, OuterRef, Q, QuerySet, Subquery
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.desk.due import Due, next_due
from cases.desk.names import brief
from cases.desk.statuses import Status, severity_status
from cases.domain.queries.standing import case_worker
from cases.domain.view import CaseLine, case_line
from cases.domain.view.parts import Area
from cases.domain.view.parts import Due as Running
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import DutyKind, Scope
from cases.models import Case, Duty, RegisterEntry, SeenCase
from cases.models.case import CaseQuerySet
from portal.actors import Officer
from portal.composed import Composed, Keys
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.web.language import is_english, label_of

MOST_ROWS = 25
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list.

    Attributes:
        case: what the reader may know of it.
        stage: how far the work is, in words.
        problem: in words; empty where it may not be known.
        url: of its page; "" where that may not be read, and only that the case exists is known.
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
    url: str
    severity: Status | None
    place: str
    holder: str
    number: RegisterEntry | None
    due: Due | None
    news: str = ""
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
        case.running_duties, case.given_to = [], []
    named: dict[int, Organization] = {}
    for pk, kind, started_at, due_at, waiting, owner, person, username, *names in (
        _RUNNING(keys=list(cases)) if cases else ()
    ):
        if owner not in named:
            # Fifty duties of a page have two or three organizations: each is made once.
            named[owner] = Organization(pk=owner, **dict(zip(_NAMES, names, strict=True)))
        duty = Running(
            kind=DutyKind(kind),
            organization=named[owner],
            organization_id=owner,
            waiting=waiting,
            started_at=started_at,
            due_at=due_at,
        )
        cases[pk].running_duties.append(duty)
        if owner == actor.organization.pk and username:
            cases[pk].given_to.append(person or username)
    return cases


_SHOWN_OF_A_CASE = (
    *("reference", "version", "stage", "problem", "severity", "channel", "received_at", "confidentiality"),
    *("holder", *(field.name for field in fields(Area))),
)
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
    shown = ("case", "kind", "started_at", "due_at", "waiting", "organization")
    names = ("person__display_name", "person__username", *(f"organization__{name}" for name in _NAMES))
    return Duty.objects.running().filter(case__in=keys).order_by("pk").values_list(*shown, *names)


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


def _news(case: Any) -> str:
    """Return the mark of an open case that has one.

    A case is new until somebody of the organization has opened it, and changed for whoever saw an earlier version of it.
    """
    if case.is_closed:
        return ""
    if not case.seen_by_us:
        return _("ใหม่")
    return _("มีความเคลื่อนไหว") if case.seen_by_me is not None and case.seen_by_me < case.version else ""


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


_ANY_REFERENCE = "0000-0000"


@lru_cache(maxsize=8)
def _url_pattern(language: str | None, prefix: str) -> str:
    del language, prefix
    return reverse("desk:case", kwargs={"reference": _ANY_REFERENCE})


def _url_of(reference: str) -> str:
    """Return the address of a case's page: one is looked up, the others differ from it by the reference."""
    return _url_pattern(get_language(), get_script_prefix()).replace(_ANY_REFERENCE, reference)


def _row(case: Any, actor: Officer, now: dt.datetime, *, of_others: bool, can_open: bool) -> Row:
    scope = Scope(case.scope) if case.scope is not None else None
    # An entry of a list may know of less than a grant that came since; then less is shown, never more.
    line = case_line(case, scope if can_open else min(scope or Scope.METADATA, Scope.SUMMARY))
    return Row(
        case=line,
        stage=label_of(line.stage) if line.stage is not None else "",
        problem=label_of(line.problem) if line.problem is not None else "",
        url=_url_of(line.reference) if line.can_open and line.reference else "",
        severity=severity_status(line.severity) if line.severity is not None else None,
        place=place_of(line.area) if line.area is not None else "",
        holder=brief(line.holder) if line.holder and line.holder.pk != actor.organization.pk else "",
        # A join that finds nothing leaves no attribute.
        number=getattr(case, "ours", None),
        due=next_due(case.running_duties, actor.organization.pk, now, of_others=of_others),
        news=_news(case) if line.can_open else "",
        people=", ".join(dict.fromkeys(case.given_to)),
    )
