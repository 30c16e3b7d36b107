"""Meetings: planned with a number of their fiscal year, moved, cancelled (S1.01)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.committee.domain.composition import check
from cases.committee.models import HelpCommittee, Meeting
from cases.committee.vocabulary import MeetingState
from cases.errors import CaseChanged, GuardFailed
from portal.audit import services as audit
from portal.thai.dates import fiscal_year, to_bangkok

if TYPE_CHECKING:
    from portal.actors import Officer


def locked(meeting: Meeting, *states: MeetingState) -> Meeting:
    """Return a meeting as it is now, locked until the transaction ends.

    Raises:
        CaseChanged: it is in none of these states any more.
    """
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if found.state not in states:
        raise CaseChanged
    return found


def day_of(meeting: Meeting) -> dt.date:
    """Return the day of a meeting in Thailand."""
    return to_bangkok(meeting.starts_at).date()


@transaction.atomic
def plan(*, actor: Officer, committee: HelpCommittee, starts_at: dt.datetime, place: str) -> Meeting:
    """Plan a meeting; it gets the next number of the fiscal year of its day.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, committee)
    HelpCommittee.objects.select_for_update().get(pk=committee.pk)
    _is_ahead(starts_at)
    year = fiscal_year(to_bangkok(starts_at).date())
    last = committee.meetings.filter(fiscal_year=year).aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        committee=committee,
        fiscal_year=year,
        number=last + 1,
        starts_at=starts_at,
        place=place.strip(),
        planned_by=actor.person,
    )
    _note(actor, "plan", meeting)
    return meeting


def _is_ahead(starts_at: dt.datetime) -> None:
    if starts_at < timezone.now():
        raise GuardFailed(_("วันและเวลาประชุมผ่านไปแล้ว"), field="starts_at")


@transaction.atomic
def move(*, actor: Officer, meeting: Meeting, starts_at: dt.datetime, place: str) -> Meeting:
    """Give a planned meeting another time or place. Its number belongs to its fiscal year, so it stays within it.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.PLANNED)
    _is_ahead(starts_at)
    if fiscal_year(to_bangkok(starts_at).date()) != found.fiscal_year:
        raise GuardFailed(_("วันนั้นอยู่คนละปีงบประมาณ ให้ยกเลิกครั้งนี้แล้วกำหนดประชุมใหม่"), field="starts_at")
    found.starts_at, found.place = starts_at, place.strip()
    if found.called_again_from is not None:
        in_time(found, found.called_again_from)
    found.save(update_fields=["starts_at", "place"])
    _note(actor, "move", found)
    return found


def last_day_to_call_again(first: Meeting) -> dt.date:
    """Return until when a meeting without quorum may be called again under the committee's rule of second calls."""
    return day_of(first) + dt.timedelta(days=first.committee.second_within_days)


def in_time(meeting: Meeting, first: Meeting) -> None:
    """Let go on when a day makes a second call of a meeting without quorum.

    Raises:
        GuardFailed: the day is not after the first one, or too late.
    """
    if not day_of(first) < day_of(meeting) <= last_day_to_call_again(first):
        words = _("นัดครั้งที่สองต้องเป็นวันหลังจากครั้งแรก และภายใน %(days)d วัน ถ้าช้ากว่านั้นให้กำหนดประชุมใหม่ตามปกติ")
        raise GuardFailed(words % {"days": first.committee.second_within_days}, field="starts_at")


@transaction.atomic
def cancel(*, actor: Officer, meeting: Meeting, because: str) -> Meeting:
    """Cancel a planned meeting, with a reason; its number is not given again.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.PLANNED)
    if not because.strip():
        raise GuardFailed(_("บอกว่ายกเลิกเพราะอะไร"), field="because")
    found.state, found.why_not = MeetingState.CANCELLED, because.strip()
    found.save(update_fields=["state", "why_not"])
    _note(actor, "cancel", found)
    return found


def _note(actor: Officer, action: str, meeting: Meeting) -> None:
    audit.record(actor=actor, action=f"committee.{action}", subject=f"meeting:{meeting.pk}")
