"""When a resolution is final: the written rule, as pure functions over days (docs/committee.md, "The posted list").

A list of those to be helped is posted for a period. The day of posting is not counted; a period in days of the calendar
that would end on a day on which offices are closed ends on the next working day (Administrative Procedure Act B.E. 2539,
section 64). A resolution on the list is final on the day after the last one, unless somebody objected: then when the last
objection was rejected. An objection that is upheld ends the resolution, and the committee resolves again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass

from cases.committee.vocabulary import ObjectionAnswer, PostingCount, Standing
from portal.calendar.working_days import add_working_days, is_working_day


def last_day(posted_on: dt.date, *, days: int, counts: PostingCount, holidays: Container[dt.date]) -> dt.date:
    """Return the last day of a period of objection.

    Args:
        posted_on: the day of posting; itself not counted.
        days: length of the period, at least 1.
        counts: whether only working days count.
        holidays: days on which offices are closed besides weekends.

    Raises:
        ValueError: when `days` is less than 1.
    """
    if days < 1:
        raise ValueError("a period has one day at least")
    if counts == PostingCount.WORKING:
        return add_working_days(posted_on, days, holidays)
    day = posted_on + dt.timedelta(days=days)
    return day if is_working_day(day, holidays) else add_working_days(day, 1, holidays)


@dataclass(frozen=True, slots=True)
class Lodged:
    """An objection, as far as the rule needs it.

    Attributes:
        answer: None while nobody answered.
        answered_on: None likewise.
    """

    answer: ObjectionAnswer | None = None
    answered_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How firm a resolution is, and since when it is final; None while it is not."""

    standing: Standing
    final_on: dt.date | None = None


def verdict(*, ends_on: dt.date | None, objections: Iterable[Lodged], today: dt.date) -> Verdict:
    """Apply the rule.

    Args:
        ends_on: the last day of the period; None when the list is not posted.
        objections: all that were lodged against this resolution.
        today: a day in Thailand.
    """
    if ends_on is None:
        return Verdict(Standing.UNPOSTED)
    lodged = list(objections)
    if any(one.answer == ObjectionAnswer.UPHELD for one in lodged):
        return Verdict(Standing.REOPENED)
    if any(one.answer is None for one in lodged):
        return Verdict(Standing.OBJECTED)
    if today <= ends_on:
        return Verdict(Standing.POSTED)
    answered = [one.answered_on for one in lodged if one.answered_on is not None]
    return Verdict(Standing.FINAL, max([ends_on + dt.timedelta(days=1), *answered]))
