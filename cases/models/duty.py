"""What must happen in time."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import DutyBasis, DutyEnd, DutyKind
from cases.vocabulary import LimitSource
from portal.accounts.functions import Function


class DutyQuerySet(models.QuerySet["Duty"]):
    """Reads of duties."""

    def running(self) -> DutyQuerySet:
        """Those that still have to be done."""
        return self.filter(ended_at__isnull=True)

    def overdue(self, now: dt.datetime | None = None) -> DutyQuerySet:
        """Those that still have to be done after their due time."""
        return self.running().filter(due_at__lt=now or timezone.now())


class Duty(models.Model):
    """Who has to do what by when: of the case itself, or of something that waits (`cases.machine.standing.Duty`).

    A due time is never rewritten: what changes it is another row of the same chain. `organization` is where it has to be
    done. An open case always has a running duty that drives it: a next due action (S2.30).

    `late_from` is when its organization begins to be late in the chain (`cases.machine.lateness`): its own due time, or
    one that was missed before; None where no alarm climbs. `next_alarm_at` is when the alarm has to be looked at next;
    None when it never has. Both only spare the search for what is late: the machine says what is.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="duties", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(editable=False)
    kind = models.CharField(_("สิ่งที่ต้องทำ"), max_length=20, choices=DutyKind)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ต้องทำ")
    )
    function = models.CharField(_("หน้าที่ของ"), max_length=20, choices=Function)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้รับมอบหมาย")
    )
    started_at = models.DateTimeField(_("เริ่มนับ"))
    due_at = models.DateTimeField(_("ครบกำหนด"))
    made_at = models.DateTimeField(_("บันทึกเมื่อ"))
    chain = models.PositiveIntegerField(editable=False)
    basis = models.CharField(_("เหตุที่เริ่ม"), max_length=20, choices=DutyBasis, default=DutyBasis.FIRST)
    working_days = models.PositiveSmallIntegerField(
        _("จำนวนวันทำการ"), null=True, help_text=_("ว่างไว้เมื่อนับเป็นชั่วโมงหรือกำหนดวันไว้")
    )
    ended_at = models.DateTimeField(_("สิ้นสุดเมื่อ"), null=True)
    how = models.CharField(_("สิ้นสุดอย่างไร"), max_length=12, choices=DutyEnd, blank=True)
    source = models.CharField(_("ที่มาของกำหนดเวลา"), max_length=10, choices=LimitSource)
    late_from = models.DateTimeField(_("ล่าช้าตั้งแต่ ถ้ายังไม่ทำ"), null=True, editable=False)
    next_alarm_at = models.DateTimeField(_("แจ้งเตือนครั้งต่อไป"), null=True, editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("กำหนดเวลา")
        verbose_name_plural = _("กำหนดเวลา")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="duty_number_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, how="") | Q(ended_at__isnull=False) & ~Q(how=""),
                name="duty_ends_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="duty_due"),
            models.Index(fields=["case"], condition=Q(ended_at__isnull=True), name="duty_running_of_case"),
            models.Index(
                fields=["organization", "kind", "due_at"],
                condition=Q(ended_at__isnull=True),
                name="duty_of_organization",
            ),
            # What is given to one person of an organization, and what is given to anybody there.
            models.Index(
                fields=["organization", "person", "case"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                name="duty_given",
            ),
            models.Index(
                fields=["next_alarm_at"],
                condition=Q(ended_at__isnull=True, next_alarm_at__isnull=False),
                name="duty_rings",
            ),
            models.Index(
                fields=["late_from"],
                condition=Q(ended_at__isnull=True, late_from__isnull=False),
                name="duty_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"

    @property
    def is_running(self) -> bool:
        """It still has to be done."""
        return self.ended_at is None

    def is_overdue(self, now: dt.datetime | None = None) -> bool:
        """It still has to be done and its time is over."""
        return self.is_running and self.due_at < (now or timezone.now())
