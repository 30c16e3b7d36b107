"""One request of a person about their own data."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.data_rights.vocabulary import Ground, RequestState, Right, Way
from portal.sealing.fields import SealedCharField, SealedTextField


class RightsRequest(models.Model):
    """What somebody asked about the data of a case, by when it has to be answered, and the answer.

    It belongs to the case, so whoever is responsible for the case answers; a complaint goes to the data protection
    officer. A decision is written once.

    Attributes:
        number: of the request within its case.
        token: of the form; the same form sent twice is one request.
        words: what was asked, in the person's words.
        identified: how an officer made sure who asks; "" where the secret did.
        due_on: the last day for the answer.
        answer: what the person is told.
        ground: why it is not met, or not wholly.
        organization: whose officer decided.
    """

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="rights_requests", verbose_name=_("เรื่อง")
    )
    number = models.PositiveSmallIntegerField(_("คำขอที่"))
    token = models.UUIDField(unique=True, editable=False)
    right = models.CharField(_("ขอใช้สิทธิใด"), max_length=10, choices=Right)
    words = SealedTextField(_("คำขอใช้สิทธิ"), max_length=2000, blank=True, bound_to=("token",))
    way = models.CharField(_("ขอทางใด"), max_length=10, choices=Way)
    identified = SealedCharField(_("ยืนยันตัวผู้ขออย่างไร"), max_length=300, blank=True, bound_to=("token",))
    received_at = models.DateTimeField(_("รับคำขอเมื่อ"))
    due_on = models.DateField(_("ต้องตอบภายในวันที่"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ผู้รับคำขอ"),
    )
    state = models.CharField(_("สถานะ"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    ground = models.CharField(_("เหตุที่ทำตามไม่ได้"), max_length=12, choices=Ground, blank=True)
    answer = SealedTextField(_("คำตอบถึงเจ้าของข้อมูล"), max_length=2000, blank=True, bound_to=("token",))
    decided_at = models.DateTimeField(_("ตอบเมื่อ"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ผู้ตอบ"),
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("หน่วยงานที่ตอบ"),
    )

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("คำขอใช้สิทธิ")
        verbose_name_plural = _("คำขอใช้สิทธิ")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="rights_request_number_once"),
            models.CheckConstraint(
                condition=Q(
                    state=RequestState.OPEN, decided_at=None, decided_by=None, organization=None, ground=""
                )
                | (
                    ~Q(state=RequestState.OPEN)
                    & Q(decided_at__isnull=False, decided_by__isnull=False, organization__isnull=False)
                ),
                name="rights_request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.PARTLY, RequestState.REFUSED]) | ~Q(ground=""),
                name="rights_request_refused_on_a_ground",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="rights_request_queue")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"

    def is_late(self, today: dt.date) -> bool:
        """Say whether it should have been answered before today."""
        return self.state == RequestState.OPEN and self.due_on < today
