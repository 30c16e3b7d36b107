"""Sessions of staff that can be found and ended: when the last appointment is over, by their owner, by an administrator.

A session holds the number of its row in `OpenSession`. A session without its row is over: the next request is that of a
stranger, at the desk as in /cms/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils.functional import SimpleLazyObject

from portal.accounts.models import Appointment, OpenSession, User
from portal.actors import System
from portal.audit import services as audit

if TYPE_CHECKING:
    from django.http import HttpRequest

KEY = "accounts.session"
"""Session key: the number of the row."""


def begin(request: HttpRequest, user: User) -> None:
    """Write down that a person signed in here; called by Django's signal `user_logged_in`."""
    request.session[KEY] = OpenSession.objects.create(user=user).pk


def finish(request: HttpRequest) -> None:
    """Forget the row of a session that its owner leaves; called by Django's signal `user_logged_out`."""
    OpenSession.objects.filter(pk=request.session.get(KEY)).delete()


def is_open(request: HttpRequest, user: User) -> bool:
    """Say whether nobody has ended this session."""
    return OpenSession.objects.filter(pk=request.session.get(KEY), user=user).exists()


def end_sessions_of_leavers() -> int:
    """End the sessions of those whose last appointment is over or whose account is closed (ASVS 7.4.2, R21).

    Whoever never had an appointment is left alone: the technical administrator may have let them in by hand.

    Returns:
        How many sessions ended. There is an entry for each person.
    """
    over = (
        User.objects.filter(is_superuser=False)
        .filter(pk__in=Appointment.objects.values("user"))
        .exclude(pk__in=Appointment.objects.in_force().values("user"))
    )
    found = OpenSession.objects.filter(Q(user__in=over) | Q(user__is_active=False))
    ended = 0
    for person in User.objects.filter(pk__in=found.values("user")).order_by("pk"):
        ended += end_sessions(person)
    return ended


def end_sessions(person: User) -> int:
    """End every session of a person, with an entry when there was one; returns how many there were."""
    with transaction.atomic():
        count, _by_model = OpenSession.objects.filter(user=person).delete()
        if count:
            audit.record(
                actor=System(), action="account.sessions_ended", subject=str(person.pk), data={"count": count}
            )
    return count


def _signed_in(request: HttpRequest) -> User | AnonymousUser:
    user = auth.get_user(request)
    if user.is_authenticated and not is_open(request, user):
        request.session.flush()
        return AnonymousUser()
    return user


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's `request.user`, of open sessions only. Like Django's it asks nothing on pages that do not need it."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its user, found out when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _signed_in(request))
