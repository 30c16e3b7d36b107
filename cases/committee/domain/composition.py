"""Who sits on the committee: setting it up, appointing by an order, ending a term (S1.01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.committee.models import AppointingOrder, HelpCommittee, Meeting, Member
from cases.committee.models.committee import SECOND_WITHIN_DAYS
from cases.committee.vocabulary import ORDINARY_RULES, MeetingState, MemberRole, PostingCount, QuorumRule
from cases.domain import committees
from cases.errors import GuardFailed, NotAllowed
from portal.audit import services as audit
from portal.thai.dates import bangkok_datetime
from portal.thai.names import name_key

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.actors import Officer

MOST_MEMBERS = 60
"""Members in force on one day; the regulation knows some ten, and a page lists them all."""
DEFAULT_QUORUM_SOURCE = _("พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 79 (ตรวจกับคำสั่งแต่งตั้ง)")
MOST_DAYS_TO_SECOND = 60
ONE_ONLY = frozenset({MemberRole.CHAIR})


def check(actor: Officer, committee: HelpCommittee | None = None) -> None:
    """Let go on whoever keeps this committee.

    Raises:
        NotAllowed: the actor does not keep it.
    """
    if not committees.may_keep(actor) or (committee and committee.organization_id != actor.organization.pk):
        raise NotAllowed("committee")


def committee_of(actor: Officer) -> HelpCommittee | None:
    """Return the committee of the actor's organization; None where nobody set it up."""
    return HelpCommittee.objects.filter(organization=actor.organization.pk).first()


def default_name(actor: Officer) -> str:
    """Return what the committee is called when nobody says otherwise."""
    return f"คณะกรรมการช่วยเหลือประชาชนของ{actor.organization.name_th}"


@transaction.atomic
def set_up(
    *,
    actor: Officer,
    name: str,
    quorum: QuorumRule,
    quorum_source: str,
    posting_days: int,
    posting_counts: PostingCount = PostingCount.WORKING,
    names_source: str = "",
    second_quorum: QuorumRule | None = None,
    second_within_days: int = SECOND_WITHIN_DAYS,
    second_source: str = "",
) -> HelpCommittee:
    """Set the committee up, or change its rules for meetings to come; resolutions keep the count they were made with.

    Args:
        actor: keeps the committee.
        name: as it stands in the appointing order.
        quorum: how many have to be there.
        quorum_source: order or law that says so.
        posting_days: for how long the list of those to be helped is posted.
        posting_counts: in which days that is counted.
        names_source: rule or order that lets names stand on the paper of the list; "" for none.
        second_quorum: how many have to be there when a meeting without quorum is called again; None for as many.
        second_within_days: within how many days that call has to meet.
        second_source: order or law that says so; needed where `second_quorum` is given.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    check(actor)
    if not 1 <= posting_days <= 90:
        raise GuardFailed(_("จำนวนวันปิดประกาศต้องเป็น 1 ถึง 90 วัน"), field="posting_days")
    if not quorum_source.strip():
        raise GuardFailed(_("บอกว่าหลักองค์ประชุมมาจากคำสั่งหรือกฎหมายใด"), field="quorum_source")
    if quorum not in ORDINARY_RULES:
        raise GuardFailed(_("หนึ่งในสามใช้ได้เฉพาะการนัดครั้งที่สอง"), field="quorum")
    if second_quorum and not second_source.strip():
        raise GuardFailed(_("บอกว่าหลักการนัดครั้งที่สองมาจากคำสั่งหรือกฎหมายใด"), field="second_source")
    if not 1 <= second_within_days <= MOST_DAYS_TO_SECOND:
        raise GuardFailed(_("นัดครั้งที่สองได้ภายใน 1 ถึง 60 วัน"), field="second_within_days")
    values = {
        "posting_counts": posting_counts,
        "names_source": names_source.strip(),
        "second_quorum": second_quorum or "",
        "second_within_days": second_within_days,
        "second_source": second_source.strip() if second_quorum else "",
        "name": name.strip(),
        "quorum": quorum,
        "quorum_source": quorum_source.strip(),
        "posting_days": posting_days,
    }
    committee, _new = HelpCommittee.objects.update_or_create(organization=actor.organization, defaults=values)
    audit.record(
        actor=actor,
        action="committee.set_up",
        subject=f"committee:{committee.pk}",
        data={
            "quorum": str(quorum),
            "second_quorum": str(second_quorum or ""),
            "posting_days": posting_days,
            "posting_counts": str(posting_counts),
        },
    )
    return committee


def in_force(committee: HelpCommittee, day: dt.date) -> list[Member]:
    """Return who sits on the committee on a day: chair first, assistants last, each group as it was appointed."""
    return in_order(committee.members.in_force(day).select_related("order"))


def in_order(members: Iterable[Member]) -> list[Member]:
    """Return members with the chair first and assistants last, each group as it was appointed."""
    places = {role: place for place, role in enumerate(MemberRole)}
    return sorted(members, key=lambda member: (places[MemberRole(member.role)], member.pk))


def others(committee: HelpCommittee, day: dt.date) -> QuerySet[Member]:
    """Return members whose term does not cover a day, the last ended first."""
    now = committee.members.in_force(day).values("pk")
    return committee.members.exclude(pk__in=now).select_related("order").order_by("-starts_on", "-pk")


@transaction.atomic
def appoint(
    *,
    actor: Officer,
    committee: HelpCommittee,
    name: str,
    role: MemberRole,
    order_number: str,
    ordered_on: dt.date,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    position: str = "",
    person: User | None = None,
) -> Member:
    """Write down that somebody was appointed by an order, for a term.

    Args:
        actor: keeps the committee.
        committee: of the actor's organization.
        name: with title, as in the order.
        role: as what.
        order_number: of the appointing order.
        ordered_on: its date.
        starts_on: first day of the term.
        ends_on: last day; None for no end.
        position: by which they sit there.
        person: their account, where they sign in.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, committee)
    HelpCommittee.objects.select_for_update().get(pk=committee.pk)
    if ends_on is not None and ends_on < starts_on:
        raise GuardFailed(_("วันสิ้นสุดวาระต้องไม่ก่อนวันเริ่ม"), field="ends_on")
    if ordered_on > starts_on:
        raise GuardFailed(_("วาระเริ่มก่อนวันที่ของคำสั่งแต่งตั้งไม่ได้"), field="starts_on")
    if _counted(committee, starts_on, ends_on).exists():
        words = _("มีการประชุมในวาระนี้ที่นับกรรมการไปแล้ว ให้วาระเริ่มหลังวันประชุมครั้งนั้น")
        raise GuardFailed(words, field="starts_on")
    _fits_in(committee, name=name, role=role, starts_on=starts_on, ends_on=ends_on)
    order, _new = AppointingOrder.objects.get_or_create(
        committee=committee, number=order_number.strip(), issued_on=ordered_on
    )
    member = Member.objects.create(
        committee=committee,
        order=order,
        name=name.strip(),
        position=position.strip(),
        role=role,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    audit.record(
        actor=actor, action="committee.appoint", subject=f"member:{member.pk}", data={"role": str(role)}
    )
    return member


def _fits_in(
    committee: HelpCommittee, *, name: str, role: MemberRole, starts_on: dt.date, ends_on: dt.date | None
) -> None:
    """Refuse the same person twice, and a second chair, in terms that meet.

    Raises:
        GuardFailed: the new term does not fit.
    """
    terms = committee.members.exclude(ends_on__lt=starts_on)
    meeting = list(terms.filter(starts_on__lte=ends_on) if ends_on else terms)
    if any(name_key(one.name) == name_key(name) for one in meeting):
        raise GuardFailed(_("คนนี้เป็นกรรมการอยู่แล้วในช่วงเวลานั้น"), field="name")
    if role in ONE_ONLY and any(one.role == role for one in meeting):
        raise GuardFailed(_("มีประธานกรรมการอยู่แล้วในช่วงเวลานั้น ให้ประธานคนเดิมพ้นจากตำแหน่งก่อน"), field="role")
    if len(meeting) >= MOST_MEMBERS:
        raise GuardFailed(_("มีกรรมการครบจำนวนที่ระบบรับได้แล้ว"))


def _counted(committee: HelpCommittee, first: dt.date, last: dt.date | None = None) -> QuerySet[Meeting]:
    """Return the meetings of some days at which members were counted and things resolved; None for no last day."""
    held = Meeting.objects.filter(
        committee=committee,
        state__in=(MeetingState.OPEN, MeetingState.CLOSED),
        starts_at__gte=bangkok_datetime(first),
    )
    return held if last is None else held.filter(starts_at__lt=bangkok_datetime(last + dt.timedelta(days=1)))


@transaction.atomic
def end_term(*, actor: Officer, member: Member, ends_on: dt.date, because: str) -> Member:
    """End a term: the last day, and why. What was resolved with the member stays.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, member.committee)
    if ends_on < member.starts_on:
        raise GuardFailed(_("วันที่พ้นจากตำแหน่งต้องไม่ก่อนวันเริ่มวาระ"), field="ends_on")
    if member.ends_on is not None and ends_on > member.ends_on:
        raise GuardFailed(_("วาระสิ้นสุดก่อนวันนั้นอยู่แล้ว ต่อวาระด้วยคำสั่งใหม่"), field="ends_on")
    if _counted(member.committee, ends_on + dt.timedelta(days=1)).exists():
        raise GuardFailed(_("มีการประชุมหลังวันนั้นที่นับกรรมการคนนี้ไปแล้ว"), field="ends_on")
    if not because.strip():
        raise GuardFailed(_("บอกว่าพ้นจากตำแหน่งเพราะอะไร"), field="because")
    member.ends_on, member.ended_because = ends_on, because.strip()
    member.save(update_fields=["ends_on", "ended_because"])
    audit.record(actor=actor, action="committee.end_term", subject=f"member:{member.pk}")
    return member
