"""The register of requests (ทะเบียนรับเรื่อง)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterEntry(models.Model):
    """The number under which one body registered a case: sequential, per fiscal year, without gaps (S1.03).

    A body enters a case once, when it receives it or accepts it. Numbers never leave the office.
    """

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="register_entries", verbose_name=_("เรื่อง")
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="register_entries",
        verbose_name=_("หน่วยงาน"),
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    number = models.PositiveIntegerField(_("เลขทะเบียน"))
    entered_at = models.DateTimeField(_("ลงทะเบียนเมื่อ"))

    class Meta:
        ordering = ["fiscal_year", "number"]
        verbose_name = _("ทะเบียนรับเรื่อง")
        verbose_name_plural = _("ทะเบียนรับเรื่อง")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "fiscal_year", "number"], name="register_number_once"
            ),
            models.UniqueConstraint(fields=["organization", "case"], name="register_case_once_per_body"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.fiscal_year}"


class RegisterCounter(models.Model):
    """The last number given; its row lock is what keeps numbers without gaps when two officers register at once."""

    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("ตัวนับทะเบียน")
        verbose_name_plural = _("ตัวนับทะเบียน")
        constraints = [
            models.UniqueConstraint(fields=["organization", "fiscal_year"], name="register_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.last}/{self.fiscal_year}"
