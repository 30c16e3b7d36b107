"""What the system does by itself: telling organizations whom to ask again, and erasing what nobody confirmed."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from cases.domain import ladder
from cases.events.models import Event, EventArea
from cases.vulnerable.domain.keeping import remove
from cases.vulnerable.domain.terms import (
    LAST_MONTHS,
    REMINDER_MONTHS,
    is_erased,
    newest_that_is,
    reminder_due,
)
from cases.vulnerable.models import Home
from cases.vulnerable.vocabulary import RemovalReason
from portal.actors import System
from portal.organizations.models import Organization
from portal.outbox.services import enqueue
from portal.thai.dates import bangkok_today
from portal.web.links import absolute

MOST_AT_ONCE = 500
"""Households of one run; the next one comes in a minute."""


@transaction.atomic
def remind() -> int:
    """Tell each organization how many of its households have to be asked again; returns of how many.

    One mail a day for an organization, with a number and a link; nobody is named.
    """
    today = bangkok_today()
    old = Home.objects.select_for_update(of=("self",)).filter(
        agreed_on__lte=newest_that_is(REMINDER_MONTHS[0], today), reminded__lt=len(REMINDER_MONTHS)
    )
    due = [
        one
        for one in old.only("pk", "organization_id", "agreed_on", "reminded", "reminded_on")[:MOST_AT_ONCE]
        if reminder_due(one.agreed_on, today, reminded=one.reminded, reminded_on=one.reminded_on)
    ]
    for home in due:
        home.reminded, home.reminded_on = home.reminded + 1, today
    Home.objects.bulk_update(due, ["reminded", "reminded_on"])
    numbers = Counter(home.organization_id for home in due)
    for organization in Organization.objects.filter(pk__in=numbers):
        _write(organization, numbers[organization.pk], f"{today}")
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
    """Erase what nobody confirmed by the written rule (`terms.is_erased`); returns how many households."""
    today = bangkok_today()
    over = Home.objects.filter(
        agreed_on__lte=newest_that_is(LAST_MONTHS, today), reminded__gte=len(REMINDER_MONTHS)
    )
    rows = list(over.only("pk", "agreed_on", "reminded", "reminded_on", "subdistrict_code")[:MOST_AT_ONCE])
    if not rows:
        return 0
    running = EventArea.objects.filter(event__in=Event.objects.running())
    wet = set(running.values_list("subdistrict_code", flat=True))
    gone = 0
    for home in rows:
        if is_erased(
            home.agreed_on,
            today,
            reminded=home.reminded,
            reminded_on=home.reminded_on,
            in_event=home.subdistrict_code in wet,
        ):
            gone += remove(actor=System(), home=home.pk, reason=RemovalReason.LAPSED)
    return gone
