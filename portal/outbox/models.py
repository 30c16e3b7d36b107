"""A message that must leave the system, kept until it has."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """Delivery is a state machine of its own (house.md, FixMyStreet)."""

    WAITING = "waiting", _("รอส่ง")
    SENT = "sent", _("ส่งแล้ว")
    STUCK = "stuck", _("ส่งไม่สำเร็จ")


class OutboxMessage(models.Model):
    """One e-mail to one address, written in the same transaction as the act that causes it.

    Carries a reference and a link, never content (cases.md, privacy 7). `message_id` stays the same over retries, so a
    server that accepted the mail and then lost the answer delivers at most a recognizable duplicate (R05).
    """

    created_at = models.DateTimeField(_("สร้างเมื่อ"), auto_now_add=True)
    template = models.CharField(_("แบบข้อความ"), max_length=60)
    to = models.EmailField(_("ถึง"), max_length=254)
    context = models.JSONField(default=dict)
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("หน่วยงาน"),
    )
    dedup_key = models.CharField(max_length=160, unique=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    state = models.CharField(_("สถานะ"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("จำนวนครั้งที่ลองส่ง"), default=0)
    next_attempt_at = models.DateTimeField(_("ลองส่งครั้งต่อไป"), default=timezone.now)
    last_error = models.CharField(_("ข้อผิดพลาดล่าสุด"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("ข้อความในกล่องส่งออก")
        verbose_name_plural = _("ข้อความในกล่องส่งออก")
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.template} {self.get_state_display()}"
