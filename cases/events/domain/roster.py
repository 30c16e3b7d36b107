"""The roster of an event: who is on duty, day and night, and when nobody is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.queries.people import people_of
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.rights import may_tell
from cases.events.domain.rules import Span, holes
from cases.events.models import Event, Shift
from portal.accounts.functions import CASE_WORK
from portal.accounts.models import Appointment
from portal.audit import services as audit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User
    from portal.actors import Officer
    from portal.organizations.models import Organization

LONGEST = dt.timedelta(hours=24)
"""Nobody is awake longer."""
LOOKED_AT = dt.timedelta(hours=24)


@transaction.atomic
def plan(
    *,
    actor: Officer,
    event: Event,
    person: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    phone: str = "",
    token: UUID,
) -> Shift:
    """Put somebody on the roster of the actor's organization. The same token means the same shift.

    Args:
        actor: of an organization of the event.
        event: running.
        person: who works on cases there.
        starts_at: from when.
        ends_at: until when.
        phone: at which the shift is reached.
        token: one for each form.

    Raises:
        NotAllowed: for anybody else, or the event is closed.
        GuardFailed: the times cannot be, or the person is of another organization.
    """
    if not may_tell(actor, event) or not event.is_running:
        raise NotAllowed("plan_shift")
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise GuardFailed(_("เวรต้องจบหลังเริ่ม และไม่ยาวเกิน 24 ชั่วโมง"), field="ends_at")
    if not people_of(actor).filter(pk=person.pk).exists():
        raise GuardFailed(_("เลือกเจ้าหน้าที่ของหน่วยงานคุณ"), field="person")
    shift, is_new = Shift.objects.get_or_create(
        token=token,
        defaults={
            "event": event,
            "organization": actor.organization,
            "person": person,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "phone": phone.strip(),
        },
    )
    if is_new:
        audit.record(actor=actor, action="event.shift", subject=event.slug)
    return shift


@transaction.atomic
def cancel(*, actor: Officer, shift: Shift) -> None:
    """Take a shift that is not over off the roster of the actor's organization; what is over stays as it was.

    Raises:
        NotAllowed: it is another organization's, or it is over.
    """
    if shift.organization_id != actor.organization.pk or not may_tell(actor, shift.event):
        raise NotAllowed("cancel_shift")
    if shift.ends_at <= timezone.now():
        raise NotAllowed("cancel_shift")
    audit.record(actor=actor, action="event.shift_cancelled", subject=shift.event.slug)
    shift.delete()


def kept_shifts(event: Event, organization: int) -> QuerySet[Shift]:
    """Return the shifts of an organization whose people still work on cases there: an appointment ends without a look at rosters."""
    working = Appointment.objects.in_force().filter(organization=organization).giving(*CASE_WORK)
    return event.shifts.filter(organization=organization, person__in=working.values("user"))


def leaders(event: Event) -> list[User]:
    """Return the duty officer and the stand-in, as far as they are still of the event's organization and can be reached."""
    there = Appointment.objects.in_force().filter(organization=event.organization_id)
    people = [one for one in (event.duty_officer, event.stand_in) if one is not None and one.email]
    kept = set(there.filter(user__in=people).values_list("user", flat=True))
    return [one for one in people if one.pk in kept]


def holes_ahead(event: Event, organization: Organization, now: dt.datetime) -> list[Span]:
    """Return when nobody of an organization is on duty within the next 24 hours."""
    rows = kept_shifts(event, organization.pk).filter(starts_at__lt=now + LOOKED_AT, ends_at__gt=now)
    return holes(rows.values_list("starts_at", "ends_at"), now, now + LOOKED_AT)
