"""Somebody on a list of calls."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.calls.models.call_list import CallList
from cases.calls.vocabulary import OPEN, RowState


class CallRowQuerySet(models.QuerySet["CallRow"]):
    """Reads of rows."""

    def open(self) -> CallRowQuerySet:
        """Those with which somebody still has to do something."""
        return self.filter(state__in=OPEN)

    def to_call(self, now: dt.datetime) -> CallRowQuerySet:
        """Those that may be called now and that nobody has in hand, what presses most first."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        due = self.filter(free, state__in=(RowState.WAITING, RowState.VISIT), next_at__lte=now)
        return due.order_by("-urgent", "next_at", "pk")


class CallRow(models.Model):
    """The reporter of one case on a list. A case stands in one open row, whoever's list it is.

    Nothing of the person is kept here: name and number are read from the case when somebody calls.

    Attributes:
        code: how the last call ended that counts (`CODES`), or why nobody calls (`Reason`).
        urgent: danger, the highest severity or a crisis; looked at again whenever the number is taken.
        tries: calls without an answer.
        next_at: from when on it may be called; None where nobody calls.
        number: digest of the number that is in somebody's hand, so that two callers never ring one telephone.
        leased_by: who has the number in hand; it ends by itself.
        coded_by: who gave the code that waits for a second look.
        changed_at: when it came into its state.
    """

    calls = models.ForeignKey(CallList, models.PROTECT, related_name="rows", verbose_name=_("รายการโทร"))
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="call_rows", verbose_name=_("เรื่อง"))
    state = models.CharField(_("สถานะ"), max_length=8, choices=RowState, default=RowState.WAITING)
    code = models.CharField(_("ผล"), max_length=20, blank=True)
    urgent = models.BooleanField(_("อันตรายหรือวิกฤต"), default=False)
    tries = models.PositiveSmallIntegerField(_("โทรแล้วไม่รับ"), default=0)
    next_at = models.DateTimeField(_("โทรได้ตั้งแต่"), null=True)
    changed_at = models.DateTimeField(_("เปลี่ยนเมื่อ"), default=timezone.now)
    number = models.CharField(max_length=64, blank=True, editable=False)
    leased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ถือเบอร์")
    )
    leased_appointment = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, null=True, related_name="+"
    )
    leased_until = models.DateTimeField(_("ถือได้ถึง"), null=True)
    coded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้บันทึกผล")
    )

    objects = CallRowQuerySet.as_manager()

    class Meta:
        ordering = ["calls_id", "id"]
        verbose_name = _("แถวของรายการโทร")
        verbose_name_plural = _("แถวของรายการโทร")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=OPEN), name="case_in_one_open_call_row"
            ),
            models.UniqueConstraint(
                fields=["leased_by"], condition=Q(leased_by__isnull=False), name="one_number_in_a_hand"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(leased_by__isnull=False), name="a_number_in_one_hand"
            ),
            models.CheckConstraint(
                condition=Q(leased_by=None, leased_until=None, leased_appointment=None)
                | Q(
                    leased_by__isnull=False,
                    leased_until__isnull=False,
                    leased_appointment__isnull=False,
                    state__in=(RowState.WAITING, RowState.VISIT),
                ),
                name="call_lease_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["calls", "state", "next_at"], name="call_rows_due"),
            models.Index(
                fields=["leased_until"], condition=Q(leased_until__isnull=False), name="call_leases"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calls_id}: {self.case_id} {self.state}"

    def is_held_by(self, person: int, now: dt.datetime) -> bool:
        """Whether somebody has the number in hand at a moment."""
        return self.leased_by_id == person and self.leased_until is not None and self.leased_until > now
