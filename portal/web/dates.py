"""Dates in forms: one way to read them, shown in the Buddhist era, in three boxes or in one.

What people type is read by `portal.thai`, wherever they type it: a request, the desk, `/cms/`, a filter. What a box shows
is read again as the very date that is stored, and what cannot be read comes back as it was typed, with the reason.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import DateTimeBaseInput
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.thai.dates import (
    BE_OFFSET,
    BE_YEARS,
    DateError,
    be_year,
    format_date,
    parse_date,
    parse_date_parts,
    to_bangkok,
)
from portal.thai.messages import ThaiValueError
from portal.thai.moments import parse_moment, parse_time


def shown_date(value: dt.date) -> str:
    """Return a date as a box shows it, whatever the language of the page: "16/09/2556"."""
    return format_date(value, "numeric", language="th")


def shown_moment(value: dt.datetime) -> str:
    """Return a moment as a box shows it: "16/09/2556 08:30", with seconds where it has some."""
    local = to_bangkok(value) if value.tzinfo else value
    time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{shown_date(local.date())} {time}"


def _in_reach(day: dt.date) -> None:
    """Refuse a year that would not be read again when it is shown in the Buddhist era (2043 C.E. is 2586 B.E.).

    Raises:
        DateError: year_range.
    """
    if be_year(day) not in BE_YEARS:
        raise DateError("year_range")


def _refusal(error: ThaiValueError) -> ValidationError:
    return ValidationError(gettext(error.message), code=error.code)


class DateBox(forms.TextInput):
    """One text box for a date, in the Buddhist era; static/js/thai-date.js adds a calendar to it."""

    template_name = "components/widgets/date_box.html"

    class Media:
        css = {"all": ["css/thai-date.css"]}
        js = ["js/thai-calendar.js", "js/thai-date.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "placeholder": _("เช่น 16/9/2556"), **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show a stored date in the Buddhist era, and what was typed as it was typed."""
        if isinstance(value, dt.datetime):
            value = value.date()
        return shown_date(value) if isinstance(value, dt.date) else super().format_value(value)


class MomentBox(DateBox):
    """One text box for a day and a time of day, Thai time."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"placeholder": _("เช่น 16/9/2556 08:30"), "data-time": "", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show a stored moment in the Buddhist era and Thai time, and what was typed as it was typed."""
        return shown_moment(value) if isinstance(value, dt.datetime) else super().format_value(value)


class ThaiDateWidget(forms.MultiWidget):
    """Day, month and year in three text boxes (domain.md 3: date-input), with the calendar of the one box beside them.

    No jumping between boxes. The calendar fills all three; who knows the year only fills that one (docs/decisions/0009).
    """

    template_name = "components/widgets/date.html"
    use_fieldset = True

    class Media(DateBox.Media):
        pass

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        boxes = {
            "day": forms.TextInput(number),
            "month": forms.TextInput({"autocomplete": "off"}),
            "year": forms.TextInput(number),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: dt.date | None) -> list[str]:
        """Split a stored date (C.E.) into the three boxes, the year in B.E."""
        if value is None:
            return ["", "", ""]
        return [str(value.day), str(value.month), str(value.year + BE_OFFSET)]

    def id_for_label(self, id_: str) -> str:
        """Let a link to the field lead to its first box."""
        return f"{id_}_0" if id_ else id_


def _ours(widget: Any, box: type[DateBox]) -> Any:
    """Return our box in the place of a date input that reads dates in its own way, with the attributes of that one.

    Wagtail's panels and filters bring their own; a picker that knows no Buddhist era turned 16/9/2556 into today.
    """
    if isinstance(widget, type):
        return box if issubclass(widget, DateTimeBaseInput) else widget
    return box(widget.attrs) if isinstance(widget, DateTimeBaseInput) else widget


class ThaiDateField(forms.DateField):
    """A date: day, month (number or name) and year (B.E., or C.E. where the meaning is clear), in three boxes or in one.

    Returns a `datetime.date` of the common era, or None when it is left empty and not required. A wrong date is told
    with the words of `portal.thai.dates.DateError`: which part is missing or impossible.
    """

    widget = ThaiDateWidget
    default_error_messages = {"required": _("กรอกวันที่")}

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=_ours(widget, DateBox), **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """Read one box or three; a whole date typed into the first of three is read too.

        Raises:
            ValidationError: a part is missing or the date does not exist; its code is DateError's.
        """
        if isinstance(value, dt.datetime):
            return to_bangkok(value).date() if value.tzinfo else value.date()
        if isinstance(value, dt.date):
            return value
        parts = [str(part or "").strip() for part in (value if isinstance(value, list | tuple) else [value])]
        if not any(parts):
            return None
        try:
            day = (
                parse_date(parts[0]) if not any(parts[1:]) and _is_whole(parts) else parse_date_parts(*parts)
            )
            if day:
                _in_reach(day)
        except DateError as error:
            raise _refusal(error) from error
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the boxes mean another date than the one they were filled with."""
        if self.disabled:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _is_whole(parts: list[str]) -> bool:
    """Say whether the first box may hold more than the day: it is the only one, or no bare number."""
    return len(parts) == 1 or not parts[0].isdecimal()


class ThaiDateTimeField(forms.DateTimeField):
    """A day and a time of day in Thailand, in one box; returns an aware moment. A day alone means its first minute."""

    widget = MomentBox

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=_ours(widget, MomentBox), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Leave the moment aware: the box turns it into Thai time."""
        return value

    def to_python(self, value: Any) -> dt.datetime | None:
        """Read the box.

        Raises:
            ValidationError: the day or the time cannot be read; its code is DateError's or MomentError's.
        """
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value
        try:
            moment = parse_moment(str(value))
            _in_reach(moment)
        except ThaiValueError as error:
            raise _refusal(error) from error
        return moment

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the box means another second than the one it was filled with."""
        if self.disabled:
            return False
        try:
            before, after = self.to_python(initial), self.to_python(data)
        except ValidationError:
            return True
        if before and after:
            return before.replace(microsecond=0) != after
        return before != after


class ThaiTimeField(forms.CharField):
    """A time of day in one box, beside a day that another one asks; returns a `datetime.time`, None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": "off", "placeholder": _("เช่น 08:30")})
        super().__init__(**{"widget": widget, **kwargs})

    def clean(self, value: Any) -> dt.time | None:
        """Read the box.

        Raises:
            ValidationError: the time cannot be read or is missing; its code is MomentError's.
        """
        written = super().clean(value)
        try:
            return parse_time(written) if written else None
        except ThaiValueError as error:
            raise _refusal(error) from error
