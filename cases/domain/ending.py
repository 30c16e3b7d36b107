"""What ends with a case beside what the machine ends: why, and until when its data is kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cases.domain import retention
from portal.calendar.working_days import OFFICE_ZONE

if TYPE_CHECKING:
    from cases.domain.act import Act
    from cases.vocabulary import ClosureReason, Outcome


def put_to_rest(act: Act, *, reason: ClosureReason, outcome: Outcome | str = "") -> None:
    """Write down why a case ends, and the day until which its data is kept."""
    case = act.case
    case.closure_reason = reason
    case.outcome = outcome
    case.retention_until = _years_later(
        act.now.astimezone(OFFICE_ZONE).date(), retention.years_for(case.problem, case.confidentiality)
    )


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; from 29 February the day before (R19)."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)
