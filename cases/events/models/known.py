"""What is known of an event."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.events.models.event import Event
from portal.web.language import is_english


class KnownFact(models.Model):
    """One thing that is known, when and by whom. Append-only: what was wrong stays, and a later entry says so."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="facts", verbose_name=_("สถานการณ์"))
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่แจ้ง")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    words = models.CharField(_("สิ่งที่ทราบ"), max_length=600)
    words_en = models.CharField(_("สิ่งที่ทราบ (อังกฤษ)"), max_length=600, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name=_("แก้ข้อความ")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("สิ่งที่ทราบ")
        verbose_name_plural = _("สิ่งที่ทราบ")

    def __str__(self) -> str:
        return f"{self.event_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def display_words(self) -> str:
        """The words in the reader's language."""
        return (is_english() and self.words_en) or self.words
