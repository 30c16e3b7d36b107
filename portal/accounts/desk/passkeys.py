"""Passkeys in the browser: adding one, signing in with one, forgetting one. The one thing here that needs a script."""

from __future__ import annotations

import time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts.actors import actor_of
from portal.accounts.confirming import confirmed_lately, own_address
from portal.accounts.desk import signing_in
from portal.accounts.domain import passkeys
from portal.accounts.forms import CodeInput
from portal.accounts.landing import SECOND_DONE, home_of
from portal.actors import System
from portal.audit.apart import record_apart
from portal.throttle import limits
from portal.throttle.limits import address_of
from portal.web.access import private_page
from portal.web.typed import takes_words

CHALLENGE = "accounts.passkey"
"""Session key: what was asked of the device, when, and for which act."""
LIVES = 5 * 60
TRIES = 30
WINDOW = 15 * 60


def _remember(request: HttpRequest, act: str, challenge: str) -> None:
    request.session[CHALLENGE] = {"act": act, "value": challenge, "at": int(time.time())}


def _asked(request: HttpRequest, act: str) -> str:
    """Return the challenge of this browser for an act, and forget it; "" where there is none any more."""
    found = request.session.pop(CHALLENGE, None)
    if found is None or found["act"] != act or not 0 <= int(time.time()) - found["at"] <= LIVES:
        return ""
    return str(found["value"])


class AnswerForm(forms.Form):
    """What the device answered."""

    answer = forms.CharField(
        label=gettext_lazy("คำตอบของเครื่อง"), max_length=passkeys.LONGEST_ANSWER, widget=CodeInput()
    )


class AddForm(AnswerForm):
    """The same, with a name by which the person knows the device again."""

    name = forms.CharField(label=gettext_lazy("ชื่ออุปกรณ์"), max_length=60)


@private_page
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge for signing in."""
    if not limits.hit("passkey", address_of(request), limit=TRIES, window_seconds=WINDOW):
        return HttpResponse(status=429)
    options, challenge = passkeys.begin_sign_in()
    _remember(request, "sign_in", challenge)
    return HttpResponse(options, content_type="application/json")


@takes_words(AnswerForm)
@private_page
@sensitive_post_parameters("answer")
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the device vouches for; after a password it has to be the same person."""
    form = AnswerForm(request.POST)
    challenge = _asked(request, "sign_in")
    pending = request.session.get(signing_in.PENDING)
    try:
        if not form.is_valid() or not challenge:
            raise passkeys.PasskeyError
        person = passkeys.verify(answer=form.cleaned_data["answer"], challenge=challenge)
        if pending is not None and pending["user"] != person.pk:
            raise passkeys.PasskeyError
    except passkeys.PasskeyError as error:
        record_apart(actor=System(), action="account.passkey_failed")
        messages.warning(request, " ".join(error.messages))
        return redirect("accounts:login")
    request.session.pop(signing_in.PENDING, None)
    wanted = pending["next"] if pending else request.POST.get("next", "")
    response = signing_in.complete(
        request, person, wanted=own_address(request, wanted), backend=settings.AUTHENTICATION_BACKENDS[-1]
    )
    request.session[SECOND_DONE] = True
    return response


@private_page
@login_required
@require_POST
@confirmed_lately
def ask_to_add(request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge for a new passkey."""
    _second_or_404(request)
    options, challenge = passkeys.begin_adding(request.user)
    _remember(request, "add", challenge)
    return HttpResponse(options, content_type="application/json")


def _second_or_404(request: HttpRequest) -> None:
    """Let nobody add a key who came in by the password alone while there is something more to show.

    Raises:
        Http404: so it is.
    """
    if passkeys.has_second(request.user) and not request.session.get(SECOND_DONE):
        raise Http404


@takes_words(AddForm)
@private_page
@login_required
@sensitive_post_parameters("answer")
@require_POST
@confirmed_lately
def add(request: HttpRequest) -> HttpResponse:
    """Keep a new passkey, and show recovery codes where there are none yet."""
    _second_or_404(request)
    form = AddForm(request.POST)
    challenge = _asked(request, "add")
    actor = actor_of(request) or System()
    try:
        if not form.is_valid() or not challenge:
            raise passkeys.PasskeyError
        codes = passkeys.finish_adding(
            actor=actor, person=request.user, challenge=challenge, **form.cleaned_data
        )
    except passkeys.PasskeyError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("accounts:me")
    request.session[SECOND_DONE] = True
    request.session.cycle_key()
    messages.success(request, _("เพิ่มพาสคีย์แล้ว ครั้งหน้าเข้าสู่ระบบด้วยนิ้ว ใบหน้า หรือ PIN ของเครื่องได้"))
    if codes:
        return render(
            request, "accounts/recovery_codes.html", {"codes": codes, "home": home_of(actor_of(request))}
        )
    return redirect("accounts:me")


@private_page
@login_required
@require_POST
@confirmed_lately
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a passkey of one's own."""
    _second_or_404(request)
    if not passkeys.remove(actor=actor_of(request) or System(), person=request.user, pk=pk):
        raise Http404
    messages.success(request, _("ลบพาสคีย์แล้ว"))
    return redirect("accounts:me")
