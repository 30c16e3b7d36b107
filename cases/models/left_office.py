"""Offices in which nobody works on cases any more, and who answers for what they closed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeftOffice(models.Model):
    """An organization that ended, or whose last officer left, and who answers for its closed cases.

    Open cases move to another holder; a closed one keeps the name under which it was closed (R22), and people still ask
    for their data, and its time ends. Follows from organizations, successors and appointments, so that a query can join
    it: `cases.domain.leaving` writes it, whenever one of them changes and once a day.

    Attributes:
        organization: where nobody works.
        heir: its successor where somebody does, else the center of its place.
        center: of its place, for cases that some organization may not know of; None where there is none.
    """

    organization = models.OneToOneField(
        "organizations.Organization",
        models.PROTECT,
        related_name="left",
        verbose_name=_("หน่วยงานที่ไม่มีเจ้าหน้าที่แล้ว"),
    )
    heir = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ตอบแทน")
    )
    center = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ศูนย์ที่ตอบแทน"),
    )

    class Meta:
        ordering = ["organization"]
        verbose_name = _("หน่วยงานที่มีผู้อื่นตอบแทน")
        verbose_name_plural = _("หน่วยงานที่มีผู้อื่นตอบแทน")

    def __str__(self) -> str:
        return f"{self.organization_id}→{self.heir_id}"
