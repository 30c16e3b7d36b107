"""That somebody was told how late something is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import DutyKind
from cases.vocabulary import AlarmPurpose, LateCause
from portal.sealing.fields import SealedCharField


class Alarm(models.Model):
    """One level of the ladder for one organization in one chain of duties; it rings once (S2.45 to S2.48).

    Once for each time that it began to be late: behind a later time that somebody approved, or a pause that is over, the
    ladder is climbed anew (`cases.machine.lateness`), or what was promised a second time would be missed in silence.

    Holds nothing of what the case is about: everybody on the ladder may know it (scope `metadata`).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="alarms", verbose_name=_("เรื่อง"))
    chain = models.PositiveIntegerField(editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ล่าช้า")
    )
    level = models.PositiveSmallIntegerField(_("ระดับ"))
    kind = models.CharField(_("สิ่งที่ต้องทำ"), max_length=20, choices=DutyKind)
    late_since = models.DateTimeField(_("ล่าช้าตั้งแต่"))
    due_at = models.DateTimeField(_("ต้องแจ้งเตือนเมื่อ"))
    fired_at = models.DateTimeField(_("แจ้งเตือนเมื่อ"))
    told = models.ManyToManyField(
        "organizations.Organization",
        through="cases.AlarmNotice",
        related_name="+",
        verbose_name=_("หน่วยงานที่ได้รับแจ้ง"),
    )

    class Meta:
        ordering = ["case_id", "chain", "level"]
        verbose_name = _("การแจ้งเตือนเรื่องล่าช้า")
        verbose_name_plural = _("การแจ้งเตือนเรื่องล่าช้า")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "chain", "organization", "level", "late_since"], name="alarm_rings_once"
            ),
            models.CheckConstraint(condition=models.Q(level__range=(1, 3)), name="alarm_has_three_levels"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.organization} {self.level}"


class AlarmNotice(models.Model):
    """Who was told of an alarm, and why; never an organization that the case excludes."""

    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="notices", verbose_name=_("การแจ้งเตือน"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ได้รับแจ้ง")
    )
    purpose = models.CharField(_("เพื่อ"), max_length=10, choices=AlarmPurpose)

    class Meta:
        verbose_name = _("ผู้ได้รับแจ้ง")
        verbose_name_plural = _("ผู้ได้รับแจ้ง")
        constraints = [
            models.UniqueConstraint(fields=["alarm", "organization"], name="alarm_tells_each_once")
        ]

    def __str__(self) -> str:
        return f"{self.alarm} {self.organization}"


class LateFinding(models.Model):
    """What an organization that was told found out about why something is late (S2.48).

    The cause is a code that reports name. The note stays within the organization that wrote it.
    """

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="findings", verbose_name=_("การแจ้งเตือน"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ตรวจสอบ")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ตรวจสอบ")
    )
    at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    cause = models.CharField(_("สาเหตุ"), max_length=20, choices=LateCause)
    note = SealedCharField(_("บันทึก"), max_length=1000, blank=True, bound_to=("alarm_id",))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("บันทึกข้อเท็จจริงเรื่องล่าช้า")
        verbose_name_plural = _("บันทึกข้อเท็จจริงเรื่องล่าช้า")

    def __str__(self) -> str:
        return f"{self.alarm} {self.get_cause_display()}"
