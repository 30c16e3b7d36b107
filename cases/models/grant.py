"""Why an organization may read a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import GrantReason, Scope


class Grant(models.Model):
    """One reason to read, how much, from when until when: also the ledger of disclosures (Official Information Act s.24).

    A row is never deleted; it ends with its reason (`cases.machine.standing.Grant`).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="grants", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    scope = models.PositiveSmallIntegerField(_("อ่านได้เท่าใด"), choices=Scope)
    reason = models.CharField(_("เหตุ"), max_length=20, choices=GrantReason)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    since = models.DateTimeField(_("ตั้งแต่"))
    until = models.DateTimeField(_("ถึง"), null=True)

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name = _("สิทธิอ่านเรื่อง")
        verbose_name_plural = _("สิทธิอ่านเรื่อง")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="grant_number_once")]
        indexes = [
            models.Index(
                fields=["organization", "case", "scope"],
                condition=Q(until__isnull=True),
                name="grant_of_organization",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.organization} {self.get_scope_display()}"
