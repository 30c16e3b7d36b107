"""A mobile unit on its way (S1.06)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import WaitingState


class Visit(models.Model):
    """Somebody goes to the person: sent out, arrived, done or turned back."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="visits", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(_("สถานะ"), max_length=15, choices=WaitingState)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="visits", verbose_name=_("หน่วยงาน")
    )
    arrived_at = models.DateTimeField(_("ถึงเมื่อ"), null=True)

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name = _("การออกหน่วย")
        verbose_name_plural = _("การออกหน่วย")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="visit_number_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.organization}"
