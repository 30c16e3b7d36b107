"""One request that a partner's program sent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.vocabulary import ProblemType


class PartnerRequest(models.Model):
    """Which case a partner's number stands for. Nothing of any person: the number tells neither the reference nor the secret.

    `own_reference` is the partner's own number of it. `told_version` is the version of the case up to which was looked what
    the partner's program has to be told, `told_state` the word that it was told last. `shown_state` is the word that
    it saw last, told or asked for: once a report is careful, that one stands.
    """

    number = models.CharField(_("เลขที่ของระบบอื่น"), max_length=16, unique=True)
    key = models.ForeignKey(
        "georeport.PartnerKey", models.PROTECT, related_name="requests", verbose_name=_("กุญแจ")
    )
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+", verbose_name=_("เรื่อง"))
    service = models.CharField(_("บริการที่แจ้ง"), max_length=30, choices=ProblemType)
    own_reference = models.CharField(_("เลขที่ที่ระบบนั้นใช้"), max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(_("รับเมื่อ"), default=timezone.now)
    told_version = models.PositiveIntegerField(default=0, editable=False)
    told_state = models.CharField(max_length=20, blank=True, editable=False)
    shown_state = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("เรื่องจากระบบอื่น")
        verbose_name_plural = _("เรื่องจากระบบอื่น")
        indexes = [models.Index(fields=["key", "fingerprint", "at"], name="georeport_again")]

    def __str__(self) -> str:
        return self.number
