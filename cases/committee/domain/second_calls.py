"""Calling a meeting without quorum again, and by which rule it is then held (S1.01).

The committee's order may say how many have to come to a second call and within how many days it has to meet. Where it is
silent, the Administrative Procedure Act B.E. 2539, section 79, lets a third be enough for the same matters within 14 days
when the invitation says so. The rule is data of the committee; for matters that are new on the agenda it does not hold.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from cases.committee.domain.composition import check
from cases.committee.domain.meetings import in_time, locked, plan
from cases.committee.models import AgendaItem, Meeting
from cases.committee.vocabulary import MeetingState, QuorumRule
from cases.errors import CaseChanged
from cases.machine.vocabulary import WaitingState
from portal.audit import services as audit
from portal.letters.models import OutgoingLetter

if TYPE_CHECKING:
    from portal.actors import Officer


def invitation_occasion(meeting: Meeting) -> str:
    """Return under which occasion the invitation of a meeting is issued."""
    return f"committee-invite-{meeting.pk}"


def rule_of(meeting: Meeting, item: AgendaItem | None = None) -> QuorumRule:
    """Return how many have to be there at a meeting, or for one matter of it.

    Args:
        meeting: with its committee.
        item: one matter; None for the meeting as such.
    """
    ordinary = QuorumRule(meeting.committee.quorum)
    first = meeting.called_again_from
    if first is None or not meeting.committee.second_quorum:
        return ordinary
    if not is_announced(meeting):
        return ordinary
    if item is not None and not AgendaItem.objects.filter(meeting=first, row=item.row_id).exists():
        return ordinary
    return QuorumRule(meeting.committee.second_quorum)


def is_announced(meeting: Meeting) -> bool:
    """Say whether the members were told in the invitation that this is a second call with its own quorum."""
    return OutgoingLetter.objects.filter(
        organization=meeting.committee.organization_id,
        occasion=invitation_occasion(meeting),
        withdrawn_at=None,
    ).exists()


@transaction.atomic
def call_again(*, actor: Officer, meeting: Meeting, starts_at: dt.datetime, place: str) -> Meeting:
    """Plan the second call of a meeting without quorum; what still waits of its agenda stands on the new one.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    first = locked(meeting, MeetingState.NO_QUORUM)
    if not first.may_be_called_again:
        raise CaseChanged
    made = plan(actor=actor, committee=first.committee, starts_at=starts_at, place=place)
    in_time(made, first)
    made.called_again_from = first
    made.save(update_fields=["called_again_from"])
    taken = AgendaItem.objects.filter(
        meeting__committee=first.committee_id, meeting__state__in=(MeetingState.PLANNED, MeetingState.OPEN)
    )
    left = first.items.filter(row__state=WaitingState.SUBMITTED).exclude(row__in=taken.values("row"))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=made,
            case_id=one.case_id,
            row_id=one.row_id,
            number=number,
            helped_before=one.helped_before,
            added_by=actor.person,
        )
        for number, one in enumerate(left.order_by("number"), start=1)
    )
    audit.record(
        actor=actor, action="committee.call_again", subject=f"meeting:{made.pk}", data={"first": first.pk}
    )
    return made
