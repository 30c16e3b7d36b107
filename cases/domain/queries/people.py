"""Who works on cases in an organization, for choosing one of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.functions import CASE_WORK
from portal.accounts.models import Appointment, User
from portal.composed import Composed

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_NAMED = 60
"""People whom a choice names; in a larger office the name is typed, and the page stays light."""


def people_of(actor: Officer) -> QuerySet[User]:
    """Return those who work on cases in the actor's organization today, by name."""
    return _people(actor.organization.pk, timezone.localdate())


def named_people(actor: Officer) -> list[User]:
    """Return the first of `people_of`, one more than a choice names at most: what every list of the desk asks."""
    return _NAMED(organization=actor.organization.pk, today=timezone.localdate())


def _people(organization: int, today: dt.date) -> QuerySet[User]:
    appointed = Appointment.objects.giving(*CASE_WORK).in_force(today).filter(organization=organization)
    return User.objects.filter(pk__in=appointed.values("user")).order_by("display_name", "pk")


def _first(organization: int, today: dt.date) -> QuerySet[User]:
    return _people(organization, today).only("display_name", "username")[: MOST_NAMED + 1]


_NAMED = Composed(_first, organization=int, today=dt.date).planned_each_time()
