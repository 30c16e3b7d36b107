"""Sessions of staff that can be found and ended: when the last appointment is over, by their owner, by an administrator.

A session holds the number of its row in `OpenSession`. A session without its row is over: the next request is that of a
stranger, at the desk as in /cms/. It also ends by itself, left alone for half an hour (a quarter after a page of a crisis
case) or after twelve hours; what is sent then is kept (`portal.accounts.kept`).
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.accounts.devices import device_of
from portal.accounts.models import Appointment, OpenSession, User
from portal.accounts.models.open_session import IDLE, LONGEST
from portal.actors import Actor, System
from portal.audit import services as audit
from portal.composed import Composed
from portal.files import waiting

if TYPE_CHECKING:
    from django.http import HttpRequest

KEY = "accounts.session"
"""Session key: the number of the row."""
CONFIRMED = "accounts.confirmed"
"""Session key: when the person last gave the password, in seconds."""
CONFIRMED_FOR = 15 * 60
"""Seconds for which a password that was given counts for what asks for it again."""
SEEN_EVERY = dt.timedelta(minutes=1)
"""So often the time of the last request is written down."""


def begin(request: HttpRequest, user: User) -> None:
    """Write down that a person signed in here; called by Django's signal `user_logged_in`."""
    request.session[KEY] = OpenSession.objects.create(user=user, device=device_of(request)).pk
    confirm(request)


def leave_behind(request: HttpRequest) -> None:
    """Let what somebody signed in to in this browser before be over, ended or not, before somebody signs in.

    Django goes on with a session of the same person: under its old key, and with the second factor that was given there.
    Of a visitor without an account nothing is lost.
    """
    if auth.SESSION_KEY in request.session:
        finish(request)
        request.session.flush()


def finish(request: HttpRequest) -> None:
    """Forget the row and the unsent files of a session that its owner leaves; called by Django's signal `user_logged_out`."""
    waiting.forget_all(request.session)
    OpenSession.objects.filter(pk=request.session.get(KEY)).delete()


def confirm(request: HttpRequest) -> None:
    """Note that the person has just given the password."""
    request.session[CONFIRMED] = int(time.time())


def is_confirmed(request: HttpRequest) -> bool:
    """Say whether the password was given lately."""
    return 0 <= int(time.time()) - int(request.session.get(CONFIRMED, 0)) <= CONFIRMED_FOR


def note_sensitive(request: HttpRequest) -> None:
    """Note that this page shows a crisis case: left alone with it, the session ends sooner."""
    OpenSession.objects.filter(pk=request.session.get(KEY)).update(
        is_sensitive=True, last_seen_at=timezone.now()
    )


def is_open(request: HttpRequest, user: User) -> bool:
    """Say whether nobody has ended this session and it has not ended by itself; notes that it is used."""
    key = request.session.get(KEY)
    row = next(iter(_OPEN(key=key, user=user.pk) if isinstance(key, int) else ()), None)
    if row is None:
        return False
    now = timezone.now()
    if row.is_over(now):
        with transaction.atomic():
            row.delete()
            audit.record(actor=System(), action="account.session_expired", subject=str(user.pk))
        return False
    if row.is_sensitive or now - row.last_seen_at >= SEEN_EVERY:
        OpenSession.objects.filter(pk=row.pk).update(last_seen_at=now, is_sensitive=False)
    return True


_OPEN = Composed(lambda key, user: OpenSession.objects.filter(pk=key, user=user), key=int, user=int)


def sweep() -> int:
    """Delete the rows of sessions that are over; returns how many."""
    now = timezone.now()
    over = Q(last_seen_at__lt=now - IDLE) | Q(signed_in_at__lt=now - LONGEST)
    return OpenSession.objects.filter(over).delete()[0]


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
    people = User.objects.filter(pk__in=found.values("user")).order_by("pk")
    return sum(end_sessions(person) for person in people)


def end_sessions(
    person: User, *, actor: Actor | None = None, only: int | None = None, besides: int | None = None
) -> int:
    """End sessions of a person, with an entry when there was one; returns how many there were.

    Args:
        person: whose.
        actor: who ends them; the portal by default.
        only: the one row to end; every one by default.
        besides: the row of the session that stays.
    """
    rows = OpenSession.objects.filter(user=person).exclude(pk=besides)
    if only is not None:
        rows = rows.filter(pk=only)
    with transaction.atomic():
        count = rows.delete()[0]
        if count:
            audit.record(
                actor=actor or System(),
                action="account.sessions_ended",
                subject=str(person.pk),
                data={"count": count},
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
