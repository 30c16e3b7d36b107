"""From a right password to being signed in: the second factor, and what happened to the account meanwhile."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts import kept, sessions
from portal.accounts.actors import actor_of
from portal.accounts.desk import presenting
from portal.accounts.domain import second_factor
from portal.accounts.forms import CodeInput
from portal.accounts.landing import SECOND_DONE, home_of
from portal.accounts.models import User
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.audit.services import record
from portal.throttle import limits
from portal.web.access import private_page
from portal.web.typed import takes_words

PENDING = "accounts.pending"
"""Session key: who gave the right password and still has to give a code."""
PENDING_FOR = 5 * 60
TRIES = 10
WINDOW = 15 * 60

TOLD = {
    "account.second_factor_taken_away": gettext_lazy("ผู้ดูแลยกเลิกการยืนยันขั้นที่สองของบัญชีคุณเมื่อ %(at)s"),
    "account.code_issued": gettext_lazy("ผู้ดูแลออกรหัสสำหรับตั้งรหัสผ่านของบัญชีคุณเมื่อ %(at)s"),
}
"""What others did to an account and its owner is told at the next sign-in (ASVS 6.4.3)."""


def pend(request: HttpRequest, user: User, wanted: str) -> HttpResponse:
    """Remember who gave the right password, and ask for the code. Whoever was signed in here before is so no more."""
    sessions.leave_behind(request)
    request.session[PENDING] = {
        "user": user.pk,
        "backend": user.backend,  # type: ignore[attr-defined]
        "at": int(time.time()),
        "next": wanted,
    }
    return redirect("accounts:second")


def complete(request: HttpRequest, user: User, *, wanted: str, backend: str | None = None) -> HttpResponse:
    """Sign a person in, record it (ASVS 16.3.1), tell what happened to the account, and lead on.

    Args:
        request: of the browser.
        user: who it is.
        wanted: where the person wanted to go; "" where nothing was said.
        backend: that knew the person.
    """
    since = user.last_login or user.date_joined
    told = AuditEntry.objects.filter(action__in=TOLD, subject=str(user.pk), at__gt=since).exclude(user=user)
    events = list(told.order_by("id")[:5])
    sessions.leave_behind(request)
    login(request, user, backend=backend)
    # Somebody without an order in force may still sign in: nobody's act for an office, so the portal notes who it was.
    record(actor=actor_of(request) or System(), action="account.sign_in", subject=str(user.pk))
    for one in events:
        messages.warning(
            request,
            (TOLD[one.action] % {"at": presenting.moment(one.at)}) + " " + _("ถ้าคุณไม่ได้ขอ ให้แจ้งผู้ดูแลทันที"),
        )
    return redirect(target_of(request, wanted or home_of(actor_of(request))))


def target_of(request: HttpRequest, wanted: str) -> str:
    """Return where the person wanted to go; where a form waits that its page cannot fill, to that form."""
    if not request.session.get(kept.FLAG):
        return wanted
    if kept.fills(wanted) and kept.has_kept(request.user, wanted):
        return wanted
    return resolve_url("accounts:kept")


class SecondForm(forms.Form):
    """The code of the device, or one of the recovery codes."""

    code = forms.CharField(
        label=gettext_lazy("รหัส 6 หลักจากแอปยืนยันตัวตน"),
        max_length=40,
        help_text=gettext_lazy("ถ้าไม่มีโทรศัพท์ ใช้รหัสสำรองหนึ่งรหัสจากกระดาษที่เก็บไว้"),
        widget=CodeInput(),
        error_messages={"required": gettext_lazy("กรอกรหัส")},
    )


def _pending(request: HttpRequest) -> dict[str, Any] | None:
    """Return who has to give a code; None when nobody gave a password lately."""
    found: dict[str, Any] | None = request.session.get(PENDING)
    if found is None or not 0 <= int(time.time()) - found["at"] <= PENDING_FOR:
        return None
    return found


@takes_words(SecondForm)
@private_page
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor after the password; nobody is signed in before."""
    pending = _pending(request)
    user = User.objects.filter(pk=pending["user"], is_active=True).first() if pending else None
    if pending is None or user is None:
        request.session.pop(PENDING, None)
        messages.warning(request, _("ใช้เวลานานเกินไป เข้าสู่ระบบอีกครั้ง"))
        return redirect("accounts:login")
    form = SecondForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.hit("second_factor", str(user.pk), limit=TRIES, window_seconds=WINDOW):
            record(actor=System(), action="account.locked_out", subject=str(user.pk))
            response = render(request, "accounts/locked.html", status=429)
            response["Retry-After"] = str(WINDOW)
            return response
        try:
            way = second_factor.verify(user, form.cleaned_data["code"])
        except forms.ValidationError as error:
            record(actor=System(), action="account.second_factor_failed", subject=str(user.pk))
            form.add_error("code", error)
        else:
            return _let_in(request, user, pending, way)
    return render(request, "accounts/second.html", {"form": form, "person": user})


def _let_in(request: HttpRequest, user: User, pending: dict[str, Any], way: str) -> HttpResponse:
    request.session.pop(PENDING, None)
    response = complete(request, user, wanted=pending["next"], backend=pending["backend"])
    request.session[SECOND_DONE] = True
    if way == "recovery":
        left = second_factor.recovery_codes_left(user)
        record(actor=actor_of(request) or System(), action="account.recovery_code_used", subject=str(user.pk))
        messages.warning(request, _("คุณใช้รหัสสำรองไปหนึ่งรหัส เหลือ %(count)d รหัส") % {"count": left})
    return response
