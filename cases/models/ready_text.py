"""Sentences that are ready to be put into a box and changed there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import TextUse
from portal.organizations.models import Organization


class ReadyText(models.Model):
    """A text that officers begin with. Those of a center serve the offices of its area too; taken off, never deleted."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    use = models.CharField(_("ใช้ในช่อง"), max_length=10, choices=TextUse)
    title = models.CharField(_("ชื่อข้อความ"), max_length=120)
    text = models.TextField(_("ข้อความ"))
    ended_at = models.DateTimeField(_("เลิกใช้เมื่อ"), null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("ข้อความสำเร็จรูป")
        verbose_name_plural = _("ข้อความสำเร็จรูป")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "use", "title"],
                condition=Q(ended_at__isnull=True),
                name="ready_text_once",
            ),
            models.CheckConstraint(condition=Q(use__in=TextUse.values), name="ready_text_use_is_known"),
        ]

    def __str__(self) -> str:
        return self.title
