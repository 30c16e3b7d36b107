"""Guessing passwords over many names from one address (ASVS 6.3.1).

django-axes counts the pair of name and address. Whoever tries one password over a thousand names fails once per name and
never meets that limit. So names are counted as well: the names for which an address has failed lately and not succeeded
since. An office of people who sign in properly never comes near the limit, because a success wipes out the failures of
that name, and whoever has signed in from this address before is let try even while it is locked for others.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.http import HttpRequest
from django.utils import timezone

NAMES_PER_ADDRESS = 10
"""Names that may be outstanding at one address within the time for which axes locks."""
KNOWN_FOR = timedelta(days=60)
"""How long a name that signed in from an address is known there."""
KEPT_FOR = timedelta(days=90)
"""How long it is kept who signed in or failed to, from which address: as long as the law wants traffic data kept, so that
an attack can be looked into (Computer Crime Act B.E. 2550 s.26), and no longer (PDPA s.37(3)). Longer than `KNOWN_FOR`."""


class Handler(AxesDatabaseHandler):
    """axes' own counting in the database, and the count of names by address (`AXES_HANDLER`)."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Say whether this name may not be tried from this address now."""
        return super().is_locked(request, credentials) or is_sprayed(request, credentials)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count a failure; from the last allowed name on, the answer is to wait, as axes does for the pair."""
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and not request.axes_locked_out and is_sprayed(request, credentials):
            request.axes_locked_out = True
            request.axes_credentials = credentials


def is_sprayed(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """Say whether an address has failed for too many names, and this one is not known there.

    Args:
        request: with what axes noted of it (address, time).
        credentials: with the name that is tried.
    """
    address = request.axes_ip_address
    if not address:
        return False
    failed = AccessAttempt.objects.filter(
        ip_address=address, attempt_time__gte=get_cool_off_threshold(request)
    )
    if failed.values("username").distinct().count() < NAMES_PER_ADDRESS:
        return False
    name = get_client_username(request, credentials)
    since = timezone.now() - KNOWN_FOR
    return not AccessLog.objects.filter(username=name, ip_address=address, attempt_time__gte=since).exists()


def sweep() -> int:
    """Delete what axes wrote down before `KEPT_FOR`; returns how many rows. By itself it keeps everything for ever."""
    before = timezone.now() - KEPT_FOR
    # axes writes a failure of the same name, address and program into the same row, with the time of the last one.
    kinds = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(kind.objects.filter(attempt_time__lt=before).delete()[0] for kind in kinds)
