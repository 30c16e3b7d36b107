"""The table of limits: a row for each kind of duty and track, a column for each severity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.desk.due import span_words
from cases.desk.statuses import Status
from cases.domain.clocks import Limit
from cases.domain.limits import is_fixed, limits_in_force
from cases.machine.vocabulary import WITHOUT_LADDER, DutyKind
from cases.vocabulary import Severity, Track

FIXED = Status(_("กำหนดในแนวทาง OSCC"), "crisis")
BY_CENTER = Status(_("ศูนย์กำหนด"), "off")
COLUMNS = (Severity.EMERGENCY, Severity.URGENT, Severity.NORMAL)


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
    """The limits of one kind of duty on one track.

    Attributes:
        kind: what has to be done.
        track: of the case.
        has_ladder: those above are told when it is missed.
        cells: one for each of `COLUMNS`.
    """

    kind: DutyKind
    track: Track
    has_ladder: bool
    cells: tuple[Cell, ...]


def limit_words(limit: Limit) -> str:
    """Return a limit in words, exact: many hours are days where nothing is left over."""
    if limit.hours:
        if limit.hours % 24 == 0:
            return span_words(dt.timedelta(hours=limit.hours))
        return ngettext("%(count)d ชั่วโมง", "%(count)d ชั่วโมง", limit.hours) % {"count": limit.hours}
    days = limit.working_days
    return ngettext("%(count)d วันทำการ", "%(count)d วันทำการ", days) % {"count": days}


def mark_of(kind: DutyKind, track: Track, severity: Severity) -> Status:
    """Return who says how long it may take: the source, or the center."""
    return FIXED if is_fixed(kind, track, severity) else BY_CENTER


def limit_rows() -> list[LimitRow]:
    """Return all limits in force; one query."""
    limits = limits_in_force()
    return [
        LimitRow(
            kind=kind,
            track=track,
            has_ladder=kind not in WITHOUT_LADDER,
            cells=tuple(
                Cell(
                    severity, limit_words(limits[kind, track, severity].limit), mark_of(kind, track, severity)
                )
                for severity in COLUMNS
            ),
        )
        for track in (Track.CRISIS, Track.GENERAL)
        for kind in DutyKind
    ]
