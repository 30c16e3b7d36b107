"""How long personal data of a case is kept, what keeps it longer, and who released it (PDPA s.37(3); privacy 14)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import Confidentiality
from portal.sealing.fields import SealedCharField
from portal.vocabulary import ProblemType


class RetentionRule(models.Model):
    """The years of one class of cases; it replaces the default of `cases.domain.limits.RETENTION_YEARS`."""

    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType)
    confidentiality = models.CharField(_("ชั้นการปกปิด"), max_length=10, choices=Confidentiality)
    years = models.PositiveSmallIntegerField(_("เก็บไว้กี่ปีหลังปิดเรื่อง"))
    note = models.CharField(_("เหตุผลหรือคำสั่ง"), max_length=300)

    class Meta:
        ordering = ["problem", "confidentiality"]
        verbose_name = _("ระยะเวลาเก็บข้อมูล")
        verbose_name_plural = _("ระยะเวลาเก็บข้อมูล")
        constraints = [
            models.UniqueConstraint(fields=["problem", "confidentiality"], name="retention_rule_once"),
            models.CheckConstraint(condition=Q(years__range=(1, 50)), name="retention_rule_years"),
        ]

    def __str__(self) -> str:
        return f"{self.get_problem_display()} {self.get_confidentiality_display()}"


class RetentionHold(models.Model):
    """A case is needed longer: proceedings, an audit, a complaint. While one stands nothing of the case is erased."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="holds", verbose_name=_("เรื่อง"))
    reason = SealedCharField(_("เหตุผล"), max_length=300, bound_to=("case_id",))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้สั่งระงับ")
    )
    placed_at = models.DateTimeField(_("สั่งเมื่อ"), default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ยกเลิก")
    )
    lifted_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        verbose_name = _("คำสั่งระงับการลบ")
        verbose_name_plural = _("คำสั่งระงับการลบ")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at__isnull=True), name="retention_hold_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.case)


class RetentionRelease(models.Model):
    """One person asks that cases whose time is over are erased, another decides (privacy 14)."""

    class State(models.TextChoices):
        """How it stands."""

        ASKED = "asked", _("รออนุมัติ")
        APPROVED = "approved", _("ลบแล้ว")
        REFUSED = "refused", _("ไม่อนุมัติ")

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    cases = models.ManyToManyField("cases.Case", related_name="releases", verbose_name=_("เรื่อง"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ขอ")
    )
    asked_at = models.DateTimeField(_("ขอเมื่อ"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้พิจารณา")
    )
    decided_at = models.DateTimeField(_("พิจารณาเมื่อ"), null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("คำขอลบข้อมูลที่พ้นกำหนด")
        verbose_name_plural = _("คำขอลบข้อมูลที่พ้นกำหนด")
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="retention_release_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.asked_at:%Y-%m-%d}"
