"""The queue of a center, and its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.consultation.domain.rules import may_answer
from cases.consultation.models import Consultation
from cases.consultation.vocabulary import ConsultationState
from cases.errors import GuardFailed, NotAllowed
from portal.audit import services as audit
from portal.organizations.domain.heirs import Rows
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.services import enqueue
from portal.web.links import absolute

if TYPE_CHECKING:
    from portal.actors import Officer

LONGEST_ANSWER = 6000


def visible_to(actor: Officer) -> QuerySet[Consultation]:
    """Return the questions that somebody may read: those to their own center, if they answer questions there."""
    if not may_answer(actor):
        return Consultation.objects.none()
    return Consultation.objects.filter(organization=actor.organization)


PASSED = Rows(
    name="consultation",
    words=_("มีคำถามที่ยังไม่ได้ตอบ %(count)d ข้อ จะโอนให้ศูนย์ที่สืบต่อ"),
    of=lambda organization: Consultation.objects.filter(
        organization=organization, state=ConsultationState.WAITING
    ),
    takes=lambda heir: heir.type == OrganizationType.CENTER,
)
"""What goes on when a center ends."""


def waiting(actor: Officer) -> QuerySet[Consultation]:
    """Return what waits for an answer, the most urgent first."""
    return visible_to(actor).filter(state=ConsultationState.WAITING).order_by("due_at", "pk")


def answer(*, actor: Officer, consultation: Consultation, text: str) -> Consultation:
    """Answer a question; its asker reads it by the two codes, and is told by a neutral mail where they allowed it.

    Args:
        actor: of the center that was asked.
        consultation: waiting.
        text: the answer.

    Raises:
        NotAllowed: it is not theirs to answer.
        GuardFailed: there is no text, or somebody answered before.
    """
    with transaction.atomic():
        found = visible_to(actor).select_for_update().filter(pk=consultation.pk).first()
        if found is None:
            raise NotAllowed("consultation")
        if found.state == ConsultationState.ANSWERED:
            raise GuardFailed(_("มีผู้ตอบคำถามนี้แล้ว"), field="text")
        if not text.strip():
            raise GuardFailed(_("พิมพ์คำตอบก่อนส่ง"), field="text")
        found.state, found.answer = ConsultationState.ANSWERED, text
        found.answered_at, found.answered_by = timezone.now(), actor.person
        found.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        audit.record(actor=actor, action="consultation.answer", subject=found.reference)
        if found.may_email and found.email:
            enqueue(
                template="consultation_answered",
                to=found.email,
                context={"reference": found.reference, "link": absolute(reverse("consultation:read"))},
                dedup_key=f"consultation:{found.reference}:answered",
            )
    return found
