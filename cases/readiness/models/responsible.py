"""Who takes in a problem at a unit, where the order of appointment does not say it by itself (S2.02)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Appointment
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType

PROBLEM_CHOICES = [(one.value, one.label) for one in ProblemType if one in CRISIS_PROBLEMS]


class ResponsibleQuerySet(models.QuerySet["ResponsiblePerson"]):
    """Reads of people in charge."""

    def today(self) -> ResponsibleQuerySet:
        """Those who were not taken off, and who are still at the unit where they have an account."""
        there = Appointment.objects.in_force().filter(organization=OuterRef("unit"), user=OuterRef("person"))
        return self.filter(Q(person__isnull=True) | Exists(there), ended_at__isnull=True)


class ResponsiblePerson(models.Model):
    """Somebody in charge of one of the four problems at a unit, or of all; taken off, the row stays as a record."""

    unit = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="responsible", verbose_name=_("หน่วย")
    )
    problem = models.CharField(
        _("ปัญหา"), max_length=30, blank=True, choices=PROBLEM_CHOICES, help_text=_("เว้นว่างหมายถึงทั้งสี่ปัญหา")
    )
    is_deputy = models.BooleanField(_("ผู้ทำการแทน"), default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("บัญชีผู้ใช้"),
    )
    name = models.CharField(_("ชื่อ"), max_length=120, blank=True)
    position = models.CharField(_("ตำแหน่ง"), max_length=120, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    named_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    ended_at = models.DateTimeField(_("พ้นเมื่อ"), null=True, editable=False)

    objects = ResponsibleQuerySet.as_manager()

    class Meta:
        ordering = ["is_deputy", "pk"]
        verbose_name = _("ผู้รับผิดชอบรายปัญหา")
        verbose_name_plural = _("ผู้รับผิดชอบรายปัญหา")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="readiness_responsible_is_somebody"
            ),
            models.UniqueConstraint(
                fields=["unit", "problem", "person"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                name="readiness_responsible_once",
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name of the account, else as written."""
        return str(self.person) if self.person else self.name

    @property
    def reached_at(self) -> str:
        """The number as written, else that of the account."""
        return self.phone or (self.person.phone if self.person else "")
