"""The mobile unit of an organization: its members and vehicles, and who is on duty (S1.06)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Verb
from cases.models import FieldMember, FieldShift, FieldVehicle
from portal.accounts.functions import Function
from portal.audit import services as audit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User
    from portal.actors import Officer
    from portal.organizations.models import Organization

KEEPS_THE_LIST = frozenset({Function.FIELD, Function.WORK, Function.SUPERVISE, Function.DEPUTY})
LONGEST_SHIFT = dt.timedelta(hours=72)


def may_keep_unit(actor: Officer) -> bool:
    """Whether somebody writes the lists of their organization's unit."""
    return bool(actor.functions & KEEPS_THE_LIST)


def _check(actor: Officer) -> None:
    if not may_keep_unit(actor):
        raise NotAllowed(Verb.DISPATCH)


def _note(actor: Officer, action: str, row: FieldMember | FieldVehicle | FieldShift) -> None:
    audit.record(actor=actor, action=f"field.{action}", subject=f"{row._meta.model_name}:{row.pk}")


@transaction.atomic
def add_member(
    *, actor: Officer, name: str, skill: str = "", phone: str = "", person: User | None = None
) -> FieldMember:
    """Put somebody on the list of the actor's organization.

    Args:
        actor: keeps the list.
        name: as the others call them.
        skill: driver, nurse, boat.
        phone: as written.
        person: their account, by which they find their visits on the phone.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    _check(actor)
    listed = FieldMember.objects.in_service().filter(organization=actor.organization)
    if person is not None and listed.filter(person=person).exists():
        raise GuardFailed(_("คนนี้อยู่ในหน่วยแล้ว"), field="person")
    member = FieldMember.objects.create(
        organization=actor.organization, name=name, skill=skill, phone=phone, person=person
    )
    _note(actor, "member_added", member)
    return member


@transaction.atomic
def add_vehicle(*, actor: Officer, name: str, plate: str = "", seats: int | None = None) -> FieldVehicle:
    """Put a vehicle on the list of the actor's organization.

    Raises:
        NotAllowed: nothing was written.
    """
    _check(actor)
    vehicle = FieldVehicle.objects.create(
        organization=actor.organization, name=name, plate=plate, seats=seats
    )
    _note(actor, "vehicle_added", vehicle)
    return vehicle


@transaction.atomic
def strike_off(*, actor: Officer, row: FieldMember | FieldVehicle) -> None:
    """Take a member or a vehicle off the list; what they did stays. A second time changes nothing.

    Raises:
        NotAllowed: nothing was written.
    """
    _check(actor)
    if row.organization_id != actor.organization.pk:
        raise NotAllowed(Verb.DISPATCH)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _note(actor, "struck_off", row)


@transaction.atomic
def plan_shift(
    *, actor: Officer, member: FieldMember, starts_at: dt.datetime, ends_at: dt.datetime
) -> FieldShift:
    """Put a member on duty from when until when.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    _check(actor)
    if member.organization_id != actor.organization.pk or member.ended_at is not None:
        raise NotAllowed(Verb.DISPATCH)
    if ends_at <= starts_at:
        raise GuardFailed(_("เวลาออกเวรต้องอยู่หลังเวลาเริ่มเวร"), field="ends")
    if ends_at - starts_at > LONGEST_SHIFT:
        raise GuardFailed(_("เวรหนึ่งครั้งยาวไม่เกิน 72 ชั่วโมง"), field="ends")
    if ends_at <= timezone.now():
        raise GuardFailed(_("เวรนี้ผ่านไปแล้ว"), field="ends")
    others = member.shifts.filter(cancelled_at__isnull=True, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if others.exists():
        raise GuardFailed(_("คนนี้มีเวรในช่วงเวลานี้แล้ว"), field="member")
    shift = FieldShift.objects.create(member=member, starts_at=starts_at, ends_at=ends_at)
    _note(actor, "shift_planned", shift)
    return shift


@transaction.atomic
def cancel_shift(*, actor: Officer, shift: FieldShift) -> None:
    """Take a shift back; a second time changes nothing.

    Raises:
        NotAllowed: nothing was written.
    """
    _check(actor)
    if shift.member.organization_id != actor.organization.pk:
        raise NotAllowed(Verb.DISPATCH)
    if shift.cancelled_at is None:
        shift.cancelled_at = timezone.now()
        shift.save(update_fields=["cancelled_at"])
        _note(actor, "shift_cancelled", shift)


def on_duty(organization: Organization, now: dt.datetime) -> QuerySet[FieldShift]:
    """Return the shifts of an organization that run now, with their members."""
    running = FieldShift.objects.at(now).filter(member__organization=organization)
    return running.select_related("member").order_by("ends_at", "pk")
