"""What is filled in when a circular is passed on, or a document is sent round."""

from __future__ import annotations

import uuid
from typing import Any

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


class FindForm(forms.Form):
    """Words of the document that is to be sent round."""

    q = forms.CharField(
        label=_("ชื่อหรือเลขที่เอกสารในคลัง"), max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )


class AnnounceForm(RelayForm):
    """The same of a document that one sends round oneself."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"token": uuid.uuid4()}, **kwargs)
        self.fields["due_on"].help_text = ""
