"""One call, and a second look at what a call said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.calls.models.row import CallRow
from cases.vocabulary import CallOutcome


class Call(models.Model):
    """One call of a list. What was said stands in the history of the case, with the event that is named here.

    Attributes:
        danger: the person who answered said that somebody is in danger now.
        corrects: the call of the same caller that had a wrong code; that one counts no more.
        opened: the new request that was made of it, because its case had been closed.
        token: one for each form: sent twice, it is one call.
    """

    row = models.ForeignKey(CallRow, models.PROTECT, related_name="made", verbose_name=_("แถวของรายการโทร"))
    code = models.CharField(_("ผล"), max_length=20, choices=CallOutcome)
    danger = models.BooleanField(_("มีอันตรายตอนนี้"), default=False)
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้โทร"))
    event = models.OneToOneField(
        "cases.CaseEvent", models.PROTECT, related_name="+", verbose_name=_("ในประวัติเรื่อง")
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("แก้ผลของสาย")
    )
    opened = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name=_("เรื่องใหม่")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["row_id", "at", "id"]
        verbose_name = _("สายที่โทร")
        verbose_name_plural = _("สายที่โทร")

    def __str__(self) -> str:
        return f"{self.row_id} {self.code}"


class Look(models.Model):
    """A second person looked at *died* or *wrong number*; never the one who called."""

    row = models.ForeignKey(CallRow, models.PROTECT, related_name="looks", verbose_name=_("แถวของรายการโทร"))
    code = models.CharField(_("ผล"), max_length=20, choices=CallOutcome)
    confirmed = models.BooleanField(_("ยืนยัน"))
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ตรวจ")
    )
    coded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึกผล")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["row_id", "at", "id"]
        verbose_name = _("การตรวจซ้ำ")
        verbose_name_plural = _("การตรวจซ้ำ")
        constraints = [models.CheckConstraint(condition=~Q(by=F("coded_by")), name="look_of_a_second_person")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.code}"
