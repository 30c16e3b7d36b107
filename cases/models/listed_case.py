"""In which lists of which organizations a case stands: kept with every act, so that a list reads only what it shows."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import Scope, Stage
from portal.vocabulary import ProblemType

NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""Later than anything: where nothing is due, and where something never begins to stand."""
ALWAYS = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Earlier than anything: from when on something stands that does not wait for a time."""
SEVERITIES_IN_ORDER = ("emergency", "urgent", "normal")


class ListName(models.TextChoices):
    """The lists that are kept. "All" holds every case that the organization may open, closed ones too."""

    TODAY = "today", _("งานวันนี้")
    FRESH = "fresh", _("เรื่องใหม่ของเรา")
    ASKED = "asked", _("หน่วยงานอื่นขอมา")
    BACK = "back", _("กลับมาหาเรา")
    APPROVE = "approve", _("รอฉันอนุมัติ")
    HANDS = "hands", _("อยู่ในมือเรา")
    FOLLOW = "follow", _("รอติดตามผล")
    WAITING = "waiting", _("รอหน่วยงานอื่น")
    LATE = "late", _("เกินกำหนด")
    NOBODY = "nobody", _("ไม่มีผู้ตอบได้")
    ALL = "all", _("ทั้งหมด")


class ListedCase(models.Model):
    """One case in one list of one organization.

    Made from how the case stands by `cases.domain.lists` and by nothing else; it can be thrown away and made again
    (`manage.py rebuild_lists`). It says where to look and grants nothing: what is shown is read through
    `Case.objects.visible_to` or `known_to`.

    Attributes:
        haste: danger and severity as one number, the most pressing first (`haste_of`).
        due_at: what the list is ordered by: the next due time of the organization, or of whoever it waits for.
        stands_from: from when on it stands in the list: `ALWAYS`, or when its time is over; `NEVER` where it only waits for a decision.
        to_decide: it stands in the list of those who decide, whatever the time.
        asked_by: the one person who asked for the decision and may therefore not make it; None where anybody may who decides.
        place: code of subdistrict, district or province.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", db_index=False
    )
    list = models.CharField(max_length=8, choices=ListName)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="listed")
    haste = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    stands_from = models.DateTimeField()
    to_decide = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    scope = models.PositiveSmallIntegerField(choices=Scope)
    holder = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=20, choices=Stage)
    problem = models.CharField(max_length=30, choices=ProblemType, blank=True)
    channel = models.CharField(max_length=20)
    place = models.CharField(max_length=6, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("เรื่องในรายการงาน")
        verbose_name_plural = _("เรื่องในรายการงาน")
        constraints = [
            models.UniqueConstraint(fields=["organization", "list", "case"], name="listed_once"),
        ]
        indexes = [
            # Everything by which a list is ordered and counted, so that counting never reads the rows themselves.
            models.Index(
                fields=[
                    *("organization", "list", "haste", "due_at", "case"),
                    *("stands_from", "to_decide", "asked_by"),
                ],
                name="listed_in_order",
            ),
            # Everything by which the longest list is narrowed, in its order: what does not fit is passed over unread.
            # The list stands in it too, though it is the same everywhere: SQLite takes the index with more columns that fit.
            models.Index(
                fields=[
                    *("organization", "list", "case", "scope", "place", "problem", "haste", "due_at"),
                    *("stage", "channel", "holder", "received_at"),
                ],
                condition=models.Q(list=ListName.ALL),
                name="listed_all",
            ),
            # What is late is counted on every page; most of what can be is not yet.
            models.Index(
                fields=["organization", "list", "stands_from", "case"],
                condition=models.Q(list=ListName.LATE),
                name="listed_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.list}"


def haste_of(*, danger: bool, severity: str) -> int:
    """Return how pressing a case is, 0 the most: danger first, then the severity."""
    return (0 if danger else len(SEVERITIES_IN_ORDER)) + SEVERITIES_IN_ORDER.index(severity)


def hastes_of(severity: str) -> tuple[int, ...]:
    """Return every haste that a case of this severity can have."""
    return haste_of(danger=True, severity=severity), haste_of(danger=False, severity=severity)
