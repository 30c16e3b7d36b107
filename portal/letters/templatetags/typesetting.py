"""Filters for paper templates: `{% load typesetting %}`."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from portal.letters.drawing import typeset
from portal.thai.dates import format_date
from portal.thai.digits import to_thai

register = template.Library()


@register.filter
def paper_text(value: object) -> SafeString:
    """Set a plain text for paper: escaped, Thai digits, no break inside numbers, dates and names."""
    return typeset.paper_text(value)


@register.filter
def title_text(value: object) -> SafeString:
    """Set a large title: lines end only between words of the dictionary."""
    return typeset.title_text(value)


@register.filter
def paper_date(value: date | datetime) -> SafeString:
    """Print a date in the official long form: "๑๖ กันยายน ๒๕๕๖"."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return typeset.paper_text(to_thai(format_date(day, style="long")))


@register.filter
def paper_number(value: int) -> str:
    """Print a whole number with thousands separators and Thai digits."""
    return to_thai(f"{value:,}")
