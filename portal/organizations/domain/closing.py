"""Ending an organization: now, or on a day that lies ahead.

Whoever ends one (a list, the back-office, the scheduler) comes through here, so that what hangs on it is handed over
every time (`portal.organizations.domain.ending`).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.actors import Actor, System
from portal.audit import services as audit
from portal.organizations.domain import ending
from portal.organizations.models import Organization, PlannedEnd
from portal.queue.one_by_one import each_apart
from portal.thai.dates import bangkok_today


@transaction.atomic
def close(
    *, organization: Organization, on: dt.date, successor: Organization | None, actor: Actor
) -> PlannedEnd | None:
    """End an organization on a day: at once when the day has come, else as a plan that replaces an earlier one.

    Args:
        organization: that ends; it stays open until the day.
        on: the day, in Thailand.
        successor: who takes over, if anybody does.
        actor: who ends it.

    Returns:
        The plan, when the day lies ahead.
    """
    if on > bangkok_today():
        return plan(organization=organization, on=on, successor=successor, actor=actor)
    organization.is_active, organization.closed_on, organization.successor = False, on, successor
    organization.save()
    audit.record(actor=actor, action="organization.closed", subject=f"organization:{organization.pk}")
    ending.carry_out(organization, successor=successor, actor=actor)
    return None


def plan(
    *, organization: Organization, on: dt.date, successor: Organization | None, actor: Actor
) -> PlannedEnd:
    """Write down that an organization will end on a day; replaces an earlier plan."""
    made, _created = PlannedEnd.objects.update_or_create(
        organization=organization, defaults={"on": on, "successor": successor, "carried_out_at": None}
    )
    audit.record(
        actor=actor,
        action="organization.end_planned",
        subject=f"organization:{organization.pk}",
        data={"on": on.isoformat()},
    )
    return made


def carry_out_plans() -> int:
    """End the organizations whose day has come, each in a transaction of its own; returns how many ended.

    Running it twice or late is fine: a plan is carried out once, with the day that it names.
    """
    due = PlannedEnd.objects.filter(on__lte=bangkok_today(), carried_out_at__isnull=True)
    return each_apart(
        due.order_by("on", "pk").values_list("pk", flat=True), _carry_out, what="ending an organization"
    )


def _carry_out(pk: int) -> bool:
    planned = PlannedEnd.objects.select_for_update().filter(pk=pk, carried_out_at__isnull=True).first()
    if planned is None:
        return False
    planned.carried_out_at = timezone.now()
    planned.save(update_fields=["carried_out_at"])
    organization = Organization.objects.get(pk=planned.organization_id)
    if not organization.is_active:
        # Somebody closed it before the day; then it was handed over at that time.
        return False
    close(organization=organization, on=planned.on, successor=planned.successor, actor=System())
    return True
