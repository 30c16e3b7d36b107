"""Dates in a query, in every spelling, as laws write them: "9/9/2556", "9 ก.ย. 56" → "9 กันยายน 2556" (issue 12 point 4)."""

from __future__ import annotations

import re

from portal.thai.dates import DateError, format_date, parse_date

_MOST = 4
"""Dates of one query that are written out."""

_MONTH = (
    r"(?:ม\.?\s?ค|ก\.?\s?พ|มี\.?\s?ค|เม\.?\s?ย|พ\.?\s?ค|มิ\.?\s?ย|ก\.?\s?ค|ส\.?\s?ค|ก\.?\s?ย|ต\.?\s?ค|พ\.?\s?ย|ธ\.?\s?ค)\.?"
    r"|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"(?<![\d/.-])(?:\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{4}}|\d{{1,2}}\s?(?:{_MONTH})\s?(?:พ\.?\s?ศ\.?\s?|ค\.?\s?ศ\.?\s?)?\d{{4}})(?![\d/.-])"
)


def spell_dates(folded: str) -> str:
    """Return a folded text with the dates in it written out; what is no date of a calendar stays as it is."""
    return _DATE.sub(_written, folded, count=_MOST)


def _written(match: re.Match[str]) -> str:
    try:
        return format_date(parse_date(match[0]), "long")
    except DateError:
        return match[0]
