"""What is filled in about retention."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RuleForm(forms.Form):
    """The years of a class and why."""

    years = forms.IntegerField(label=_("เก็บไว้กี่ปีหลังปิดเรื่อง"), min_value=1, max_value=50)
    note = forms.CharField(label=_("เหตุผลหรือคำสั่ง"), max_length=300)


class HoldForm(forms.Form):
    """Which case is kept longer, and why."""

    reference = forms.CharField(label=_("เลขที่เรื่อง"), max_length=20)
    reason = forms.CharField(
        label=_("เหตุผลที่ต้องเก็บต่อ"),
        max_length=300,
        help_text=_("เช่น เลขคดี หรือเลขเรื่องร้องเรียน ไม่ต้องระบุชื่อบุคคล"),
    )
