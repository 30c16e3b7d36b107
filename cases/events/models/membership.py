"""That a request belongs to an event."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.events.models.event import Event
from cases.events.vocabulary import Way


class EventCase(models.Model):
    """A request stands in an event from one moment on, until an officer takes it out or the event's end leaves it behind.

    A case stands in one event at most. It changes nothing of the case: holder, duties and grants stay as they are.

    Attributes:
        until: when it left; without `taken_out` it went on into another event after this one was over, and is counted in both.
        left_with: who held the case when the event ended while it was open: it went back to its ordinary course there.
        danger_at: when danger became known again of a request that stood there already; None while only its report told of it.
        danger_unread: danger was told of it that nobody at its holder has read yet (`domain.nobody_took`).
        danger_steps: how many steps of the ladder have rung since (`domain.owning`).
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="members", verbose_name=_("สถานการณ์"))
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="in_events", verbose_name=_("เรื่อง"))
    way = models.CharField(_("เข้ามาโดย"), max_length=8, choices=Way)
    since = models.DateTimeField(_("ตั้งแต่"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้เพิ่ม")
    )
    reason = models.CharField(_("เหตุผลที่เพิ่ม"), max_length=300, blank=True)
    until = models.DateTimeField(_("ถึง"), null=True)
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้นำออก")
    )
    taken_out = models.CharField(_("เหตุผลที่นำออก"), max_length=300, blank=True)
    left_with = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ยังเปิดอยู่ที่"),
    )
    danger_at = models.DateTimeField(_("แจ้งอันตรายเมื่อ"), null=True, editable=False)
    danger_unread = models.BooleanField(
        _("อันตรายที่แจ้งใหม่ยังไม่มีใครอ่าน"), default=False, db_default=False, editable=False
    )
    danger_steps = models.PositiveSmallIntegerField(_("เตือนแล้วกี่ขั้น"), default=0, db_default=0, editable=False)

    class Meta:
        ordering = ["event_id", "since", "id"]
        verbose_name = _("เรื่องในสถานการณ์")
        verbose_name_plural = _("เรื่องในสถานการณ์")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="case_in_one_event"),
            models.CheckConstraint(
                condition=~Q(way=Way.OFFICER) | (Q(person__isnull=False) & ~Q(reason="")),
                name="event_case_added_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["event", "until", "case"], name="event_case_now")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.case_id}"
