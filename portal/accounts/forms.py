"""Signing in."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("กรอกรหัสผ่าน")},
    )
    error_messages = {
        "invalid_login": _("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
        "inactive": _("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
    }
