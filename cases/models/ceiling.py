"""How much of a kind of help the rules allow, and how much an organization has for helping in a year (S2.63, S2.34)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import AssistanceKind, CeilingPer


class HelpCeiling(models.Model):
    """The most that a kind of help may cost, from a day on, with the rule that says so."""

    kind = models.CharField(_("สิ่งที่ช่วยเหลือ"), max_length=20, choices=AssistanceKind)
    per = models.CharField(_("ต่อ"), max_length=16, choices=CeilingPer)
    amount = models.DecimalField(_("ไม่เกิน (บาท)"), max_digits=12, decimal_places=2)
    valid_from = models.DateField(_("ตั้งแต่วันที่"))
    valid_until = models.DateField(_("ถึงวันที่"), null=True, blank=True)
    legal_basis = models.CharField(_("ฐานกฎหมาย"), max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้กำหนด")
    )
    set_at = models.DateTimeField(_("กำหนดเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["kind", "-valid_from", "pk"]
        verbose_name = _("เพดานการช่วยเหลือ")
        verbose_name_plural = _("เพดานการช่วยเหลือ")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="ceiling_is_money"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="ceiling_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class HelpBudget(models.Model):
    """What an organization has for helping in a fiscal year; the newest row of a year counts."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), max_digits=12, decimal_places=2)
    document = models.CharField(_("เอกสารที่ตั้งงบประมาณ"), max_length=200, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้กำหนด")
    )
    set_at = models.DateTimeField(_("กำหนดเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("งบประมาณช่วยเหลือประชาชน")
        verbose_name_plural = _("งบประมาณช่วยเหลือประชาชน")
        constraints = [models.CheckConstraint(condition=Q(amount__gte=Decimal(0)), name="budget_is_money")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.fiscal_year}"
