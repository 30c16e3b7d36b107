"""What is filled in about something that is late."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.late import LONGEST_NOTE
from cases.vocabulary import LateCause


class FindingForm(forms.Form):
    """Why nothing happened, as far as it could be found out."""

    cause = forms.ChoiceField(label=_("สาเหตุ"), choices=LateCause.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("บันทึก"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "อ่านได้เฉพาะหน่วยงานของคุณ รายงานถึงผู้ว่าราชการจังหวัดบอกเฉพาะสาเหตุ ไม่ต้องเขียนชื่อหรือเรื่องของผู้ประสบปัญหา"
        ),
    )
