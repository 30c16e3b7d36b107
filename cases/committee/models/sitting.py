"""What happened at a meeting: who came, who left for a matter of their own, what was resolved (S1.01)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.committee.models.agenda import AgendaItem
from cases.committee.models.committee import Member
from cases.committee.models.meeting import Meeting
from cases.committee.vocabulary import AttendanceState, ConflictReason, ResolutionKind
from portal.sealing.fields import SealedCharField


class Attendance(models.Model):
    """Whether a member came to a meeting."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendance", verbose_name=_("การประชุม")
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendance", verbose_name=_("กรรมการ"))
    state = models.CharField(_("การมาประชุม"), max_length=10, choices=AttendanceState)

    class Meta:
        ordering = ["meeting_id", "pk"]
        verbose_name = _("การมาประชุม")
        verbose_name_plural = _("การมาประชุม")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="committee_attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"


class Conflict(models.Model):
    """That a member has a stake in a case on the agenda, or only the name of somebody in it."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="conflicts", verbose_name=_("เรื่องในระเบียบวาระ")
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="conflicts", verbose_name=_("กรรมการ"))
    reason = models.CharField(_("ส่วนได้เสีย"), max_length=10, choices=ConflictReason)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["item_id", "pk"]
        verbose_name = _("ส่วนได้เสีย")
        verbose_name_plural = _("ส่วนได้เสีย")
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="committee_conflict_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.member_id}"


class Resolution(models.Model):
    """What the committee resolved on one case, with the count of members at that moment. It is never changed."""

    item = models.OneToOneField(
        AgendaItem, models.PROTECT, related_name="resolution", verbose_name=_("เรื่องในระเบียบวาระ")
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name=_("เรื่อง"))
    kind = models.CharField(_("มติ"), max_length=10, choices=ResolutionKind)
    amount_baht = models.DecimalField(
        _("เป็นเงิน (บาท)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    basis = models.CharField(_("ตามระเบียบหรือหลักเกณฑ์"), max_length=300, blank=True)
    words = SealedCharField(_("รายละเอียดของมติ"), max_length=1000, blank=True, bound_to=("item_id",))
    deferred_until = models.DateField(_("เลื่อนไปถึงวันที่"), null=True, blank=True)
    chair = models.ForeignKey(
        Member, models.PROTECT, related_name="+", verbose_name=_("ผู้ทำหน้าที่ประธานในเรื่องนี้")
    )
    members = models.PositiveSmallIntegerField(_("กรรมการที่พิจารณาได้"))
    present = models.PositiveSmallIntegerField(_("กรรมการที่มาประชุม"))
    needed = models.PositiveSmallIntegerField(_("ต้องมาประชุม"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    decided_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["item_id"]
        verbose_name = _("มติ")
        verbose_name_plural = _("มติ")

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"

    @property
    def gives(self) -> bool:
        """Something is given by it."""
        return ResolutionKind(self.kind).gives

    @property
    def had_quorum(self) -> bool:
        """Enough members were left to resolve; without them a case is only put off."""
        return self.members > 0 and self.present >= self.needed

    @property
    def amount(self) -> str:
        """The money that was resolved, as it is written; "" for none."""
        return f"{self.amount_baht:,.2f}" if self.amount_baht else ""

    @property
    def tone(self) -> str:
        """The color of it."""
        return ResolutionKind(self.kind).tone
