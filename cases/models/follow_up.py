"""Looking after the person once help was given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import WaitingState
from portal.sealing.fields import SealedTextField


class FollowUp(models.Model):
    """A date on which somebody asks how the person is, and what was found then (S1.08, S2.43)."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="follow_ups", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(_("สถานะ"), max_length=15, choices=WaitingState)
    used = models.BooleanField(default=False, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    due_on = models.DateField(_("วันที่นัดติดตาม"))
    created_at = models.DateTimeField(_("นัดเมื่อ"), default=timezone.now)
    done_at = models.DateTimeField(_("ติดตามแล้วเมื่อ"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ติดตาม")
    )
    finding = SealedTextField(_("ผลการติดตาม"), max_length=2000, blank=True, bound_to=("case_id", "number"))

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="follow_up_number_once")]
        verbose_name = _("การติดตามผล")
        verbose_name_plural = _("การติดตามผล")

    def __str__(self) -> str:
        return f"{self.case} {self.due_on}"
