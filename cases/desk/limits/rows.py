"""The table of limits: a row for each step and track, a column for each severity; and what holds for one problem alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.desk.due import span_words
from cases.desk.statuses import Status
from cases.domain.clocks import Limit
from cases.domain.default_limits import PolicyLimit
from cases.domain.limits import (
    limit_for,
    limit_of,
    limits_in_force,
    limits_of_problems,
    problems_of,
)
from cases.machine.vocabulary import LADDER, WITHOUT_LADDER, LimitStep
from cases.vocabulary import LimitSource, Severity, Track
from portal.vocabulary import ProblemType

FIXED = Status(_("กำหนดในแนวทาง OSCC"), "crisis")
BY_CENTER = Status(_("ศูนย์กำหนด"), "off")
COLUMNS = (Severity.EMERGENCY, Severity.URGENT, Severity.NORMAL)

_FOLLOWED = _("วันนัดที่ตั้งไว้แล้วไม่เปลี่ยน นัดใหม่ต้องไม่ไกลกว่ากำหนดนี้")
_CLIMBS = _("ใช้กับการแจ้งเตือนที่รอระดับต่อไปอยู่ด้วย")
HINTS: dict[LimitStep, str | Promise] = {
    **dict.fromkeys(
        (LimitStep.FOLLOW, LimitStep.FOLLOW_HIGH, LimitStep.FOLLOW_MEDIUM, LimitStep.FOLLOW_LOW), _FOLLOWED
    ),
    **dict.fromkeys(LADDER, _CLIMBS),
    LimitStep.ANSWER: _("ถ้าเวลาทำงานหยุดรอคำตอบ รอได้รวมกันไม่เกิน 15 วัน แม้ตั้งไว้นานกว่านี้"),
}
"""What has to be known before a limit is changed, where it is not told by the page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One limit.

    Attributes:
        severity: for which.
        words: "24 ชั่วโมง", "15 วัน" or "3 วันทำการ".
        mark: who set it, in words with a tone.
    """

    severity: Severity
    words: str
    mark: Status


@dataclass(frozen=True, slots=True)
class LimitRow:
    """The limits of one step on one track.

    Attributes:
        kind: what has to be done, or which level of the alarm is next.
        track: of the case.
        has_ladder: those above are told when it is missed.
        cells: one for each of `COLUMNS`.
    """

    kind: LimitStep
    track: Track
    has_ladder: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OfProblem:
    """What holds for one problem alone, or would if it were set.

    Attributes:
        problem: which.
        words: its limit.
        is_own: the office set it for this problem; otherwise the one for every problem holds.
        names: what it is about in words: step, track, severity and problem.
        url: where it is changed.
    """

    problem: ProblemType
    words: str
    is_own: bool
    names: tuple[str | Promise, ...]
    url: str


def limit_words(limit: Limit) -> str:
    """Return a limit in words, exact: many hours are days where nothing is left over."""
    if limit.hours:
        if limit.hours % 24 == 0:
            return span_words(dt.timedelta(hours=limit.hours))
        return ngettext("%(count)d ชั่วโมง", "%(count)d ชั่วโมง", limit.hours) % {"count": limit.hours}
    days = limit.working_days
    return ngettext("%(count)d วันทำการ", "%(count)d วันทำการ", days) % {"count": days}


def mark_of(limit: PolicyLimit) -> Status:
    """Return who says how long it may take: the source, or the center, which may have shortened what the source says."""
    return FIXED if limit.source == LimitSource.SEED else BY_CENTER


def limit_rows() -> list[LimitRow]:
    """Return all limits in force; one query."""
    limits = limits_in_force()
    return [
        LimitRow(
            kind=kind,
            track=track,
            has_ladder=kind not in WITHOUT_LADDER,
            cells=tuple(
                Cell(severity, limit_words(limit.limit), mark_of(limit))
                for severity in COLUMNS
                for limit in [limits[kind, track, severity]]
            ),
        )
        for track in (Track.CRISIS, Track.GENERAL)
        for kind in LimitStep
    ]


def _of_problem(
    kind: LimitStep, track: Track, severity: Severity, problem: ProblemType, limit: Limit, *, is_own: bool
) -> OfProblem:
    kwargs = {"kind": kind.value, "track": track.value, "severity": severity.value, "problem": problem.value}
    return OfProblem(
        problem=problem,
        words=limit_words(limit),
        is_own=is_own,
        names=(kind.label, track.label, severity.label, problem.label),
        url=reverse("desk:limit_of_problem", kwargs=kwargs),
    )


def rows_of_problems() -> list[OfProblem]:
    """Return every limit that the office set for one problem alone; one query."""
    return [
        _of_problem(
            LimitStep(row.kind),
            Track(row.track),
            Severity(row.severity),
            ProblemType(row.problem),
            limit_of(row).limit,
            is_own=True,
        )
        for row in limits_of_problems()
    ]


def problems_beside(kind: LimitStep, track: Track, severity: Severity) -> list[OfProblem]:
    """Return each problem of a track with its limit of one step and severity: its own, or that of every problem."""
    general = limit_for(kind=kind, track=track, severity=severity).limit
    own = {
        row.problem: limit_of(row).limit
        for row in limits_of_problems().filter(kind=kind, track=track, severity=severity)
    }
    return [
        _of_problem(kind, track, severity, problem, own.get(problem, general), is_own=problem in own)
        for problem in problems_of(track)
    ]
