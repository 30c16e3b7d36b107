"""Where people can go."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.events.models.event import Event
from cases.events.vocabulary import ShelterState
from portal.web.language import is_english


class Shelter(models.Model):
    """One shelter of an event, as the public page names it. Nobody in it is named anywhere on that page."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="shelters", verbose_name=_("สถานการณ์"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("ผู้ดูแล")
    )
    name = models.CharField(_("ชื่อศูนย์พักพิง"), max_length=120)
    name_en = models.CharField(_("ชื่อศูนย์พักพิง (อังกฤษ)"), max_length=120, blank=True)
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6)
    place = models.CharField(_("ที่ตั้งและวิธีไป"), max_length=200, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)
    room_for = models.PositiveIntegerField(_("รับได้ (คน)"), null=True, blank=True)
    state = models.CharField(_("สถานะ"), max_length=8, choices=ShelterState, default=ShelterState.OPEN)
    changed_at = models.DateTimeField(_("ปรับปรุงเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["event_id", "id"]
        verbose_name = _("ศูนย์พักพิง")
        verbose_name_plural = _("ศูนย์พักพิง")

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return (is_english() and self.name_en) or self.name
