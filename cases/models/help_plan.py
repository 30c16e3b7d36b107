"""What is to be done for the person, by whom and by when (S2.34)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import AssistanceKind, PlanState
from portal.sealing.fields import SealedCharField
from portal.thai.dates import format_date
from portal.web.language import is_english


class HelpService(models.Model):
    """A kind of help that a plan may name; the center keeps the list."""

    name_th = models.CharField(_("ชื่อบริการ"), max_length=120, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=120)
    kind = models.CharField(_("สิ่งที่ช่วยเหลือ"), max_length=20, choices=AssistanceKind)
    ended_at = models.DateTimeField(_("เลิกใช้เมื่อ"), null=True, editable=False)

    class Meta:
        ordering = ["kind", "id"]
        verbose_name = _("บริการ")
        verbose_name_plural = _("บริการ")

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if is_english() else self.name_th


class PlanItem(models.Model):
    """One service of the plan: planned, done by help on record, or dropped with a reason."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plan", verbose_name=_("เรื่อง"))
    service = models.ForeignKey(HelpService, models.PROTECT, related_name="+", verbose_name=_("บริการ"))
    details = SealedCharField(_("รายละเอียด"), max_length=300, blank=True, bound_to=("case_id",))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่จะทำ")
    )
    due_on = models.DateField(_("ภายในวันที่"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=PlanState, default=PlanState.PLANNED)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้วางแผน")
    )
    planned_at = models.DateTimeField(_("วางแผนเมื่อ"), default=timezone.now)
    ended_at = models.DateTimeField(_("เสร็จหรือเลิกเมื่อ"), null=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("แผนการช่วยเหลือ")
        verbose_name_plural = _("แผนการช่วยเหลือ")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PlanState.PLANNED, ended_at__isnull=True)
                | (~Q(state=PlanState.PLANNED) & Q(ended_at__isnull=False)),
                name="plan_ended_at_iff_ended",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} ({format_date(self.due_on)})"
