"""The code by which somebody comes back to a request that they left."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import LineField
from cases.intake.return_code import LONGEST, typed_code


class ReturnForm(forms.Form):
    """Sixteen digits; they never stand in an address."""

    use_required_attribute = False

    code = LineField(
        label=_("รหัสกลับมากรอกต่อ"),
        max_length=LONGEST,
        help_text=_("ตัวเลข 16 ตัว เว้นวรรคหรือไม่ก็ได้"),
        error_messages={"required": _("กรอกรหัส 16 ตัว")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Return the digits.

        Raises:
            ValidationError: they are not sixteen.
        """
        code = typed_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("รหัสมีตัวเลข 16 ตัว ตรวจอีกครั้ง"), code="digits")
        return code
