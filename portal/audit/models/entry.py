"""One row for each act and each read that must be accounted for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.audit.constraints import who_acted
from portal.audit.models.append_only import AppendOnly
from portal.vocabulary import ActorKind


class AuditEntry(AppendOnly):
    """Who did what to what, when and for which organization (cases.md, privacy 6; ASVS 16.2).

    Holds codes and references only, never what a person wrote or who a citizen is. A database trigger refuses changes,
    so that not even a raw query rewrites it.
    """

    at = models.DateTimeField(_("เวลา"), auto_now_add=True, db_index=True)
    actor_kind = models.CharField(_("ฝ่ายที่กระทำ"), max_length=10, choices=ActorKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("ผู้กระทำ")
    )
    appointment = models.ForeignKey(
        "accounts.Appointment", models.DO_NOTHING, null=True, related_name="+", verbose_name=_("ตามคำสั่ง")
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("หน่วยงาน"),
    )
    role = models.CharField(_("บทบาท"), max_length=40, blank=True)
    action = models.CharField(_("การกระทำ"), max_length=60, db_index=True)
    subject = models.CharField(_("สิ่งที่ถูกกระทำ"), max_length=120, blank=True, db_index=True)
    purpose = models.CharField(_("เหตุผล"), max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("รายการตรวจสอบ")
        verbose_name_plural = _("รายการตรวจสอบ")
        constraints = [models.CheckConstraint(condition=who_acted(), name="audit_entry_has_an_actor")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
