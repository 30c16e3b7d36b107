"""Letters of the committee: the invitation of a meeting and what was resolved on a case; neither names a person (S1.01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.committee.domain.composition import check
from cases.committee.domain.freezing import is_current
from cases.committee.domain.resolutions import sentence
from cases.committee.domain.second_calls import invitation_occasion
from cases.committee.models import FrozenAgenda, Meeting, Resolution
from cases.committee.vocabulary import MeetingState, QuorumRule, ResolutionKind
from cases.errors import CaseChanged, GuardFailed
from portal.letters.issuing import issue_letter
from portal.letters.kinds.official import Enclosure, LetterDraft
from portal.thai.dates import format_date, format_time, to_bangkok

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.letters.models import OutgoingLetter

CLOSING = "จึงเรียนมาเพื่อโปรดทราบ"


@transaction.atomic
def invite(*, actor: Officer, meeting: Meeting) -> OutgoingLetter:
    """Issue the invitation of a planned meeting, once; asked for again it is the same letter.

    What stands on the agenda has to be frozen first, so that what the members get is what is kept. When day or place
    changed since, the letter in the register is withdrawn there and the next one takes its place.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    if meeting.state != MeetingState.PLANNED:
        raise CaseChanged
    agenda = FrozenAgenda.objects.filter(meeting=meeting).order_by("-edition").first()
    if meeting.items.exists() and (agenda is None or not is_current(meeting, agenda)):
        raise GuardFailed(_("ตรึงระเบียบวาระก่อน แล้วออกหนังสือเชิญ"))
    return issue_letter(
        organization=meeting.committee.organization,
        actor=actor,
        letter=invitation(meeting, agenda),
        occasion=invitation_occasion(meeting),
    )


def invitation(meeting: Meeting, agenda: FrozenAgenda | None) -> LetterDraft:
    """Return the invitation of a meeting."""
    when = to_bangkok(meeting.starts_at)
    day, time = format_date(when.date(), "long"), format_time(when)
    subject = f"เชิญประชุม{meeting.committee.name} ครั้งที่ {meeting.title}"
    first = meeting.called_again_from
    again = (_called_again(meeting, first),) if first is not None and meeting.committee.second_quorum else ()
    enclosures = [Enclosure(title="ระเบียบวาระการประชุม")]
    if agenda is not None:
        enclosures.append(Enclosure(title=f"เอกสารประกอบระเบียบวาระ ฉบับที่ {agenda.edition}", unit="ชุด"))
    return LetterDraft(
        subject=subject,
        addressee=f"กรรมการใน{meeting.committee.name}",
        paragraphs=(
            f"ด้วย{meeting.committee.organization.name_th} กำหนดประชุม{meeting.committee.name} "
            f"ครั้งที่ {meeting.title} ในวันที่ {day} เวลา {time} ณ {meeting.place} "
            "เพื่อพิจารณาการช่วยเหลือประชาชนตามเอกสารที่ส่งมาพร้อมนี้",
            *again,
            "กรรมการที่มีส่วนได้เสียในเรื่องใด ขอให้แจ้งเลขานุการก่อนการประชุม เอกสารที่ส่งมามีข้อมูลของผู้ขอความช่วยเหลือ "
            "โปรดเก็บรักษาและส่งคืนเลขานุการเมื่อเสร็จการประชุม",
            "จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว",
        ),
        enclosures=tuple(enclosures),
        is_circular=True,
    )


def _called_again(meeting: Meeting, first: Meeting) -> str:
    """Return the sentence without which a second call has the ordinary quorum (section 79)."""
    committee = meeting.committee
    with override("th"):
        rule = QuorumRule(committee.second_quorum).label
    held = format_date(to_bangkok(first.starts_at).date(), "long")
    return (
        f"การประชุมครั้งนี้นัดใหม่แทนครั้งที่ {first.title} เมื่อวันที่ {held} ซึ่งไม่ครบองค์ประชุม "
        f"เฉพาะเรื่องที่อยู่ในระเบียบวาระครั้งนั้น เมื่อมีกรรมการมาประชุม{rule} ให้ถือว่าเป็นองค์ประชุม "
        f"ตาม{committee.second_source}"
    )


@transaction.atomic
def tell_resolution(*, actor: Officer, resolution: Resolution) -> OutgoingLetter:
    """Issue the letter by which the person is told what was resolved on their case, once.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    meeting = resolution.item.meeting
    check(actor, meeting.committee)
    if resolution.case.anonymized:
        raise GuardFailed(_("ข้อมูลของเรื่องนี้ถูกลบแล้ว"))
    return issue_letter(
        organization=meeting.committee.organization,
        actor=actor,
        letter=resolution_letter(resolution),
        occasion=f"committee-resolution-{resolution.pk}",
    )


def resolution_letter(resolution: Resolution) -> LetterDraft:
    """Return the letter; it names the case by its number, never the person or the matter.

    A refusal says by when and where one may appeal (Administrative Procedure Act B.E. 2539, sections 40 and 44). What the
    committee wrote in its own words stays out of a restricted case's letter.
    """
    kind = ResolutionKind(resolution.kind)
    reference = resolution.case.reference
    said = f"มติ: {kind.label}" if resolution.case.is_restricted else sentence(resolution)
    paragraphs = [
        f"ตามที่ท่านขอความช่วยเหลือ เรื่องเลขที่ {reference} นั้น {resolution.item.meeting.committee.name}ได้พิจารณาแล้ว",
        said,
    ]
    if kind.may_be_appealed:
        paragraphs.append(
            "หากท่านไม่เห็นด้วย ท่านอุทธรณ์เป็นหนังสือต่อ"
            f"{resolution.item.meeting.committee.organization.name_th}ได้ภายใน 15 วันนับแต่วันที่ได้รับหนังสือนี้"
        )
    return LetterDraft(
        subject="แจ้งผลการพิจารณาของคณะกรรมการช่วยเหลือประชาชน",
        addressee=f"ผู้ขอความช่วยเหลือ เรื่องเลขที่ {reference}",
        paragraphs=(*paragraphs, CLOSING),
    )
