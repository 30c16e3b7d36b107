"""What the center does with a result that was reported to it: it accepts it, or gives it back with a reason (S1.09)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.overview import is_center
from cases.errors import GuardFailed, NotAllowed
from cases.surveys.domain import telling
from cases.surveys.domain.keeping import may_keep, of_place, reported_to, surveys_of
from cases.surveys.models import ReportState, Survey
from portal.audit import services as audit
from portal.organizations.domain.heirs import heir_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

LONGEST_REASON = 500


def may_decide(actor: Officer, survey: Survey) -> bool:
    """Whether somebody decides on a result that they may read: at a center, and on no survey of its own."""
    return may_keep(actor) and is_center(actor) and survey.organization_id != actor.organization.pk


def sent_to(actor: Officer) -> QuerySet[Survey]:
    """Return what was ever reported to the actor's center: what waits, what it accepted and what it gave back."""
    return of_place(actor).filter(Q(reported_at__isnull=False) | Q(returned_at__isnull=False))


def waiting_for(actor: Officer) -> QuerySet[Survey]:
    """Return what was reported to the actor's center and is not decided on."""
    return reported_to(actor).filter(accepted_at=None).exclude(organization=actor.organization)


def given_back_to(actor: Officer) -> QuerySet[Survey]:
    """Return the surveys of the actor's organization whose result came back and was not reported again."""
    return surveys_of(actor).filter(reported_at=None, returned_at__isnull=False)


@transaction.atomic
def accept(*, actor: Officer, survey: Survey, seen: dt.datetime | None) -> bool:
    """Accept a result; False when that was done before.

    Args:
        actor: of the center.
        survey: that was reported to it.
        seen: when the result was reported that the officer had before them.

    Raises:
        NotAllowed: it was not reported to the actor's center, or is its own.
        GuardFailed: it was given back, or reported again, meanwhile.
    """
    fresh = _locked(actor, survey)
    if fresh.report_state is ReportState.ACCEPTED:
        return False
    _check_seen(fresh, seen)
    fresh.accepted_at, fresh.accepted_by = timezone.now(), actor.person
    fresh.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(actor=actor, action="surveys.accepted", subject=str(survey.pk), data={})
    return True


@transaction.atomic
def give_back(*, actor: Officer, survey: Survey, seen: dt.datetime | None, reason: str) -> bool:
    """Give a result back, so that its office completes it and reports again; False when that was done before.

    Where the office ended meanwhile, whoever took its place goes on with the survey.

    Args:
        actor: of the center.
        survey: that was reported to it.
        seen: when the result was reported that the officer had before them.
        reason: what has to be completed, without anybody's name.

    Raises:
        NotAllowed: it was not reported to the actor's center, or is its own.
        GuardFailed: there is no reason or it is too long; it was accepted, or reported again, meanwhile.
    """
    fresh, reason = _locked(actor, survey), reason.strip()
    if fresh.report_state is ReportState.RETURNED:
        return False
    if not reason:
        raise GuardFailed(_("เขียนว่าต้องแก้หรือเพิ่มอะไร"), field="reason")
    if len(reason) > LONGEST_REASON:
        raise GuardFailed(_("ข้อความยาวเกิน 500 ตัวอักษร"), field="reason")
    _check_seen(fresh, seen)
    now = timezone.now()
    if not fresh.organization.is_active and (heir := heir_of(fresh.organization)) is not None:
        fresh.organization = heir
    fresh.reported_at = fresh.reported_by = None
    fresh.returned_at, fresh.returned_by, fresh.returned_reason = now, actor.person, reason
    fresh.save(
        update_fields=[
            *("organization", "reported_at", "reported_by"),
            *("returned_at", "returned_by", "returned_reason"),
        ]
    )
    audit.record(actor=actor, action="surveys.returned", subject=str(survey.pk), data={})
    telling.tell_office(fresh, now)
    return True


def _locked(actor: Officer, survey: Survey) -> Survey:
    """Return the survey as it is now, held for the act."""
    fresh = Survey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=survey.pk)
    if not may_decide(actor, fresh) or not sent_to(actor).filter(pk=fresh.pk).exists():
        raise NotAllowed("decide_survey")
    return fresh


def _check_seen(survey: Survey, seen: dt.datetime | None) -> None:
    """Refuse what was meant for another result than the one that is there: nobody accepts figures unread."""
    if survey.report_state is ReportState.ACCEPTED:
        raise GuardFailed(_("ศูนย์รับรายงานนี้แล้ว"))
    if survey.reported_at is None or survey.reported_at != seen:
        raise GuardFailed(_("หน่วยงานแก้รายงานนี้แล้ว ดูผลล่าสุดก่อน"))
