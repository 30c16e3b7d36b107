"""Setting up one's second factor, and one's recovery codes."""

from __future__ import annotations

from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import sessions
from portal.accounts.actors import actor_of, officers_of
from portal.accounts.confirming import confirmed_lately
from portal.accounts.domain import second_factor
from portal.accounts.domain.passkeys import has_second
from portal.accounts.forms import CodeInput
from portal.accounts.landing import SECOND_DONE, home_of
from portal.actors import System
from portal.thai.codes import grouped
from portal.web.access import private_page, staff_only
from portal.web.qr import qr_on_page
from portal.web.typed import takes_words


class SetupForm(forms.Form):
    """The first code of a new device."""

    code = forms.CharField(
        label=gettext_lazy("รหัส 6 หลักที่แอปแสดงตอนนี้"),
        max_length=20,
        widget=CodeInput({"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("กรอกรหัส")},
    )


@takes_words(SetupForm)
@private_page
@login_required
@confirmed_lately
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the secret of a new device, take its first code, and show recovery codes this once.

    A session in which the present device was never shown changes nothing: it ends, and the person signs in with both.
    """
    if has_second(request.user) and not request.session.get(SECOND_DONE):
        logout(request)
        return redirect_to_login(request.get_full_path())
    form = SetupForm(request.POST or None)
    actor = actor_of(request) or System()
    if request.method == "POST" and form.is_valid():
        try:
            made = second_factor.finish_setup(
                actor=actor, person=request.user, code=form.cleaned_data["code"]
            )
        except forms.ValidationError as error:
            form.add_error("code", error)
        else:
            # Other browsers came in by the password alone.
            sessions.end_sessions(request.user, actor=actor, besides=request.session.get(sessions.KEY))
            request.session[SECOND_DONE] = True
            request.session.cycle_key()
            return _codes(request, made)
    device = second_factor.begin_setup(request.user)
    address = device.config_url
    context = {
        "form": form,
        "picture": qr_on_page(address),
        "key": grouped(address.partition("secret=")[2].partition("&")[0]),
        "is_needed": second_factor.is_needed(officers_of(request), is_superuser=request.user.is_superuser),
    }
    return render(request, "accounts/second_setup.html", context)


def _codes(request: HttpRequest, made: list[str]) -> HttpResponse:
    context = {"codes": made, "home": home_of(actor_of(request))}
    return render(request, "accounts/recovery_codes.html", context)


@staff_only
@require_POST
@confirmed_lately
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    return _codes(request, second_factor.new_recovery_codes(actor=request.actor, person=request.user))
