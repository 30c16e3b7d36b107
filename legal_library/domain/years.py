"""The B.E. year of a document: part of a law's name, the year of a letter's date."""

from __future__ import annotations

import re
from datetime import date

from legal_library.domain.kinds import rule_for
from portal.thai.dates import BE_YEARS, be_year
from portal.thai.digits import to_arabic
from portal.thai.text import repair

_YEAR = re.compile(r"(?:พ\s*(?:\.\s*)?ศ\s*(?:\.\s*)?|พุทธศักราช\s*)(\d{4})(?!\d)")


def year_in_title(title: str) -> int | None:
    """Return the year that a title names, the last one where it ends with it, else the first; None without one.

    "พระราชบัญญัติ … (ฉบับที่ 2) พ.ศ. ๒๕๕๐" is of 2550; "ระเบียบ … พ.ศ. 2560 และที่แก้ไขเพิ่มเติม" of 2560.
    """
    cleaned = to_arabic(repair(title)).strip()
    years = [match for match in _YEAR.finditer(cleaned) if int(match[1]) in BE_YEARS]
    if not years:
        return None
    chosen = years[-1] if years[-1].end() == len(cleaned) else years[0]
    return int(chosen[1])


def derived_year(*, kind: str, title: str, dated_on: date | None) -> int | None:
    """Return the year that follows from title and date: a law is named by its title, everything else by its date.

    Args:
        kind: slug of its kind; one that is no kind counts as no law.
        title: its Thai title.
        dated_on: the day that lists sort by.
    """
    named, dated = year_in_title(title), be_year(dated_on) if dated_on else None
    try:
        is_law = rule_for(kind).family == "law"
    except ValueError:
        is_law = False
    return (named or dated) if is_law else (dated or named)
