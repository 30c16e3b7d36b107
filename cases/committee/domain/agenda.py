"""The agenda of a planned meeting: every case that is ready comes onto it by one click (S1.07)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.committee.domain.composition import check
from cases.committee.domain.meetings import day_of, locked
from cases.committee.models import AgendaItem, Conflict, Meeting, Resolution
from cases.committee.vocabulary import MeetingState, ResolutionKind
from cases.errors import GuardFailed
from cases.machine.vocabulary import WaitingState
from cases.models import AssistanceRecord, Case, CommitteeItem
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_ITEMS = 100
"""Cases on one agenda: freezing reads each of them through the one door within one request."""


@dataclass(frozen=True, slots=True)
class Added:
    """What one click did.

    Attributes:
        count: cases that came onto the agenda.
        left: ready ones for which there was no room.
    """

    count: int
    left: int


def ready(actor: Officer, meeting: Meeting) -> QuerySet[CommitteeItem]:
    """Return what waits for the committee, may be read by the actor, and stands on no meeting that is to come.

    What was deferred to a day after the meeting is not ready for it.

    Args:
        actor: of the committee's organization; nobody sees their own matter.
        meeting: for which.
    """
    taken = AgendaItem.objects.filter(
        meeting__committee=meeting.committee_id,
        meeting__state__in=(MeetingState.PLANNED, MeetingState.OPEN),
    )
    later = Resolution.objects.filter(kind=ResolutionKind.DEFERRED, deferred_until__gt=day_of(meeting))
    return (
        CommitteeItem.objects.filter(
            organization=meeting.committee.organization_id,
            state=WaitingState.SUBMITTED,
            case__in=Case.objects.visible_to(actor).order_by().values("pk"),
        )
        .exclude(pk__in=taken.values("row"))
        .exclude(pk__in=later.values("item__row"))
    )


@transaction.atomic
def add_ready(*, actor: Officer, meeting: Meeting) -> Added:
    """Put every ready case onto the agenda of a planned meeting, the longest waiting first.

    Doing it twice adds nothing twice.

    Raises:
        CaseChanged, NotAllowed: nothing was written.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.PLANNED)
    waiting = list(ready(actor, found).order_by("case__received_at", "pk"))
    last = found.items.aggregate(last=Max("number"))["last"] or 0
    new = waiting[: max(0, MOST_ITEMS - found.items.count())]
    helped = set(
        AssistanceRecord.objects.filter(
            case__in=[row.case_id for row in new],
            organization=found.committee.organization_id,
            before_committee=True,
        ).values_list("case_id", flat=True)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=found,
            case_id=row.case_id,
            row=row,
            number=number,
            helped_before=row.case_id in helped,
            added_by=actor.person,
        )
        for number, row in enumerate(new, start=last + 1)
    )
    if new:
        _note(actor, "agenda_add", found, count=len(new))
    return Added(len(new), len(waiting) - len(new))


@transaction.atomic
def remove(*, actor: Officer, item: AgendaItem) -> None:
    """Take a case off the agenda of a planned meeting; it waits for another one. Those behind it move up.

    Raises:
        CaseChanged, NotAllowed: nothing was written.
    """
    check(actor, item.meeting.committee)
    meeting = locked(item.meeting, MeetingState.PLANNED)
    # What members said of it goes with it: on another agenda they are asked again.
    Conflict.objects.filter(item=item.pk, item__meeting=meeting).delete()
    AgendaItem.objects.filter(pk=item.pk, meeting=meeting).delete()
    rest = list(meeting.items.order_by("number"))
    for number, row in enumerate(rest, start=1):
        row.number = number
    AgendaItem.objects.bulk_update(rest, ["number"])
    _note(actor, "agenda_remove", meeting, count=1)


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the agenda in its order, without the stories of the cases."""
    rows = meeting.items.select_related("case", "row")
    return rows.defer("case__narrative", "case__place_detail", "case__village").order_by("number")


def has_something(meeting: Meeting) -> None:
    """Let go on when there is something on the agenda.

    Raises:
        GuardFailed: there is nothing.
    """
    if not meeting.items.exists():
        raise GuardFailed(_("ระเบียบวาระยังไม่มีเรื่อง เพิ่มเรื่องที่พร้อมก่อน"))


def _note(actor: Officer, action: str, meeting: Meeting, *, count: int) -> None:
    audit.record(
        actor=actor, action=f"committee.{action}", subject=f"meeting:{meeting.pk}", data={"count": count}
    )
