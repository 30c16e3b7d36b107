"""What is filled in about a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.readiness.domain.checks import Found
from cases.readiness.vocabulary import ASKED, Item, State
from portal.files import ACCEPT, CheckedFile, RefusedFile, check_upload
from portal.thai.dates import bangkok_today
from portal.web.dates import DateBox, ThaiDateField


class UploadField(forms.FileField):
    """A file that is judged by its content and made anew (privacy 13)."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        """Check it.

        Raises:
            ValidationError: it is refused, with the reason.
        """
        uploaded: UploadedFile | None = super().clean(data, initial)
        if not uploaded:
            return None
        try:
            return check_upload(uploaded)
        except RefusedFile as refused:
            raise forms.ValidationError(refused.reason, code="refused") from refused


class CheckForm(forms.Form):
    """A look at one item of the checklist."""

    state = forms.ChoiceField(label=_("วันนี้เป็นอย่างไร"), choices=State.choices, widget=forms.RadioSelect)
    checked_on = ThaiDateField(label=_("ตรวจเมื่อ"), widget=DateBox)
    remark = forms.CharField(
        label=_("หมายเหตุ"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("ถ้ายังไม่พร้อม บอกว่าขาดอะไร"),
    )
    contact_name = forms.CharField(label=_("ผู้ติดต่อ"), required=False, max_length=120)
    contact_phone = forms.CharField(label=_("โทรศัพท์"), required=False, max_length=60)
    photo = UploadField(
        label=_("รูปถ่าย"), required=False, help_text=_("ไม่ควรเห็นหน้าผู้มาขอความช่วยเหลือ เราลบข้อมูลสถานที่ในรูปให้")
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        kwargs["initial"] = {"checked_on": bangkok_today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.item = item
        if contact := ASKED[item].contact:
            self.fields["contact_name"].label = contact
        else:
            del self.fields["contact_name"], self.fields["contact_phone"]

    @property
    def found(self) -> Found:
        """What was found."""
        data = self.cleaned_data
        return Found(
            item=self.item,
            state=State(data["state"]),
            checked_on=data["checked_on"],
            remark=data["remark"],
            contact_name=data.get("contact_name", ""),
            contact_phone=data.get("contact_phone", ""),
            photo=data["photo"],
        )
