"""Channels by which requests come in, beside those that the rules know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ChannelGroup


class IntakeChannel(models.Model):
    """A channel of the center's own, or what the center changed about a fixed one (S1.05).

    The fixed channels stay in code (`cases.vocabulary.Channel`): rules hang on them (who may submit, what goes to the
    lead agency at once), their names are translated, and a case keeps its code whatever the center changes. A row with
    the code of a fixed one only says whether it is offered.
    """

    code = models.CharField(max_length=20, unique=True, editable=False)
    name_th = models.CharField(_("ชื่อช่องทาง"), max_length=80, blank=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=80, blank=True)
    group = models.CharField(_("กลุ่มในสถิติ"), max_length=10, choices=ChannelGroup)
    is_offered = models.BooleanField(_("ให้เลือกเมื่อรับเรื่อง"), default=True)

    class Meta:
        ordering = ["name_th", "id"]
        verbose_name = _("ช่องทางรับเรื่อง")
        verbose_name_plural = _("ช่องทางรับเรื่อง")

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en") and self.name_en
        return english or self.name_th or self.code
