"""Letters of the committee: the invitation of a meeting and what was resolved on a case; neither names a person (S1.01)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.committee.domain import second_calls
from cases.committee.domain.composition import check
from cases.committee.domain.freezing import is_current
from cases.committee.domain.meetings import locked
from cases.committee.domain.resolutions import sentence
from cases.committee.domain.second_calls import invitation_occasion
from cases.committee.models import FrozenAgenda, Meeting, Resolution
from cases.committee.vocabulary import MeetingState, QuorumRule, ResolutionKind
from cases.errors import GuardFailed, NotAllowed
from portal.letters.issuing import issue_letter, letters_on
from portal.letters.kinds.official import Enclosure, LetterDraft
from portal.thai.dates import format_date, format_time, to_bangkok

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.letters.models import OutgoingLetter

CLOSING = "จึงเรียนมาเพื่อโปรดทราบ"
_RESOLUTION = "committee-resolution-"


def resolution_occasion(resolution: int) -> str:
    """Return under which occasion the letter on a resolution is issued."""
    return f"{_RESOLUTION}{resolution}"


def kept_back(actor: Officer, occasions: Collection[str]) -> set[str]:
    """Return the occasions of letters on cases in which an officer takes no part; see `cases.domain.letters.kept_back`.

    They say more than other letters do: what the committee wrote in its own words.
    """
    known = {one.removeprefix(_RESOLUTION) for one in occasions if one.startswith(_RESOLUTION)}
    if not known:
        return set()
    own = Resolution.objects.filter(pk__in=known, case__recused=actor.person.pk)
    return {resolution_occasion(pk) for pk in own.values_list("pk", flat=True)}


@transaction.atomic
def invite(*, actor: Officer, meeting: Meeting) -> OutgoingLetter:
    """Issue the invitation of a planned meeting, once; asked for again it is the same letter.

    What stands on the agenda has to be frozen first, so that what the members get is what is kept. When day, place or
    agenda changed since, the letter in the register is withdrawn there and the next one takes its place; until then
    none is given out. What it says of the quorum of a second call is kept with the meeting.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    check(actor, meeting.committee)
    locked(meeting, MeetingState.PLANNED)
    agenda = FrozenAgenda.objects.filter(meeting=meeting).order_by("-edition").first()
    if meeting.items.exists() and (agenda is None or not is_current(meeting, agenda)):
        raise GuardFailed(_("ตรึงระเบียบวาระก่อน แล้วออกหนังสือเชิญ"))
    organization, occasion = meeting.committee.organization, invitation_occasion(meeting)
    before, draft = letters_on(organization, occasion), invitation(meeting, agenda)
    letter = issue_letter(organization=organization, actor=actor, letter=draft, occasion=occasion)
    if letter not in before:
        second_calls.keep_announced(meeting)
    elif meeting.starts_at > timezone.now() and not _says(letter, draft):
        raise GuardFailed(
            _(
                "วัน สถานที่ หรือระเบียบวาระเปลี่ยนไปหลังออกหนังสือเชิญเลขที่ %(number)s "
                "ยกเลิกฉบับนั้นที่หน้าหนังสือออก แล้วกดออกหนังสือเชิญอีกครั้ง"
            )
            % {"number": letter.number}
        )
    return letter


def _says(letter: OutgoingLetter, draft: LetterDraft) -> bool:
    """Say whether an invitation that went out names the day, place and agenda that a draft names.

    A rule of second calls that was set since binds nobody who was invited before, so the letter may stay without it.
    """
    sent = letter.letter
    return draft.paragraphs[0] in sent.paragraphs and tuple(draft.enclosures) == tuple(sent.enclosures)


def invitation(meeting: Meeting, agenda: FrozenAgenda | None) -> LetterDraft:
    """Return the invitation of a meeting."""
    when = to_bangkok(meeting.starts_at)
    day, time = format_date(when.date(), "long"), format_time(when)
    subject = f"เชิญประชุม{meeting.committee.name} ครั้งที่ {meeting.title}"
    first, rule = meeting.called_again_from, second_calls.to_announce(meeting)
    again = (_called_again(meeting, first, rule),) if first is not None and rule is not None else ()
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


def _called_again(meeting: Meeting, first: Meeting, rule: QuorumRule) -> str:
    """Return the sentence without which a second call has the ordinary quorum (section 79)."""
    with override("th"):
        enough = rule.label
    held = format_date(to_bangkok(first.starts_at).date(), "long")
    return (
        f"การประชุมครั้งนี้นัดใหม่แทนครั้งที่ {first.title} เมื่อวันที่ {held} ซึ่งไม่ครบองค์ประชุม "
        f"เฉพาะเรื่องที่อยู่ในระเบียบวาระครั้งนั้น เมื่อมีกรรมการมาประชุม{enough} ให้ถือว่าเป็นองค์ประชุม "
        f"ตาม{meeting.committee.second_source}"
    )


@transaction.atomic
def tell_resolution(*, actor: Officer, resolution: Resolution) -> OutgoingLetter:
    """Issue the letter by which the person is told what was resolved on their case, once.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    meeting = resolution.item.meeting
    check(actor, meeting.committee)
    if kept_back(actor, [resolution_occasion(resolution.pk)]):
        raise NotAllowed("committee")
    if resolution.case.anonymized:
        raise GuardFailed(_("ข้อมูลของเรื่องนี้ถูกลบแล้ว"))
    return issue_letter(
        organization=meeting.committee.organization,
        actor=actor,
        letter=resolution_letter(resolution),
        occasion=resolution_occasion(resolution.pk),
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
