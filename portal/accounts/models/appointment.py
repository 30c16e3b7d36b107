"""An order that puts a person into an organization, and the functions that it gives."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.functions import Function, giving
from portal.accounts.models.user import User
from portal.accounts.roles import Role
from portal.files import private_storage


def stored_name(instance: Appointment, name: str) -> str:
    """Return a random name for the file of an order (ASVS 5.3.2)."""
    token = uuid.uuid4().hex
    return f"orders/{token[:2]}/{token}{PurePosixPath(name).suffix}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reads of appointments."""

    def in_force(self, on: dt.date | None = None) -> AppointmentQuerySet:
        """Those that hold on a day (today in Thailand by default), in an organization that still exists."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            valid_from__lte=day,
            organization__is_active=True,
            user__is_active=True,
        )

    def giving(self, *functions: Function) -> AppointmentQuerySet:
        """Those that give one of these functions, by name or because another one includes it."""
        rows = AppointmentFunction.objects.filter(function__in=giving(*functions))
        # Asked of each appointment that is left: a list of them all grows with the country.
        return self.filter(Exists(rows.filter(appointment=OuterRef("pk"))))


class Appointment(models.Model):
    """An order that gives a person functions in an organization for a time (S2.60).

    Rights end by themselves on the day after `valid_until`; nothing has to be switched off by hand. An appointment
    without a function gives none.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name=_("ผู้ใช้ระบบ"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="appointments", verbose_name=_("หน่วยงาน")
    )
    role = models.CharField(_("ตำแหน่ง"), max_length=40, choices=Role.choices)
    order_no = models.CharField(_("คำสั่งที่"), max_length=60, blank=True)
    ordered_on = models.DateField(_("ลงวันที่"), null=True, blank=True)
    order_file = models.FileField(
        _("ไฟล์คำสั่ง"), storage=private_storage, upload_to=stored_name, max_length=120, blank=True
    )
    order_file_name = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(_("ตั้งแต่วันที่"), default=timezone.localdate)
    valid_until = models.DateField(_("ถึงวันที่"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name = _("คำสั่งแต่งตั้ง")
        verbose_name_plural = _("คำสั่งแต่งตั้ง")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="appointment_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organization}"

    @property
    def has_order(self) -> bool:
        """Whether it is known by which order: its number, or a copy of it."""
        return bool(self.order_no or self.order_file)


class AppointmentFunction(models.Model):
    """One function that an appointment gives."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="functions", verbose_name=_("คำสั่งแต่งตั้ง")
    )
    function = models.CharField(_("หน้าที่"), max_length=20, choices=Function)

    class Meta:
        ordering = ["id"]
        verbose_name = _("หน้าที่ตามคำสั่ง")
        verbose_name_plural = _("หน้าที่ตามคำสั่ง")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "function"], name="appointment_gives_a_function_once"
            ),
            models.CheckConstraint(
                condition=Q(function__in=Function.values), name="appointment_function_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_function_display())
