"""The mobile unit of an organization: who is in it, what it drives, and who is on duty when (S1.06)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OfUnitQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to a mobile unit."""

    def in_service(self) -> OfUnitQuerySet:
        """What was not struck off the list."""
        return self.filter(ended_at__isnull=True)


class OfUnit(models.Model):
    """Something on the list of an organization's mobile unit; struck off, it stays for what it once did."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    name = models.CharField(_("ชื่อ"), max_length=120)
    ended_at = models.DateTimeField(_("พ้นจากหน่วยเมื่อ"), null=True, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class FieldMember(OfUnit):
    """Somebody of a mobile unit: an officer with an account, or a driver or volunteer without one."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("บัญชีผู้ใช้"),
    )
    skill = models.CharField(_("หน้าที่หรือความสามารถ"), max_length=120, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("สมาชิกหน่วยเคลื่อนที่")
        verbose_name_plural = _("สมาชิกหน่วยเคลื่อนที่")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                name="field_member_person_once",
            )
        ]


class FieldVehicle(OfUnit):
    """A car, boat or other vehicle of a mobile unit."""

    plate = models.CharField(_("ทะเบียนรถ"), max_length=40, blank=True)
    seats = models.PositiveSmallIntegerField(_("จำนวนที่นั่ง"), null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("ยานพาหนะของหน่วยเคลื่อนที่")
        verbose_name_plural = _("ยานพาหนะของหน่วยเคลื่อนที่")


class FieldShiftQuerySet(models.QuerySet["FieldShift"]):
    """Reads of shifts."""

    def at(self, moment: dt.datetime) -> FieldShiftQuerySet:
        """The shifts that run at a moment."""
        return self.filter(
            starts_at__lte=moment,
            ends_at__gt=moment,
            cancelled_at__isnull=True,
            member__ended_at__isnull=True,
        )

    def from_now(self, moment: dt.datetime) -> FieldShiftQuerySet:
        """The shifts that run or are still to come."""
        return self.filter(ends_at__gt=moment, cancelled_at__isnull=True, member__ended_at__isnull=True)


class FieldShift(models.Model):
    """From when until when a member of a mobile unit is on duty."""

    member = models.ForeignKey(
        FieldMember, models.PROTECT, related_name="shifts", verbose_name=_("สมาชิกหน่วยเคลื่อนที่")
    )
    starts_at = models.DateTimeField(_("เริ่มเวร"), db_index=True)
    ends_at = models.DateTimeField(_("ออกเวร"), db_index=True)
    cancelled_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, editable=False)

    objects = FieldShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("เวรหน่วยเคลื่อนที่")
        verbose_name_plural = _("เวรหน่วยเคลื่อนที่")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.starts_at:%Y-%m-%d %H:%M}"
