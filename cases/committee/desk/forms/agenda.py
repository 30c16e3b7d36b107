"""Freezing an agenda; taking a case off."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.committee.vocabulary import Variant

VARIANT_HINTS = {
    Variant.FULL.value: _("มีชื่อ ที่อยู่ และเรื่องที่เกิดขึ้น เรื่องที่ปกปิดไม่มีชื่อเสมอ"),
    Variant.ANONYMOUS.value: _("ไม่มีชื่อ บ้านเลขที่ และเรื่องที่เกิดขึ้น ใช้เมื่อส่งให้กรรมการทางที่ผู้อื่นอาจเห็น"),
}


class FreezeForm(forms.Form):
    """In which variant the agenda goes out."""

    variant = forms.ChoiceField(
        label=_("แบบที่ส่งให้กรรมการ"),
        choices=Variant.choices,
        initial=Variant.ANONYMOUS,
        widget=forms.RadioSelect,
    )
