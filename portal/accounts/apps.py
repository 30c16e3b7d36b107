"""The app `accounts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.accounts.models import User


class AccountsConfig(AppConfig):
    """Staff accounts, appointments and sign-in (S2.54, S2.60, S2.61)."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("บัญชีผู้ใช้")

    def ready(self) -> None:
        """Write down at every sign-in by what its forms are known, and which sessions are open."""
        # Late: models cannot be imported before every app is there.
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

        # Late, as above.
        from portal.accounts import kept, sessions, trail

        def signed_in(request: HttpRequest, user: User, **_signal: object) -> None:
            kept.mark_sign_in(request, user)
            sessions.begin(request, user)

        def signed_out(request: HttpRequest, **_signal: object) -> None:
            sessions.finish(request)
            trail.signed_out(request)

        user_logged_in.connect(signed_in, dispatch_uid="portal.accounts.signed_in", weak=False)
        user_login_failed.connect(trail.sign_in_failed, dispatch_uid="portal.accounts.sign_in_failed")
        user_logged_out.connect(signed_out, dispatch_uid="portal.accounts.signed_out", weak=False)
