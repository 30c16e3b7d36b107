"""What people wrote goes when its time is over; how many asked what, and how fast they were answered, stays (R23)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cases.consultation.domain.rules import rule_of
from cases.consultation.models import Consultation
from cases.consultation.vocabulary import ConsultationState
from portal.actors import System
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.outbox.models import OutboxMessage

AT_ONCE = 200
ERASED = {"question": "", "answer": "", "email": "", "secret_hash": "", "danger": "", "may_email": False}
"""Column → what stands there afterwards; what was published was written for everybody and stays."""


def erase_old() -> int:
    """Erase the words of questions that were answered long ago; one transaction, bounded, goes on the next time.

    Returns:
        How many were erased.
    """
    now, erased = timezone.now(), 0
    for organization in Organization.objects.filter(consultations__erased_at=None).distinct():
        before = now - dt.timedelta(days=rule_of(organization).keep_days)
        erased += _erase(organization, before, now)
    return erased


@transaction.atomic
def _erase(organization: Organization, before: dt.datetime, now: dt.datetime) -> int:
    old = Consultation.objects.select_for_update().filter(
        organization=organization, state=ConsultationState.ANSWERED, erased_at=None, answered_at__lt=before
    )
    references = dict(old.values_list("pk", "reference")[:AT_ONCE])
    if not references:
        return 0
    OutboxMessage.objects.filter(
        dedup_key__in=[f"consultation:{reference}:answered" for reference in references.values()]
    ).delete()
    Consultation.objects.filter(pk__in=references).update(**ERASED, erased_at=now)
    audit.record(
        actor=System(),
        action="consultation.erase",
        organization=organization,
        data={"count": len(references)},
    )
    return len(references)
