"""Setting one's password by a code from paper or a link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.domain import activating
from portal.accounts.forms import LONGEST_PASSWORD, PASSWORD_HINT, CodeInput
from portal.actors import System
from portal.audit.services import record
from portal.throttle import limits
from portal.web.access import private_page
from portal.web.typed import takes_words

TRIES = 20
WINDOW = 15 * 60


class ActivateForm(forms.Form):
    """User name, code, and a new password twice."""

    username = forms.CharField(
        label=gettext_lazy("ชื่อผู้ใช้"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("กรอกชื่อผู้ใช้")},
    )
    code = forms.CharField(
        label=gettext_lazy("รหัสจากหนังสือ"),
        max_length=40,
        help_text=gettext_lazy("16 ตัว พิมพ์ตัวเล็กหรือตัวใหญ่ก็ได้ เว้นวรรคหรือไม่ก็ได้"),
        widget=CodeInput({"autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("กรอกรหัสจากหนังสือ")},
    )
    password = forms.CharField(
        label=gettext_lazy("รหัสผ่านใหม่"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("กรอกรหัสผ่าน")},
    )
    again = forms.CharField(
        label=gettext_lazy("รหัสผ่านใหม่อีกครั้ง"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("กรอกรหัสผ่าน")},
    )

    def clean(self) -> dict[str, Any]:
        """Check the code before the password, so that somebody without a code learns nothing about a person."""
        data = super().clean() or {}
        if "username" not in data or "code" not in data:
            return data
        try:
            row = activating.check(activating.find(data["code"]), data["username"])
        except forms.ValidationError as error:
            self.add_error("code", error)
            return data
        if "password" in data:
            try:
                password_validation.validate_password(data["password"], row.user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        if "again" in data and data.get("password", data["again"]) != data["again"]:
            self.add_error("again", _("รหัสผ่านใหม่สองช่องไม่เหมือนกัน"))
        return data


@takes_words(ActivateForm)
@private_page
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """Take a code and a new password; then the person signs in with it.

    A link fills in name and code. Reading the page uses nothing up, so a program that looks at links does no harm.
    """
    if request.method == "GET":
        given = {"username": request.GET.get("name", "")[:150], "code": request.GET.get("code", "")[:40]}
        return _page(request, ActivateForm(initial=given))
    if not limits.hit("activate", limits.address_of(request), limit=TRIES, window_seconds=WINDOW):
        record(actor=System(), action="account.locked_out")
        response = render(request, "accounts/locked.html", status=429)
        response["Retry-After"] = str(WINDOW)
        return response
    form = ActivateForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            activating.activate(code=values["code"], username=values["username"], password=values["password"])
        except forms.ValidationError as error:
            # Somebody used it between the check and now.
            form.add_error("code", error)
        else:
            messages.success(request, _("ตั้งรหัสผ่านแล้ว เข้าสู่ระบบด้วยรหัสผ่านใหม่ได้เลย"))
            return redirect("accounts:login")
    return _page(request, form)


def _page(request: HttpRequest, form: ActivateForm) -> HttpResponse:
    response = render(request, "accounts/activate.html", {"form": form})
    # The address may hold the code.
    response["Referrer-Policy"] = "no-referrer"
    return response
