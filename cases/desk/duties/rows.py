"""The six duties of a local administration as a front-line unit, in the order of the guideline, each with its state (S2.57)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.desk.statuses import Status
from cases.machine.vocabulary import DutyKind, Stage
from cases.models import AffectedPerson, Case, Duty, RegisterEntry
from portal.accounts.functions import Function
from portal.actors import Officer
from portal.thai.dates import bangkok_datetime, format_date, to_bangkok

REPORTS = frozenset({Function.REPORTING, Function.SUPERVISE, Function.DEPUTY, Function.VIEW})
"""Who has the pages of reports (`cases.reports.machine.READS`; that room stands above the desk)."""
NOTHING_KNOWN = Q(sex="", age=None, birth_date=None)
"""Of the person whom every request has: neither sex nor age was written down. What is sealed is not asked for."""
REPORT_DAY = 20
"""The monthly report goes to the district by this day of the next month (S2.58)."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One of the six.

    Attributes:
        words: what the guideline asks for.
        status: how it stands now.
        url: where it is done.
        link: words of the way there.
    """

    words: str | Promise
    status: Status
    url: str
    link: str


Told = Callable[[Officer, dt.date], Status | None]
_told: list[Told] = []


def register_report(told: Told) -> None:
    """Let a room say how the monthly report of an officer's organization stands.

    Args:
        told: takes the officer and today; returns None where no report was ever asked for.
    """
    _told.append(told)


def _waits(number: int, late: int, nothing: str) -> Status:
    """Return how many wait, and how many of them for too long."""
    if late:
        return Status(
            _("รออยู่ %(count)d เรื่อง เกินกำหนด %(late)d เรื่อง") % {"count": number, "late": late}, "danger"
        )
    if number:
        return Status(_("รออยู่ %(count)d เรื่อง") % {"count": number}, "warn")
    return Status(nothing, "ok")


def _duties(actor: Officer, now: dt.datetime, *kinds: DutyKind) -> tuple[int, int]:
    running = Duty.objects.running().filter(organization=actor.organization, kind__in=kinds)
    return running.count(), running.filter(due_at__lt=now).count()


def duty_rows(actor: Officer, now: dt.datetime) -> list[DutyRow]:
    """Return the six rows; eleven queries at most, each of the reader's own organization only.

    Args:
        actor: of a local administration.
        now: the time of the page.
    """
    today = to_bangkok(now).date()
    month = bangkok_datetime(today.replace(day=1))
    own = Case.objects.visible_to(actor).open().filter(holder=actor.organization)
    entries = RegisterEntry.objects.filter(organization=actor.organization, entered_at__gte=month)
    taken_in = Case.objects.filter(received_by=actor.organization, received_at__gte=month).count()
    bare = own.exclude(pk__in=AffectedPerson.objects.exclude(NOTHING_KNOWN).values("case")).count()
    screening = own.filter(stage=Stage.RECEIVED).count()
    lists = reverse("desk:worklist")
    return [
        DutyRow(
            _("รับแจ้งเหตุและเบาะแส ตรวจสอบให้ชัดเจน"),
            Status(_("เดือนนี้รับแจ้งที่หน่วยเรา %(count)d เรื่อง") % {"count": taken_in}, "info"),
            reverse("desk:new"),
            _("รับเรื่องใหม่"),
        ),
        DutyRow(
            _("รวบรวมข้อมูลเบื้องต้น: ผู้ประสบปัญหา สภาพการณ์ สถานที่"),
            _waits(bare, 0, _("ทุกเรื่องมีข้อมูลผู้ประสบปัญหาแล้ว")),
            f"{lists}?list=hands",
            _("เรื่องในมือเรา"),
        ),
        DutyRow(
            _("คัดกรองตามประเด็นปัญหา"),
            _waits(screening, 0, _("ไม่มีเรื่องรอคัดกรอง")),
            f"{lists}?list=fresh",
            _("เรื่องใหม่ของเรา"),
        ),
        DutyRow(
            _("บันทึกข้อมูลลงระบบ"),
            Status(_("เดือนนี้ลงทะเบียน %(count)d เรื่อง") % {"count": entries.count()}, "info"),
            reverse("desk:register"),
            _("ทะเบียน"),
        ),
        DutyRow(
            _("ส่งต่อหน่วยงานเจ้าภาพหลักหรือหน่วยบริการ"),
            _waits(*_duties(actor, now, DutyKind.FORWARD, DutyKind.REROUTE), _("ไม่มีเรื่องรอส่งต่อ")),
            reverse("desk:sent"),
            _("เรื่องที่ส่งออก"),
        ),
        DutyRow(
            _("รายงานผลตามเวลาที่กำหนด"),
            _report(actor, today),
            *way_to_report(actor),
        ),
    ]


def _report(actor: Officer, today: dt.date) -> Status:
    for told in _told:
        if (status := told(actor, today)) is not None:
            return status
    return Status(_("รายงานประจำเดือนถึงอำเภอภายใน %(day)s") % {"day": format_date(report_day(today))}, "info")


def way_to_report(actor: Officer) -> tuple[str, str]:
    """Return where the report is made, for whom an order lets make or read it; for others the figures of the register."""
    if actor.functions & REPORTS:
        return reverse("reports:home"), _("รายงานผล")
    return reverse("desk:register"), _("ตัวเลขจากทะเบียน")


def report_day(today: dt.date) -> dt.date:
    """Return the next day by which the monthly report has to be at the district."""
    if today.day <= REPORT_DAY:
        return today.replace(day=REPORT_DAY)
    return (today.replace(day=28) + dt.timedelta(days=4)).replace(day=REPORT_DAY)
