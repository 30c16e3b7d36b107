"""The time limits that an office may change."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import LimitStep
from cases.vocabulary import LimitSource, Severity, Track
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType

EVERY_PROBLEM = ""
_CRISES = sorted(problem.value for problem in CRISIS_PROBLEMS)


class PolicyClock(models.Model):
    """The limit of one step for one track and severity; it replaces the default of `cases.domain.limits`.

    A row may name one problem of its track; it stands above the row that holds for every problem (``""``).
    Either calendar hours or working days, never both: crisis duties count every hour, general ones working days.
    """

    kind = models.CharField(_("สิ่งที่ต้องทำ"), max_length=20, choices=LimitStep)
    track = models.CharField(_("กลุ่มเรื่อง"), max_length=10, choices=Track)
    severity = models.CharField(_("ความเร่งด่วน"), max_length=10, choices=Severity)
    problem = models.CharField(
        _("เฉพาะปัญหา"), max_length=30, choices=ProblemType, default=EVERY_PROBLEM, blank=True
    )
    hours = models.PositiveSmallIntegerField(_("ชั่วโมง (นับทุกวัน)"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("วันทำการ"), null=True, blank=True)
    source = models.CharField(_("ที่มา"), max_length=10, choices=LimitSource, default=LimitSource.CENTER)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "track", "severity", "problem"]
        verbose_name = _("กำหนดเวลามาตรฐาน")
        verbose_name_plural = _("กำหนดเวลามาตรฐาน")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "track", "severity", "problem"], name="policy_clock_once"
            ),
            models.CheckConstraint(
                condition=Q(problem=EVERY_PROBLEM)
                | Q(track=Track.CRISIS, problem__in=_CRISES)
                | Q(Q(track=Track.GENERAL), ~Q(problem__in=_CRISES)),
                name="policy_clock_problem_of_track",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=False, hours__gt=0, working_days__isnull=True)
                | Q(hours__isnull=True, working_days__isnull=False, working_days__gt=0),
                name="policy_clock_hours_or_days",
            ),
        ]

    def __str__(self) -> str:
        parts = [self.get_kind_display(), self.get_track_display(), self.get_severity_display()]
        return " ".join(map(str, [*parts, *([self.get_problem_display()] if self.problem else [])]))
