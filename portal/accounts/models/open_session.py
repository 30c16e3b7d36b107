"""Where a member of staff is signed in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.user import User


class OpenSession(models.Model):
    """One browser in which a member of staff is signed in; without its row the session there is over.

    Django's table of sessions does not say whose they are, and a session's key changes while it lives. So a session
    names its row here, and whoever ends it deletes the row (ASVS 7.4.2, 7.5.2).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions")
    signed_in_at = models.DateTimeField(_("เข้าสู่ระบบเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-signed_in_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.signed_in_at:%Y-%m-%d %H:%M}"
