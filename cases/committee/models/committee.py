"""A committee, the orders by which its members were appointed, and the members with their terms (S1.01)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.committee.vocabulary import MemberRole, PostingCount, QuorumRule

POSTING_DAYS = 15
"""For how long a list is posted unless the office sets another period; remembered of the text of 2560, to be checked."""
SECOND_WITHIN_DAYS = 14
"""Within how many days a meeting without quorum is called again (Administrative Procedure Act B.E. 2539, section 79)."""


class HelpCommittee(models.Model):
    """The committee for helping people of one local administration. Composition and rules are data, never code."""

    organization = models.OneToOneField(
        "organizations.Organization",
        models.PROTECT,
        related_name="help_committee",
        verbose_name=_("องค์กรปกครองส่วนท้องถิ่น"),
    )
    name = models.CharField(_("ชื่อคณะกรรมการ"), max_length=200)
    quorum = models.CharField(_("องค์ประชุม"), max_length=12, choices=QuorumRule, default=QuorumRule.HALF)
    quorum_source = models.CharField(_("ที่มาของหลักองค์ประชุม"), max_length=300)
    second_quorum = models.CharField(
        _("องค์ประชุมของการนัดครั้งที่สอง"), max_length=12, choices=QuorumRule, blank=True
    )
    second_within_days = models.PositiveSmallIntegerField(_("นัดครั้งที่สองภายในกี่วัน"), default=SECOND_WITHIN_DAYS)
    second_source = models.CharField(_("ที่มาของหลักการนัดครั้งที่สอง"), max_length=300, blank=True)
    posting_days = models.PositiveSmallIntegerField(_("ปิดประกาศรายชื่อกี่วัน"), default=POSTING_DAYS)
    posting_counts = models.CharField(
        _("นับวันปิดประกาศเป็น"), max_length=8, choices=PostingCount, default=PostingCount.WORKING
    )
    names_source = models.CharField(_("ระเบียบหรือคำสั่งที่ให้ประกาศชื่อ"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("คณะกรรมการช่วยเหลือประชาชน")
        verbose_name_plural = _("คณะกรรมการช่วยเหลือประชาชน")

    def __str__(self) -> str:
        return self.name


class AppointingOrder(models.Model):
    """An order (คำสั่ง) by which members were appointed."""

    committee = models.ForeignKey(
        HelpCommittee, models.PROTECT, related_name="orders", verbose_name=_("คณะกรรมการ")
    )
    number = models.CharField(_("เลขที่คำสั่ง"), max_length=80)
    issued_on = models.DateField(_("ลงวันที่"))

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("คำสั่งแต่งตั้งคณะกรรมการ")
        verbose_name_plural = _("คำสั่งแต่งตั้งคณะกรรมการ")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number", "issued_on"], name="committee_order_written_once"
            )
        ]

    def __str__(self) -> str:
        return self.number


class MemberQuerySet(models.QuerySet["Member"]):
    """Reads of members."""

    def in_force(self, day: dt.date) -> MemberQuerySet:
        """Those whose term covers a day, first and last day included."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Member(models.Model):
    """Somebody on the committee for a term. A term is ended, never deleted: minutes keep their names."""

    committee = models.ForeignKey(
        HelpCommittee, models.PROTECT, related_name="members", verbose_name=_("คณะกรรมการ")
    )
    order = models.ForeignKey(
        AppointingOrder, models.PROTECT, related_name="members", verbose_name=_("คำสั่งแต่งตั้ง")
    )
    name = models.CharField(_("ชื่อ"), max_length=150)
    position = models.CharField(_("ตำแหน่ง"), max_length=200, blank=True)
    role = models.CharField(_("ทำหน้าที่"), max_length=12, choices=MemberRole, default=MemberRole.MEMBER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("บัญชีผู้ใช้"),
    )
    starts_on = models.DateField(_("ดำรงตำแหน่งตั้งแต่"))
    ends_on = models.DateField(_("ถึงวันที่"), null=True, blank=True)
    ended_because = models.CharField(_("พ้นจากตำแหน่งเพราะ"), max_length=200, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("กรรมการ")
        verbose_name_plural = _("กรรมการ")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="committee_term_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def votes(self) -> bool:
        """Whether this member is counted."""
        return MemberRole(self.role).votes
