"""From rows of named cells to accounts and appointments."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.domain.appointments import (
    Order,
    appoint,
    change_functions,
    complete_order,
    end_appointment,
)
from portal.accounts.domain.delegation import NotAdministeredError, givable, may_let_in, organizations_of
from portal.accounts.domain.people import change_person, create_person, known_person
from portal.accounts.functions import Function
from portal.accounts.importing.rows import Cells, Row
from portal.accounts.models import Appointment, User
from portal.accounts.roles import PROPOSED, Role
from portal.thai.dates import DateError, parse_date
from portal.thai.messages import ThaiValueError
from portal.thai.names import name_key
from portal.thai.phone import PhoneError, tidy_phones
from portal.thai.text import key

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.organizations.models import Organization


class Status(TextChoices):
    """What became of a row."""

    CREATED = "created", gettext_lazy("บัญชีใหม่")
    APPOINTED = "appointed", gettext_lazy("แต่งตั้งบัญชีเดิม")
    CHANGED = "changed", gettext_lazy("แก้ไขของเดิม")
    UNCHANGED = "unchanged", gettext_lazy("มีอยู่แล้ว")
    REFUSED = "refused", gettext_lazy("ไม่รับ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row.

    Attributes:
        line: in the file.
        name: of the person, as the list has it.
        status: what was or would be done.
        reason: why a row is refused; else what was changed of somebody known, and what a list may not change.
        appointment: that was made or found; None for a refused row.
    """

    line: int
    name: str
    status: Status
    reason: str = ""
    appointment: Appointment | None = None


class RowError(Exception):
    """A row that cannot be taken over; the text is a reason for the reader."""


def take(rows: Sequence[Row], *, actor: Officer, is_dry: bool) -> list[Outcome]:
    """Take a list over, row by row: a row that is refused stops no other.

    Args:
        rows: from `read_rows`.
        actor: who brings the list; each row must be theirs to appoint.
        is_dry: do everything and take it back.

    Returns:
        What became of each row. Taken over twice, a list changes nothing the second time.
    """
    offices = _Offices(organizations_of(actor))
    outcomes = []
    with transaction.atomic():
        for line, cells in rows:
            name = _name(cells)
            try:
                with transaction.atomic():
                    status, appointment, reason = _take_row(cells, name, actor, offices)
            except (RowError, ThaiValueError) as error:
                outcomes.append(Outcome(line, name, Status.REFUSED, str(error)))
            except ValidationError as error:
                outcomes.append(Outcome(line, name, Status.REFUSED, " ".join(error.messages)))
            except NotAdministeredError:
                reason = _("คุณแต่งตั้งคนนี้ให้ทำหน้าที่นี้ไม่ได้")
                outcomes.append(Outcome(line, name, Status.REFUSED, reason))
            else:
                outcomes.append(Outcome(line, name, status, reason, appointment))
        transaction.set_rollback(is_dry)
    return outcomes


class _Offices:
    """The organizations in reach, by every name under which a list may write them."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self.every = list(organizations)
        self.by_name: dict[str, set[Organization]] = defaultdict(set)
        for one in self.every:
            for name in (one.name_th, one.short_name, one.name_en, one.display_name):
                if name:
                    self.by_name[key(name)].add(one)

    def named(self, written: str) -> Organization:
        """Return the organization of a name; without a name the only one.

        Raises:
            RowError: none or several have it.
        """
        if not written and len(self.every) == 1:
            return self.every[0]
        if not written:
            raise RowError(_("ไม่มีชื่อหน่วยงาน"))
        found = self.by_name.get(key(written), set())
        if not found:
            raise RowError(_("ไม่พบหน่วยงาน “%(name)s” ในหน่วยงานที่คุณดูแล") % {"name": written})
        if len(found) > 1:
            raise RowError(_("มีหลายหน่วยงานชื่อ “%(name)s” เติมอำเภอและจังหวัด") % {"name": written})
        return next(iter(found))


def _name(cells: Cells) -> str:
    return " ".join(filter(None, (cells.get("title", "") + cells.get("name", ""), cells.get("surname", ""))))[
        :150
    ]


def _take_row(cells: Cells, name: str, actor: Officer, offices: _Offices) -> tuple[Status, Appointment, str]:
    if not name:
        raise RowError(_("ไม่มีชื่อ"))
    organization = offices.named(cells.get("organization", ""))
    position, functions = _position_and_functions(cells, givable(actor, organization))
    person = known_person(username=cells.get("username", ""), name=name) or _colleague(name, organization)
    contact = {"email": _email(cells.get("email", "")), "phone": _phone(cells.get("phone", ""))}
    held = _held(person, organization)
    if held is not None:
        changes = _Changes()
        if change_functions(actor=actor, appointment=held, functions=functions):
            changes.done.append(_("หน้าที่"))
        _correct_order(changes, cells, held, actor, position)
        _correct_last_day(changes, cells, held, actor)
        _correct_contact(changes, cells, contact, held.user, actor)
        return (Status.CHANGED if changes.done else Status.UNCHANGED), held, changes.words
    status = Status.CREATED if person is None else Status.APPOINTED
    is_known = person is not None
    if person is None:
        person = create_person(actor=actor, name=name, username=cells.get("username", ""), **contact)
    appointment = appoint(
        actor=actor,
        person=person,
        organization=organization,
        role=position or _role_for(functions),
        functions=functions,
        first=_day(cells.get("first", ""), gettext_lazy("ตั้งแต่วันที่")),
        last=_day(cells.get("last", ""), gettext_lazy("ถึงวันที่")),
        order=_order(cells),
    )
    changes = _Changes()
    if is_known:
        _correct_contact(changes, cells, contact, person, actor)
    return status, appointment, changes.words


class _Changes:
    """What a row changes of somebody who is there already, and what it may not, in words."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.left: list[str] = []

    @property
    def words(self) -> str:
        """Both, for the reader of the list."""
        done = _("แก้: %(what)s") % {"what": ", ".join(self.done)} if self.done else ""
        return " · ".join(part for part in (done, *self.left) if part)


def _order(cells: Cells) -> Order:
    return Order(
        number=cells.get("order_no", "")[:60], day=_day(cells.get("ordered_on", ""), gettext_lazy("ลงวันที่"))
    )


_NAMES = {
    "order_no": gettext_lazy("คำสั่งที่"),
    "ordered_on": gettext_lazy("ลงวันที่"),
    "role": gettext_lazy("ตำแหน่ง"),
    "email": gettext_lazy("อีเมล"),
    "phone": gettext_lazy("โทรศัพท์"),
}


def _correct_order(
    changes: _Changes, cells: Cells, held: Appointment, actor: Officer, position: Role | None
) -> None:
    """Take number, day and position over; what the list leaves empty stays as it is."""
    written = _order(cells)
    order = Order(number=written.number or held.order_no, day=written.day or held.ordered_on)
    changed = complete_order(actor=actor, appointment=held, order=order, role=position or Role(held.role))
    changes.done += [str(_NAMES[name]) for name in changed]
    first = _day(cells.get("first", ""), gettext_lazy("ตั้งแต่วันที่"))
    if first is not None and first != held.valid_from:
        changes.left.append(_("วันเริ่มของคำสั่งที่มีอยู่ไม่เปลี่ยนตามรายชื่อ"))


def _correct_last_day(changes: _Changes, cells: Cells, held: Appointment, actor: Officer) -> None:
    """Take the last day over; a day that is over ends rights and hands work over at once, which no list does.

    Raises:
        ValidationError: see `end_appointment`.
    """
    last = _day(cells.get("last", ""), gettext_lazy("ถึงวันที่"))
    if last is None or last == held.valid_until:
        return
    if last < timezone.localdate():
        changes.left.append(_("วันสุดท้ายผ่านไปแล้ว ไม่สิ้นสุดคำสั่งตามรายชื่อ ให้สิ้นสุดที่หน้าของคนนั้น"))
        return
    end_appointment(actor=actor, appointment=held, last=last)
    changes.done.append(_("ถึงวันที่"))


def _correct_contact(
    changes: _Changes, cells: Cells, contact: dict[str, str], person: User, actor: Officer
) -> None:
    """Take telephone and mail over where the page would: of somebody all of whose orders the actor may change."""
    username = cells.get("username", "").strip()
    if username and username.lower() != person.get_username().lower():
        changes.left.append(
            _("บัญชีนี้ใช้ชื่อผู้ใช้ %(username)s ชื่อผู้ใช้ไม่เปลี่ยนตามรายชื่อ") % {"username": person.username}
        )
    wanted = {field: value for field, value in contact.items() if value and value != getattr(person, field)}
    if not wanted:
        return
    names = ", ".join(str(_NAMES[field]) for field in sorted(wanted))
    if not may_let_in(actor, person):
        # A mail address tells its owner of every code that lets into the account.
        changes.left.append(
            _("ไม่แก้ %(what)s: คนนี้ทำงานในหน่วยงานอื่นด้วย หรือมีหน้าที่ที่คุณแก้ไม่ได้ เจ้าตัวแก้เองได้") % {"what": names}
        )
        return
    stored = {"email": person.email, "phone": person.phone}
    change_person(actor=actor, person=person, name=person.display_name, **(stored | wanted))
    changes.done.append(names)


def _colleague(name: str, organization: Organization) -> User | None:
    """Return whoever of this name has an appointment there, today or to come: the same person in a second list."""
    rows = organization.appointments.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    ).select_related("user")
    wanted = name_key(name)
    return next((one.user for one in rows if name_key(one.user.display_name) == wanted), None)


def _held(person: User | None, organization: Organization) -> Appointment | None:
    if person is None:
        return None
    rows = organization.appointments.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate()), user=person
    )
    return rows.select_related("user", "organization").order_by("valid_from").first()


def _position_and_functions(
    cells: Cells, allowed: frozenset[Function]
) -> tuple[Role | None, frozenset[Function]]:
    """Return position and functions; a title of the list that is none of ours (None) gives nobody a function by itself.

    Raises:
        RowError: a function is unknown, or there is none.
    """
    position = key(cells.get("position", ""))
    role = next((one for one in Role if position in (key(str(one.label)), key(one.value))), None)
    written = [part for part in re.split(r"[,;/|\n]+", cells.get("functions", "")) if key(part)]
    functions = frozenset(map(_function, written))
    if not functions and role is not None:
        functions = PROPOSED[role] & allowed
    if not functions:
        raise RowError(_("ไม่รู้ว่าทำหน้าที่ใด ใส่คอลัมน์หน้าที่ หรือใส่ตำแหน่งตามรายการ"))
    return role, functions


def _function(written: str) -> Function:
    wanted = key(written)
    for one in Function:
        if wanted in (key(str(one.label)), key(one.value)):
            return one
    raise RowError(_("ไม่รู้จักหน้าที่ “%(name)s”") % {"name": written.strip()})


def _role_for(functions: frozenset[Function]) -> Role:
    """Return the position whose proposal comes closest; it only names the person."""
    return max(Role, key=lambda role: (len(PROPOSED[role] & functions), -len(PROPOSED[role] - functions)))


def _phone(written: str) -> str:
    try:
        return tidy_phones(written, longest=40)
    except PhoneError as error:
        raise RowError(_("อ่านหมายเลขโทรศัพท์ “%(text)s” ไม่ได้") % {"text": written}) from error


def _email(written: str) -> str:
    if written:
        try:
            validate_email(written)
        except ValidationError as error:
            raise RowError(_("อีเมล “%(text)s” ผิดรูปแบบ") % {"text": written}) from error
    return written


def _day(written: str, label: object) -> dt.date | None:
    if not written:
        return None
    try:
        return parse_date(written.removesuffix(" 00:00:00"))
    except DateError as error:
        raise RowError(f"{label}: {_(error.message)}") from error
