"""Staff accounts and the appointments that give them their rights."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role


class User(AbstractUser):
    """A member of staff. Citizens have no accounts: they follow a request by reference and secret."""

    display_name = models.CharField(_("ชื่อที่แสดง"), max_length=150, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=40, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("ผู้ใช้ระบบ")
        verbose_name_plural = _("ผู้ใช้ระบบ")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Return the name as colleagues know it."""
        return self.display_name or super().get_full_name()


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reads of appointments."""

    def in_force(self, on: dt.date | None = None) -> AppointmentQuerySet:
        """Those that hold on a day (today in Thailand by default), in a body that still exists."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            valid_from__lte=day,
            organization__is_active=True,
            user__is_active=True,
        )


class Appointment(models.Model):
    """An order that puts a person in a role of an organization for a time (S2.60).

    Rights end by themselves on the day after `valid_until`; nothing has to be switched off by hand.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name=_("ผู้ใช้ระบบ"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="appointments", verbose_name=_("หน่วยงาน")
    )
    role = models.CharField(_("บทบาท"), max_length=40, choices=Role.choices)
    order_no = models.CharField(_("คำสั่งที่"), max_length=60, blank=True)
    ordered_on = models.DateField(_("ลงวันที่"), null=True, blank=True)
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


class SignInMark(models.Model):
    """By what a form shows under whose sign-in it was drawn: a keyed digest of its token or of the session's key.

    Needed when the session is gone and only the form is left (`portal.accounts.kept`).
    """

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]}…"


class KeptForm(models.Model):
    """What a member of staff sent without a session, until the same person has signed in again (R15)."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    content = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "path"], name="one_kept_form_for_an_address")]

    def __str__(self) -> str:
        return f"{self.owner_id} · {self.path}"
