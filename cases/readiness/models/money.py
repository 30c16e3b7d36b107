"""What local administrations give towards the running of their center, what it spends, which years it shows (S1.12, S2.63)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.readiness.models.files import stored_name
from cases.readiness.vocabulary import SpendingKind
from portal.files import private_storage


class BookingQuerySet(models.QuerySet["Booking"]):
    """Reads of what is booked."""

    def valid(self) -> BookingQuerySet:
        """What was not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Booking(models.Model):
    """An amount on a day with its document. A mistake is withdrawn and booked anew; nothing is changed or deleted."""

    center = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("สถานที่กลาง")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"), db_index=True)
    on = models.DateField(_("วันที่"))
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), max_digits=12, decimal_places=2)
    document = models.CharField(_("เลขที่เอกสาร"), max_length=120)
    file = models.FileField(
        _("ไฟล์เอกสาร"), storage=private_storage, upload_to=stored_name, max_length=120, blank=True
    )
    file_name = models.CharField(_("ชื่อไฟล์"), max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    is_invented = models.BooleanField(_("ข้อมูลสมมติ"), default=False, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    booked_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ยกเลิก")
    )
    withdrawn_why = models.CharField(_("เหตุที่ยกเลิก"), max_length=300, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.document} {self.amount}"


def _money_rules(name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name=f"readiness_{name}_is_money"),
        models.CheckConstraint(
            condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
            name=f"readiness_{name}_withdrawn_why",
        ),
    ]


class Contribution(Booking):
    """What one local administration gave."""

    giver = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="contributions",
        verbose_name=_("อปท. ที่สนับสนุน"),
    )

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("เงินสนับสนุนสถานที่กลาง")
        verbose_name_plural = _("เงินสนับสนุนสถานที่กลาง")
        constraints = _money_rules("contribution")


class Spending(Booking):
    """What the center paid for."""

    kind = models.CharField(_("ประเภทรายจ่าย"), max_length=12, choices=SpendingKind)
    purpose = models.CharField(_("รายการ"), max_length=200)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("รายจ่ายของสถานที่กลาง")
        verbose_name_plural = _("รายจ่ายของสถานที่กลาง")
        constraints = _money_rules("spending")


class ShownYear(models.Model):
    """A fiscal year whose table the head of a center has put before the public."""

    center = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("สถานที่กลาง")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้เผยแพร่")
    )
    shown_at = models.DateTimeField(_("เผยแพร่เมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-fiscal_year"]
        verbose_name = _("ปีที่เผยแพร่เงินสนับสนุน")
        verbose_name_plural = _("ปีที่เผยแพร่เงินสนับสนุน")
        constraints = [
            models.UniqueConstraint(fields=["center", "fiscal_year"], name="readiness_year_shown_once")
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.fiscal_year}"
