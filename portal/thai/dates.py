"""Dates of the Buddhist era (พ.ศ. = C.E. + 543): reading what people type, printing what officials write.

Inside the system a date is always a `datetime.date` of the common era and a moment is an aware `datetime` in UTC.
The 543 years are added or taken away here and nowhere else, so that they never count twice.

Years before 2484 B.E. began on 1 April; like the Royal Gazette's own index we reckon them as if they began on
1 January.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal
from zoneinfo import ZoneInfo

from portal.thai.bounds import LINE, bounded
from portal.thai.digits import to_arabic, to_thai
from portal.thai.messages import ThaiValueError, gettext_noop
from portal.thai.months import MONTHS_EN, MONTHS_EN_SHORT, MONTHS_TH, MONTHS_TH_SHORT, month_number
from portal.thai.text import repair

BANGKOK = ZoneInfo("Asia/Bangkok")
"""The one time zone of the country."""

BE_OFFSET = 543
"""Years between the Buddhist and the common era."""

BE_YEARS = range(2400, 2601)
"""Years that are read as พ.ศ. when no era is given (domain.md 3.1)."""

CE_YEARS = range(1860, 2101)
"""Years that are read as ค.ศ. when no era is given (domain.md 3.1)."""

DateStyle = Literal["short", "long", "official", "numeric"]
Language = Literal["th", "en"]


class DateError(ThaiValueError):
    """A date that cannot be read.

    Codes: empty, missing_day, missing_month, missing_year, format, two_digit_year, year_range, month, day, leap_day.
    """

    messages = {
        "empty": gettext_noop("กรอกวันที่"),
        "missing_day": gettext_noop("กรอกวันของเดือน เช่น 27"),
        "missing_month": gettext_noop("กรอกเดือน เช่น 3 หรือ มีนาคม"),
        "missing_year": gettext_noop("กรอกปี พ.ศ. 4 หลัก เช่น 2530"),
        "format": gettext_noop("กรอกวันที่เป็น วัน/เดือน/ปี พ.ศ. เช่น 27/3/2530 หรือ 27 มีนาคม 2530"),
        "two_digit_year": gettext_noop("กรอกปี พ.ศ. ให้ครบ 4 หลัก เช่น 2530"),
        "year_range": gettext_noop("ตรวจปีอีกครั้ง ใช้ปี พ.ศ. 4 หลัก เช่น 2530"),
        "month": gettext_noop("เดือนต้องเป็น 1 ถึง 12 หรือชื่อเดือน"),
        "day": gettext_noop("เดือนนี้ไม่มีวันที่ดังกรอก ตรวจวันและเดือนอีกครั้ง"),
        "leap_day": gettext_noop("ปีนี้เดือนกุมภาพันธ์มี 28 วัน ตรวจวันและปีอีกครั้ง"),
    }


_WEEKDAY = r"(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)\s*(?:ที่|,)?\s*"
_LEAD = re.compile(rf"^(?:เมื่อ)?\s*(?:{_WEEKDAY})?(?:วัน)?(?:ที่)?\s*(?=\d)")
_ERA = r"(?P<era>พ\s*\.?\s*ศ\s*\.?|ค\s*\.?\s*ศ\s*\.?|พุทธศักราช|คริสต์ศักราช|b\.?\s*e\.?|c\.?\s*e\.?|a\.?\s*d\.?)?"
_SEPARATOR = r"\s*[/.\-\s]\s*"
_NUMERIC = re.compile(
    rf"^(?P<day>\d{{1,2}}){_SEPARATOR}(?P<month>\d{{1,2}}){_SEPARATOR}{_ERA}\s*(?P<year>\d+)$", re.IGNORECASE
)
_YEAR_FIRST = re.compile(
    r"^(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})(?P<era>)$"
)
_NAME = r"(?P<month>[ก-๎A-Za-z][ก-๎A-Za-z.\s]*?)"
_NAMED = re.compile(
    rf"^(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*[/\-,]?\s*(?:เดือน)?\s*{_NAME}\s*[/\-,]?\s*(?:ปี)?\s*{_ERA}\s*(?P<year>\d+)$",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    r"^(?P<month>[A-Za-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(?P<era>)(?P<year>\d+)$",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(r"^\d{1,2}\s*(?:[/.\-]\s*\d{1,2}|[ก-๎A-Za-z][ก-๎A-Za-z.\s]*)$")


def _era(written: str) -> Literal["BE", "CE", ""]:
    """Return which era the writer named, if any."""
    letters = re.sub(r"[\s.]", "", written).lower()
    if not letters:
        return ""
    return "BE" if letters in ("พศ", "พุทธศักราช", "be") else "CE"


def ce_year(year: int, era: Literal["BE", "CE", ""] = "") -> int:
    """Return the year of the common era that a written year means.

    Args:
        year: as written, e.g. 2556 or 2013.
        era: what the writer said; "" lets the number decide: 2400–2600 is พ.ศ., 1860–2100 is ค.ศ.

    Raises:
        DateError: "two_digit_year" or "year_range".
    """
    if year < 100:
        raise DateError("two_digit_year")
    if year in BE_YEARS and era != "CE":
        return year - BE_OFFSET
    if year in CE_YEARS and era != "BE":
        return year
    raise DateError("year_range")


def _build(day: str, month: str, year: str, era: str = "") -> dt.date:
    """Return the date of three written parts, which are Arabic digits or, for the month, a name."""
    number = int(month) if month.isdecimal() and len(month) <= 4 else month_number(month)
    if len(year) > 4:
        raise DateError("year_range")
    if len(year) < 3:
        raise DateError("two_digit_year")
    full_year = ce_year(int(year), _era(era))
    if number is None or not 1 <= number <= 12:
        raise DateError("month")
    try:
        return dt.date(full_year, number, int(day))
    except ValueError:
        raise DateError("leap_day" if (int(day), number) == (29, 2) else "day") from None


def _clean(text: str) -> str:
    """Return typed text with Arabic digits, repaired Thai and single blanks."""
    return " ".join(to_arabic(repair(text)).replace("–", "-").replace("−", "-").split())


def parse_date(text: str) -> dt.date:
    """Read a date as people write it in Thailand.

    Understood: 16/9/2556, 16-9-2556, 16.9.2556, "16 9 2556", 16 กันยายน 2556, ๑๖ ก.ย. ๒๕๕๖, 16 กย 2556,
    "วันที่ 16 เดือนกันยายน พ.ศ. 2556", "16 September 2013", "Sep 16, 2013", 2013-09-16, 2556-09-16; Thai digits
    and pasted blanks anywhere. The day comes before the month. Years 2400–2600 are พ.ศ. and 1860–2100 ค.ศ.;
    years of two digits are refused; 29 February is checked in the year that was meant.

    Raises:
        DateError: with a code of that class and a Thai sentence.

    Source: domain.md 3.1 "Dates", issue 2 "never +543 twice".
    """
    cleaned = _clean(bounded(text, LINE, DateError("format")))
    if not cleaned:
        raise DateError("empty")
    if len(cleaned) > 60:
        raise DateError("format")
    candidate = _LEAD.sub("", cleaned, count=1).strip()
    for pattern in (_NUMERIC, _YEAR_FIRST, _NAMED, _NAME_FIRST):
        match = pattern.match(candidate)
        if match:
            return _build(match["day"], match["month"].strip(), match["year"], match["era"] or "")
    raise DateError("missing_year" if _NO_YEAR.match(candidate) else "format")


def parse_date_parts(day: str, month: str, year: str) -> dt.date | None:
    """Read a date asked for in three fields: day, month (number or name) and year.

    Returns:
        The date, or None when all three are blank.

    Raises:
        DateError: "missing_day", "missing_month" or "missing_year" for a blank part, else as `parse_date`.

    Source: domain.md 3 "dates / date-input".
    """
    parts = [
        _clean(bounded(part, LINE, DateError(code)))
        for part, code in ((day, "day"), (month, "month"), (year, "year_range"))
    ]
    if not any(parts):
        return None
    for part, code in zip(parts, ("missing_day", "missing_month", "missing_year"), strict=True):
        if not part:
            raise DateError(code)
    year_match = re.fullmatch(rf"{_ERA}\s*(?P<year>\d+)", parts[2], re.IGNORECASE)
    if not parts[0].isdecimal() or len(parts[0]) > 2:
        raise DateError("day")
    if not year_match:
        raise DateError("year_range")
    return _build(parts[0], parts[1], year_match["year"], year_match["era"] or "")


def to_bangkok(moment: dt.datetime) -> dt.datetime:
    """Return an aware moment in Thai time.

    Raises:
        ValueError: for a naive datetime, whose zone nobody knows.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(BANGKOK)


def bangkok_now() -> dt.datetime:
    """Return the present moment in Thai time, aware."""
    return dt.datetime.now(tz=BANGKOK)


def bangkok_today() -> dt.date:
    """Return today's date in Thailand, which is not always today's date in UTC."""
    return bangkok_now().date()


def bangkok_datetime(day: dt.date, time: dt.time = dt.time.min) -> dt.datetime:
    """Return the aware moment at which `day` and `time` fall in Thailand; midnight by default."""
    return dt.datetime.combine(day, time, tzinfo=BANGKOK)


def _local_date(day: dt.date) -> dt.date:
    """Return the calendar date in Thailand of a date, or of an aware moment."""
    return to_bangkok(day).date() if isinstance(day, dt.datetime) else day


def be_year(day: dt.date) -> int:
    """Return the Buddhist year of a date or of an aware moment: 2013-09-16 gives 2556."""
    return _local_date(day).year + BE_OFFSET


def format_date(day: dt.date, style: DateStyle = "short", *, language: Language = "th") -> str:
    """Print a date.

    Args:
        day: a date, or an aware moment (its date in Thailand is printed).
        style: "short" 16 ก.ย. 2556, "long" 16 กันยายน 2556, "official" ๑๖ กันยายน ๒๕๕๖ (letters),
            "numeric" 16/09/2556.
        language: "en" prints the common era: 16 Sep 2013, 16 September 2013, 16/09/2013; an official date is the
            long one.

    Raises:
        ValueError: for an unknown style or a naive moment.
    """
    local = _local_date(day)
    thai = language == "th"
    year = local.year + BE_OFFSET if thai else local.year
    if style == "numeric":
        return f"{local.day:02d}/{local.month:02d}/{year:04d}"
    if style == "short":
        names = MONTHS_TH_SHORT if thai else MONTHS_EN_SHORT
    elif style in ("long", "official"):
        names = MONTHS_TH if thai else MONTHS_EN
    else:
        raise ValueError(f"unknown date style {style!r}")
    printed = f"{local.day} {names[local.month - 1]} {year}"
    return to_thai(printed) if style == "official" and thai else printed


def format_time(moment: dt.time | dt.datetime, *, language: Language = "th") -> str:
    """Print a time of day as officials do, "13.30 น."; in English "13:30". An aware moment is shown in Thai time."""
    time = to_bangkok(moment).time() if isinstance(moment, dt.datetime) else moment
    return f"{time:%H.%M} น." if language == "th" else f"{time:%H:%M}"


def format_datetime(moment: dt.datetime, style: DateStyle = "short", *, language: Language = "th") -> str:
    """Print an aware moment in Thai time: "16 ก.ย. 2556 เวลา 13.30 น."; official style in Thai digits.

    Raises:
        ValueError: for a naive moment or an unknown style.
    """
    day = format_date(moment, style, language=language)
    time = format_time(moment, language=language)
    if language == "en":
        return f"{day}, {time}"
    return f"{day} เวลา {to_thai(time) if style == 'official' else time}"


def fiscal_year(day: dt.date) -> int:
    """Return the Thai fiscal year (B.E.) of a date: 1 October 2569 to 30 September 2570 is 2570.

    Source: domain.md 3.1; Budget Procedures Act 2561 s.4.
    """
    local = _local_date(day)
    return local.year + BE_OFFSET + (1 if local.month >= 10 else 0)


def fiscal_year_bounds(be: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of fiscal year `be` (B.E.)."""
    ce = be - BE_OFFSET
    return dt.date(ce - 1, 10, 1), dt.date(ce, 9, 30)


def fiscal_quarter(day: dt.date) -> int:
    """Return the quarter (1–4) of the fiscal year; October to December is 1."""
    return (_local_date(day).month - 10) % 12 // 3 + 1


def fiscal_quarter_bounds(be: int, quarter: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a quarter (1–4) of fiscal year `be` (B.E.).

    Raises:
        ValueError: for a quarter outside 1–4.
    """
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"no quarter {quarter}")
    first_month = (10, 1, 4, 7)[quarter - 1]
    ce = be - BE_OFFSET - (1 if quarter == 1 else 0)
    first = dt.date(ce, first_month, 1)
    following = dt.date(ce + 1, 1, 1) if quarter == 1 else dt.date(ce, first_month + 3, 1)
    return first, following - dt.timedelta(days=1)
