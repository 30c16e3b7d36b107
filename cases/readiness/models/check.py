"""What somebody found when they looked at one item of a unit's checklist."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.readiness.models.files import stored_name
from cases.readiness.vocabulary import Item, State
from portal.audit.models.append_only import AppendOnly, AppendOnlyQuerySet
from portal.files import private_storage


class ReadinessCheckQuerySet(AppendOnlyQuerySet):
    """Reads of checks."""

    def newest(self) -> ReadinessCheckQuerySet:
        """The last word on each item of each unit: what was written down last, not what has the latest day."""
        last = self.order_by().values("unit", "item").annotate(last=Max("pk")).values("last")
        return self.filter(pk__in=last)


class ReadinessCheck(AppendOnly):
    """One look at one item: the newest row of an item says how it stands (S2.05, S2.58). Nothing is changed or deleted."""

    unit = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="readiness", verbose_name=_("หน่วย")
    )
    item = models.CharField(_("รายการ"), max_length=12, choices=Item)
    state = models.CharField(_("สถานะ"), max_length=8, choices=State)
    checked_on = models.DateField(_("ตรวจเมื่อ"))
    remark = models.CharField(_("หมายเหตุ"), max_length=500, blank=True)
    contact_name = models.CharField(_("ผู้ติดต่อ"), max_length=120, blank=True)
    contact_phone = models.CharField(_("โทรศัพท์"), max_length=60, blank=True)
    photo = models.FileField(
        _("รูปถ่าย"), storage=private_storage, upload_to=stored_name, max_length=120, blank=True
    )
    photo_name = models.CharField(_("ชื่อไฟล์รูป"), max_length=200, blank=True)
    photo_type = models.CharField(max_length=100, blank=True)
    photo_digest = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    recorded_for = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่บันทึก")
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)

    objects = ReadinessCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("การตรวจความพร้อม")
        verbose_name_plural = _("การตรวจความพร้อม")
        indexes = [models.Index(fields=["unit", "item", "-id"], name="readiness_newest_check")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values) & models.Q(item__in=Item.values),
                name="readiness_check_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.item} {self.state}"
