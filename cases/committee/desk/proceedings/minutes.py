"""What the minutes of a meeting say: who came, what was resolved on each case, by its number (S1.01).

Minutes name cases by reference and register number and never a person: they are kept for good, a case's data are not.
"""

from __future__ import annotations

from django.utils.translation import override

from cases.committee.domain import second_calls, sitting
from cases.committee.domain.conflicts import leaving
from cases.committee.domain.registers import register_numbers
from cases.committee.models import AgendaItem, Meeting, Member
from cases.committee.vocabulary import AttendanceState, MemberRole
from portal.letters.kinds.minutes import Minutes, MinutesItem
from portal.thai.dates import format_date, format_time, to_bangkok


def minutes_of(meeting: Meeting) -> Minutes:
    """Return the minutes of a closed meeting, in Thai whatever language the page has."""
    with override("th"):
        members = sitting.members_at(meeting)
        states = dict(meeting.attendance.values_list("member", "state"))
        counted = sitting.counted(meeting)
        when = to_bangkok(meeting.starts_at)
        committee = meeting.committee
        # Whoever was not there did not take them; the place stays empty for who signs.
        there = [m for m in members if m.role == MemberRole.SECRETARY and _came(m, states)]
        secretary = there[0].name if there else ""
        chair = meeting.chair.name if meeting.chair else ""
        return Minutes(
            issuer=committee.organization.display_name,
            committee=committee.name,
            number=meeting.title,
            held=f"เมื่อวันที่ {format_date(when.date(), 'long')} เวลา {format_time(when)} ณ {meeting.place}",
            present=tuple(
                _line(m, m.pk == meeting.chair_id) for m in members if _came(m, states) and m.votes
            ),
            absent=tuple(
                f"{_line(m)} ({AttendanceState(states.get(m.pk, AttendanceState.ABSENT)).label})"
                for m in members
                if not _came(m, states) and m.votes
            ),
            guests=tuple(_line(m) for m in members if _came(m, states) and not m.votes),
            opened=_time(meeting.opened_at),
            closed=_time(meeting.closed_at),
            quorum=f"{counted.words} ({meeting.quorum_words or second_calls.in_words(meeting)})",
            told=meeting.told or "ไม่มี",
            earlier=meeting.earlier or "ไม่มี",
            items=_items(meeting, members),
            other=meeting.other or "ไม่มี",
            secretary=secretary,
            chair=chair,
            held_on=when.date().isoformat(),
        )


def _came(member: Member, states: dict[int, str]) -> bool:
    return states.get(member.pk) == AttendanceState.PRESENT


def _line(member: Member, presides: bool = False) -> str:
    role = "ประธานในที่ประชุม" if presides else str(member.get_role_display())
    return " ".join(part for part in (member.name, member.position, role) if part)


def _time(moment: object) -> str:
    return format_time(to_bangkok(moment)) if moment else ""  # type: ignore[arg-type]


def _items(meeting: Meeting, members: list[Member]) -> tuple[MinutesItem, ...]:
    rows = list(
        meeting.items.select_related("case", "resolution__chair")
        .prefetch_related("conflicts")
        .defer("case__narrative")
        .order_by("number")
    )
    numbers = register_numbers([row.case_id for row in rows], meeting.committee.organization)
    return tuple(_item(row, numbers.get(row.case_id, ""), meeting, members) for row in rows)


def _item(row: AgendaItem, number: str, meeting: Meeting, members: list[Member]) -> MinutesItem:
    resolution = getattr(row, "resolution", None)
    out = leaving(row)
    lines = []
    names = [member.name for member in members if member.pk in out]
    if names:
        lines.append(f"{', '.join(names)} มีส่วนได้เสีย ออกจากที่ประชุมในเรื่องนี้")
    if resolution is None:
        lines.append("ถอนเรื่องก่อนพิจารณา")
        return MinutesItem(
            number=str(row.number), reference=row.case.reference, register=number, lines=tuple(lines)
        )
    if names or not resolution.had_quorum:
        verdict = "ครบองค์ประชุม" if resolution.had_quorum else "ไม่ครบองค์ประชุมในเรื่องนี้"
        lines.append(f"กรรมการที่พิจารณาได้ {resolution.members} คน มาประชุม {resolution.present} คน {verdict}")
    if resolution.chair_id != meeting.chair_id:
        lines.append(f"ที่ประชุมเลือก {resolution.chair.name} ทำหน้าที่ประธาน")
    amount = f" {resolution.amount} บาท" if resolution.amount else ""
    until = resolution.deferred_until
    deferred = f" ถึงวันที่ {format_date(until, 'long')}" if until else ""
    basis = f" ตาม{resolution.basis}" if resolution.basis else ""
    said = "" if row.case.is_restricted else f" {resolution.words}".rstrip()
    lines.append(f"มติ: {resolution.get_kind_display()}{amount}{deferred}{basis}{said}")
    return MinutesItem(
        number=str(row.number),
        reference=row.case.reference,
        register=number,
        lines=tuple(lines),
        helped_before=row.helped_before,
    )
