"""Signing in and out, and one's own password."""

from __future__ import annotations

from axes.utils import reset
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.accounts import kept
from portal.accounts.desk import signing_in
from portal.accounts.domain import passkeys
from portal.accounts.forms import ChangePasswordForm, SignInForm
from portal.actors import System
from portal.audit.services import record
from portal.throttle.limits import address_of
from portal.web.access import private_page, staff_only
from portal.web.typed import takes_words


@method_decorator([takes_words(SignInForm), private_page], name="dispatch")
class SignIn(auth.LoginView):
    """Sign in; editors land in the content back-office, everybody else at the desk."""

    authentication_form = SignInForm
    template_name = "accounts/login.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Keep our own `site` (the center's name and phone), which Django's view would hide behind a host name."""
        context = super().get_context_data(**kwargs) | {"is_kept": "kept" in self.request.GET}
        return {name: value for name, value in context.items() if name not in {"site", "site_name"}}

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Sign in, or ask for the second factor of whoever has one."""
        user = form.get_user()
        wanted = self.get_redirect_url()
        if passkeys.has_second(user):
            return signing_in.pend(self.request, user, wanted)
        return signing_in.complete(self.request, user, wanted=wanted)


@method_decorator(private_page, name="dispatch")
class SignOut(auth.LogoutView):
    """Sign out by POST and clear what the browser kept (ASVS 14.3.1).

    A phone that carries entries for when there is no signal says so: its script has wiped what can be read, and what is
    left is sealed for the portal alone. It stays until it has arrived.
    """

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """End the session on the server first."""
        carries = request.POST.get("phone") == "kept"
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"' if carries else '"cache", "storage"'
        return response


@method_decorator([takes_words(ChangePasswordForm), sensitive_post_parameters(), staff_only], name="dispatch")
class ChangePassword(auth.PasswordChangeView):
    """Change one's own password; the current one is asked for (ASVS 6.2.3)."""

    form_class = ChangePasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:password_done")

    def get_form_kwargs(self) -> dict[str, object]:
        """Give the form its request: axes counts by its address."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: object) -> HttpResponse:
        """Record that it happened; like a sign-in, it wipes out the wrong tries before it."""
        reset(ip=address_of(self.request), username=self.request.user.get_username())
        record(actor=self.request.actor, action="account.password_changed")
        return super().form_valid(form)


@staff_only
def password_done(request: HttpRequest) -> HttpResponse:
    """Confirm the change of password."""
    return render(request, "accounts/password_done.html")


def locked_out(
    request: HttpRequest, credentials: dict[str, str], *args: object, **kwargs: object
) -> HttpResponse:
    """Answer somebody who tried too often; called by django-axes.

    Args:
        request: the request that was one too many.
        credentials: what was tried; never shown or logged.
        args: unused, part of the library's signature.
        kwargs: unused, part of the library's signature.
    """
    record(actor=System(), action="account.locked_out")
    response = render(request, "accounts/locked.html", status=429)
    response["Retry-After"] = "900"
    response["Cache-Control"] = "no-store"
    return response


@private_page
@login_required
@require_safe
def kept_forms(request: HttpRequest) -> HttpResponse:
    """Show what this person sent without a session, ready to be sent again; nothing of it was done (R15)."""
    forms = kept.all_kept(request.user)
    if not forms:
        request.session.pop(kept.FLAG, None)
    return render(request, "accounts/kept.html", {"forms": forms})
