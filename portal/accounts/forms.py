"""Signing in, and one's own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LONGEST_PASSWORD = 128
"""Characters (ASVS 6.2.9); a longer text would only keep the hash busy."""
PASSWORD_HINT = _(
    "12 ถึง 128 ตัวอักษร ภาษาใดก็ได้ เว้นวรรคได้ เช่น ประโยคที่คุณคิดเองและจำได้ ไม่ใช่ชื่อคน ชื่อหน่วยงาน ชื่อสถานที่ หรือปุ่มที่เรียงกัน"
)


class CodeInput(forms.PasswordInput):
    """A code that opens an account: one sees what one types, yet no page of failure gives it back or keeps it."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"autocomplete": "one-time-code", "spellcheck": "false"} | (attrs or {})
        super().__init__(given, render_value=True)


class SignInForm(AuthenticationForm):
    """User name and password; says the same whatever was wrong (ASVS 6.3.8)."""

    username = forms.CharField(
        label=_("ชื่อผู้ใช้"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("กรอกชื่อผู้ใช้")},
    )
    password = forms.CharField(
        label=_("รหัสผ่าน"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("กรอกรหัสผ่าน")},
    )
    error_messages = {
        "invalid_login": _("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
        "inactive": _("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
    }


class ChangePasswordForm(PasswordChangeForm):
    """One's own password. The present one is checked as at a sign-in, so wrong ones are counted and locked alike."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("รหัสผ่านปัจจุบันไม่ถูกต้อง"),
        "password_mismatch": _("รหัสผ่านใหม่สองช่องไม่เหมือนกัน"),
    }

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("รหัสผ่านปัจจุบัน")
        self.fields["new_password1"].help_text = PASSWORD_HINT
        self.fields["new_password2"].label = _("รหัสผ่านใหม่อีกครั้ง")
        self.fields["new_password2"].help_text = ""
        too_long = MaxLengthValidator(LONGEST_PASSWORD, _("รหัสผ่านยาวเกินไป ใช้ได้ไม่เกิน %(limit_value)d ตัวอักษร"))
        for field in self.fields.values():
            field.validators.append(too_long)
            field.error_messages["required"] = _("กรอกรหัสผ่าน")

    def clean_old_password(self) -> str:
        """Check the present password through the same door as a sign-in (ASVS 6.2.3, 6.3.1).

        Raises:
            ValidationError: it is wrong, or there were too many wrong ones; then axes answers instead of the page.
        """
        typed = self.cleaned_data["old_password"]
        user = authenticate(self.request, username=self.user.get_username(), password=typed)
        if user is None or user.pk != self.user.pk:
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed
