"""Who has a case open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseOpened(models.Model):
    """Somebody looked at the page of a case a moment ago; colleagues read the name, so that two do not call the same person.

    One row for each person and case, forgotten after a few minutes (`cases.domain.presence`). It is no record of reads:
    that is the audit.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="opened")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("ผู้ที่เปิดเรื่องอยู่")
        verbose_name_plural = _("ผู้ที่เปิดเรื่องอยู่")
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="case_opened_once_per_person")]

    def __str__(self) -> str:
        return f"{self.case} {self.seen_at:%H:%M}"
