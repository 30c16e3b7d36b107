"""What is filled in about a list of requests."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.vocabulary import ProblemType


class ListForm(forms.Form):
    """A table, and what holds for rows that do not say it."""

    use_required_attribute = False
    token = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("ไฟล์ CSV หรือ Excel"),
        help_text=_(
            "หนึ่งแถวต่อหนึ่งครัวเรือน แถวแรกเป็นหัวคอลัมน์: ชื่อ-สกุล โทรศัพท์ บ้านเลขที่ หมู่ที่ ตำบล อำเภอ จังหวัด"
            " จำนวนสมาชิก ความเสียหาย วันที่รับเรื่อง เลขที่คำร้อง ไม่เกิน 60,000 แถว"
        ),
        error_messages={"required": _("เลือกไฟล์"), "empty": _("ไฟล์ว่าง")},
    )
    source = forms.CharField(
        label=_("ชื่อรายการ"),
        max_length=120,
        required=False,
        help_text=_("นำเข้าซ้ำในชื่อเดิม แถวที่มีเลขที่คำร้องเดิมไม่เกิดเรื่องซ้ำ เว้นว่างใช้ชื่อไฟล์"),
    )
    problem = forms.ChoiceField(
        label=_("ปัญหา"),
        help_text=_("ใช้กับแถวที่ไม่บอก เรื่องปัญหาสังคมต้องรับทีละเรื่อง"),
        error_messages={"invalid_choice": _("เลือกปัญหาจากรายการ")},
    )
    narrative = forms.CharField(
        label=_("เรื่องที่ขอ"),
        max_length=300,
        help_text=_("ใช้กับแถวที่ไม่เล่าความเดือดร้อน"),
        error_messages={"required": _("เขียนสั้น ๆ ว่าขออะไร")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), "problem": ProblemType.DISASTER} | kwargs.get(
            "initial", {}
        )
        super().__init__(*args, **kwargs)
        self.fields["problem"].choices = [
            (one.value, one.label) for one in ProblemType if not one.is_crisis and one != ProblemType.UNSURE
        ]
