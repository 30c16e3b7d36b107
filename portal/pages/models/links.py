"""Addresses of other sites that public pages lead to, whether they answer, and the rounds in which they were visited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_LINK = 2000
"""Characters of an address that is visited: browsers and servers take no longer ones either."""


class LinkState(models.TextChoices):
    """What happened at the last visit that counted, as an editor reads it."""

    NEW = "", _("ยังไม่ได้ตรวจ")
    OK = "ok", _("เปิดได้")
    MOVED = "moved", _("ย้ายไปที่อยู่ใหม่อย่างถาวร")
    REFUSES = "refuses", _("เว็บนั้นไม่ให้โปรแกรมเข้าดู")
    CERTIFICATE = "certificate", _("ระบบไม่เชื่อใบรับรองความปลอดภัยของเว็บนั้น")
    INSIDE = "inside", _("อยู่ในเครือข่ายภายใน ระบบไม่เปิด")
    GONE = "gone", _("เว็บนั้นไม่มีหน้านี้แล้ว")
    ERROR = "error", _("เว็บนั้นขัดข้อง")
    NOBODY = "nobody", _("ไม่มีใครตอบ")
    LATE = "late", _("ไม่ตอบในเวลาที่รอ")
    NO_NAME = "no_name", _("ไม่มีเว็บชื่อนี้")
    LOOP = "loop", _("ส่งต่อวนไปมาไม่รู้จบ")
    GARBLED = "garbled", _("ตอบมาแต่อ่านไม่ได้")


GOOD = (LinkState.OK, LinkState.MOVED)
UNSEEN = (LinkState.REFUSES, LinkState.CERTIFICATE, LinkState.INSIDE)
"""What a program cannot judge: a person has to look."""
DEAD_DAYS = 2
"""On so many different days in a row a visit must fail before a link counts as dead."""


class OutsideLink(models.Model):
    """An address of another site, with what its visits found. A failed visit counts when the round of its day is judged."""

    address = models.CharField(max_length=LONGEST_LINK, unique=True)
    held_by = models.JSONField(default=list)
    """Primary keys of the public pages that lead there; `CENTER` stands for the details of the center."""
    state = models.CharField(max_length=12, choices=LinkState.choices, default=LinkState.NEW, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    """Of HTTP; None when no answer came."""
    moved_to = models.CharField(max_length=LONGEST_LINK, blank=True)
    visited_at = models.DateTimeField(null=True, db_index=True)
    failing_since = models.DateTimeField(null=True)
    failed_days = models.PositiveIntegerField(default=0)
    pending = models.CharField(max_length=12, choices=LinkState.choices, default=LinkState.NEW, blank=True)
    """What went wrong in the round that goes on: whether it counts is known at its end."""
    pending_status = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    """When an editor asked for another visit that has not happened yet."""

    CENTER = 0

    class Meta:
        ordering = ["failing_since", "address"]
        verbose_name = "link to another site"

    def __str__(self) -> str:
        return self.address

    @property
    def is_dead(self) -> bool:
        """It failed on different days in a row; a site that is down for an hour is not dead."""
        return self.failed_days >= DEAD_DAYS


class LinkRound(models.Model):
    """The visits of one day: what was found of whoever did not answer counts only when somebody else did."""

    KEPT = 60

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    """Until then a worker is at it, and no other begins."""
    visited = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    """Visits in which anything answered at all."""

    class Meta:
        ordering = ["-day"]
        verbose_name = "round of visits to other sites"

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def reached_nobody(self) -> bool:
        """It is over, and no site answered: the fault is on our side, and nothing is said of any site."""
        return self.ended_at is not None and self.visited > 0 and not self.heard
