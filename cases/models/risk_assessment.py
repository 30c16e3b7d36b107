"""How likely it is to happen again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import RiskLevel
from portal.sealing.fields import SealedTextField


class RiskAssessment(models.Model):
    """A judgement of the risk that the person is harmed again; crisis cases need one before they close (S2.43)."""

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="risk_assessments", verbose_name=_("เรื่อง")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    level = models.CharField(_("ระดับความเสี่ยง"), max_length=10, choices=RiskLevel)
    reasons = SealedTextField(_("เหตุผล"), max_length=2000, blank=True, bound_to=("case_id",))
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ประเมิน")
    )
    assessed_at = models.DateTimeField(_("ประเมินเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("การประเมินความเสี่ยง")
        verbose_name_plural = _("การประเมินความเสี่ยง")

    def __str__(self) -> str:
        return f"{self.case} {self.get_level_display()}"
