"""Calling a meeting without quorum again, and by which rule it is then held (S1.01).

The committee's order may say how many have to come to a second call and within how many days it has to meet. Where it is
silent, the Administrative Procedure Act B.E. 2539, section 79, lets a third be enough for the same matters within 14 days
when the invitation says so. The rule is data of the committee; for matters that are new on the agenda it does not hold.

What an invitation said is kept with the meeting when it is issued, so that nobody is bound by a rule that was set later or
told when the meeting had begun. By which rules a meeting was counted is kept with it too.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

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
    ordinary = QuorumRule(meeting.quorum or meeting.committee.quorum)
    again = second_rule(meeting)
    if again is None:
        return ordinary
    first = meeting.called_again_from_id
    if item is not None and not AgendaItem.objects.filter(meeting=first, row=item.row_id).exists():
        return ordinary
    return again


def second_rule(meeting: Meeting) -> QuorumRule | None:
    """Return the quorum of a second call for the matters of the first one; None where they have the ordinary one."""
    if not meeting.second_quorum:
        return None
    if not meeting.was_counted and not (meeting.committee.second_quorum and is_invited(meeting)):
        return None
    return QuorumRule(meeting.second_quorum)


def is_invited(meeting: Meeting) -> bool:
    """Say whether an invitation is out that nobody withdrew."""
    return OutgoingLetter.objects.filter(
        organization=meeting.committee.organization_id,
        occasion=invitation_occasion(meeting),
        withdrawn_at=None,
    ).exists()


def to_announce(meeting: Meeting) -> QuorumRule | None:
    """Return the quorum of a second call that an invitation issued now lets hold; None once the meeting has begun."""
    rule = meeting.committee.second_quorum
    if meeting.called_again_from_id is None or not rule or timezone.now() > meeting.starts_at:
        return None
    return QuorumRule(rule)


def keep_announced(meeting: Meeting) -> None:
    """Keep with a meeting what the invitation that was just issued says of its quorum."""
    rule = to_announce(meeting)
    meeting.second_quorum = rule or ""
    meeting.second_source = meeting.committee.second_source if rule else ""
    meeting.save(update_fields=["second_quorum", "second_source"])


def settle(meeting: Meeting) -> None:
    """Let the rules of now be those of a meeting whose members are counted for the first time; it is not saved."""
    if meeting.was_counted:
        return
    meeting.quorum_words = in_words(meeting)
    meeting.second_quorum = second_rule(meeting) or ""
    meeting.quorum = meeting.committee.quorum


def in_words(meeting: Meeting) -> str:
    """Return by which rules a meeting is counted, and where they stand; in Thai, as minutes say it."""
    committee, first, again = meeting.committee, meeting.called_again_from, second_rule(meeting)
    with override("th"):
        ordinary = f"{QuorumRule(committee.quorum).label} {committee.quorum_source}"
        if first is None or again is None or again == committee.quorum:
            return ordinary
        same = f"{again.label} {meeting.second_source}"
        return f"นัดใหม่แทนครั้งที่ {first.title} เรื่องเดิม: {same} เรื่องอื่น: {ordinary}"


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
