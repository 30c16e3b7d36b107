"""Where a member of staff is signed in."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.user import User

IDLE = dt.timedelta(minutes=30)
IDLE_SENSITIVE = dt.timedelta(minutes=15)
"""After a page of a crisis case."""
LONGEST = dt.timedelta(hours=12)
"""Of a session, however busy (ASVS 7.3.1, 7.3.2)."""


class OpenSession(models.Model):
    """One browser in which a member of staff is signed in; without its row the session there is over.

    Django's table of sessions does not say whose they are, and a session's key changes while it lives. So a session
    names its row here, and whoever ends it deletes the row (ASVS 7.4.2, 7.5.2).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions")
    device = models.CharField(_("เครื่อง"), max_length=80, blank=True)
    signed_in_at = models.DateTimeField(_("เข้าสู่ระบบเมื่อ"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("ใช้ล่าสุดเมื่อ"), default=timezone.now)
    is_sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ["-last_seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.signed_in_at:%Y-%m-%d %H:%M}"

    def is_over(self, now: dt.datetime) -> bool:
        """Say whether it was left alone too long, or is too old."""
        idle = IDLE_SENSITIVE if self.is_sensitive else IDLE
        return now - self.last_seen_at > idle or now - self.signed_in_at > LONGEST
