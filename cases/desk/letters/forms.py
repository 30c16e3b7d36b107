"""What is filled in about letters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.letters.letterhead import Settings
from portal.letters.vocabulary import Acting, WithdrawalReason


class IssueForm(forms.Form):
    """Nothing is filled in: what goes out is what the preview shows."""


class WithdrawForm(forms.Form):
    """Why a letter is not valid any more."""

    reason = forms.ChoiceField(
        label=_("เหตุที่ยกเลิก"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )


class LetterheadForm(forms.Form):
    """How the letters of an organization look."""

    letter_code = forms.CharField(
        label=_("รหัสหนังสือของหน่วยงาน"),
        max_length=40,
        required=False,
        help_text=_("ส่วนหน้าเครื่องหมาย / ของเลขที่หนังสือ เช่น กบ 52001"),
    )
    address = forms.CharField(
        label=_("ที่อยู่"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("พิมพ์ใต้ชื่อหน่วยงาน หนึ่งบรรทัดต่อหนึ่งบรรทัดบนกระดาษ"),
    )
    signatory = forms.CharField(
        label=_("ชื่อผู้ลงนาม"),
        max_length=120,
        required=False,
        help_text=_("มีคำนำหน้าชื่อ เช่น นายตัวอย่าง ระบบงาน"),
    )
    position = forms.CharField(label=_("ตำแหน่งผู้ลงนาม"), max_length=200, required=False)
    acting = forms.ChoiceField(
        label=_("ลงนามแทนหรือไม่"),
        choices=[("", _("ไม่ ลงนามในตำแหน่งของตน")), *Acting.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    acting_for = forms.CharField(
        label=_("ลงนามแทนผู้ใด"),
        max_length=200,
        required=False,
        help_text=_("เช่น นายกองค์การบริหารส่วนตำบลตัวอย่าง เว้นว่างเมื่อลงนามในตำแหน่งของตน"),
    )
    owner_unit = forms.CharField(
        label=_("ส่วนราชการเจ้าของเรื่อง"),
        max_length=200,
        required=False,
        help_text=_("พิมพ์ท้ายหนังสือ เช่น สำนักปลัด งานสวัสดิการสังคม เว้นว่างจะใช้ชื่อหน่วยงาน"),
    )
    phones = forms.CharField(
        label=_("โทรศัพท์ของเจ้าของเรื่อง"),
        max_length=120,
        required=False,
        help_text=_("หลายหมายเลขคั่นด้วยจุลภาค เช่น 0 7561 0000 ต่อ 12, 08 1000 0000"),
    )

    @property
    def settings(self) -> Settings:
        """What was filled in; only of a valid form."""
        return Settings(**{name: self.cleaned_data[name] for name in Settings.__slots__})
