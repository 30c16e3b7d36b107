"""The event itself, its area and its organizations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.events.vocabulary import EventKind
from portal.web.language import is_english


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of events."""

    def running(self) -> EventQuerySet:
        """Events that nobody closed: an event never ends by itself, its date of review comes (docs/events.md)."""
        return self.filter(ended_at=None)


class Event(models.Model):
    """One event, declared by an appointed person and closed by one.

    It owns no case: whatever an organization has to do about a request stays as it is (docs/events.md). What is expected of
    its end is a date on which somebody looks again, so that an event without an end is never forgotten.
    """

    slug = models.SlugField(_("ที่อยู่หน้าเว็บ"), max_length=60, unique=True)
    kind = models.CharField(_("ชนิด"), max_length=12, choices=EventKind)
    name = models.CharField(_("ชื่อสถานการณ์"), max_length=120)
    name_en = models.CharField(_("ชื่อสถานการณ์ (อังกฤษ)"), max_length=120, blank=True)
    reason = models.CharField(_("เหตุผลที่ประกาศ"), max_length=1000)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ประกาศ")
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ประกาศ")
    )
    declared_at = models.DateTimeField(_("ประกาศเมื่อ"), default=timezone.now)
    duty_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้อำนวยการเวร")
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้แทน")
    )
    starts_at = models.DateTimeField(_("เริ่ม"))
    expected_end = models.DateField(_("คาดว่าสิ้นสุด"), null=True)
    review_on = models.DateField(_("ทบทวนวันที่"))
    ended_at = models.DateTimeField(_("สิ้นสุดเมื่อ"), null=True, db_index=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ปิดสถานการณ์")
    )
    ending = models.CharField(_("เหตุผลที่ปิด"), max_length=1000, blank=True)
    end_asked_at = models.DateTimeField(_("ขอปิดเมื่อ"), null=True, editable=False)
    """While the event runs: somebody asked for its end, and a second person has not confirmed it yet."""
    end_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ผู้ขอปิด"),
    )
    advice = models.TextField(_("สิ่งที่ควรทำ"), max_length=4000, blank=True)
    advice_en = models.TextField(_("สิ่งที่ควรทำ (อังกฤษ)"), max_length=4000, blank=True)
    phone = models.CharField(_("โทรศัพท์ของเวร"), max_length=60, blank=True)
    direct = models.BooleanField(_("คำขอส่งตรงถึง อปท. ของพื้นที่"), default=False)
    waited = models.PositiveIntegerField(_("เวลารอ (นาที)"), null=True, editable=False)
    """Half of those who asked in the last day waited no longer than this until somebody took it; None where too few asked."""
    waited_danger = models.PositiveIntegerField(_("เวลารอเมื่อมีอันตราย (นาที)"), null=True, editable=False)
    still_waiting = models.PositiveIntegerField(_("รออยู่"), default=0, editable=False)
    waits_at = models.DateTimeField(_("นับเวลารอเมื่อ"), null=True, editable=False)
    token = models.UUIDField(unique=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("สถานการณ์")
        verbose_name_plural = _("สถานการณ์")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ending="")
                | Q(ended_at__gte=F("starts_at"), ended_by__isnull=False),
                name="event_ended_by_somebody_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return (is_english() and self.name_en) or self.name

    @property
    def display_advice(self) -> str:
        """What to do, in the reader's language."""
        return (is_english() and self.advice_en) or self.advice

    @property
    def is_running(self) -> bool:
        """Nobody closed it yet."""
        return self.ended_at is None

    @property
    def is_end_asked(self) -> bool:
        """Somebody asked for its end, and a second person has to confirm it."""
        return self.is_running and self.end_asked_at is not None


class EventArea(models.Model):
    """One subdistrict that the event lies in; they may be of several districts and provinces."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="areas", verbose_name=_("สถานการณ์"))
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6, db_index=True)

    class Meta:
        ordering = ["event_id", "subdistrict_code"]
        verbose_name = _("พื้นที่ของสถานการณ์")
        verbose_name_plural = _("พื้นที่ของสถานการณ์")
        constraints = [models.UniqueConstraint(fields=["event", "subdistrict_code"], name="event_area_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.subdistrict_code}"


class EventOrganization(models.Model):
    """One organization that works in the event; it sees the board."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="parties", verbose_name=_("สถานการณ์"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )

    class Meta:
        ordering = ["event_id", "organization_id"]
        verbose_name = _("หน่วยงานของสถานการณ์")
        verbose_name_plural = _("หน่วยงานของสถานการณ์")
        constraints = [models.UniqueConstraint(fields=["event", "organization"], name="event_party_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.organization_id}"
