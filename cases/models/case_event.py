"""The history of a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import Stage, Verb, WaitingState
from cases.vocabulary import Consent, Visibility
from portal.audit.constraints import who_acted
from portal.audit.models import AppendOnly
from portal.vocabulary import ActorKind


class CaseEvent(AppendOnly):
    """One thing that happened to a case. Replaying the events gives the state (invariant I6).

    Holds codes and ids only: what people wrote is in `CaseNote`, which can be erased when its time is over while the
    history stays. The model and a trigger of the database refuse changes (cases.md; ASVS 16.4).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="events", verbose_name=_("เรื่อง"))
    sequence = models.PositiveIntegerField(_("ลำดับ"))
    at = models.DateTimeField(_("เวลา"), default=timezone.now)
    actor_kind = models.CharField(_("ฝ่ายที่กระทำ"), max_length=10, choices=ActorKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้กระทำ")
    )
    appointment = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, null=True, related_name="+", verbose_name=_("ตามคำสั่ง")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, related_name="+", verbose_name=_("หน่วยงาน")
    )
    role = models.CharField(_("บทบาท"), max_length=40, blank=True)
    verb = models.CharField(_("การกระทำ"), max_length=20, choices=Verb)
    from_stage = models.CharField(_("จากขั้นตอน"), max_length=20, choices=Stage, blank=True)
    to_stage = models.CharField(_("เป็นขั้นตอน"), max_length=20, choices=Stage)
    holder = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="+",
        verbose_name=_("หน่วยงานที่รับผิดชอบหลังเหตุการณ์"),
    )
    reason = models.CharField(_("เหตุผล"), max_length=30, blank=True)
    referral = models.ForeignKey(
        "cases.Referral", models.PROTECT, null=True, related_name="events", verbose_name=_("การส่งต่อ")
    )
    referral_state = models.CharField(_("สถานะการส่งต่อ"), max_length=15, choices=WaitingState, blank=True)
    consent = models.CharField(_("ความยินยอมหรือฐานกฎหมาย"), max_length=20, choices=Consent, blank=True)
    visibility = models.CharField(_("ผู้ที่เห็นได้"), max_length=10, choices=Visibility)
    changes = models.JSONField(_("ค่าก่อนและหลัง"), default=dict)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    effects = models.JSONField(_("สิ่งที่เปลี่ยน"), default=list)
    identity = models.CharField(max_length=36, unique=True, editable=False)
    request_id = models.CharField(_("รหัสคำสั่ง"), max_length=36, blank=True)

    class Meta:
        ordering = ["case_id", "sequence"]
        verbose_name = _("เหตุการณ์ในประวัติเรื่อง")
        verbose_name_plural = _("เหตุการณ์ในประวัติเรื่อง")
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="case_event_linear"),
            models.CheckConstraint(condition=who_acted(), name="case_event_has_an_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.sequence} {self.verb}"
