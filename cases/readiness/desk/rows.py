"""How items of a checklist are shown: words and a tone for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.desk.statuses import Status
from cases.readiness.domain.checks import HOLDERS, Standing
from cases.readiness.models import ReadinessCheck
from cases.readiness.vocabulary import ASKED, Item, State
from portal.accounts.models import Appointment
from portal.organizations.models import Organization
from portal.thai.dates import format_date
from portal.thai.phone import phones_in

_TONES = {State.READY: "ok", State.PARTLY: "warn", State.MISSING: "danger", None: "off"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers an item, with telephone numbers to dial."""

    name: str
    role: str
    phones: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a checklist.

    Attributes:
        title: what is needed.
        words, source: what the letter asks for, and which letter.
        status: how it stands.
        checked: when it was looked at and by whom; "" when nobody has.
        remark: of the last look.
        people: who answers it.
        photo: address of the picture; "" when there is none.
        url: where it is looked at anew.
        is_ready: nothing is missing.
    """

    title: str
    words: str | Promise
    source: str | Promise
    status: Status
    checked: str
    remark: str
    people: tuple[Person, ...]
    photo: str
    url: str
    is_ready: bool


def state_words(item: Item, state: State | None) -> str:
    """Return how an item stands, in words; what nobody has looked at is not called missing."""
    if state is None:
        return _("ยังไม่มีคำสั่งแต่งตั้ง") if item in HOLDERS else _("ยังไม่ได้ตรวจ")
    return str(state.label)


def status_of(item: Item, state: State | None) -> Status:
    """Return how an item stands, with its tone."""
    return Status(state_words(item, state), _TONES[state])


def item_rows(unit: Organization, standings: Iterable[Standing]) -> list[ItemRow]:
    """Return the items of a unit's checklist as they are shown."""
    return [_row(unit, one) for one in standings]


def _row(unit: Organization, one: Standing) -> ItemRow:
    check = one.check
    return ItemRow(
        title=str(one.item.label),
        words=ASKED[one.item].words,
        source=ASKED[one.item].source,
        status=status_of(one.item, one.state),
        checked=checked_words(check) if check and not one.holders else "",
        remark=check.remark if check and not one.holders else "",
        people=people_of(one),
        photo=photo_url(check),
        url=reverse("readiness:check", args=[unit.pk, one.item.value]),
        is_ready=one.is_ready,
    )


def people_of(one: Standing) -> tuple[Person, ...]:
    """Return who answers an item: by appointment, else whom the last look names."""
    if one.holders:
        return tuple(map(_appointed, one.holders))
    if one.check and one.check.contact_name:
        return (Person(one.check.contact_name, "", tuple(phones_in(one.check.contact_phone))),)
    return ()


def _appointed(one: Appointment) -> Person:
    return Person(str(one.user), str(one.get_role_display()), tuple(phones_in(one.user.phone)))


def checked_words(check: ReadinessCheck) -> str:
    """Return when an item was looked at, and for whom somebody did."""
    words = {"day": format_date(check.checked_on), "who": check.recorded_by, "office": check.recorded_for}
    return _("ตรวจเมื่อ %(day)s โดย %(who)s (%(office)s)") % words


def photo_url(check: ReadinessCheck | None) -> str:
    """Return the address of a picture; "" where there is none."""
    return reverse("readiness:photo", args=[check.pk]) if check and check.photo else ""


def missing_grouped(standings: Iterable[Standing]) -> list[str]:
    """Return what a unit lacks, one line for each way in which something is missing: "ยังไม่ได้ตรวจ: อินเทอร์เน็ต, ป้าย"."""
    found: dict[str, list[str]] = {}
    for one in standings:
        if not one.is_ready:
            found.setdefault(state_words(one.item, one.state), []).append(str(one.item.label))
    return [f"{words}: {', '.join(items)}" for words, items in found.items()]


def missing_words(standings: Iterable[Standing]) -> list[str]:
    """Return what a unit lacks, one line each: the item and how it stands."""
    return [f"{one.item.label}: {state_words(one.item, one.state)}" for one in standings if not one.is_ready]
