"""Alarms of an event: folded by organization and hour, danger at once and alone, and to whoever is on duty (docs/events.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone, translation

from cases.domain import ladder
from cases.domain.alarms import late_link
from cases.domain.folding import Folder
from cases.domain.notify import desk_link
from cases.events.domain.rules import goes_out, hour_of, may_fold
from cases.events.models import Event, EventCase, FoldedAlarm, FoldedLine
from cases.models import AlarmNotice
from cases.vocabulary import AlarmPurpose, Severity
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.services import enqueue
from portal.queue.one_by_one import each_apart
from portal.thai.dates import format_datetime, to_bangkok
from portal.web.links import absolute

if TYPE_CHECKING:
    from cases.models import Alarm, Case
    from portal.accounts.models import User


def _event_of(case: Case) -> Event | None:
    """Return the running event that a case belongs to."""
    row = (
        EventCase.objects.filter(case=case, until=None, event__ended_at=None).select_related("event").first()
    )
    return row.event if row else None


def keep(alarm: Alarm, notices: Sequence[AlarmNotice]) -> frozenset[int]:
    """Keep the notices of an alarm that may go out with others; return the organizations that are not written to now.

    In the transaction in which the alarm rings; one query where the case belongs to no event.
    """
    case = alarm.case
    folds = may_fold(
        danger=case.danger_now,
        emergency=case.severity == Severity.EMERGENCY,
        crisis=case.is_crisis,
        restricted=case.is_restricted,
        kind=alarm.kind,
    )
    event = _event_of(case) if folds else None
    if event is None:
        return frozenset()
    kept = [one for one in notices if one.purpose != AlarmPurpose.KNOW]
    FoldedLine.objects.bulk_create(
        FoldedLine(event=event, notice=one, organization_id=one.organization_id) for one in kept
    )
    return frozenset(one.organization_id for one in kept)


def on_duty(event: Event, organization: int, moment: dt.datetime) -> list[User]:
    """Return who is on duty at an organization of the event at a moment."""
    shifts = event.shifts.filter(organization=organization, starts_at__lte=moment, ends_at__gt=moment)
    return [shift.person for shift in shifts.select_related("person").order_by("starts_at", "pk")]


def also(case: Case, organization: Organization) -> list[str]:
    """Return the addresses of those who are on duty at an organization that is late in an event."""
    event = _event_of(case)
    if event is None:
        return []
    recused = set(case.recused.values_list("pk", flat=True))
    people = on_duty(event, organization.pk, timezone.now())
    return [one.email for one in people if one.email and one.pk not in recused]


FOLDER = Folder(keep=keep, also=also)


def tell_of_danger(event: Event, case: Case) -> None:
    """Write at once to who is on duty where a request with danger lies, else to the duty officer and the stand-in.

    In the transaction that attaches it. The mail has the reference and nothing of the request.

    Args:
        event: running.
        case: with danger, just attached.
    """
    now = timezone.now()
    people = on_duty(event, case.holder_id, now) or on_duty(event, event.organization_id, now)
    people = people or [one for one in (event.duty_officer, event.stand_in) if one is not None]
    for one in people:
        if one.email:
            enqueue(
                template="event_danger",
                to=one.email,
                context={
                    "reference": case.reference,
                    "link": desk_link(case),
                    "body_name": case.holder.display_name,
                },
                dedup_key=f"event-danger:{case.reference}:{one.pk}",
                organization=case.holder,
            )


def tell_of_danger_in_its_event(case: Case) -> None:
    """The same for a case of which it became known only now, where it stands in a running event."""
    rows = EventCase.objects.filter(case=case, until=None, event__ended_at=None)
    for row in rows.select_related("event__duty_officer", "event__stand_in", "case__holder"):
        tell_of_danger(row.event, row.case)


def tell_folded() -> int:
    """Write to every organization for which something waits and that was not written to in this hour; returns to how many.

    What waits when an event ends goes out too. Running it twice or late tells nobody twice.
    """
    waiting = FoldedLine.objects.filter(fold=None).order_by().values_list("event", "organization").distinct()
    return each_apart(list(waiting), _tell, what="telling folded alarms")


def _tell(pair: tuple[int, int]) -> bool:
    key, organization_key = pair
    now = timezone.now()
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=key)
        organization = Organization.objects.get(pk=organization_key)
        folds = FoldedAlarm.objects.filter(event=event, organization=organization)
        if not goes_out(now, folds.aggregate(last=Max("hour"))["last"]):
            return False
        lines = FoldedLine.objects.filter(fold=None, event=event, organization=organization)
        found = lines.aggregate(number=Count("pk"), oldest=Min("notice__alarm__late_since"))
        if not found["number"]:
            return False
        fold = FoldedAlarm.objects.create(
            event=event, organization=organization, hour=hour_of(now), told_at=now, **found
        )
        lines.update(fold=fold)
        _write(fold)
    return True


def _write(fold: FoldedAlarm) -> None:
    """Write one mail: how many, since when the oldest, and where to look; no reference of any case."""
    organization = fold.organization
    is_governor = organization.type == OrganizationType.GOVERNOR
    with translation.override("th"):
        report = absolute(reverse("events:report", kwargs={"event": fold.event.slug}))
    followers = ladder.followers(organization)
    people = [one.email for one in on_duty(fold.event, organization.pk, fold.told_at)]
    for position, address in enumerate(
        dict.fromkeys(filter(None, [organization.email, *followers, *people]))
    ):
        enqueue(
            template="event_late_report" if is_governor else "event_late",
            to=address,
            context={
                "count": str(fold.number),
                "link": report if is_governor else late_link(),
                "body_name": organization.display_name,
                "due": format_datetime(fold.oldest),
            },
            dedup_key=f"event-late:{fold.pk}:{position}",
            organization=organization,
        )


def remind_of_review() -> int:
    """Write to the duty officer of each event that is to be looked at today; once for each such day. Returns of how many."""
    today = to_bangkok(timezone.now()).date()
    due = Event.objects.running().filter(review_on__lte=today).select_related("duty_officer", "stand_in")
    told = 0
    for event in due:
        with translation.override("th"):
            link = absolute(reverse("events:board", kwargs={"event": event.slug}))
        for one in (event.duty_officer, event.stand_in):
            if one is not None and one.email:
                enqueue(
                    template="event_review",
                    to=one.email,
                    context={"link": link, "body_name": event.organization.display_name},
                    dedup_key=f"event-review:{event.pk}:{event.review_on}:{one.pk}",
                    organization=event.organization,
                )
                told += 1
    return told
