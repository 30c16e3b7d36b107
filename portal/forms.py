"""Form fields that every room may use: a date of three boxes, in the Buddhist era."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.thai.dates import BE_OFFSET, DateError, parse_date_parts


class ThaiDateWidget(forms.MultiWidget):
    """Day, month and year in three text boxes (domain.md 3: date-input). No calendar, no jumping between boxes."""

    template_name = "components/widgets/date.html"
    use_fieldset = True

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


class ThaiDateField(forms.MultiValueField):
    """A date given as day, month (number or name) and year (B.E., or C.E. where the meaning is clear).

    Returns a `datetime.date` of the common era, or None when it is left empty and not required. A wrong date is told
    with the words of `portal.thai.dates.DateError`: which part is missing or impossible.
    """

    widget = ThaiDateWidget
    default_error_messages = {"required": _("กรอกวันที่")}

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def clean(self, value: list[str] | None) -> dt.date | None:
        """Read the three boxes.

        Raises:
            ValidationError: when a part is missing or the date does not exist; its code is DateError's.
        """
        day, month, year = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not (day or month or year):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            return parse_date_parts(day, month, year)
        except DateError as error:
            raise ValidationError(gettext(error.message), code=error.code) from error

    def has_changed(self, initial: dt.date | None, data: list[str] | None) -> bool:
        """Say whether the boxes differ from the date they were filled with."""
        before = self.widget.decompress(initial) if not isinstance(initial, list) else initial
        return [str(part or "") for part in before] != [str(part or "") for part in (data or ["", "", ""])]
