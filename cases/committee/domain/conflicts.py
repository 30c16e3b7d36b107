"""Members with a stake in a case: who leaves the room for it, and who has to be asked (S1.01).

Administrative Procedure Act B.E. 2539, sections 13 and 15: whoever has a matter of their own at stake leaves, and the
committee consists of the others. A name that a member shares with somebody of the case has to be settled before anything is
resolved: as a stake, or as another person of that name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.committee.domain.composition import check
from cases.committee.domain.meetings import locked
from cases.committee.models import AgendaItem, Conflict, Member
from cases.committee.vocabulary import ConflictReason, MeetingState
from cases.errors import GuardFailed
from cases.models import AffectedPerson, Case, Reporter
from portal.audit import services as audit
from portal.thai.names import name_key

if TYPE_CHECKING:
    from portal.actors import Officer


def recused_members(items: Iterable[AgendaItem], members: Iterable[Member]) -> dict[int, set[int]]:
    """Return, by case, the members who said at the case itself that they take no part; one query."""
    by_person = {member.person_id: member.pk for member in members if member.person_id}
    rows = Case.recused.through.objects.filter(
        case__in=[item.case_id for item in items], user__in=list(by_person)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for case, person in rows.values_list("case_id", "user_id"):
        found[case].add(by_person[person])
    return found


def namesakes(items: Iterable[AgendaItem], members: Iterable[Member]) -> dict[int, set[int]]:
    """Return, by case, the members who bear the name of somebody in it; two queries."""
    by_key = {name_key(member.name): member.pk for member in members}
    cases = [item.case_id for item in items]
    found: dict[int, set[int]] = defaultdict(set)
    for table in (AffectedPerson, Reporter):
        # Names are sealed: those of an agenda are few enough to be compared here.
        for person in table.objects.filter(case__in=cases).only("case_id", "name"):  # type: ignore[attr-defined]
            if (member := by_key.get(name_key(person.name))) is not None:
                found[person.case_id].add(member)
    return found


def leaving(item: AgendaItem) -> set[int]:
    """Return the members who leave for an item."""
    return {one.member_id for one in item.conflicts.all() if ConflictReason(one.reason).leaves}


def unsettled(item: AgendaItem, members: list[Member]) -> list[Member]:
    """Return members of whom it has to be said first whether they have a stake in an item."""
    said = {one.member_id: ConflictReason(one.reason) for one in item.conflicts.all()}
    recused = recused_members([item], members)[item.case_id]
    alike = namesakes([item], members)[item.case_id]
    return [
        member
        for member in members
        if (member.pk in alike and member.pk not in said)
        or (member.pk in recused and not (member.pk in said and said[member.pk].leaves))
    ]


@transaction.atomic
def mark(*, actor: Officer, item: AgendaItem, member: Member, reason: ConflictReason) -> Conflict:
    """Write down that a member has a stake in an item, or only the name of somebody in it.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, item.meeting.committee)
    locked(item.meeting, MeetingState.PLANNED, MeetingState.OPEN)
    _undecided(item)
    if not reason.leaves and member.pk in recused_members([item], [member])[item.case_id]:
        raise GuardFailed(_("กรรมการคนนี้ขอไม่ร่วมพิจารณาไว้ที่หน้าเรื่องแล้ว"), field="reason")
    conflict, _new = Conflict.objects.update_or_create(
        item=item, member=member, defaults={"reason": reason, "recorded_by": actor.person}
    )
    _note(actor, "conflict", item, member=member.pk, reason=str(reason))
    return conflict


@transaction.atomic
def unmark(*, actor: Officer, conflict: Conflict) -> None:
    """Take back what was written down about a member and an item, before it is resolved.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    item = conflict.item
    check(actor, item.meeting.committee)
    locked(item.meeting, MeetingState.PLANNED, MeetingState.OPEN)
    _undecided(item)
    Conflict.objects.filter(pk=conflict.pk).delete()
    _note(actor, "conflict_taken_back", item, member=conflict.member_id, reason=conflict.reason)


def _undecided(item: AgendaItem) -> None:
    if hasattr(item, "resolution"):
        raise GuardFailed(_("เรื่องนี้มีมติแล้ว"))


def _note(actor: Officer, action: str, item: AgendaItem, *, member: int, reason: str) -> None:
    audit.record(
        actor=actor,
        action=f"committee.{action}",
        subject=f"meeting:{item.meeting_id}",
        data={"item": item.number, "member": member, "reason": reason},
    )
