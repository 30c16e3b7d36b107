"""Questions that wait follow the calendar of the office, as duties of cases do (`cases.domain.calendar`)."""

from __future__ import annotations

from django.utils import timezone

from cases.consultation.models import Consultation
from cases.consultation.vocabulary import ConsultationState
from cases.domain.clocks import followed_due_time
from portal.actors import System
from portal.audit import services as audit
from portal.calendar.domain.days import closed_days
from portal.queue.one_by_one import each_apart


def follow_calendar() -> int:
    """Count by the calendar as it is now until when waiting questions should be answered; returns how many moved.

    Each moves in a transaction of its own, and the record keeps both times. What is counted in hours, missed or answered
    stays, and so does a question that was asked before its days were kept with it. Running it twice changes nothing.
    """
    now, holidays = timezone.now(), closed_days()

    def follow(pk: int) -> bool:
        asked = Consultation.objects.select_for_update().get(pk=pk)
        if asked.state != ConsultationState.WAITING or asked.working_days is None:
            # It was answered in this very moment.
            return False
        due = followed_due_time(
            start=asked.asked_at,
            working_days=asked.working_days,
            due=asked.due_at,
            now=now,
            holidays=holidays,
        )
        if due == asked.due_at:
            return False
        audit.record(
            actor=System(),
            action="consultation.follow_calendar",
            subject=asked.reference,
            organization=asked.organization,
            data={"was": asked.due_at.isoformat(), "due": due.isoformat()},
        )
        Consultation.objects.filter(pk=pk).update(due_at=due)
        return True

    waiting = Consultation.objects.filter(
        state=ConsultationState.WAITING, working_days__isnull=False, due_at__gte=now
    )
    found = list(waiting.order_by("pk").values_list("pk", flat=True))
    return each_apart(found, follow, what="counting questions anew")
