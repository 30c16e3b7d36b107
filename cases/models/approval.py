"""A decision that somebody else has to make."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import ApprovalSubject, WaitingState


class Approval(models.Model):
    """What is to be decided, who asked, and where it is decided (row 18). Never by the person who asked."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="approvals", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(_("สถานะ"), max_length=15, choices=WaitingState)
    subject = models.CharField(_("เรื่องที่ขอ"), max_length=10, choices=ApprovalSubject)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่พิจารณา")
    )
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ขอ")
    )
    requesting = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ขอ")
    )
    about = models.PositiveIntegerField(default=0, editable=False)
    terms = models.JSONField(default=dict, editable=False)
    disputed = models.BooleanField(_("ผู้แจ้งคัดค้าน"), default=False)

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name = _("คำขออนุมัติ")
        verbose_name_plural = _("คำขออนุมัติ")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="approval_number_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.get_subject_display()}"
