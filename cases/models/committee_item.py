"""A request to the committee for helping people of a local administration (S1.14)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import WaitingState


class CommitteeItem(models.Model):
    """What the committee has to decide about a case."""

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="committee_items", verbose_name=_("เรื่อง")
    )
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(_("สถานะ"), max_length=15, choices=WaitingState)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("อปท.")
    )

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name = _("เรื่องเข้าคณะกรรมการ")
        verbose_name_plural = _("เรื่องเข้าคณะกรรมการ")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="committee_item_number_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.organization}"
