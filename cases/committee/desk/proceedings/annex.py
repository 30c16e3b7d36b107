"""The annex of an agenda, from what was frozen."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.committee.domain.freezing import Reading
from cases.committee.models import Brief, FrozenAgenda
from portal.actors import Officer
from portal.letters.kinds.agenda import AgendaAnnex, CaseBrief
from portal.thai.dates import format_datetime, to_bangkok


def pages_of(reading: Reading) -> list[CaseBrief]:
    """Return the briefs as a page or a paper shows them."""
    return [_page(brief) for brief in reading.briefs]


def _page(brief: Brief) -> CaseBrief:
    """Return one brief; of one that was erased only its number and the reference are left."""
    said = brief.content
    if not said:
        empty = _("ข้อมูลพ้นกำหนดเก็บและถูกลบแล้ว")
        return CaseBrief(
            number=str(brief.number),
            reference=brief.case.reference,
            cells=(empty, "", ""),
            facts=(),
            proposal=empty,
            story="",
            help=(),
        )
    people = [" · ".join(person) for person in said["people"]]
    facts = (
        (_("เลขทะเบียนของเรา"), said["register"]),
        (_("ปัญหา"), " · ".join(filter(None, (said["problem"], said["urgent"])))),
        (_("รับเรื่องเมื่อ"), said["received"]),
        (_("สถานที่"), said["place"]),
        *((_("ผู้ประสบปัญหา"), words) for words in people if words),
    )
    return CaseBrief(
        number=str(brief.number),
        reference=said["reference"],
        cells=(said["problem"], said["place"], said["proposal"]),
        facts=tuple((label, words) for label, words in facts if words),
        proposal=said["proposal"],
        story=said["story"],
        help=tuple(said["help"]),
    )


def annex_of(agenda: FrozenAgenda, reading: Reading, actor: Officer) -> AgendaAnnex:
    """Return the paper.

    Args:
        agenda: frozen.
        reading: of it, by whoever prints.
        actor: who prints.
    """
    meeting = agenda.meeting
    now = timezone.now()
    with override("th"):
        notes = []
        if reading.kept_back:
            notes.append(f"ไม่แสดง {reading.kept_back} เรื่องที่ผู้พิมพ์ไม่ร่วมพิจารณา")
        frozen_at = format_datetime(agenda.frozen_at)
        who = f"{actor.person.display_name} {format_datetime(now)}"
        return AgendaAnnex(
            issuer=meeting.committee.organization.display_name,
            title="เอกสารประกอบระเบียบวาระการประชุมคณะกรรมการช่วยเหลือประชาชน",
            subtitle=f"ครั้งที่ {meeting.title} {format_datetime(meeting.starts_at, 'long')} ณ {meeting.place}",
            mark=f"ฉบับที่ {agenda.edition} ตรึงเมื่อ {frozen_at} รหัส {agenda.digest[:12]} พิมพ์โดย {who}",
            printed_on=to_bangkok(now).date().isoformat(),
            columns=("ปัญหา", "สถานที่", "ข้อเสนอ"),
            briefs=tuple(pages_of(reading)),
            notes=tuple(notes),
        )
