"""What is filled in about a household in an event, and for lists."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import choice_field
from cases.events.models import Event
from cases.vulnerable.domain.accounting import LONGEST_SAID_BY, LONGEST_TEXT
from cases.vulnerable.vocabulary import SEEN, TYPED_SOURCES, ListKind, Source, Status
from portal.web.dates import MomentBox, ThaiDateTimeField
from portal.web.locked import LockedFileForm


class QuickForm(forms.Form):
    """One press beside a household."""

    status = forms.ChoiceField(label=_("สถานะ"), choices=[(one.value, one.label) for one in SEEN])
    source = forms.ChoiceField(label=_("รู้จาก"), choices=[(one.value, one.label) for one in TYPED_SOURCES])
    token = forms.UUIDField(widget=forms.HiddenInput)


class MarkForm(forms.Form):
    """What somebody saw of a household or heard from it."""

    use_required_attribute = False
    status = choice_field(
        _("เป็นอย่างไร"), [(one.value, one.label) for one in SEEN], missing=_("เลือกว่าเป็นอย่างไร")
    )
    danger = forms.BooleanField(label=_("กำลังมีอันตรายตอนนี้"), required=False)
    source = choice_field(
        _("รู้จาก"),
        [(one.value, one.label) for one in TYPED_SOURCES],
        missing=_("เลือกว่ารู้จากอะไร"),
        radio=False,
    )
    shelter = forms.ModelChoiceField(label=_("ศูนย์พักพิง"), queryset=None, required=False)
    said_by = forms.CharField(
        label=_("ใครบอก"),
        max_length=LONGEST_SAID_BY,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("ต้องการอะไร หรือย้ายไปที่ใด"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    observed_at = ThaiDateTimeField(
        label=_("รู้เมื่อ"), required=False, widget=MomentBox, help_text=_("เว้นว่างคือเดี๋ยวนี้")
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), "source": Source.CALL} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["shelter"].queryset = event.shelters.all()
        named["shelter"].label_from_instance = lambda one: one.display_name
        named["shelter"].empty_label = _("ไม่ได้เข้าศูนย์พักพิง")

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; danger that is ticked beside another answer than need is asked for, never dropped."""
        values = super().clean() or self.cleaned_data
        if values.get("danger") and values.get("status") not in (None, "", Status.NEEDS):
            self.add_error("danger", _("ถ้ามีอันตราย ให้เลือก “ต้องการความช่วยเหลือ” ข้างบน ถ้าไม่มีแล้ว เอาเครื่องหมายออก"))
        return values

    def given(self) -> dict[str, Any]:
        """Return what was written as the domain takes it. Only for a valid form."""
        data = dict(self.cleaned_data)
        source = Source.SHELTER if data["shelter"] else Source(data["source"])
        return data | {"status": Status(data["status"]), "source": source}


class PaperForm(forms.Form):
    """What was ticked on paper."""

    use_required_attribute = False
    lines = forms.CharField(
        label=_("เลขในรายการ และผล บรรทัดละหนึ่งบ้าน"),
        max_length=60_000,
        help_text=_("ป ปลอดภัย · ย ย้ายแล้ว · ช ต้องช่วย · อ มีอันตราย เช่น “12 ป” หรือ “14 ช ยาหมด”"),
        widget=forms.Textarea({"rows": 12}),
    )
    source = choice_field(
        _("รู้จาก"),
        [(one.value, one.label) for one in TYPED_SOURCES],
        missing=_("เลือกว่ารู้จากอะไร"),
        radio=False,
    )
    observed_at = ThaiDateTimeField(
        label=_("รู้เมื่อ"), required=False, widget=MomentBox, help_text=_("เว้นว่างคือเดี๋ยวนี้")
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), "source": Source.VISIT} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class ListsForm(LockedFileForm):
    """A list to take along; its workbook is locked, what is to be printed for a boat is not (docs/decisions/0023)."""

    use_required_attribute = False
    kind = choice_field(_("ใช้ทำอะไร"), ListKind.choices, missing=_("เลือกว่าใช้ทำอะไร"))
    form = choice_field(
        _("รูปแบบ"), [("xlsx", _("Excel ได้ทันที")), ("pdf", _("PDF สำหรับพิมพ์"))], missing=_("เลือกรูปแบบ")
    )
    everybody = forms.BooleanField(label=_("รวมบ้านที่ปลอดภัยหรือย้ายแล้วด้วย"), required=False)
    reason = forms.CharField(
        label=_("นำไปใช้เพื่ออะไร"),
        max_length=300,
        help_text=_("มีชื่อ ที่อยู่ และข้อมูลสุขภาพ บันทึกไว้ว่าใครนำออกและเพื่ออะไร เก็บกระดาษคืนแล้วทำลาย"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; a workbook has a password."""
        values = super().clean() or self.cleaned_data
        if values.get("form") == "xlsx" and not values.get("password") and "password" not in self.errors:
            self.add_error("password", self.fields["password"].error_messages["required"])
        return values
