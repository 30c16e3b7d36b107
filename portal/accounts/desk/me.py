"""One's own account: where one is signed in, by which orders, and giving the password once more."""

from __future__ import annotations

from dataclasses import dataclass

from axes.utils import reset
from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import sessions
from portal.accounts.actors import actor_of, officers_of
from portal.accounts.confirming import confirmed_lately, own_address
from portal.accounts.desk import presenting
from portal.accounts.desk.forms import PhoneField
from portal.accounts.domain import second_factor
from portal.accounts.domain.people import change_person
from portal.accounts.forms import LONGEST_PASSWORD
from portal.accounts.models import OpenSession, Passkey
from portal.actors import System
from portal.audit.services import record
from portal.throttle.limits import address_of
from portal.web.access import private_page, staff_only
from portal.web.typed import takes_words


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser in which the reader is signed in.

    Attributes:
        pk: of the row.
        device: browser and system, in words.
        since: when the person signed in.
        seen: when it was last used.
        is_here: it is this one.
    """

    pk: int
    device: str
    since: str
    seen: str
    is_here: bool


def _session_rows(request: HttpRequest) -> list[SessionRow]:
    here = request.session.get(sessions.KEY)
    return [
        SessionRow(
            pk=row.pk,
            device=row.device or _("ไม่ทราบเครื่อง"),
            since=presenting.moment(row.signed_in_at),
            seen=presenting.moment(row.last_seen_at),
            is_here=row.pk == here,
        )
        for row in OpenSession.objects.filter(user=request.user)
    ]


class OwnContactForm(forms.Form):
    """What a person changes of their own account: the name stands in the order."""

    phone = PhoneField(label=gettext_lazy("โทรศัพท์ที่ทำงาน"), required=False)
    email = forms.EmailField(label=gettext_lazy("อีเมลที่ทำงาน"), required=False, max_length=254)


@takes_words(OwnContactForm)
@staff_only
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own account; by POST one's telephone and mail are changed, with the password once more."""
    return _save_contact(request) if request.method == "POST" else _page(request)


@confirmed_lately
def _save_contact(request: HttpRequest) -> HttpResponse:
    form = OwnContactForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    person = request.user
    change_person(actor=request.actor, person=person, name=person.display_name, **form.cleaned_data)
    messages.success(request, _("บันทึกชื่อและช่องทางติดต่อแล้ว"))
    return redirect("accounts:me")


def _page(request: HttpRequest, form: OwnContactForm | None = None) -> HttpResponse:
    rows = _session_rows(request)
    appointments = [
        {
            "organization": one.organization.display_name,
            "position": one.role.label,
            "functions": presenting.words_of(one.functions),
            "period": presenting.period_of(one.appointment),
            "order": presenting.order_of(one.appointment),
        }
        for one in officers_of(request)
    ]
    has_second = second_factor.device_of(request.user) is not None
    left = second_factor.recovery_codes_left(request.user) if has_second else 0
    codes_left = ngettext("เหลือรหัสสำรอง %(count)d รหัส", "เหลือรหัสสำรอง %(count)d รหัส", left) % {"count": left}
    context = {
        "passkeys": Passkey.objects.filter(user=request.user),
        "has_second": has_second,
        "codes_left": codes_left,
        "rows": rows,
        "has_others": len(rows) > 1,
        "appointments": appointments,
    }
    contact = {"phone": request.user.phone, "email": request.user.email}
    context |= {"form": form, "contact_form": form or OwnContactForm(initial=contact)}
    return render(request, "accounts/me.html", context)


@staff_only
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions elsewhere.

    Raises:
        Http404: it is not one's own, or over.
    """
    if not sessions.end_sessions(request.user, actor=request.actor, only=pk):
        raise Http404
    messages.success(request, _("สิ้นสุดการเข้าใช้แล้ว"))
    return redirect("accounts:me")


@staff_only
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    sessions.end_sessions(request.user, actor=request.actor, besides=request.session.get(sessions.KEY))
    messages.success(request, _("สิ้นสุดการเข้าใช้ในเครื่องอื่นแล้ว"))
    return redirect("accounts:me")


class ConfirmForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label=gettext_lazy("รหัสผ่าน"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("กรอกรหัสผ่าน")},
    )


@takes_words(ConfirmForm)
@private_page
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more, and go on to where the person was; wrong ones count as at a sign-in."""
    target = own_address(request, request.GET.get("next", "")) or reverse("accounts:me")
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = request.user.get_username()
        user = authenticate(request, username=name, password=form.cleaned_data["password"])
        if user is not None and user.pk == request.user.pk:
            reset(ip=address_of(request), username=name)
            sessions.confirm(request)
            request.session.cycle_key()
            record(actor=actor_of(request) or System(), action="account.confirmed", subject=str(user.pk))
            return redirect(target)
        form.add_error("password", _("รหัสผ่านไม่ถูกต้อง"))
    return render(request, "accounts/confirm.html", {"form": form})
