"""Sign-ins that failed and sign-outs, on record (ASVS 16.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.accounts.actors import actor_of
from portal.accounts.models import User
from portal.actors import System
from portal.audit.apart import record_apart

if TYPE_CHECKING:
    from django.http import HttpRequest


def sign_in_failed(credentials: dict[str, Any], **_signal: object) -> None:
    """Note that a password did not fit. Only an account that exists is named: people type passwords into the wrong field."""
    name = str(credentials.get(User.USERNAME_FIELD) or "")
    known = User.objects.filter(username=name).values_list("pk", flat=True).first()
    record_apart(actor=System(), action="account.sign_in_failed", subject=str(known or ""))


def signed_out(request: HttpRequest) -> None:
    """Note that somebody signed out; called before the session is emptied."""
    if request.user.is_authenticated:
        record_apart(
            actor=actor_of(request) or System(), action="account.sign_out", subject=str(request.user.pk)
        )
