"""Answers that are ready to be used and changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization


class AnswerTemplate(models.Model):
    """A text that officers of a center begin an answer with; its head keeps the list. Taken off, never deleted."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("ศูนย์"))
    title = models.CharField(_("ชื่อแม่แบบ"), max_length=120)
    text = models.TextField(_("ข้อความ"))
    ended_at = models.DateTimeField(_("เลิกใช้เมื่อ"), null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("แม่แบบคำตอบ")
        verbose_name_plural = _("แม่แบบคำตอบ")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"],
                condition=Q(ended_at__isnull=True),
                name="answer_template_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
