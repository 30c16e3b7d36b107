"""What the pages of retention say: numbers and dates, never people or stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain import erasing
from cases.domain.limits import RETENTION_YEARS
from cases.models import (
    AffectedPerson,
    Case,
    CaseFile,
    CaseNote,
    Reporter,
    RetentionHold,
    RetentionRelease,
    RetentionRule,
)
from cases.vocabulary import Confidentiality
from portal.vocabulary import ProblemType


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One closed case.

    Attributes:
        pk: of the case.
        reference: its number; no link, for nobody may read it any more.
        problem: of what kind.
        closed_on: when it was closed.
        until: the last day of its data.
        content: what would be erased, counted.
        reason: why it is held back; "" when it is not.
    """

    pk: int
    reference: str
    problem: str
    closed_on: dt.datetime
    until: dt.date
    content: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release that waits for its decision.

    Attributes:
        pk: of the release.
        organization: whose cases.
        asked_by: the person who asked.
        asked_at: when.
        references: of the cases.
        is_mine: the reader may decide on it.
    """

    pk: int
    organization: str
    asked_by: str
    asked_at: dt.datetime
    references: list[str]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The years of one class.

    Attributes:
        problem: value of `ProblemType`.
        confidentiality: value of `Confidentiality`.
        names: both in words.
        years: how many.
        note: who set it and why; "" for the default.
    """

    problem: str
    confidentiality: str
    names: tuple[str | Promise, str | Promise]
    years: int
    note: str


def _content_of(case: Case) -> str:
    """Return what of a case would be erased, as "2 คน · 3 บันทึก · 1 ไฟล์"."""
    counts = erasing.counts_of(case)
    people, notes, files = counts[AffectedPerson] + counts[Reporter], counts[CaseNote], counts[CaseFile]
    words = [
        ngettext("%(count)d คน", "%(count)d คน", people) % {"count": people},
        ngettext("%(count)d บันทึก", "%(count)d บันทึก", notes) % {"count": notes},
        ngettext("%(count)d ไฟล์", "%(count)d ไฟล์", files) % {"count": files},
    ]
    return " · ".join(words)


def case_rows(cases: Iterable[Case], *, with_content: bool = False) -> list[CaseRow]:
    """Return rows of cases; with what each holds, for the few of one page."""
    return [
        CaseRow(
            pk=case.pk,
            reference=case.reference,
            problem=case.get_problem_display(),
            closed_on=case.closed_at,
            until=case.retention_until,
            content=_content_of(case) if with_content else "",
        )
        for case in cases
        if case.closed_at is not None and case.retention_until is not None
    ]


def held_rows(cases: QuerySet[Case]) -> list[CaseRow]:
    """Return rows of cases that somebody keeps longer, with the reason."""
    holds = RetentionHold.objects.filter(lifted_at__isnull=True, case__in=cases).select_related("case")
    return [
        CaseRow(
            pk=one.case.pk,
            reference=one.case.reference,
            problem=one.case.get_problem_display(),
            closed_on=one.case.closed_at,
            until=one.case.retention_until,
            reason=one.reason,
        )
        for one in holds.order_by("case__retention_until", "pk")
        if one.case.closed_at is not None and one.case.retention_until is not None
    ]


def release_rows(releases: QuerySet[RetentionRelease], mine: set[int]) -> list[ReleaseRow]:
    """Return rows of releases.

    Args:
        releases: which.
        mine: keys of those on which the reader may decide.
    """
    rows = releases.select_related("organization", "asked_by").prefetch_related("cases")
    return [
        ReleaseRow(
            pk=one.pk,
            organization=one.organization.display_name,
            asked_by=str(one.asked_by),
            asked_at=one.asked_at,
            references=[case.reference for case in one.cases.all()],
            is_mine=one.pk in mine,
        )
        for one in rows
    ]


def rule_rows() -> list[RuleRow]:
    """Return the years of every class, in one query."""
    set_by = {(row.problem, row.confidentiality): row for row in RetentionRule.objects.all()}
    found = []
    for problem in ProblemType:
        for level in Confidentiality:
            row = set_by.get((problem.value, level.value))
            found.append(
                RuleRow(
                    problem=problem.value,
                    confidentiality=level.value,
                    names=(problem.label, level.label),
                    years=row.years if row else RETENTION_YEARS,
                    note=row.note if row else _("ค่าเริ่มต้น"),
                )
            )
    return found
