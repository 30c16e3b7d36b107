"""What the system does by itself: telling organizations whom to ask again, and erasing what nobody confirmed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation

from cases.domain import ladder
from cases.events.models import Event, EventArea
from cases.vulnerable.domain.keeping import remove
from cases.vulnerable.domain.terms import (
    LAST_MONTHS,
    REMINDER_MONTHS,
    TERM_MONTHS,
    TIME_TO_ASK,
    is_erased,
    newest_that_is,
    reminder_due,
)
from cases.vulnerable.models import Home, Withdrawn
from cases.vulnerable.vocabulary import RemovalReason
from portal.actors import System
from portal.organizations.models import Organization
from portal.outbox.services import enqueue
from portal.queue.one_by_one import each_apart
from portal.thai.dates import bangkok_today
from portal.web.links import absolute

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_AT_ONCE = 500
"""Households that one run erases; the next one comes in a minute."""


def remind() -> int:
    """Tell each organization how many of its households have to be asked again; returns of how many.

    One mail a day for an organization, with a number and a link; nobody is named. Each organization is told apart: that it
    was told is written down with its mail or not at all.
    """
    today = bangkok_today()
    bodies = _to_ask(today).order_by().values_list("organization", flat=True).distinct()
    return each_apart(bodies, lambda pk: _tell(pk, today), what="telling whom to ask again")


def _to_ask(today: dt.date) -> QuerySet[Home]:
    """Return the households of which a reminder is due: `terms.reminder_due` as a query, so that no other one is looked at."""
    due = Q()
    for told, months in enumerate(REMINDER_MONTHS):
        due |= Q(reminded=told, agreed_on__lte=newest_that_is(months, today))
    return Home.objects.filter(due).exclude(reminded_on__gt=today - TIME_TO_ASK)


def _tell(organization: int, today: dt.date) -> int:
    """Tell one organization, and write down that it was told of these households."""
    homes = _to_ask(today).filter(organization=organization).select_for_update(of=("self",))
    due = [
        home.pk
        for home in homes.only("pk", "agreed_on", "reminded", "reminded_on")
        if reminder_due(home.agreed_on, today, reminded=home.reminded, reminded_on=home.reminded_on)
    ]
    if not due:
        return 0
    Home.objects.filter(pk__in=due).update(reminded=F("reminded") + 1, reminded_on=today)
    _write(Organization.objects.get(pk=organization), len(due), f"{today}")
    return len(due)


def _write(organization: Organization, number: int, day: str) -> None:
    with translation.override("th"):
        link = f"{absolute(reverse('first:listing'))}?old=1"
    followers = ladder.followers(organization)
    for place, address in enumerate(dict.fromkeys(filter(None, [organization.email, *followers]))):
        enqueue(
            template="first_old",
            to=address,
            context={"count": str(number), "link": link, "body_name": organization.display_name},
            dedup_key=f"first-old:{organization.pk}:{day}:{place}",
            organization=organization,
        )


def lapse() -> int:
    """Erase what nobody confirmed by the written rule (`terms.is_erased`), one household apart; returns how many."""
    over = _over(bangkok_today()).order_by("agreed_on", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return each_apart(over, _lapse, what="erasing what nobody confirmed")


def _over(today: dt.date) -> QuerySet[Home]:
    """Return the households that the rule erases, as a query: who still waits for their time holds up nobody."""
    told = Home.objects.filter(
        agreed_on__lte=newest_that_is(LAST_MONTHS, today), reminded__gte=len(REMINDER_MONTHS)
    )
    return told.exclude(reminded_on__gt=today - TIME_TO_ASK).exclude(subdistrict_code__in=_wet())


def _wet() -> QuerySet[EventArea, str]:
    """Return the subdistricts in which an event runs."""
    running = EventArea.objects.filter(event__in=Event.objects.running())
    return running.order_by().values_list("subdistrict_code", flat=True)


def _lapse(pk: int) -> int:
    """Erase one household, unless somebody confirmed it meanwhile: the rule is asked again under its lock."""
    home = Home.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if home is None or not is_erased(
        home.agreed_on,
        bangkok_today(),
        reminded=home.reminded,
        reminded_on=home.reminded_on,
        in_event=home.subdistrict_code in _wet(),
    ):
        return 0
    return int(remove(actor=System(), home=pk, reason=RemovalReason.LAPSED))


def forget_withdrawn() -> int:
    """Forget who withdrew so long ago that whatever they had agreed to before is too old to be taken; returns how many."""
    over = Withdrawn.objects.filter(on__lte=newest_that_is(TERM_MONTHS, bangkok_today()))
    return over.delete()[0]
