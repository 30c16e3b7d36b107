"""One list that one address follows."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.alerts.models.subscriber import Subscriber
from portal.web.following import LONGEST


def key_of(list_name: str, query: str) -> str:
    """Return what is the same for the same list and conditions; conditions are too long for an index."""
    return hashlib.sha256(f"{list_name}\0{query}".encode()).hexdigest()


class AlertQuerySet(models.QuerySet["Alert"]):
    """Reads of alerts."""

    def confirmed(self) -> AlertQuerySet:
        """Those whose address was confirmed; nothing but the one mail with the link is sent for others."""
        return self.filter(confirmed_at__isnull=False)

    def due(self, until: dt.datetime) -> AlertQuerySet:
        """Confirmed ones in which nobody has looked for news up to a moment."""
        return self.confirmed().filter(looked_until__lt=until)


class Alert(models.Model):
    """A list with its conditions, followed by one address.

    `confirm_hash` is the digest of the secret in the one link that confirms it; empty once that was used. News up to
    `looked_until` were looked for. `news_from` and `news_until` bound those that the last mail told of.
    """

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="alerts", verbose_name=_("ผู้ขอให้แจ้งเรื่องใหม่")
    )
    list_name = models.CharField(_("รายการที่ติดตาม"), max_length=20)
    query = models.CharField(_("เงื่อนไขที่ติดตาม"), max_length=LONGEST, blank=True)
    key = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField(_("ขอเมื่อ"))
    confirm_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    confirm_until = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(_("ยืนยันเมื่อ"), null=True)
    looked_until = models.DateTimeField(null=True, db_index=True, editable=False)
    news_from = models.DateTimeField(null=True, editable=False)
    news_until = models.DateTimeField(null=True, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("การแจ้งเรื่องใหม่")
        verbose_name_plural = _("การแจ้งเรื่องใหม่")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["subscriber", "key"], name="alerts_once")]

    def __str__(self) -> str:
        return f"alert {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key with what it stands for."""
        self.key = key_of(self.list_name, self.query)
        super().save(*args, **kwargs)
