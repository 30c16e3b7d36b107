"""What is filled in to take the book away."""

from __future__ import annotations

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 300


class Form(TextChoices):
    """As what the book is taken."""

    PDF = "pdf", _("PDF สำหรับพิมพ์ แยกไฟล์ตามเดือน")
    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")


class TakeForm(forms.Form):
    """As what, and why; the reason stands in the record of who took what (privacy 12)."""

    form = forms.ChoiceField(label=_("รูปแบบ"), choices=Form.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("นำไปใช้เพื่ออะไร"),
        max_length=LONGEST_REASON,
        help_text=_("เช่น รายงานผู้บริหารประจำเดือน ระบบบันทึกไว้ว่าใครนำออกและเพื่ออะไร"),
    )
