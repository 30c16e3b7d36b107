"""What is filled in when a circular is passed on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.thai.dates import bangkok_today
from portal.web.dates import DateBox, ThaiDateField


class RelayForm(forms.Form):
    """A word to the recipients and a day of one's own."""

    message = forms.CharField(
        label=_("ข้อความถึงผู้รับ"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = ThaiDateField(
        label=_("ให้รับทราบภายใน"), required=False, widget=DateBox, help_text=_("เว้นว่างถ้าใช้กำหนดเดิม")
    )

    def clean_due_on(self) -> object:
        """Refuse a day that has passed.

        Raises:
            ValidationError: it lies before today.
        """
        day = self.cleaned_data["due_on"]
        if day and day < bangkok_today():
            raise forms.ValidationError(_("กำหนดรับทราบต้องไม่ก่อนวันนี้"))
        return day
