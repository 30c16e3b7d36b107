"""Reading the step guide, circulars read and understood, training: per officer of a unit (S2.04, S2.52)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.readiness.domain.checks import NotOurUnitError, scanned
from cases.readiness.domain.reach import may_record, readable
from cases.readiness.models import GuideRead, TrainingRecord
from cases.readiness.steps import EDITION, GUIDES
from legal_library.models import DocumentPage, Receipt, Understanding
from legal_library.terms import behaving_as
from legal_library.vocabulary import DocumentKind
from portal.accounts.models import Appointment, User
from portal.actors import Officer
from portal.audit import services as audit
from portal.files import CheckedFile
from portal.organizations.models import Organization
from portal.thai.dates import bangkok_today

FIRST_DAY = dt.date(2013, 1, 1)
"""The year in which the process began; nobody was trained in it before."""
MOST_MATERIALS = 20


@dataclass(frozen=True, slots=True)
class Learned:
    """What one officer has read and learned.

    Attributes:
        person: who, with an appointment in force.
        steps: numbers of the steps that they read in the present edition.
        circulars: how many of the unit's circulars they read and understood.
        courses: how many trainings are on record.
    """

    person: User
    steps: frozenset[int]
    circulars: int
    courses: int

    @property
    def has_read_all(self) -> bool:
        """Every step of the guide."""
        return len(self.steps) == len(GUIDES)


def read_by(person: User) -> frozenset[int]:
    """Return the steps that somebody has read in the present edition."""
    rows = GuideRead.objects.filter(person=person, edition=EDITION)
    return frozenset(rows.values_list("step", flat=True))


def understand(*, actor: Officer, step: int) -> bool:
    """Write down that the actor has read and understood a step of the guide; say whether that is new.

    Raises:
        ValueError: there is no such step.
    """
    if step not in {one.number for one in GUIDES}:
        raise ValueError(step)
    _row, is_new = GuideRead.objects.get_or_create(person=actor.person, step=step, edition=EDITION)
    return is_new


def learned_at(unit: Organization) -> list[Learned]:
    """Return every officer of a unit with what they have read and learned, by name; four queries."""
    people = {
        one.user_id: one.user
        for one in Appointment.objects.in_force().filter(organization=unit).select_related("user")
    }
    steps: dict[int, set[int]] = defaultdict(set)
    for person, step in GuideRead.objects.filter(person__in=people, edition=EDITION).values_list(
        "person", "step"
    ):
        steps[person].add(step)
    circulars: dict[int, int] = defaultdict(int)
    rows = Understanding.objects.filter(person__in=people, receipt__organization=unit)
    for person in rows.values_list("person", flat=True):
        circulars[person] += 1
    courses: dict[int, int] = defaultdict(int)
    trained = TrainingRecord.objects.filter(person__in=people, organization=unit, struck_out_at=None)
    for person in trained.values_list("person", flat=True):
        courses[person] += 1
    return sorted(
        (Learned(one, frozenset(steps[pk]), circulars[pk], courses[pk]) for pk, one in people.items()),
        key=lambda one: (str(one.person), one.person.pk),
    )


def circulars_of(unit: Organization) -> int:
    """Return how many circulars a unit got, which its officers are to read."""
    return Receipt.objects.filter(organization=unit).count()


def materials() -> list[DocumentPage]:
    """Return the manuals and guidelines of the library that everybody may read, those to read first by title."""
    kinds = behaving_as((DocumentKind.MANUAL, DocumentKind.GUIDELINE))
    found = DocumentPage.objects.live().public().filter(kind__in=kinds)
    return list(found.order_by("title", "pk")[:MOST_MATERIALS])


@transaction.atomic
def record_training(
    *,
    unit: Organization,
    actor: Officer,
    course: str,
    on: dt.date,
    person: User | None = None,
    name: str = "",
    hours: Decimal | None = None,
    file: CheckedFile | None = None,
) -> TrainingRecord:
    """Put a training on record; the same course of the same person on the same day is one record.

    Args:
        unit: one's own organization, or one below it.
        actor: who writes it down.
        course: what it was called.
        on: its last day.
        person: who was trained, when they have an account at the unit.
        name: who, when they have none.
        hours: how long it took.
        file: the certificate or the list of those present, judged by `portal.files`.

    Raises:
        NotOurUnitError: the unit is out of reach, or no order lets the actor do it.
        ValidationError: with one message per field; nothing was written.
        OSError: the disk has no room for the file; nothing was written.
    """
    if not may_record(actor) or not readable(actor).filter(pk=unit.pk).exists():
        raise NotOurUnitError
    values = {"course": course.strip(), "on": on, "person": person, "name": "" if person else name.strip()}
    _check(unit, person, values["name"], on, file)
    Organization.objects.select_for_update().get(pk=unit.pk)
    before = TrainingRecord.objects.filter(organization=unit, struck_out_at=None, **values).first()
    if before is not None:
        return _completed(before, actor, hours, file)
    row = TrainingRecord(organization=unit, hours=hours, recorded_by=actor.person, **values)
    if file is not None:
        row.file, row.file_name, row.file_type = file.as_content_file(), file.name, file.content_type
    row.save()
    audit.record(actor=actor, action="training.record", subject=f"training:{row.pk}")
    return row


def _completed(
    row: TrainingRecord, actor: Officer, hours: Decimal | None, file: CheckedFile | None
) -> TrainingRecord:
    """Add to a record what it has not yet; what it has is not replaced.

    Raises:
        ValidationError: it has other hours, or another file.
    """
    errors = {}
    if hours is not None and row.hours not in (None, hours):
        errors["hours"] = _("บันทึกนี้มีจำนวนชั่วโมงอยู่แล้ว ถ้าผิด ให้ขีดออกแล้วบันทึกใหม่")
    if file is not None and row.file and (row.file_name, row.file_type) != (file.name, file.content_type):
        errors["file"] = _("บันทึกนี้มีไฟล์อยู่แล้ว ถ้าไฟล์เดิมผิด ให้ขีดออกแล้วบันทึกใหม่")
    if errors:
        raise ValidationError(errors)
    if (hours is None or row.hours == hours) and (file is None or row.file):
        return row
    row.hours = row.hours if hours is None else hours
    if file is not None and not row.file:
        row.file, row.file_name, row.file_type = file.as_content_file(), file.name, file.content_type
    row.save()
    audit.record(actor=actor, action="training.complete", subject=f"training:{row.pk}")
    return row


def _check(unit: Organization, person: User | None, name: str, on: dt.date, file: CheckedFile | None) -> None:
    errors = {}
    if person is None and not name:
        errors["name"] = _("เลือกบัญชีผู้ใช้ หรือกรอกชื่อ")
    elif person is not None and not person.appointments.filter(organization=unit).exists():
        errors["person"] = _("คนนี้ไม่มีคำสั่งแต่งตั้งในหน่วยนี้")
    if not FIRST_DAY <= on <= bangkok_today():
        errors["on"] = _("วันที่อบรมต้องไม่อยู่ในอนาคต และไม่ก่อนปี 2556")
    if file is not None and (problem := scanned(file)):
        errors["file"] = problem
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def strike_out(*, row: TrainingRecord, actor: Officer) -> None:
    """Strike a record out that was a mistake; it stays, and a second time changes nothing.

    Raises:
        NotOurUnitError: its unit is out of reach, or no order lets the actor do it.
    """
    if not may_record(actor) or not readable(actor).filter(pk=row.organization_id).exists():
        raise NotOurUnitError
    if TrainingRecord.objects.filter(pk=row.pk, struck_out_at=None).update(struck_out_at=timezone.now()):
        audit.record(actor=actor, action="training.strike_out", subject=f"training:{row.pk}")
