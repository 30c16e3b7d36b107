"""A message that must leave the system, kept until it has, and the way on which it leaves."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.outbox.failures import Kind
from portal.sealing.fields import SealedEmailField

LATE = dt.timedelta(hours=1)
"""A message that waits for longer is shown to people, whatever it waits for."""


KEPT = dt.timedelta(days=90)
"""For how long a message that left is kept where nothing else says so; a report that it came back is long there."""
FARTHEST = dt.timedelta(days=1)
"""Longer than any wait between two tries and any claim. What lies further ahead was written by a clock that has been put back
since, and would wait until that day."""


class MessageState(models.TextChoices):
    """Delivery is a state machine of its own (house.md, FixMyStreet)."""

    WAITING = "waiting", _("รอส่ง")
    SENT = "sent", _("ส่งแล้ว")
    STUCK = "stuck", _("ส่งไม่สำเร็จ")
    SETTLED = "settled", _("ติดต่อทางอื่นแล้ว")


class OutboxQuerySet(models.QuerySet):
    """Reads of the outbox."""

    def due(self, now: dt.datetime, way: str = "email") -> OutboxQuerySet:
        """Those to be sent now on one way, in the order of sending.

        What was never refused and broke no conversation comes first, the oldest before the others, so that no number of refused messages stands
        in the way of a good one.
        """
        ahead = now + FARTHEST
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_until__gt=ahead)
        due = Q(next_attempt_at__lte=now) | Q(next_attempt_at__gt=ahead)
        return self.filter(free, due, way=way, state=MessageState.WAITING).order_by(
            F("refusals") + F("interruptions"), "pk"
        )

    def over(self, now: dt.datetime) -> OutboxQuerySet:
        """Those that are done for `KEPT`, and that nothing else takes along.

        What names a reference goes with what it names: a case, a question. What was written to an office stays: no person's
        address stands in it, and it is what keeps a reminder from being sent a second time.
        """
        done = self.filter(
            state__in=[MessageState.SENT, MessageState.SETTLED], next_attempt_at__lt=now - KEPT
        )
        of_people = Q(organization__isnull=True) | Q(template__startswith="account_")
        of_nothing = of_people & ~Q(context__has_key="reference")
        # A proposal's reference is its title; what a partner's program was told is told.
        return done.filter(of_nothing | Q(template__startswith="page_") | Q(context__has_key="hook"))

    def unsent(self, now: dt.datetime) -> OutboxQuerySet:
        """Those that somebody has to look at: given up, refused, or waiting for longer than an hour; oldest first."""
        return self.unsent_since(now - LATE)

    def unsent_since(self, time: dt.datetime) -> OutboxQuerySet:
        """Those that were given up or refused, or have been waiting since before a time; oldest first."""
        failed = ~Q(error_kind=Kind.NONE) | Q(waiting_since__lt=time)
        return self.filter(Q(state=MessageState.STUCK) | Q(failed, state=MessageState.WAITING)).order_by(
            F("created_at"), "pk"
        )


class OutboxMessage(models.Model):
    """One e-mail to one address, written in the same transaction as the act that causes it; or a message on another way.

    Carries a reference and a link, never content (cases.md, privacy 7). `message_id` stays the same over retries, so a
    server that accepted the mail and then lost the answer delivers at most a recognizable duplicate (R05).

    `attempts` counts how often it was taken up, `refusals` how often it was refused for its own sake: only these use up
    its tries. `interruptions` counts conversations that broke off while it was sent, whoever was at fault. `claim` and `claimed_until` say which worker has it in hand and until when.
    """

    created_at = models.DateTimeField(_("สร้างเมื่อ"), auto_now_add=True)
    template = models.CharField(_("แบบข้อความ"), max_length=60)
    way = models.CharField(_("ทางที่ส่ง"), max_length=20, default="email", editable=False)
    to = SealedEmailField(_("ถึง"), max_length=254, bound_to=("dedup_key",))
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
    refusals = models.PositiveSmallIntegerField(_("จำนวนครั้งที่ถูกปฏิเสธ"), default=0)
    interruptions = models.PositiveSmallIntegerField(_("จำนวนครั้งที่การส่งขาดตอน"), default=0)
    waiting_since = models.DateTimeField(_("รอส่งตั้งแต่"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("ลองส่งครั้งต่อไป"), default=timezone.now)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    error_kind = models.CharField(
        _("สาเหตุที่ยังไม่ถึง"), max_length=12, choices=Kind, default=Kind.NONE, blank=True
    )
    last_error = models.CharField(_("ข้อผิดพลาดล่าสุด"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("ข้อความในกล่องส่งออก")
        verbose_name_plural = _("ข้อความในกล่องส่งออก")
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.template} {self.get_state_display()}"

    @property
    def reference(self) -> str:
        """Public reference of the case that it is about; "" when it names none."""
        return str(self.context.get("reference", ""))


class Channel(models.Model):
    """The way to a mail server, shared by all workers: when it fails it pauses once, for all of them."""

    EMAIL = "email"

    name = models.CharField(primary_key=True, max_length=20)
    paused_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("ช่องทางส่งออก")
        verbose_name_plural = _("ช่องทางส่งออก")

    def __str__(self) -> str:
        return self.name
