"""Holding a meeting: who came, whether there is a quorum, opening, closing (S1.01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.committee.domain import second_calls
from cases.committee.domain.composition import check, in_force, in_order
from cases.committee.domain.meetings import day_of, locked
from cases.committee.domain.quorum import Count, count
from cases.committee.models import AgendaItem, Attendance, Meeting, Member
from cases.committee.vocabulary import AttendanceState, MeetingState
from cases.errors import GuardFailed
from cases.machine.vocabulary import WaitingState
from portal.audit import services as audit
from portal.thai.dates import bangkok_datetime, bangkok_today

if TYPE_CHECKING:
    from portal.actors import Officer

LONGEST_WORDS = 4000
_COUNTED = ("second_quorum", "quorum", "quorum_words", "members", "present", "needed")


def members_at(meeting: Meeting) -> list[Member]:
    """Return who sits on the committee at a meeting, assistants last: once they were counted, those who were."""
    if not meeting.was_counted:
        return in_force(meeting.committee, day_of(meeting))
    return in_order(Member.objects.filter(attendance__meeting=meeting).select_related("order"))


def present_at(meeting: Meeting) -> set[int]:
    """Return the members who came."""
    came = meeting.attendance.filter(state=AttendanceState.PRESENT)
    return set(came.values_list("member", flat=True))


def count_at(
    meeting: Meeting,
    members: Iterable[Member],
    present: Iterable[int],
    leaving: Iterable[int] = (),
    item: AgendaItem | None = None,
) -> Count:
    """Count a meeting, or one item of it.

    Args:
        meeting: whose committee has the rule.
        members: in force on the day.
        present: keys of those who came.
        leaving: keys of those who left for the item.
        item: one matter; None for the meeting as such.
    """
    voting = [member.pk for member in members if member.votes]
    return count(second_calls.rule_of(meeting, item), members=voting, present=present, leaving=leaving)


def counted(meeting: Meeting) -> Count:
    """Return the count of a meeting as such: as it was when it was held or given up, or as it is now before that."""
    if not meeting.was_counted:
        return count_at(meeting, members_at(meeting), present_at(meeting))
    return Count(members=meeting.members or 0, present=meeting.present or 0, needed=meeting.needed or 0)


def _came(attendance: Mapping[int, AttendanceState]) -> set[int]:
    return {pk for pk, state in attendance.items() if state == AttendanceState.PRESENT}


def _count(meeting: Meeting, members: list[Member], attendance: Mapping[int, AttendanceState]) -> Count:
    """Count a meeting by whoever came, by the rules that hold for it from now on; it is not saved."""
    second_calls.settle(meeting)
    found = count_at(meeting, members, _came(attendance))
    meeting.members, meeting.present, meeting.needed = found.members, found.present, found.needed
    return found


@transaction.atomic
def hold(
    *,
    actor: Officer,
    meeting: Meeting,
    attendance: Mapping[int, AttendanceState],
    chair: Member | None,
    opened: dt.time | None = None,
) -> Meeting:
    """Open a meeting with whoever came, or correct who came while it is held.

    Args:
        actor: keeps the committee.
        meeting: planned and its day has come, or open.
        attendance: by key of the member; whoever is not named was absent.
        chair: who presides.
        opened: when it began, where it is written down later; now by default, and as it was when only who came changes.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written. Without a quorum a meeting is not opened; the words say
            how many are missing.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    members = _due_members(found)
    counts = _count(found, members, attendance)
    if not counts.holds:
        raise GuardFailed(counts.words)
    present = _came(attendance)
    if chair is None or chair.pk not in present or chair.pk not in {m.pk for m in members if m.votes}:
        raise GuardFailed(_("เลือกประธานในที่ประชุมจากกรรมการที่มาประชุม"), field="chair")
    _write(found, members, attendance)
    found.state, found.chair = MeetingState.OPEN, chair
    found.opened_at = _at(found, opened, "opened") or found.opened_at or timezone.now()
    found.save(update_fields=["state", "chair", "opened_at", *_COUNTED])
    _note(actor, "hold", found, present=counts.present, needed=counts.needed)
    return found


@transaction.atomic
def give_up(*, actor: Officer, meeting: Meeting, attendance: Mapping[int, AttendanceState]) -> Meeting:
    """Write down that a meeting had no quorum; its cases wait for another one.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written; there was a quorum after all.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.PLANNED)
    members = _due_members(found)
    counts = _count(found, members, attendance)
    if counts.holds:
        raise GuardFailed(_("ครบองค์ประชุม เปิดประชุมได้"))
    _write(found, members, attendance)
    found.state, found.why_not = MeetingState.NO_QUORUM, counts.words
    found.save(update_fields=["state", "why_not", *_COUNTED])
    _note(actor, "no_quorum", found, present=counts.present, needed=counts.needed)
    return found


def _at(meeting: Meeting, time: dt.time | None, field: str) -> dt.datetime | None:
    """Return a time of the meeting's day; None where none is given.

    Raises:
        GuardFailed: it has not come yet; it is told at `field`.
    """
    if time is None:
        return None
    moment = bangkok_datetime(day_of(meeting), time)
    if moment > timezone.now():
        raise GuardFailed(_("เวลานี้ยังมาไม่ถึง"), field=field)
    return moment


def _due_members(meeting: Meeting) -> list[Member]:
    """Return the members of a meeting whose day has come.

    Raises:
        GuardFailed: it has not.
    """
    if day_of(meeting) > bangkok_today():
        raise GuardFailed(_("ยังไม่ถึงวันประชุม ถ้าประชุมก่อนให้เปลี่ยนวันก่อน"))
    return members_at(meeting)


def _write(meeting: Meeting, members: list[Member], attendance: Mapping[int, AttendanceState]) -> None:
    for member in members:
        state = attendance.get(member.pk, AttendanceState.ABSENT)
        Attendance.objects.update_or_create(meeting=meeting, member=member, defaults={"state": state})


@transaction.atomic
def close(
    *,
    actor: Officer,
    meeting: Meeting,
    told: str = "",
    earlier: str = "",
    other: str = "",
    closed: dt.time | None = None,
) -> Meeting:
    """Close a meeting: nothing of it changes any more, and its minutes can be printed.

    Args:
        actor: keeps the committee.
        meeting: open, and everything on its agenda is resolved or was withdrawn.
        told: what the chair told the meeting (item 1 of the minutes).
        earlier: the minutes that were confirmed (item 2).
        other: other matters (the last item).
        closed: when it ended, where it is written down later; now by default.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.OPEN)
    ended = _at(found, closed, "closed") or timezone.now()
    if found.opened_at is not None and ended < found.opened_at:
        raise GuardFailed(_("เลิกประชุมก่อนเริ่มประชุมไม่ได้"), field="closed")
    undecided = found.items.filter(resolution=None, row__state=WaitingState.SUBMITTED).count()
    if undecided:
        words = _("ยังมี %(count)d เรื่องที่ไม่มีมติ ถ้าพิจารณาไม่ทันให้มีมติเลื่อนการพิจารณา")
        raise GuardFailed(words % {"count": undecided})
    for name, text in (("told", told), ("earlier", earlier), ("other", other)):
        if len(text) > LONGEST_WORDS:
            raise GuardFailed(_("ข้อความยาวเกิน 4,000 ตัวอักษร"), field=name)
        setattr(found, name, text.strip())
    found.state, found.closed_at = MeetingState.CLOSED, ended
    found.save(update_fields=["state", "closed_at", "told", "earlier", "other"])
    _note(actor, "close", found)
    return found


def _note(actor: Officer, action: str, meeting: Meeting, **data: int) -> None:
    audit.record(actor=actor, action=f"committee.{action}", subject=f"meeting:{meeting.pk}", data=dict(data))
