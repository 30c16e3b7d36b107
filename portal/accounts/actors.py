"""Which officer a member of staff is today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, TextField
from django.utils import timezone

from portal.accounts.functions import Function, including
from portal.accounts.models import Appointment, AppointmentFunction
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.composed import Composed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from portal.accounts.models import User

CHOSEN = "accounts.appointment"
"""Session key: by which appointment a person with several acts."""


class _Together(Aggregate):
    """Codes of one group as one text, with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """PostgreSQL's word for it."""
        template = "%(function)s(%(expressions)s, ',')"
        return super().as_sql(compiler, connection, function="STRING_AGG", template=template)


def _officer(appointment: Appointment, functions: Iterable[str]) -> Officer:
    return Officer(
        person=appointment.user,
        appointment=appointment,
        organization=appointment.organization,
        role=Role(appointment.role),
        functions=including(map(Function, functions)),
    )


def officer_by(appointment: Appointment) -> Officer:
    """Return the officer that an appointment makes of its holder."""
    return _officer(appointment, [row.function for row in appointment.functions.all()])


def officers_for(user: User | AnonymousUser) -> tuple[Officer, ...]:
    """Return every officer that a user may be today, the newest appointment first, with one query (S2.60).

    An appointment that gives no function makes nobody an officer.
    """
    if not user.is_authenticated:
        return ()
    rows = _IN_FORCE(user=user.pk, today=timezone.localdate())
    return tuple(_officer(row, row.given.split(",")) for row in rows if row.given)  # type: ignore[attr-defined]


def _appointments(user: int, today: dt.date) -> QuerySet[Appointment]:
    given = AppointmentFunction.objects.filter(appointment=OuterRef("pk")).order_by().values("appointment")
    return (
        Appointment.objects.in_force(today)
        .filter(user=user)
        # One row an appointment, so that person and organization are made once and not once for each function.
        .annotate(given=Subquery(given.annotate(all=_Together("function")).values("all")))
        .select_related("organization", "user")
        .order_by("-valid_from", "-pk")
    )


_IN_FORCE = Composed(_appointments, user=int, today=dt.date)


def actor_for(user: User | AnonymousUser, *functions: Function) -> Officer | None:
    """Return the officer that a user is today; None without an appointment in force (S2.60).

    Where there is no request that says which appointment was chosen, it is the newest one that gives one of the
    functions, else the newest.

    Args:
        user: who acts.
        functions: of which the act needs one.
    """
    officers = officers_for(user)
    fitting = (one for one in officers if one.functions & set(functions))
    return next(fitting, next(iter(officers), None))


def officers_of(request: HttpRequest) -> tuple[Officer, ...]:
    """Return every officer that the signed-in person may be; asked of the database once in a request."""
    known: tuple[Officer, ...] | None = getattr(request, "officers", None)
    if known is None:
        known = request.officers = officers_for(request.user)  # type: ignore[attr-defined]
    return known


def actor_of(request: HttpRequest) -> Officer | None:
    """Return the officer as which the signed-in person acts: the chosen appointment while it holds, else the newest."""
    officers = officers_of(request)
    chosen = request.session.get(CHOSEN) if len(officers) > 1 else None
    return next((one for one in officers if one.appointment.pk == chosen), next(iter(officers), None))
