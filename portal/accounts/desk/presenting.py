"""What the pages of account administration show, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.domain.gaps import Staffing
from portal.accounts.functions import Function
from portal.accounts.models import Activation, Appointment, User
from portal.thai.dates import format_date, format_datetime
from portal.web.language import is_english


@dataclass(frozen=True, slots=True)
class State:
    """A few words with their tone (`components/status.html`)."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An organization in the table of staffing.

    Attributes:
        pk: of the organization.
        name: in full.
        kind: of organization.
        people: how many, in words.
        gaps: what is missing, in words; empty when nothing is.
    """

    pk: int
    name: str
    kind: str
    people: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An appointment in the table of an organization's people.

    Attributes:
        pk: of the appointment.
        name: of the person.
        username: of the account.
        phone: at the office.
        position: what the order calls the person.
        functions: in words.
        period: from when until when.
        order: number and date, or that none is known.
        state: whether the person can sign in.
        is_ours: the reader may change it.
    """

    pk: int
    name: str
    username: str
    phone: str
    position: str
    functions: str
    period: str
    order: str
    state: State
    is_ours: bool


def day(value: dt.date) -> str:
    """Return a date in the reader's language."""
    return format_date(value, language="en" if is_english() else "th")


def moment(value: dt.datetime) -> str:
    """Return a moment in the reader's language."""
    return format_datetime(value, language="en" if is_english() else "th")


def words_of(functions: Iterable[Function]) -> str:
    """Return functions in the order of the table, with commas."""
    given = frozenset(functions)
    return ", ".join(str(one.label) for one in Function if one in given)


def period_of(appointment: Appointment) -> str:
    """Return from when until when an appointment holds."""
    if appointment.valid_until is None:
        return _("ตั้งแต่ %(first)s") % {"first": day(appointment.valid_from)}
    return _("%(first)s ถึง %(last)s") % {
        "first": day(appointment.valid_from),
        "last": day(appointment.valid_until),
    }


def order_of(appointment: Appointment) -> str:
    """Return number and date of the order; "" where neither is known."""
    number = _("คำสั่งที่ %(number)s") % {"number": appointment.order_no} if appointment.order_no else ""
    signed = _("ลงวันที่ %(day)s") % {"day": day(appointment.ordered_on)} if appointment.ordered_on else ""
    return " ".join(part for part in (number, signed) if part)


def order_or_gap(appointment: Appointment) -> str:
    """Return number and date of the order, and that neither its number nor its file is known (S2.60)."""
    gap = "" if appointment.has_order else _("ยังไม่มีเลขที่หรือไฟล์คำสั่ง")
    return " · ".join(part for part in (order_of(appointment), gap) if part)


def office_row(one: Staffing) -> OfficeRow:
    """Return an organization with what is missing there."""
    missing = [_("ไม่มีผู้ทำหน้าที่: %(functions)s") % {"functions": words_of(one.missing)}] if one.missing else []
    call = [] if one.can_be_called else [_("ไม่มีหมายเลขโทรศัพท์ของผู้รับผิดชอบ")]
    waiting = (
        [
            ngettext("ยังไม่ตั้งรหัสผ่าน %(count)d คน", "ยังไม่ตั้งรหัสผ่าน %(count)d คน", one.waiting)
            % {"count": one.waiting}
        ]
        if one.waiting
        else []
    )
    unordered = (
        [
            ngettext("ยังไม่มีคำสั่งแต่งตั้ง %(count)d คน", "ยังไม่มีคำสั่งแต่งตั้ง %(count)d คน", one.without_order)
            % {"count": one.without_order}
        ]
        if one.without_order
        else []
    )
    gaps = [*missing, *call, *unordered, *waiting] if one.people else [_("ยังไม่มีผู้ได้รับแต่งตั้ง")]
    return OfficeRow(
        pk=one.organization.pk,
        name=one.organization.display_name,
        kind=str(one.organization.get_type_display()),
        people=ngettext("%(count)d คน", "%(count)d คน", one.people) % {"count": one.people},
        gaps=tuple(gaps),
    )


def state_of(person: User, codes: dict[int, Activation]) -> State:
    """Return whether a person can sign in.

    Args:
        person: the account.
        codes: the code that counts, by person.
    """
    code = codes.get(person.pk)
    if not person.is_active:
        return State(_("ปิดบัญชีแล้ว"), "off")
    if code is not None and code.is_open():
        return State(_("รอตั้งรหัสผ่าน รหัสใช้ได้ถึง %(until)s") % {"until": moment(code.expires_at)}, "info")
    if not person.has_usable_password():
        return State(_("ยังไม่มีรหัส"), "warn")
    return State(_("ใช้งานได้"), "ok")


def open_codes(people: Iterable[User]) -> dict[int, Activation]:
    """Return the code that counts of each person who has one, with one query."""
    rows = Activation.objects.filter(user__in=list(people), used_at=None, replaced_at=None)
    return {row.user_id: row for row in rows}


def person_rows(
    appointments: Sequence[Appointment], *, allowed: frozenset[Function], reader: User
) -> list[PersonRow]:
    """Return the people of an organization.

    Args:
        appointments: with their users, and functions prefetched.
        allowed: what the reader may give there.
        reader: who never changes their own.
    """
    codes = open_codes(one.user for one in appointments)
    rows = []
    for one in appointments:
        functions = frozenset(Function(row.function) for row in one.functions.all())
        rows.append(
            PersonRow(
                pk=one.pk,
                name=str(one.user),
                username=one.user.get_username(),
                phone=one.user.phone,
                position=str(one.get_role_display()),
                functions=words_of(functions),
                period=period_of(one),
                order=order_or_gap(one),
                state=state_of(one.user, codes),
                is_ours=functions <= allowed and one.user_id != reader.pk,
            )
        )
    return rows


def is_to_come(appointment: Appointment) -> bool:
    """Say whether an appointment has not begun."""
    return appointment.valid_from > timezone.localdate()


def is_over(appointment: Appointment) -> bool:
    """Say whether an appointment has ended."""
    return appointment.valid_until is not None and appointment.valid_until < timezone.localdate()
