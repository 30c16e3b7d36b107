"""Help that was given."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import AssistanceCategory, AssistanceKind, Fund
from portal.sealing.fields import SealedCharField


class GivenHelp(models.Manager["AssistanceRecord"]):
    """What counts: every sum, list and paper reads through it, so that what was struck out counts nowhere."""

    def get_queryset(self) -> models.QuerySet[AssistanceRecord]:
        """Return the records that nobody struck out."""
        return super().get_queryset().filter(struck_at=None)


class AssistanceRecord(models.Model):
    """What was given, when, by whom, how much and on which legal basis (S1.10, S2.34).

    Attributes:
        struck_at, struck_by: when and by whom it was said that it was recorded by mistake (correct_help). The row stays.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="assistance", verbose_name=_("เรื่อง"))
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="assistance",
        verbose_name=_("หน่วยงานที่ช่วยเหลือ"),
    )
    given_on = models.DateField(_("วันที่ช่วยเหลือ"), db_index=True)
    category = models.CharField(_("ด้าน"), max_length=20, choices=AssistanceCategory)
    kind = models.CharField(_("สิ่งที่ช่วยเหลือ"), max_length=20, choices=AssistanceKind)
    description = SealedCharField(_("รายละเอียด"), max_length=1000, blank=True, bound_to=("case_id",))
    quantity = models.DecimalField(_("จำนวน"), max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("หน่วยนับ"), max_length=40, blank=True)
    persons = models.PositiveIntegerField(_("จำนวนคนที่ได้รับ"), default=1)
    households = models.PositiveIntegerField(_("จำนวนครัวเรือนที่ได้รับ"), default=0)
    amount_baht = models.DecimalField(
        _("เป็นเงิน (บาท)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    fund = models.CharField(_("แหล่งเงิน"), max_length=20, choices=Fund, blank=True)
    legal_basis = models.CharField(_("ฐานกฎหมาย"), max_length=300, blank=True)
    committee_decision = SealedCharField(_("มติคณะกรรมการ"), max_length=200, blank=True, bound_to=("case_id",))
    before_committee = models.BooleanField(_("ช่วยก่อนมติคณะกรรมการ เพราะรอไม่ได้"), default=False)
    receipt = models.ForeignKey(
        "cases.CaseFile",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("หลักฐานการรับ"),
    )
    plan_item = models.ForeignKey(
        "cases.PlanItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="help",
        verbose_name=_("ตามแผนข้อ"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    struck_at = models.DateTimeField(_("ขีดฆ่าเมื่อ"), null=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ผู้ขีดฆ่า"),
    )

    objects = GivenHelp()
    with_struck = models.Manager()  # noqa: DJ012 - the first manager is the one that sums read through

    class Meta:
        ordering = ["given_on", "id"]
        verbose_name = _("การให้ความช่วยเหลือ")
        verbose_name_plural = _("การให้ความช่วยเหลือ")
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="assistance_struck_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(amount_baht__isnull=True) | Q(amount_baht__gte=0),
                name="assistance_amount_not_negative",
            ),
        ]
        indexes = [
            # All that sums of help read (docs/decisions/0013).
            models.Index(
                fields=["organization", "given_on", "case", "fund", "amount_baht"],
                condition=Q(struck_at=None),
                name="assistance_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"

    @property
    def quantity_words(self) -> str:
        """How much, with its unit: "2 ชุด"; "" when it is not counted."""
        if self.quantity is None:
            return ""
        return f"{self.quantity.normalize():f} {self.unit}".strip()
