"""Something happened to personal data."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TO_TELL_WITHIN = dt.timedelta(hours=72)
"""From when it was known until the commissioner has to be told (PDPA s.37(4))."""


class Breach(models.Model):
    """One breach: what, since when it is known, how bad, who was told when, what was done (PDPA s.37(4)).

    No names and no stories: which people are concerned stands in the cases.
    """

    class Risk(models.TextChoices):
        """For the people concerned; it decides who has to be told."""

        UNKNOWN = "unknown", _("ยังไม่ทราบ")
        NONE = "none", _("ไม่มีความเสี่ยง")
        SOME = "some", _("มีความเสี่ยง ต้องแจ้งสำนักงาน")
        HIGH = "high", _("ความเสี่ยงสูง ต้องแจ้งเจ้าของข้อมูลด้วย")

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    noted_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    known_at = models.DateTimeField(_("ทราบเหตุเมื่อ"))
    what = models.TextField(_("เกิดอะไรขึ้น"), max_length=4000)
    people = models.PositiveIntegerField(_("จำนวนคนที่เกี่ยวข้องโดยประมาณ"), null=True, blank=True)
    risk = models.CharField(_("ความเสี่ยงต่อเจ้าของข้อมูล"), max_length=10, choices=Risk, default=Risk.UNKNOWN)
    measures = models.TextField(_("ทำอะไรไปแล้ว"), max_length=4000, blank=True)
    office_told_at = models.DateTimeField(_("แจ้งสำนักงานคุ้มครองข้อมูลส่วนบุคคลเมื่อ"), null=True, blank=True)
    people_told_at = models.DateTimeField(_("แจ้งเจ้าของข้อมูลเมื่อ"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ปิดเมื่อ"), null=True, blank=True)

    class Meta:
        ordering = ["-known_at", "-id"]
        verbose_name = _("เหตุละเมิดข้อมูลส่วนบุคคล")
        verbose_name_plural = _("เหตุละเมิดข้อมูลส่วนบุคคล")
        constraints = [
            models.CheckConstraint(condition=Q(known_at__lte=F("noted_at")), name="breach_known_before_noted")
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.known_at:%Y-%m-%d}"

    @property
    def due_at(self) -> dt.datetime:
        """Until when the commissioner has to be told."""
        return self.known_at + TO_TELL_WITHIN

    @property
    def must_tell_office(self) -> bool:
        """The commissioner has to be told and was not; while the risk is unknown the clock runs."""
        return self.office_told_at is None and self.risk != self.Risk.NONE

    @property
    def must_tell_people(self) -> bool:
        """The people have to be told and were not."""
        return self.people_told_at is None and self.risk == self.Risk.HIGH
