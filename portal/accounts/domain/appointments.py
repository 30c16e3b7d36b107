"""Appointing people to functions, and ending appointments (S2.60)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts import groups, sessions
from portal.accounts.domain import activating, leaving
from portal.accounts.domain.delegation import check_giving
from portal.accounts.functions import FUNCTIONS_OF, Function, including
from portal.accounts.models import Appointment, AppointmentFunction, User
from portal.accounts.roles import Role
from portal.audit import services as audit
from portal.files.tasks import forget_files
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from portal.actors import Actor
    from portal.files import CheckedFile


@dataclass(frozen=True, slots=True)
class Order:
    """The order of appointment itself.

    Attributes:
        number: as it stands on it, e.g. "๑๒/๒๕๖๙".
        day: of its signature.
        file: a copy that went through `portal.files`.
    """

    number: str = ""
    day: dt.date | None = None
    file: CheckedFile | None = None


def check_functions(organization: Organization, functions: Collection[Function]) -> None:
    """Say whether an organization may give somebody these functions together.

    Raises:
        ValidationError: there are none; its kind may not give one of them; or the machine's administrator would see
            cases (privacy 2).
    """
    if not functions:
        raise ValidationError(_("เลือกหน้าที่อย่างน้อยหนึ่งอย่าง"), code="no_function")
    beyond = [
        one
        for one in Function
        if one in functions and one not in FUNCTIONS_OF[OrganizationType(organization.type)]
    ]
    if beyond:
        message = _("หน่วยงานประเภทนี้มอบหน้าที่นี้ไม่ได้: %(functions)s")
        words = ", ".join(str(one.label) for one in beyond)
        raise ValidationError(message, code="not_of_this_type", params={"functions": words})
    if Function.SYSTEM in functions and any(one.is_case_work for one in including(functions)):
        raise ValidationError(
            _("ผู้ดูแลระบบทางเทคนิคทำงานกับเรื่องของประชาชนไม่ได้ แยกคำสั่งแต่งตั้งให้คนละคน"), code="system_apart"
        )


def check_period(
    *,
    person: User,
    organization: Organization,
    first: dt.date,
    last: dt.date | None,
    besides: int | None = None,
) -> None:
    """Say whether an appointment may hold in this time.

    Args:
        person: who is appointed.
        organization: where.
        first: its first day.
        last: its last day, None while it is open.
        besides: the appointment that is being changed, if any.

    Raises:
        ValidationError: it ends before it begins, the organization is closed, or the person has another appointment in
            the same organization in that time.
    """
    if last is not None and last < first:
        raise ValidationError(_("วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม"), code="ends_before_it_begins")
    if not organization.is_active:
        raise ValidationError(_("หน่วยงานนี้เลิกแล้ว แต่งตั้งผู้ใดอีกไม่ได้"), code="closed_organization")
    same = Appointment.objects.filter(user=person, organization=organization).exclude(pk=besides)
    same = same.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first))
    if last is not None:
        same = same.filter(valid_from__lte=last)
    if same.exists():
        raise ValidationError(
            _("บุคคลนี้มีคำสั่งแต่งตั้งในหน่วยงานนี้ในช่วงเวลาเดียวกันแล้ว แก้หน้าที่ในคำสั่งนั้น หรือสิ้นสุดคำสั่งนั้นก่อน"), code="overlaps"
        )


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    person: User,
    organization: Organization,
    role: Role,
    functions: Collection[Function],
    first: dt.date | None = None,
    last: dt.date | None = None,
    order: Order | None = None,
) -> Appointment:
    """Appoint a person to functions in an organization.

    Args:
        actor: who writes it down.
        person: who is appointed.
        organization: where.
        role: what the order calls the person.
        functions: what the order lets the person do.
        first: its first day; today by default.
        last: its last day, None while it is open.
        order: number, day and file.

    Raises:
        NotAdministeredError: this is not the actor's to give.
        ValidationError: see `check_functions` and `check_period`.
    """
    check_giving(actor=actor, person=person, organization=organization, functions=())
    # Two at once would each find no overlap: the second waits for the first.
    User.objects.select_for_update().get(pk=person.pk)
    first = first or timezone.localdate()
    order = order or Order()
    check_functions(organization, functions)
    check_giving(actor=actor, person=person, organization=organization, functions=functions)
    check_period(person=person, organization=organization, first=first, last=last)
    appointment = Appointment(
        user=person,
        organization=organization,
        role=role,
        order_no=order.number,
        ordered_on=order.day,
        valid_from=first,
        valid_until=last,
    )
    if order.file is not None:
        _attach(appointment, order.file)
    appointment.save()
    _give(appointment, functions)
    _record(actor, "account.appointed", appointment, functions)
    _end_codes(actor, appointment, functions)
    groups.follow_appointments()
    return appointment


@transaction.atomic
def change_functions(*, actor: Actor, appointment: Appointment, functions: Collection[Function]) -> bool:
    """Let an appointment give other functions; says whether anything changed.

    Raises:
        NotAdministeredError: one that it gives or shall give is not the actor's to give.
        ValidationError: see `check_functions` and `leaving.check_approvers`.
    """
    appointment = _locked(appointment)
    before = {Function(row.function) for row in appointment.functions.all()}
    check_functions(appointment.organization, functions)
    check_giving(
        actor=actor,
        person=appointment.user,
        organization=appointment.organization,
        functions=before | set(functions),
    )
    if before == set(functions):
        return False
    if not any(one.is_supervision for one in functions):
        leaving.check_approvers(appointment, first=timezone.localdate())
    appointment.functions.exclude(function__in=functions).delete()
    _give(appointment, set(functions) - before)
    _record(actor, "account.functions_changed", appointment, functions)
    _end_codes(actor, appointment, set(functions) - before)
    groups.follow_appointments()
    groups.leave(appointment.user, before - set(functions))
    decided = any(one.is_supervision for one in before)
    if any(one.is_case_work for one in before):
        leaving.hand_over(appointment.user, appointment.organization, actor=actor, decided=decided)
    return True


@transaction.atomic
def complete_order(*, actor: Actor, appointment: Appointment, order: Order, role: Role) -> tuple[str, ...]:
    """Complete or correct what is known of an order that holds already; returns the names of what changed (S2.60).

    Functions and days are not touched: no right and no work changes by it. What was there before stays on record; a
    file takes the place of the one that was there.

    Args:
        actor: who writes it down.
        appointment: by which order.
        order: its number and day as they are from now on; without a file the one that is there stays.
        role: what the order calls the person.

    Raises:
        NotAdministeredError: it is not the actor's to change.
    """
    appointment = _locked(appointment)
    functions = [Function(row.function) for row in appointment.functions.all()]
    check_giving(
        actor=actor, person=appointment.user, organization=appointment.organization, functions=functions
    )
    wanted = {"order_no": order.number, "ordered_on": order.day, "role": role.value}
    before = {
        name: getattr(appointment, name)
        for name, value in wanted.items()
        if getattr(appointment, name) != value
    }
    for name in before:
        setattr(appointment, name, wanted[name])
    changed = list(before)
    if order.file is not None:
        changed += ["order_file", "order_file_name"]
        forget_files([appointment.order_file.name])
        before["had_file"] = bool(appointment.order_file)
        _attach(appointment, order.file)
    if not changed:
        return ()
    appointment.save(update_fields=changed)
    told = {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in before.items()
    }
    _record(actor, "account.order_completed", appointment, (), before=told)
    return tuple(name for name in changed if name != "order_file_name")


@transaction.atomic
def end_appointment(*, actor: Actor, appointment: Appointment, last: dt.date) -> None:
    """Let an appointment end after a day; when that day is over, rights and sessions end at once (ASVS 7.4.2).

    What the person has to do on cases is handed over in the same transaction (`leaving`); for a day that lies ahead the
    periodic task does it. A later day than before prolongs the appointment.

    Args:
        actor: who writes it down.
        appointment: which.
        last: its last day; yesterday ends it now.

    Raises:
        NotAdministeredError: it is not the actor's to end.
        ValidationError: the day lies before its first one; or see `leaving.check_approvers` and `check_period`.
    """
    appointment = _locked(appointment)
    functions = [Function(row.function) for row in appointment.functions.all()]
    check_giving(
        actor=actor, person=appointment.user, organization=appointment.organization, functions=functions
    )
    if last < appointment.valid_from:
        raise ValidationError(_("วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม"), code="ends_before_it_begins")
    before = appointment.valid_until
    is_prolonged = before is not None and last > before
    if is_prolonged:
        check_period(
            person=appointment.user,
            organization=appointment.organization,
            first=appointment.valid_from,
            last=last,
            besides=appointment.pk,
        )
    else:
        leaving.check_approvers(appointment, first=last + dt.timedelta(days=1))
    appointment.valid_until = last
    appointment.save(update_fields=["valid_until"])
    _record(actor, "account.appointment_ended", appointment, (), last=last.isoformat())
    if is_prolonged:
        _end_codes(actor, appointment, functions)
    groups.follow_appointments()
    if last < timezone.localdate():
        groups.release_administrators()
        sessions.end_sessions_of_leavers()
        if any(one.is_case_work for one in functions):
            decided = any(one.is_supervision for one in functions)
            leaving.hand_over(appointment.user, appointment.organization, actor=actor, decided=decided)


@transaction.atomic
def cancel_appointment(*, actor: Actor, appointment: Appointment) -> None:
    """Take back an appointment that has not begun; nobody has acted by it.

    Raises:
        NotAdministeredError: it is not the actor's to take back.
        ValidationError: it has begun; then it ends. Or see `leaving.check_approvers`.
    """
    appointment = _locked(appointment)
    functions = [Function(row.function) for row in appointment.functions.all()]
    check_giving(
        actor=actor, person=appointment.user, organization=appointment.organization, functions=functions
    )
    if appointment.valid_from <= timezone.localdate():
        raise ValidationError(_("คำสั่งนี้เริ่มมีผลแล้ว ให้สิ้นสุดแทน"), code="has_begun")
    leaving.check_approvers(appointment, first=appointment.valid_from)
    _record(actor, "account.appointment_cancelled", appointment, functions)
    forget_files([appointment.order_file.name])
    appointment.delete()


def _locked(appointment: Appointment) -> Appointment:
    """Lock the organization, so that of two who leave at once the second sees that the first has left."""
    # No key is changed: whoever writes a row that names the office need not wait until all its work was passed on.
    Organization.objects.select_for_update(no_key=True).get(pk=appointment.organization_id)
    return Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)


def _attach(appointment: Appointment, file: CheckedFile) -> None:
    appointment.order_file = file.as_content_file()
    appointment.order_file_name = file.name


def _give(appointment: Appointment, functions: Collection[Function]) -> None:
    AppointmentFunction.objects.bulk_create(
        AppointmentFunction(appointment=appointment, function=function)
        for function in Function
        if function in functions
    )


def _end_codes(actor: Actor, appointment: Appointment, functions: Collection[Function]) -> None:
    """End the code that somebody gave out who administers only one of a person's offices (`delegation.may_let_in`).

    The same for whoever looks after the machine from now on, whom only their like let in.
    """
    held = Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate()), user=appointment.user_id
    )
    offices = set(held.values_list("organization", flat=True))
    if Function.SYSTEM in functions or (appointment.organization_id in offices and len(offices) > 1):
        activating.end_codes(actor=actor, person=appointment.user)


def _record(
    actor: Actor, action: str, appointment: Appointment, functions: Collection[Function], **more: object
) -> None:
    """Leave codes only: the person by number, functions and positions by name, an order by number and day."""
    named = {"functions": sorted(functions)} if functions else {}
    audit.record(
        actor=actor,
        action=action,
        subject=f"appointment:{appointment.pk}",
        organization=appointment.organization,
        data={"person": appointment.user_id} | named | more,
    )
