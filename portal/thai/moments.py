"""A day with a time of day, as people in Thailand type it: "1 ธ.ค. 2569 เวลา 08.00 น."."""

from __future__ import annotations

import datetime as dt
import re

from portal.thai.bounds import bounded
from portal.thai.dates import bangkok_datetime, parse_date
from portal.thai.digits import to_arabic
from portal.thai.messages import ThaiValueError, gettext_noop

LONGEST = 80
"""Letters of a moment or a time; more are not looked at."""


class MomentError(ThaiValueError):
    """A time of day that cannot be read. Codes: format, time, time_format. What is wrong with the day is a `DateError`."""

    messages = {
        "format": gettext_noop("กรอกวันและเวลา เช่น 27/3/2569 08:30"),
        "time": gettext_noop("เวลาต้องอยู่ระหว่าง 00:00 ถึง 23:59"),
        "time_format": gettext_noop("กรอกเวลา เช่น 08:30 หรือ 08.30 น."),
    }


# The day ends where the time begins: after a blank, a comma, the word เวลา or the T of ISO 8601.
_TIME = re.compile(
    r"(?:[\s,]+|\s*เวลา\s*|(?<=\d)[Tt])(?:เวลา\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?:น\.?|นาฬิกา)?$"
)


def parse_moment(text: str) -> dt.datetime:
    """Read a day and a time of day in Thailand; a day alone means its first minute.

    Understood: every day that `parse_date` reads, then "08:30", "8.30", "08.30 น.", "เวลา 08.30 น." or "T08:30";
    seconds if they are given.

    Returns:
        An aware moment in Thai time.

    Raises:
        DateError: the day cannot be read.
        MomentError: the time does not exist, or the text is far too long.
    """
    written = to_arabic(bounded(text, LONGEST, MomentError("format"))).strip()
    match = _TIME.search(written)
    if match is None:
        return bangkok_datetime(parse_date(written))
    return bangkok_datetime(parse_date(written[: match.start()]), _time_of(match))


def parse_time(text: str) -> dt.time:
    """Read a time of day: "08:30", "8.30", "08.30 น.", "เวลา 08.30 น.", in Thai digits too.

    Raises:
        MomentError: the time cannot be read or does not exist, or the text is far too long.
    """
    match = _TIME.fullmatch(" " + to_arabic(bounded(text, LONGEST, MomentError("time_format"))).strip())
    if match is None:
        raise MomentError("time_format")
    return _time_of(match)


def _time_of(match: re.Match[str]) -> dt.time:
    try:
        return dt.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        raise MomentError("time") from None
