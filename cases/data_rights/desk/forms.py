"""What officers type about requests."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.data_rights.domain.asking import LONGEST_IDENTIFIED
from cases.data_rights.domain.rules import LONGEST
from cases.data_rights.vocabulary import Ground, RequestState, Right
from cases.intake.fields import LineField, StoryField
from cases.intake.forms.base import radio
from portal.web.locked import LockedFileForm


def identified_field() -> LineField:
    """Return the box that asks how the officer made sure who asks."""
    return LineField(
        label=_("ยืนยันตัวผู้ขออย่างไร"),
        max_length=LONGEST_IDENTIFIED,
        help_text=_("เช่น ตรวจบัตรประชาชนต่อหน้า ไม่ต้องเขียนเลขบัตร"),
        error_messages={"required": _("เขียนว่ายืนยันตัวผู้ขออย่างไร")},
    )


class TakeForm(forms.Form):
    """A request that comes to the office."""

    use_required_attribute = False

    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reference = LineField(
        label=_("เลขที่เรื่อง"), max_length=40, error_messages={"required": _("กรอกเลขที่เรื่องของผู้ขอ")}
    )
    right = radio(_("ขอใช้สิทธิใด"), Right.choices, required=_("เลือกหนึ่งข้อ"))
    words = StoryField(
        label=_("ขอให้ทำอะไรกับข้อมูลใด"),
        longest=LONGEST,
        required=False,
        help_text=_("เขียนตามคำของผู้ขอ ถ้าขอสำเนาเว้นว่างได้"),
        widget=forms.Textarea({"rows": 4}),
    )
    identified = identified_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()


class DecideForm(forms.Form):
    """The answer to a request."""

    use_required_attribute = False

    state = radio(
        _("ผล"),
        [pair for pair in RequestState.choices if pair[0] != RequestState.OPEN],
        required=_("เลือกหนึ่งข้อ"),
    )
    ground = forms.ChoiceField(
        label=_("เหตุที่ทำตามไม่ได้ทั้งหมด"),
        choices=[("", _("ไม่มี ทำตามคำขอแล้ว")), *Ground.choices],
        required=False,
    )
    answer = StoryField(
        label=_("คำตอบถึงเจ้าของข้อมูล"),
        longest=LONGEST,
        help_text=_("บอกว่าทำอะไรแล้ว ถ้าทำตามไม่ได้ บอกเหตุและทางที่ร้องเรียนต่อได้ เจ้าของข้อมูลอ่านด้วยรหัสของตน"),
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("เขียนคำตอบถึงเจ้าของข้อมูล")},
    )


class CopyForm(LockedFileForm):
    """How the officer knows who gets the copy."""

    use_required_attribute = False

    identified = identified_field()
