"""What a local administration was told of the needs in its area."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.needs.models.need import NeedSource
from portal.vocabulary import ProblemType


class Digest(models.Model):
    """The needs of one area in one month, as they were told. Sent once; figures and noted needs stay as they were then."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="needs_digests", verbose_name=_("ถึง")
    )
    sender = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("จาก")
    )
    month = models.DateField(_("เดือน"))
    message = models.CharField(_("ข้อความ"), max_length=1000, blank=True)
    needs = models.ManyToManyField("needs.Need", related_name="digests", verbose_name=_("ความต้องการที่บันทึกไว้"))
    sent_at = models.DateTimeField(_("แจ้งเมื่อ"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้แจ้ง")
    )
    acknowledged_at = models.DateTimeField(_("รับทราบเมื่อ"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้รับทราบ")
    )

    class Meta:
        ordering = ["-month", "organization_id"]
        verbose_name = _("สรุปความต้องการ")
        verbose_name_plural = _("สรุปความต้องการ")
        constraints = [
            models.UniqueConstraint(fields=["organization", "sender", "month"], name="needs_digest_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="needs_digest_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.month:%Y-%m}"


class DigestLine(models.Model):
    """How many asked for one kind of help at one place; a missing number is a hidden small one (privacy 11)."""

    digest = models.ForeignKey(Digest, models.PROTECT, related_name="lines", verbose_name=_("สรุป"))
    source = models.CharField(_("ทราบจาก"), max_length=12, choices=NeedSource)
    theme = models.CharField(_("ด้าน"), max_length=30, choices=ProblemType, blank=True)
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6, blank=True)
    number = models.PositiveIntegerField(_("จำนวน"), null=True)

    class Meta:
        ordering = ["digest", "id"]
        verbose_name = _("บรรทัดของสรุป")
        verbose_name_plural = _("บรรทัดของสรุป")

    def __str__(self) -> str:
        return f"{self.digest} {self.theme}"
