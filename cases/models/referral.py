"""One act of forwarding."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import WaitingKind, WaitingState
from cases.vocabulary import Consent, HandoverReason, ReturnReason
from portal.sealing.fields import SealedTextField

MODES = [(kind.value, kind.label) for kind in (WaitingKind.HANDOVER, WaitingKind.JOINT, WaitingKind.INFORM)]
ACTIVE_STATES = (WaitingState.SENT, WaitingState.ACCEPTED)


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reads of referrals."""

    def active(self) -> ReferralQuerySet:
        """Those that ask something of the receiver now: sent or accepted."""
        return self.filter(state__in=ACTIVE_STATES)

    def pending_handover(self) -> ReferralQuerySet:
        """The handover that waits for its answer; a case has at most one."""
        return self.filter(mode=WaitingKind.HANDOVER, state=WaitingState.SENT)


class Referral(models.Model):
    """One organization asks another to take a case over, to do a part of it, or to know of it (S2.51).

    `parent` is the referral that was passed on; `letter` the covering letter, which names no person and tells no story;
    `beside` the handover that goes out together with this part, when a person is brought to a hospital first (S2.41).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="referrals", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(editable=False)
    mode = models.CharField(_("ลักษณะ"), max_length=10, choices=MODES)
    state = models.CharField(_("สถานะ"), max_length=15, choices=WaitingState, default=WaitingState.SENT)
    sender = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="referrals_sent", verbose_name=_("ผู้ส่ง")
    )
    target = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="referrals_received", verbose_name=_("ผู้รับ")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("ส่งต่อจาก")
    )
    reason = models.CharField(_("เหตุที่ส่งต่อ"), max_length=20, choices=HandoverReason, blank=True)
    consent = models.CharField(
        _("ความยินยอมหรือฐานกฎหมาย"), max_length=20, choices=Consent, default=Consent.GIVEN
    )
    return_reason = models.CharField(_("เหตุที่ส่งคืน"), max_length=25, choices=ReturnReason, blank=True)
    binding = models.BooleanField(_("ศูนย์ชี้ขาด"), default=False)
    outside = models.BooleanField(_("รับโดยไม่มีบัญชีในระบบ"), default=False)
    handed_up = models.BooleanField(_("ส่งศูนย์เพราะเกินขีดความสามารถ"), default=False)
    request = SealedTextField(
        _("สิ่งที่ขอให้ดำเนินการ"), max_length=2000, blank=True, bound_to=("case_id", "number")
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ส่งต่อ")
    )
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ตอบ")
    )
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), null=True)
    beside = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="together", verbose_name=_("ส่งไปพร้อมกับ")
    )
    letter = models.ForeignKey(
        "letters.OutgoingLetter", models.PROTECT, null=True, related_name="+", verbose_name=_("หนังสือนำส่ง")
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("การส่งต่อ")
        verbose_name_plural = _("การส่งต่อ")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="referral_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(mode=WaitingKind.HANDOVER, state=WaitingState.SENT),
                name="referral_one_pending_handover",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(mode=WaitingKind.HANDOVER, state=WaitingState.ACCEPTED, outside=False),
                name="referral_one_accepted_handover",
            ),
            models.CheckConstraint(condition=~Q(sender=F("target")), name="referral_not_to_oneself"),
        ]
        indexes = [
            models.Index(fields=["target", "state"], name="referral_inbox"),
            models.Index(fields=["sender", "id"], name="referral_outbox"),
            models.Index(fields=["sender", "sent_at", "case"], name="referral_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.target} ({self.get_state_display()})"

    @property
    def is_pending(self) -> bool:
        """Sent and not answered."""
        return self.state == WaitingState.SENT
