"""The letters that go with the work on a case (S1.29, S1.14, S2.41, S2.51): who writes to whom, and in which words.

They say which matter it is, why it is written and by when an answer is expected, and nothing of what happened to whom:
the receiver reads that in the system after signing in. For a restricted case not even the kind of problem is named
(privacy 7). No function here takes a narrative or a name; what cannot be handed over cannot leak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from portal.letters.kinds.official import Enclosure, LetterDraft
from portal.letters.vocabulary import Urgency
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import format_date

if TYPE_CHECKING:
    from portal.organizations.models import Organization

# The head of each kind of organization, to whom a letter is addressed by office, never by name.
_HEADS = {
    OrganizationType.PAO: "นายก{name}",
    OrganizationType.TAO: "นายก{name}",
    OrganizationType.CITY_MUNICIPALITY: "นายกเทศมนตรี{place}",
    OrganizationType.TOWN_MUNICIPALITY: "นายกเทศมนตรี{place}",
    OrganizationType.SUBDISTRICT_MUNICIPALITY: "นายกเทศมนตรี{place}",
    OrganizationType.PATTAYA: "นายกเมืองพัทยา",
    OrganizationType.BMA: "ผู้ว่าราชการกรุงเทพมหานคร",
    OrganizationType.CENTER: "หัวหน้า{name}",
    OrganizationType.LAO_HELP_CENTER: "หัวหน้า{name}",
    OrganizationType.DLA: "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น",
    OrganizationType.HOSPITAL: "ผู้อำนวยการ{name}",
    OrganizationType.POLICE_STATION: "ผู้กำกับการ{name}",
    OrganizationType.EDUCATION_AREA_OFFICE: "ผู้อำนวยการ{name}",
}

Asked = Literal["handover", "joint", "info"]
_SUBJECTS: dict[Asked, str] = {
    "handover": "ส่งเรื่องขอความช่วยเหลือเพื่อพิจารณาดำเนินการ",
    "joint": "ขอความร่วมมือดำเนินการช่วยเหลือบางส่วน",
    "info": "แจ้งเรื่องขอความช่วยเหลือเพื่อทราบ",
}
_ACTS: dict[Asked, str] = {
    "handover": "จึงขอส่งเรื่องมาเพื่อพิจารณารับไว้ดำเนินการ",
    "joint": "จึงขอความร่วมมือให้ท่านดำเนินการในส่วนที่ขอไว้ในระบบ โดยหน่วยงานนี้ยังรับผิดชอบเรื่องนี้อยู่",
    "info": "จึงขอแจ้งให้ทราบว่ามีเรื่องนี้อยู่ในความรับผิดชอบของหน่วยงาน ทั้งนี้ ไม่ได้ขอให้ท่านดำเนินการ",
}
_CLOSINGS: dict[Asked, str] = {
    "handover": "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป",
    "joint": "จึงเรียนมาเพื่อโปรดให้ความร่วมมือ",
    "info": "จึงเรียนมาเพื่อโปรดทราบ",
}
IN_THE_SYSTEM = (
    "รายละเอียดของเรื่องเป็นข้อมูลส่วนบุคคล ไม่ได้แนบมากับหนังสือฉบับนี้ เจ้าหน้าที่ที่ได้รับมอบหมายอ่านได้ในระบบหลังลงชื่อเข้าใช้ "
    "และขอให้ใช้ข้อมูลเท่าที่จำเป็นต่อการช่วยเหลือเท่านั้น"
)
WITHOUT_ACCOUNT = (
    "รายละเอียดของเรื่องเป็นข้อมูลส่วนบุคคล ไม่ได้แนบมากับหนังสือฉบับนี้ "
    "ผู้ได้รับมอบหมายของท่านตอบรับ ส่งคืน หรือสอบถามได้ตามวิธีในใบแนบท้ายหนังสือ หรือโทรศัพท์ถึงเจ้าของเรื่องท้ายหนังสือนี้"
)
SLIP = Enclosure(title="วิธีตอบหนังสือโดยไม่ต้องมีบัญชี", quantity=1, unit="แผ่น")


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a letter may say of a case.

    Args:
        reference: the public reference.
        problem_label: the kind of problem in words; never printed for a restricted case.
        restricted: whether the case is confidential.
        received_on: the day on which the request came in.
        urgency: printed on the letter.
    """

    reference: str
    problem_label: str
    restricted: bool
    received_on: date
    urgency: Urgency = Urgency.NORMAL

    @property
    def named(self) -> str:
        """Reference and kind, "เรื่องเลขที่ K7M3-9QXF ประเภทสาธารณภัย", or the reference alone."""
        kind = "" if self.restricted or not self.problem_label else f" ประเภท{self.problem_label}"
        return f"เรื่องเลขที่ {self.reference}{kind}"

    @property
    def received(self) -> str:
        """The day on which it came in, in the long form."""
        return format_date(self.received_on, style="long")


def addressee_for(organization: Organization) -> str:
    """Return the office to address: "นายกองค์การบริหารส่วนตำบลหนองทะเล", "นายกเทศมนตรีเมืองกระบี่".

    Organizations whose head has no title that we know for certain are addressed by their own name.
    """
    name = organization.name_th
    form = _HEADS.get(OrganizationType(organization.type), "{name}")
    return form.format(name=name, place=name.removeprefix("เทศบาล"))


_NOT_CHECKED = "ซึ่งระบบส่งต่อทันทีที่ได้รับและยังไม่มีผู้ตรวจสอบ ขอให้ท่านตรวจสอบและคัดกรอง"


def referral_draft(
    *,
    receiver: Organization,
    matter: Matter,
    asked: Asked = "handover",
    reason: str = "",
    due: str = "",
    outside: bool = False,
    checked: bool = True,
) -> LetterDraft:
    """Write the covering letter of a referral.

    Args:
        receiver: the organization asked or told.
        matter: the case.
        asked: to take it over, to do a part of it, or nothing.
        reason: why it goes to the receiver, a phrase of the closed list in Thai ("อยู่ในเขตพื้นที่ของท่าน"), no free text.
        due: by when an answer is expected, in words.
        outside: nobody of the receiver signs in; an answering sheet goes along (`answering`).
        checked: somebody of us has screened it; what goes out at the moment of receipt nobody has read (S2.38).
    """
    looked_at = "หน่วยงานได้ตรวจสอบเบื้องต้นแล้ว" if checked else _NOT_CHECKED
    because = f" และเห็นว่าเรื่องนี้{reason}" if reason else ""
    paragraphs = [
        f"ด้วยมีผู้ยื่นคำขอความช่วยเหลือ {matter.named} เมื่อวันที่ {matter.received} {looked_at}{because} {_ACTS[asked]}"
    ]
    if asked != "info":
        paragraphs.append(WITHOUT_ACCOUNT if outside else IN_THE_SYSTEM)
    if due:
        paragraphs.append(
            f"ขอให้ตอบรับหรือส่งคืนพร้อมเหตุผล {due}" if outside else f"ขอให้ตอบรับหรือส่งคืนพร้อมเหตุผลในระบบ {due}"
        )
    paragraphs.append(_CLOSINGS[asked])
    request = Enclosure(
        title=f"คำขอความช่วยเหลือ เรื่องเลขที่ {matter.reference} (ในระบบ)", quantity=1, unit="เรื่อง"
    )
    sent_along = () if asked == "info" else (SLIP,) if outside else (request,)
    return LetterDraft(
        subject=_SUBJECTS[asked],
        addressee=addressee_for(receiver),
        paragraphs=tuple(paragraphs),
        enclosures=sent_along,
        urgency=matter.urgency,
    )


def return_draft(
    *, receiver: Organization, matter: Matter, reason: str, references: Sequence[str] = ()
) -> LetterDraft:
    """Write the letter with which a case or a part of it goes back to its sender (row 8).

    Args:
        receiver: the sender of the referral.
        matter: the case.
        reason: from the closed list of reasons of return.
        references: the letter that came with it, where there was one.
    """
    return LetterDraft(
        subject="ส่งคืนเรื่องขอความช่วยเหลือ",
        addressee=addressee_for(receiver),
        references=tuple(references),
        paragraphs=(
            f"ตามที่ได้ส่งคำขอความช่วยเหลือ {matter.named} มาเพื่อพิจารณา นั้น",
            f"หน่วยงานพิจารณาแล้ว ขอส่งเรื่องคืน เนื่องจาก{reason} รายละเอียดของเหตุผลและข้อเสนอแนะบันทึกไว้ในระบบแล้ว",
            "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป",
        ),
        urgency=matter.urgency,
    )


def hand_up_draft(*, receiver: Organization, matter: Matter) -> LetterDraft:
    """Write the letter with which a local administration hands up what is beyond its capacity (row 11; S1.14)."""
    return LetterDraft(
        subject="ส่งเรื่องขอความช่วยเหลือที่เกินขีดความสามารถ",
        addressee=addressee_for(receiver),
        paragraphs=(
            f"ด้วยหน่วยงานได้รับคำขอความช่วยเหลือ {matter.named} เมื่อวันที่ {matter.received} "
            "และได้ดำเนินการตามหน้าที่และอำนาจแล้ว เห็นว่าเกินขีดความสามารถของหน่วยงานที่จะดำเนินการเอง "
            "จึงขอส่งเรื่องให้ศูนย์รับไว้ดำเนินการ โดยหน่วยงานนี้พร้อมให้ความร่วมมือในพื้นที่ต่อไป",
            IN_THE_SYSTEM,
            "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป",
        ),
        urgency=matter.urgency,
    )


def take_over_draft(*, receiver: Organization, matter: Matter) -> LetterDraft:
    """Write the letter by which a center tells the organization that it takes a late case over (cases.md, guards)."""
    return LetterDraft(
        subject="แจ้งการเข้ารับเรื่องแทน",
        addressee=addressee_for(receiver),
        paragraphs=(
            f"ตามที่ท่านรับผิดชอบคำขอความช่วยเหลือ {matter.named} นั้น",
            "โดยที่เรื่องดังกล่าวเกินกำหนดเวลาและได้มีการแจ้งเตือนครบทุกระดับแล้ว ศูนย์จึงเข้ารับเรื่องไว้ดำเนินการแทน "
            "ขอให้ส่งมอบเอกสารและข้อมูลที่ยังไม่ได้บันทึกในระบบ และให้ความร่วมมือจนกว่าการช่วยเหลือจะแล้วเสร็จ",
            "จึงเรียนมาเพื่อโปรดทราบและดำเนินการ",
        ),
        urgency=matter.urgency,
    )


def closing_draft(*, receiver: Organization, matter: Matter, closed_on: date, reason: str) -> LetterDraft:
    """Write the letter that tells another organization that a case which it sent or helped with has ended.

    Args:
        receiver: who is told.
        matter: the case.
        closed_on: the day.
        reason: why it was closed, from the closed list; never printed for a restricted case.
    """
    because = "" if matter.restricted else f" เหตุที่ปิดเรื่อง คือ {reason}"
    return LetterDraft(
        subject="แจ้งผลการดำเนินการและการปิดเรื่อง",
        addressee=addressee_for(receiver),
        paragraphs=(
            f"ตามที่ท่านได้ส่งหรือร่วมดำเนินการคำขอความช่วยเหลือ {matter.named} นั้น",
            f"บัดนี้ หน่วยงานได้ดำเนินการและปิดเรื่องแล้ว เมื่อวันที่ {format_date(closed_on, style='long')}{because}",
            "จึงเรียนมาเพื่อโปรดทราบ",
        ),
    )


def answer_draft(
    *,
    matter: Matter,
    closed_on: date,
    reason: str,
    outcome: str,
    given: Sequence[str],
    objection_days: int,
) -> LetterDraft:
    """Write the answer to the citizen: what was done, the ground, and how to object (issue 9, point 9).

    It is addressed by the reference: the envelope, not the letter, carries a name. For a restricted case it says that
    the matter was dealt with and whom to call, because the letter may be read by others in the home (privacy 9).

    Args:
        matter: the case.
        closed_on: the day on which it ended.
        reason: why it was closed, from the closed list.
        outcome: how the person was left, from the closed list; "" where none was recorded.
        given: what was given, one short phrase each, without names.
        objection_days: how long the reporter may ask to open it again.
    """
    day = format_date(closed_on, style="long")
    first = f"ตามที่ท่านได้ยื่นคำขอความช่วยเหลือ เรื่องเลขที่ {matter.reference} เมื่อวันที่ {matter.received} นั้น"
    if matter.restricted:
        told = (
            "หน่วยงานได้ดำเนินการเรื่องของท่านแล้ว หากต้องการทราบรายละเอียดหรือต้องการความช่วยเหลือเพิ่มเติม "
            "โปรดติดต่อเจ้าของเรื่องท้ายหนังสือนี้ตามวิธีที่ท่านสะดวกและปลอดภัย",
        )
    else:
        result = f" ผลคือ {outcome}" if outcome else ""
        helped = f" ความช่วยเหลือที่ให้ ได้แก่ {' '.join(given)}" if given else ""
        told = (
            f"หน่วยงานได้พิจารณาและดำเนินการแล้ว เมื่อวันที่ {day}{result} เหตุที่ปิดเรื่อง คือ {reason}{helped}",
            f"หากท่านไม่เห็นด้วยกับผลหรือยังต้องการความช่วยเหลือ ท่านขอให้เปิดเรื่องอีกครั้งได้ภายใน {objection_days} วัน "
            "นับแต่วันที่ปิดเรื่อง ทางหน้าติดตามเรื่องโดยใช้เลขที่เรื่องและรหัสติดตามของท่าน หรือแจ้งเจ้าของเรื่องท้ายหนังสือนี้",
        )
    return LetterDraft(
        subject="แจ้งผลการพิจารณาคำขอความช่วยเหลือ" if not matter.restricted else "แจ้งความคืบหน้า",
        addressee=f"ผู้ยื่นคำขอ เรื่องเลขที่ {matter.reference}",
        paragraphs=(first, *told, "จึงเรียนมาเพื่อโปรดทราบ"),
    )


def corrected(draft: LetterDraft, *, number: str, issued_on: date) -> LetterDraft:
    """Return a draft that takes the place of a letter which was withdrawn: it refers to that letter and ends it."""
    old = f"หนังสือที่ {number} ลงวันที่ {format_date(issued_on, style='long')}"
    last = draft.paragraphs[-1]
    return replace(
        draft,
        references=(old, *draft.references),
        paragraphs=(*draft.paragraphs[:-1], "ขอยกเลิกหนังสือที่อ้างถึง และให้ใช้หนังสือฉบับนี้แทน", last),
    )
