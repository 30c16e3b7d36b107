"""What somebody types who wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.thai.digits import to_arabic

LONGEST = 400
"""Letters of a typed address that are looked at; more than 254 are refused in any case (RFC 5321, 4.5.3.1.3)."""


class AddressField(forms.EmailField):
    """An e-mail address; blanks that a phone's keyboard adds and Thai digits are forgiven."""

    def to_python(self, value: Any) -> str:
        """Return the address as a mail server knows it; what is far too long is cut before anything is done with it."""
        return to_arabic(str(super().to_python(str(value or "")[:LONGEST])))


class AlertForm(forms.Form):
    """An address, and the consent to write to it (PDPA s.19)."""

    use_required_attribute = False
    email = AddressField(
        label=_("อีเมล"),
        max_length=254,
        help_text=_("เราใช้อีเมลนี้เพื่อแจ้งเรื่องใหม่เท่านั้น และลบทิ้งเมื่อคุณเลิกรับ"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("พิมพ์อีเมลที่ต้องการรับ"),
            "invalid": _("อีเมลนี้ยังไม่ครบ ตรวจว่ามีเครื่องหมาย @ และชื่อเว็บต่อท้าย"),
            "max_length": _("อีเมลยาวเกินไป"),
        },
    )
    agreed = forms.BooleanField(
        label=_("ยินยอมให้ส่งอีเมลแจ้งเรื่องใหม่ในรายการนี้ เลิกได้ทุกเมื่อด้วยลิงก์ท้ายอีเมล"),
        error_messages={"required": _("ทำเครื่องหมายยินยอม เราจึงส่งอีเมลให้ได้")},
    )
