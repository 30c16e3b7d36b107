"""Looking at what a unit has and writing it down; how each item stands; where something is missing (S2.05, S2.06, S2.58)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from cases.readiness.domain.reach import is_unit, may_record, readable
from cases.readiness.models import ReadinessCheck
from cases.readiness.vocabulary import Item, State
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.actors import Officer
from portal.audit import services as audit
from portal.files import CheckedFile
from portal.files.scanning import ScannerAwayError, scanner
from portal.organizations.models import Organization, OrganizationQuerySet
from portal.thai.dates import bangkok_today

HOLDERS: dict[Item, tuple[Function, ...]] = {
    Item.COMMAND: (Function.SUPERVISE, Function.DEPUTY),
    Item.OPERATION: (Function.INTAKE, Function.WORK),
}
"""Items that an appointment in force answers: no tick is asked for what an order says (S2.58, S2.60)."""
OLDEST = dt.date(2013, 7, 1)
"""The month in which the department first asked for this (letter of 2 July B.E. 2556)."""


class NotOurUnitError(Exception):
    """The unit is not the actor's to look after; pages answer as if it did not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What somebody found.

    Attributes:
        item: what was looked at.
        state: how it stands.
        checked_on: the day on which it was looked at.
        remark: what is missing, in words.
        contact_name, contact_phone: whom to call: the driver, the person in charge.
        photo: a picture that was judged by `portal.files`.
    """

    item: Item
    state: State
    checked_on: dt.date
    remark: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    photo: CheckedFile | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one item of one unit stands.

    Attributes:
        item: which.
        state: "" when nobody has looked.
        check: the last look; None when nobody has looked.
        holders: who answers it by an appointment in force, for the two items about people.
    """

    item: Item
    state: State | None
    check: ReadinessCheck | None
    holders: tuple[Appointment, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Nothing is missing."""
        return self.state == State.READY


@transaction.atomic
def record_check(*, unit: Organization, actor: Officer, found: Found) -> ReadinessCheck:
    """Write down a look at one item; the same words a second time are the same look.

    Args:
        unit: one's own organization, or one below it.
        actor: who writes it down.
        found: what was found.

    Raises:
        NotOurUnitError: it is no unit, not the actor's, or no order lets the actor do it.
        ValidationError: with one message per field; nothing was written.
        OSError: the disk has no room for the picture; nothing was written.
    """
    if not may_record(actor) or not is_unit(unit) or not readable(actor).filter(pk=unit.pk).exists():
        raise NotOurUnitError
    _check(found)
    values = _values(found)
    # Two people at once: the second waits, and sees what the first wrote.
    Organization.objects.select_for_update().get(pk=unit.pk)
    last = unit.readiness.filter(item=found.item).order_by("-pk").first()
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        return last
    row = ReadinessCheck(unit=unit, recorded_by=actor.person, recorded_for=actor.organization, **values)
    if found.photo is not None:
        row.photo = found.photo.as_content_file()
        row.photo_name, row.photo_type = found.photo.name, found.photo.content_type
    row.save()
    audit.record(
        actor=actor,
        action="readiness.check",
        subject=f"organization:{unit.pk}",
        data={"item": found.item.value, "state": found.state.value},
    )
    return row


def _values(found: Found) -> dict[str, Any]:
    digest = hashlib.sha256(found.photo.content).hexdigest() if found.photo else ""
    return {
        "item": found.item,
        "state": found.state,
        "checked_on": found.checked_on,
        "remark": found.remark.strip(),
        "contact_name": found.contact_name.strip(),
        "contact_phone": found.contact_phone.strip(),
        "photo_digest": digest,
    }


def _check(found: Found) -> None:
    errors: dict[str, Any] = {}
    if found.checked_on > bangkok_today():
        errors["checked_on"] = _("วันที่ตรวจต้องไม่อยู่ในอนาคต")
    elif found.checked_on < OLDEST:
        errors["checked_on"] = _("วันที่ตรวจเก่าเกินไป ตรวจปี พ.ศ. อีกครั้ง")
    if found.state != State.READY and not found.remark.strip():
        errors["remark"] = _("บอกว่ายังขาดอะไร จังหวัดจะได้ช่วยถูก")
    errors |= _no_driver(found)
    if found.photo is not None:
        if not found.photo.content_type.startswith("image/"):
            errors["photo"] = _("แนบรูปถ่าย (JPEG หรือ PNG)")
        elif problem := scanned(found.photo):
            errors["photo"] = problem
    if errors:
        raise ValidationError(errors)


def _no_driver(found: Found) -> dict[str, Any]:
    """Return what is missing of the driver: a car that nobody can be called to drive takes nobody to a hospital (S2.58)."""
    if found.item != Item.VEHICLE or found.state != State.READY:
        return {}
    asked = {"contact_name": _("กรอกชื่อพนักงานขับ"), "contact_phone": _("กรอกโทรศัพท์ของพนักงานขับ")}
    return {name: words for name, words in asked.items() if not getattr(found, name).strip()}


def scanned(file: CheckedFile) -> Any:
    """Return why a file may not be kept, by the installation's scanner; "" where there is nothing against it.

    What this room keeps is written once, so a file cannot wait beside its row for a verdict: it is asked for before.
    """
    asked = scanner()
    if asked is None:
        return ""
    try:
        return "" if asked.is_clean(file.content) else _("พบสิ่งอันตรายในไฟล์นี้ ระบบไม่รับ")
    except ScannerAwayError:
        return _("ระบบตรวจไวรัสยังไม่ตอบ บันทึกโดยไม่แนบไฟล์ก่อน แล้วแนบใหม่ภายหลัง")


def standing_of(unit: Organization) -> list[Standing]:
    """Return how every item of a unit stands, in the order of the guideline; three queries."""
    return standings([unit])[unit.pk]


def standings(units: Iterable[Organization]) -> dict[int, list[Standing]]:
    """Return unit → how its items stand, in three queries for all of them."""
    listed = list(units)
    checks = {
        (row.unit_id, row.item): row
        for row in ReadinessCheck.objects.filter(unit__in=listed)
        .newest()
        .select_related("recorded_by", "recorded_for")
    }
    held = _holders(listed)
    return {
        unit.pk: [
            _standing(item, checks.get((unit.pk, item)), held.get((unit.pk, item), ())) for item in Item
        ]
        for unit in listed
    }


def _holders(units: list[Organization]) -> dict[tuple[int, str], tuple[Appointment, ...]]:
    rows = (
        Appointment.objects.in_force()
        .filter(organization__in=units)
        .select_related("user")
        .prefetch_related("functions")
        .order_by("valid_from", "pk")
    )
    found: dict[tuple[int, str], tuple[Appointment, ...]] = {}
    for row in rows:
        given = {one.function for one in row.functions.all()}
        for item, functions in HOLDERS.items():
            if given & set(functions):
                key = (row.organization_id, item.value)
                found[key] = (*found.get(key, ()), row)
    return found


def _standing(item: Item, check: ReadinessCheck | None, held: tuple[Appointment, ...]) -> Standing:
    if held:
        return Standing(item, State.READY, check, held)
    return Standing(item, State(check.state) if check else None, check)


def with_gaps(units: OrganizationQuerySet) -> OrganizationQuerySet:
    """Return units with `state_<item>` beside each: what was last found, and "ready" where an appointment answers it."""
    marks: dict[str, Any] = {}
    for item in Item:
        rows = ReadinessCheck.objects.filter(unit=OuterRef("pk"), item=item).order_by("-pk")
        marks[f"state_{item}"] = Subquery(rows.values("state")[:1])
        if item in HOLDERS:
            appointed = Appointment.objects.in_force().filter(
                organization=OuterRef("pk"), functions__function__in=HOLDERS[item]
            )
            marks[f"held_{item}"] = Exists(appointed)
    return units.annotate(**marks)


def lacks(item: Item) -> Q:
    """Return the condition on `with_gaps` that a unit lacks an item, or nobody has looked."""
    missing = Q(**{f"state_{item}__isnull": True}) | ~Q(**{f"state_{item}": State.READY})
    return missing & Q(**{f"held_{item}": False}) if item in HOLDERS else missing
