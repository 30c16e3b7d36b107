"""Alarms of an event: folded by organization and hour, danger at once and alone, and to whoever is on duty (docs/events.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone, translation

from cases.domain import ladder
from cases.domain.alarms import late_link, write_notice
from cases.domain.folding import Folder
from cases.domain.notify import desk_link
from cases.events.domain import roster
from cases.events.domain.rules import goes_out, hour_of, may_fold
from cases.events.models import Event, EventCase, FoldedAlarm, FoldedLine
from cases.models import AlarmNotice
from cases.vocabulary import AlarmPurpose, Confidentiality, Severity, Track
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.services import enqueue
from portal.queue.one_by_one import each_apart
from portal.sealing.digests import digest_of
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


_FOLDS_NO_MORE = (
    Q(notice__alarm__case__danger_now=True)
    | Q(notice__alarm__case__severity=Severity.EMERGENCY)
    | ~Q(notice__alarm__case__track=Track.GENERAL)
    | ~Q(notice__alarm__case__confidentiality=Confidentiality.NORMAL)
)
"""Lines of cases that `may_fold` refuses now, for whatever it did when they rang."""


def _may_fold(alarm: Alarm) -> bool:
    case = alarm.case
    return may_fold(
        danger=case.danger_now,
        emergency=case.severity == Severity.EMERGENCY,
        crisis=case.is_crisis,
        restricted=case.is_restricted,
        kind=alarm.kind,
    )


def keep(alarm: Alarm, notices: Sequence[AlarmNotice]) -> frozenset[int]:
    """Keep the notices of an alarm that may go out with others; return the organizations that are not written to now.

    In the transaction in which the alarm rings; one query where the case belongs to no event.
    """
    event = _event_of(alarm.case) if _may_fold(alarm) else None
    if event is None:
        return frozenset()
    kept = [one for one in notices if one.purpose != AlarmPurpose.KNOW]
    FoldedLine.objects.bulk_create(
        FoldedLine(event=event, notice=one, organization_id=one.organization_id) for one in kept
    )
    return frozenset(one.organization_id for one in kept)


def on_duty(event: Event, organization: int, moment: dt.datetime) -> list[User]:
    """Return who is on duty at an organization of the event at a moment, and still works there and can be written to."""
    shifts = roster.kept_shifts(event, organization).filter(starts_at__lte=moment, ends_at__gt=moment)
    shifts = shifts.exclude(person__email="")
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


def tell_of_danger(event: Event, case: Case, at: Organization | None = None) -> None:
    """Write at once to who is on duty where a request with danger lies; where nobody is, to the next who can be reached.

    In the transaction in which it becomes known, each time anew: danger that was lowered and comes back rings again. The mail has
    the reference and nothing of the request.

    Args:
        event: running.
        case: with danger, as it is stored.
        at: to whom it was sent, and who has to take it; its holder where it lies still.
    """
    organization = at or case.holder
    for address in _who_hears(event, case, organization):
        enqueue(
            template="event_danger",
            to=address,
            context={
                "reference": case.reference,
                "link": desk_link(case),
                "body_name": organization.display_name,
            },
            dedup_key=f"event-danger:{case.reference}:{case.version}:{mark_of(address)}",
            organization=organization,
        )


def mark_of(address: str) -> str:
    """Return by what an address is told from others in the key of a message, where it does not stand in plain letters."""
    return digest_of("events.danger", address)


def _who_hears(event: Event, case: Case, organization: Organization) -> list[str]:
    """Return the first addresses of: duty where it lies, duty at the event's organization, its leaders, who follows its alarms.

    Where the case is kept from the event's organization, whoever follows alarms where it lies stands in.
    """
    now, recused = timezone.now(), set(case.recused.values_list("pk", flat=True))
    may_know = event.organization_id not in case.excluded
    for people in (
        lambda: on_duty(event, organization.pk, now),
        lambda: on_duty(event, event.organization_id, now) if may_know else [],
        lambda: roster.leaders(event) if may_know else [],
    ):
        if found := [one.email for one in people() if one.pk not in recused]:
            return list(dict.fromkeys(found))
    return addresses_of(event.organization if may_know else organization, case)


def addresses_of(organization: Organization, case: Case) -> list[str]:
    """Return where an organization is written to of danger: who follows its alarms and takes part in the case, and itself."""
    found = [*ladder.followers(organization, without=case.recused.all()), organization.email]
    return list(dict.fromkeys(filter(None, found)))


def tell_of_danger_in_its_event(case: Case) -> None:
    """The same for a case of which it became known only now, where it stands in a running event."""
    rows = EventCase.objects.filter(case=case, until=None, event__ended_at=None)
    for row in rows.select_related("event__duty_officer", "event__stand_in", "case__holder"):
        tell_of_danger(row.event, row.case)


def tell_folded() -> int:
    """Write to every organization for which something waits and that was not written to in this hour; returns to how many.

    What waits when an event ends goes out too. Running it twice or late tells nobody twice.
    """
    waiting = FoldedLine.objects.filter(fold=None)
    alone = waiting.filter(_FOLDS_NO_MORE).order_by("pk").values_list("pk", flat=True)
    each_apart(list(alone), _tell_alone, what="telling alarms that stand alone")
    pairs = waiting.order_by().values_list("event", "organization").distinct()
    return each_apart(list(pairs), _tell, what="telling folded alarms")


def _tell_alone(pk: int) -> bool:
    """Write by itself what was kept to go out with others, because its case came into danger or became restricted meanwhile."""
    with transaction.atomic():
        lines = FoldedLine.objects.select_for_update(of=("self",)).filter(pk=pk, fold=None)
        line = lines.select_related("notice__alarm__case", "notice__organization").first()
        if line is None or _may_fold(line.notice.alarm):
            return False
        write_notice(line.notice)
        line.delete()
    return True


def _tell(pair: tuple[int, int]) -> bool:
    key, organization_key = pair
    now = timezone.now()
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=key)
        organization = Organization.objects.get(pk=organization_key)
        folds = FoldedAlarm.objects.filter(event=event, organization=organization)
        if not goes_out(now, folds.aggregate(last=Max("hour"))["last"]):
            return False
        # By their keys: what another process keeps meanwhile is counted by the next mail and not marked as told by this one.
        waiting = FoldedLine.objects.filter(fold=None, event=event, organization=organization)
        lines = FoldedLine.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)))
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
