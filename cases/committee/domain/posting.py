"""The list of those to be helped, posted for objections, and how firm its resolutions are (S1.01).

On the list stand the resolutions by which something is given. A restricted case never stands there, nor does what kind of
trouble a person has. Names stand on the paper alone, and only where the committee has said which rule lets them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.committee.domain.composition import check
from cases.committee.domain.finality import Lodged, Verdict, last_day, verdict
from cases.committee.domain.meetings import day_of, locked
from cases.committee.models import HelpCommittee, Meeting, Objection, PostedLine, PostedList, Resolution
from cases.committee.vocabulary import MeetingState, ObjectionAnswer, PostingCount, ResolutionKind
from cases.domain.view import Part, case_view
from cases.errors import GuardFailed
from cases.models import Case
from cases.vocabulary import Confidentiality
from portal.audit import services as audit
from portal.calendar.domain.days import closed_days
from portal.organizations import areas
from portal.thai.dates import bangkok_today

if TYPE_CHECKING:
    from portal.actors import Officer


def may_be_posted(meeting: Meeting) -> QuerySet[Resolution]:
    """Return the resolutions of a meeting that stand on its list, in the order of its agenda."""
    gives = [kind for kind in ResolutionKind if kind.gives]
    rows = Resolution.objects.filter(item__meeting=meeting, kind__in=gives)
    return rows.exclude(case__confidentiality=Confidentiality.RESTRICTED).order_by("item__number")


def end_of(committee: HelpCommittee, posted_on: dt.date) -> dt.date:
    """Return the last day on which objections to a list of this committee are taken."""
    counts = PostingCount(committee.posting_counts)
    return last_day(posted_on, days=committee.posting_days, counts=counts, holidays=closed_days())


@transaction.atomic
def post_list(*, actor: Officer, meeting: Meeting, place: str, posted_on: dt.date) -> PostedList:
    """Write down that the list of a meeting was posted; from then on its period runs.

    Args:
        actor: keeps the committee.
        meeting: closed.
        place: where the paper hangs.
        posted_on: not before the meeting, not after today.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    found = locked(meeting, MeetingState.CLOSED)
    if PostedList.objects.filter(meeting=found).exists():
        raise GuardFailed(_("บัญชีของการประชุมครั้งนี้ปิดประกาศแล้ว"))
    if not place.strip():
        raise GuardFailed(_("บอกว่าปิดประกาศไว้ที่ใด"), field="place")
    if not day_of(found) <= posted_on <= bangkok_today():
        raise GuardFailed(_("วันปิดประกาศต้องไม่ก่อนวันประชุม และไม่หลังวันนี้"), field="posted_on")
    resolutions = list(may_be_posted(found))
    if not resolutions:
        raise GuardFailed(_("การประชุมครั้งนี้ไม่มีมติที่ต้องปิดประกาศ"))
    committee = found.committee
    posted = PostedList.objects.create(
        meeting=found,
        place=place.strip(),
        posted_on=posted_on,
        ends_on=end_of(committee, posted_on),
        days=committee.posting_days,
        counts=committee.posting_counts,
        names_source=committee.names_source,
        posted_by=actor.person,
    )
    PostedLine.objects.bulk_create(
        PostedLine(posted=posted, resolution=one, number=number)
        for number, one in enumerate(resolutions, start=1)
    )
    audit.record(
        actor=actor,
        action="committee.post",
        subject=f"meeting:{found.pk}",
        data={"count": len(resolutions), "ends_on": posted.ends_on.isoformat()},
    )
    return posted


def verdict_of(line: PostedLine, today: dt.date | None = None) -> Verdict:
    """Return how firm the resolution of a line is; its objections are read, unless they were prefetched."""
    lodged = [_lodged(one) for one in line.objections.all()]
    return verdict(ends_on=line.posted.ends_on, objections=lodged, today=today or bangkok_today())


def _lodged(objection: Objection) -> Lodged:
    answer = ObjectionAnswer(objection.answer) if objection.answer else None
    return Lodged(answer, objection.answered_on)


@dataclass(frozen=True, slots=True)
class Posted:
    """A line as an officer of the committee's office reads it.

    Attributes:
        line: on the list.
        reference: of the case.
        place: its subdistrict.
        is_open: the reader may open the case; of another there is the reference alone.
        verdict: how firm the resolution is.
        objections: what was said against it; nothing of a case that the reader may not open.
        names: of the people concerned; empty unless they may be posted and were asked for.
    """

    line: PostedLine
    reference: str
    place: str
    is_open: bool
    verdict: Verdict
    objections: tuple[Objection, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def amount(self) -> str:
        """The money that was resolved, as it is written."""
        return self.line.resolution.amount


def lines_of(posted: PostedList, actor: Officer) -> list[Posted]:
    """Return a list for its office; four queries, however many lines. What became restricted since is left out."""
    rows = list(
        posted.lines.select_related("posted", "resolution__case", "resolution__item")
        .prefetch_related("objections")
        .defer("resolution__case__narrative", "resolution__case__place_detail")
        .exclude(resolution__case__confidentiality=Confidentiality.RESTRICTED)
        .order_by("number")
    )
    open_ones = _visible(rows, actor)
    return [_posted(row, is_open=row.resolution.case_id in open_ones) for row in rows]


def _visible(rows: Iterable[PostedLine], actor: Officer) -> set[int]:
    cases = [row.resolution.case_id for row in rows]
    return set(Case.objects.visible_to(actor, among=Q(pk__in=cases)).values_list("pk", flat=True))


def _posted(row: PostedLine, *, is_open: bool, names: tuple[str, ...] = ()) -> Posted:
    case = row.resolution.case
    return Posted(
        line=row,
        reference=case.reference,
        place=areas.area_name(case.subdistrict_code) if case.subdistrict_code else "",
        is_open=is_open,
        verdict=verdict_of(row),
        objections=tuple(row.objections.all()) if is_open else (),
        names=names,
    )


@transaction.atomic
def paper_lines(posted: PostedList, actor: Officer) -> list[Posted]:
    """Return the list as its paper says it: with names where the list was posted under a rule that lets them.

    Each name is read through the one door, and that a paper with names was made stands in the record.
    """
    lines = lines_of(posted, actor)
    if not posted.names_source:
        return lines
    audit.record(
        actor=actor,
        action="committee.list_named",
        subject=f"meeting:{posted.meeting_id}",
        data={"count": len(lines)},
    )
    return [_posted(one.line, is_open=one.is_open, names=_names(one.line, actor)) for one in lines]


def _names(line: PostedLine, actor: Officer) -> tuple[str, ...]:
    view = case_view(line.resolution.case, actor)
    if not isinstance(view, Part) or view.is_restricted:
        return ()
    return tuple(person.name for person in view.people if person.name)
