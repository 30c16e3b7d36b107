"""What is filled in of a receipt that came back on paper, in `/cms/` and at the desk of whoever sent the document round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.thai.dates import bangkok_today
from portal.web.dates import DateBox, ThaiDateField


class LetterForm(forms.Form):
    """What stands on a receipt that came back on paper."""

    received_on = ThaiDateField(label=_("วันที่ได้รับตามใบตอบรับ"), widget=DateBox)
    receiver_words = forms.CharField(label=_("ผู้ลงชื่อรับ"), max_length=200)

    def clean_received_on(self) -> Any:
        """Refuse a day that has not come.

        Raises:
            ValidationError: it lies ahead.
        """
        day = self.cleaned_data["received_on"]
        if day > bangkok_today():
            raise forms.ValidationError(_("วันที่ได้รับอยู่ในอนาคต"))
        return day
