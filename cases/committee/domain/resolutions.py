"""Resolving a case: the count of members, what is given on which basis, and the end of what waits for the committee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from cases.committee.domain import conflicts
from cases.committee.domain.composition import check
from cases.committee.domain.meetings import day_of, locked
from cases.committee.domain.sitting import count_at, members_at, present_at
from cases.committee.models import AgendaItem, Member, Resolution
from cases.committee.vocabulary import MeetingState, ResolutionKind
from cases.domain import working
from cases.domain.queries.known import Decision
from cases.errors import GuardFailed
from cases.machine.vocabulary import WaitingState
from cases.models import Case
from portal.audit import services as audit
from portal.calendar.working_days import end_of_day
from portal.thai.dates import format_date

if TYPE_CHECKING:
    from cases.committee.domain.quorum import Count
    from portal.actors import Officer
    from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the committee said.

    Attributes:
        kind: approved, in part, declined, deferred, or noted help that was given before.
        amount_baht: how much money, where money is given.
        basis: the regulation or criterion; needed where something is given.
        words: the rest of the resolution; why, where something is declined, deferred or given in part.
        deferred_until: until when, of a deferral.
        chair: who presided at this item; the chair of the meeting by default.
    """

    kind: ResolutionKind
    amount_baht: Decimal | None = None
    basis: str = ""
    words: str = ""
    deferred_until: dt.date | None = None
    chair: Member | None = None


@transaction.atomic
def resolve(*, actor: Officer, item: AgendaItem, decided: Decided) -> Resolution:
    """Write down what was resolved on a case; by it what waits for the committee ends, or waits until a later day.

    Where too few are left for a case it can only be put off: that is no decision on it, and without it the meeting could
    not be closed. The chair of the meeting says so, even one who left for the case.

    Args:
        actor: keeps the committee, and reads the case.
        item: on the agenda of an open meeting.
        decided: what the committee said.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, item.meeting.committee)
    meeting = locked(item.meeting, MeetingState.OPEN)
    if Resolution.objects.filter(item=item).exists():
        raise GuardFailed(_("เรื่องนี้มีมติแล้ว"))
    item.row.refresh_from_db()
    if item.row.state != WaitingState.SUBMITTED:
        raise GuardFailed(_("เรื่องนี้ถูกถอนหรือมีมติที่หน้าเรื่องแล้ว"))
    if not Case.objects.visible_to(actor, among=Q(pk=item.case_id)).exists():
        raise GuardFailed(_("คุณไม่ร่วมพิจารณาเรื่องนี้ ให้ผู้อื่นบันทึกมติ"))
    _whole(decided, on=day_of(meeting))
    members = members_at(meeting)
    for member in conflicts.unsettled(item, members):
        words = _("%(name)s มีชื่อตรงกับผู้เกี่ยวข้อง หรือขอไม่ร่วมพิจารณา บันทึกส่วนได้เสียหรือชื่อพ้องก่อน")
        raise GuardFailed(words % {"name": member.name})
    out, present = conflicts.leaving(item), present_at(meeting)
    counted = count_at(meeting, members, present, out, item)
    if not counted.holds and decided.kind != ResolutionKind.DEFERRED:
        raise GuardFailed(f"{counted.words} {_('เรื่องนี้มีมติได้เฉพาะเลื่อนการพิจารณา')}", field="kind")
    chair = decided.chair or meeting.chair
    away = out if counted.holds else ()
    if chair is None or chair.pk in away or chair.pk not in present:
        raise GuardFailed(_("ประธานออกจากที่ประชุมในเรื่องนี้ เลือกกรรมการที่ทำหน้าที่ประธานแทน"), field="chair")
    return _write(actor, item, decided, counted, chair)


def _whole(decided: Decided, *, on: dt.date) -> None:
    """Refuse a resolution that lacks something.

    Raises:
        GuardFailed: with the field that lacks.
    """
    kind = decided.kind
    if kind.gives and not decided.basis.strip():
        raise GuardFailed(_("บอกว่าให้ตามระเบียบหรือหลักเกณฑ์ใด"), field="basis")
    if kind.gives and not (decided.amount_baht or decided.words.strip()):
        raise GuardFailed(_("บอกว่าให้เงินเท่าใด หรือให้อะไร"), field="amount_baht")
    if not kind.gives and decided.amount_baht:
        raise GuardFailed(_("มตินี้ไม่ได้ให้เงิน"), field="amount_baht")
    if kind.wants_words and not decided.words.strip():
        raise GuardFailed(_("เขียนเหตุผลหรือรายละเอียดของมติ"), field="words")
    if kind == ResolutionKind.DEFERRED:
        if decided.deferred_until is None:
            raise GuardFailed(_("บอกว่าเลื่อนไปถึงวันที่ใด"), field="deferred_until")
        if decided.deferred_until <= on:
            raise GuardFailed(_("เลื่อนไปวันที่หลังวันประชุม"), field="deferred_until")
    elif decided.deferred_until is not None:
        raise GuardFailed(_("กรอกวันเมื่อเลื่อนการพิจารณาเท่านั้น"), field="deferred_until")


def _write(actor: Officer, item: AgendaItem, decided: Decided, counted: Count, chair: Member) -> Resolution:
    made = Resolution.objects.create(
        item=item,
        case_id=item.case_id,
        kind=decided.kind,
        amount_baht=decided.amount_baht,
        basis=decided.basis.strip(),
        words=decided.words.strip(),
        deferred_until=decided.deferred_until,
        chair=chair,
        members=counted.members,
        present=counted.present,
        needed=counted.needed,
        decided_by=actor.person,
    )
    until = decided.deferred_until
    working.record_committee_decision(
        item=item.row,
        actor=actor,
        note=sentence(made),
        deferred_until=end_of_day(until) if until else None,
    )
    audit.record(
        actor=actor,
        action="committee.resolve",
        subject=item.case.reference,
        data={"meeting": item.meeting_id, "kind": str(decided.kind)},
    )
    return made


def decision_on(case: Case, organization: Organization) -> Decision | None:
    """Return the latest resolution of an organization's committee by which something is given, for the record of the help; None for none."""
    found = Resolution.objects.filter(case=case, kind__in=[kind for kind in ResolutionKind if kind.gives])
    own = found.filter(item__meeting__committee__organization=organization.pk)
    made = own.select_related("item__meeting").order_by("-decided_at", "-pk").first()
    if made is None:
        return None
    meeting = made.item.meeting
    with override("th"):
        words = gettext("ครั้งที่ %(number)s วันที่ %(day)s") % {
            "number": meeting.title,
            "day": format_date(meeting.starts_at, "long"),
        }
    return Decision(words=words, amount=made.amount, basis=made.basis)


def sentence(resolution: Resolution) -> str:
    """Return a resolution as it stands in the history of the case, in the minutes and in letters, in Thai."""
    meeting = resolution.item.meeting
    with override("th"):
        amount = f" {resolution.amount} บาท" if resolution.amount else ""
        until = (
            f" ถึงวันที่ {format_date(resolution.deferred_until, 'long')}" if resolution.deferred_until else ""
        )
        basis = f" ตาม{resolution.basis}" if resolution.basis else ""
        words = f" {resolution.words}" if resolution.words else ""
        kind = ResolutionKind(resolution.kind).label
        return f"มติที่ประชุมครั้งที่ {meeting.title}: {kind}{amount}{until}{basis}{words}"
