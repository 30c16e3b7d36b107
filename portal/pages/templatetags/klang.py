"""Filters that every template of the house uses: `{% load klang %}`.

Dates are stored in the Common Era and turned into the Buddhist Era here and nowhere else (library.md: never add 543
twice). Letters shown to a reader of English get the Common Era.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.thai import codes, dates, digits
from portal.web.language import is_english, localized

register = template.Library()


def _language() -> Literal["th", "en"]:
    return "en" if is_english() else "th"


@register.filter
def thai_date(value: date | datetime | None) -> str:
    """Short date: "16 ก.ย. 2556"; in English "16 Sep 2013". Nothing for None."""
    return "" if not value else dates.format_date(value, "short", language=_language())


@register.filter
def thai_date_long(value: date | datetime | None) -> str:
    """Long date: "16 กันยายน 2556"; in English "16 September 2013". Nothing for None."""
    return "" if not value else dates.format_date(value, "long", language=_language())


@register.filter
def thai_datetime(value: date | datetime | None) -> str:
    """Moment in Thailand's time: "16 ก.ย. 2556 เวลา 13.30 น."; in English "16 Sep 2013, 13:30". Nothing for None.

    A date without a time is shown as a date.
    """
    if not isinstance(value, datetime):
        return thai_date(value)
    return dates.format_datetime(value, "short", language=_language())


@register.filter
def thai_digits(value: Any) -> str:
    """Turn 0-9 into ๐-๙, for official papers; the web shows Arabic digits."""
    return digits.to_thai(str(value))


@register.filter
def be_year(value: date | int | None) -> str:
    """Year of the reader's calendar: a date or a C.E. year gives B.E. in Thai ("2556"), C.E. in English ("2013")."""
    if not value:
        return ""
    day = date(value, 7, 1) if isinstance(value, int) else value
    year = dates.be_year(day)
    return str(year - dates.BE_OFFSET if is_english() else year)


@register.filter
def nowrap(value: Any) -> SafeString:
    """Keep a reference number, a phone or a date on one line."""
    return format_html('<span class="nowrap">{}</span>', conditional_escape(value))


@register.filter
def code_groups(code: str) -> SafeString:
    """A code that breaks between its groups alone, and is copied in one piece."""
    return format_html_join(mark_safe("-<wbr>"), "{}", ((group,) for group in str(code).split("-")))


@register.filter
def code_spoken(code: str) -> str:
    """How a code is read out, sign by sign: "สี่ แปด สอง หนึ่ง, ศูนย์ …"."""
    return codes.spoken(str(code), _language())


@register.filter
def local(obj: Any, name: str) -> Any:
    """Field `name` of an object in the reader's language: `{{ page|local:"intro" }}`."""
    return localized(obj, name)
