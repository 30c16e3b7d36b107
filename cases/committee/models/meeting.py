"""A meeting of a committee, numbered within its fiscal year (S1.01)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.committee.models.committee import HelpCommittee
from cases.committee.vocabulary import MeetingState, QuorumRule
from portal.sealing.fields import SealedTextField


class Meeting(models.Model):
    """One meeting: when, where, how far. A cancelled one keeps its number, so that the row of numbers has no gap.

    Attributes:
        second_quorum, second_source: of a second call: which quorum the invitation said is enough, and by which rule.
        quorum, quorum_words: by which rule it was counted when it was held or given up; "" before. What the committee's
            rules become later changes nothing of it, and those counted stand in its attendance.
        members, present, needed: what was counted then.
    """

    committee = models.ForeignKey(
        HelpCommittee, models.PROTECT, related_name="meetings", verbose_name=_("คณะกรรมการ")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    number = models.PositiveSmallIntegerField(_("ครั้งที่"))
    starts_at = models.DateTimeField(_("วันและเวลาประชุม"))
    place = models.CharField(_("สถานที่"), max_length=200)
    state = models.CharField(_("สถานะ"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    why_not = models.CharField(_("เหตุที่ไม่ได้ประชุม"), max_length=300, blank=True)
    called_again_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="second_call",
        verbose_name=_("นัดใหม่จากครั้งที่ไม่ครบองค์ประชุม"),
    )
    chair = models.ForeignKey(
        "committee.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ประธานในที่ประชุม"),
    )
    second_quorum = models.CharField(
        _("องค์ประชุมที่หนังสือเชิญบอกไว้"), max_length=12, choices=QuorumRule, blank=True
    )
    second_source = models.CharField(_("ที่มาขององค์ประชุมที่หนังสือเชิญบอกไว้"), max_length=300, blank=True)
    quorum = models.CharField(_("หลักองค์ประชุมในวันประชุม"), max_length=12, choices=QuorumRule, blank=True)
    quorum_words = models.CharField(_("หลักองค์ประชุมในวันประชุมเป็นข้อความ"), max_length=1000, blank=True)
    members = models.PositiveSmallIntegerField(_("กรรมการในวันประชุม"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("กรรมการที่มาประชุม"), null=True, blank=True)
    needed = models.PositiveSmallIntegerField(_("ต้องมาประชุม"), null=True, blank=True)
    opened_at = models.DateTimeField(_("เปิดประชุมเมื่อ"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ปิดประชุมเมื่อ"), null=True, blank=True)
    told = SealedTextField(
        _("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"), blank=True, bound_to=("committee_id", "fiscal_year", "number")
    )
    earlier = SealedTextField(
        _("การรับรองรายงานการประชุมครั้งก่อน"), blank=True, bound_to=("committee_id", "fiscal_year", "number")
    )
    other = SealedTextField(_("เรื่องอื่น ๆ"), blank=True, bound_to=("committee_id", "fiscal_year", "number"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้กำหนดประชุม")
    )
    planned_at = models.DateTimeField(_("กำหนดเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-fiscal_year", "-number"]
        verbose_name = _("การประชุมคณะกรรมการ")
        verbose_name_plural = _("การประชุมคณะกรรมการ")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "fiscal_year", "number"], name="committee_meeting_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="committee_meetings_begin_at_one"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its number as it is spoken: "3/2570"."""
        return f"{self.number}/{self.fiscal_year}"

    @property
    def tone(self) -> str:
        """The color of its state."""
        return MeetingState(self.state).tone

    @property
    def is_planned(self) -> bool:
        """It has not begun."""
        return self.state == MeetingState.PLANNED

    @property
    def is_open(self) -> bool:
        """It is being held."""
        return self.state == MeetingState.OPEN

    @property
    def is_over(self) -> bool:
        """Nothing of it changes any more."""
        return MeetingState(self.state).is_over

    @property
    def may_be_called_again(self) -> bool:
        """It had no quorum, was itself no second call, and nobody called it again."""
        is_first = self.called_again_from_id is None
        return self.state == MeetingState.NO_QUORUM and is_first and not hasattr(self, "second_call")

    @property
    def was_counted(self) -> bool:
        """Members were counted, with or without a quorum; from then on nothing of the count follows today's rules."""
        return bool(self.quorum)

    @property
    def is_closed(self) -> bool:
        """It was held to its end."""
        return self.state == MeetingState.CLOSED
