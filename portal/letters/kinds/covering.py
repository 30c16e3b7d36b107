"""The covering letter that goes with a case from one organization to another (S1.29, S1.14, S2.51).

It says which matter comes, why and by when, and nothing of what happened to whom: the receiver reads that in the
system after signing in. For a restricted case not even the kind of problem is named (privacy 7).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portal.letters.kinds.official import Enclosure, LetterDraft
from portal.letters.vocabulary import Urgency
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import format_date

if TYPE_CHECKING:
    from portal.organizations.models import Organization

# The head of each kind of body, to whom a letter is addressed by office, never by name.
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


def addressee_for(organization: Organization) -> str:
    """Return the office to address: "นายกองค์การบริหารส่วนตำบลหนองทะเล", "นายกเทศมนตรีเมืองกระบี่".

    Bodies whose head has no title that we know for certain are addressed by their own name.
    """
    name = organization.name_th
    form = _HEADS.get(OrganizationType(organization.type), "{name}")
    return form.format(name=name, place=name.removeprefix("เทศบาล"))


def referral_draft(
    *,
    receiver: Organization,
    reference: str,
    problem_label: str,
    restricted: bool,
    received_on: date,
    reason: str = "",
    due: str = "",
    urgency: Urgency = Urgency.NORMAL,
    signatory: str = "",
    position: str = "",
) -> LetterDraft:
    """Write the covering letter of a referral.

    Args:
        receiver: the organization asked to act.
        reference: the public reference of the case.
        problem_label: the kind of problem in words; left out for a restricted case.
        restricted: whether the case is confidential.
        received_on: the day on which the request came in.
        reason: why it goes to the receiver, a phrase of the closed list in Thai ("อยู่ในเขตพื้นที่ของท่าน"), no free text.
        due: by when an answer is expected, in words.
        urgency: printed on the letter.
        signatory: name of the signer.
        position: office of the signer.
    """
    kind = "" if restricted or not problem_label else f" ประเภท{problem_label}"
    received = format_date(received_on, style="long")
    because = f" และเห็นว่าเรื่องนี้{reason}" if reason else ""
    paragraphs = [
        f"ด้วยมีผู้ยื่นคำขอความช่วยเหลือ เรื่องเลขที่ {reference}{kind} เมื่อวันที่ {received} "
        f"หน่วยงานได้ตรวจสอบเบื้องต้นแล้ว{because} จึงขอส่งเรื่องมาเพื่อพิจารณารับไว้ดำเนินการ",
        "รายละเอียดของเรื่องเป็นข้อมูลส่วนบุคคล ไม่ได้แนบมากับหนังสือฉบับนี้ เจ้าหน้าที่ที่ได้รับมอบหมายอ่านได้ในระบบหลังลงชื่อเข้าใช้ "
        "และขอให้ใช้ข้อมูลเท่าที่จำเป็นต่อการช่วยเหลือเท่านั้น",
    ]
    if due:
        paragraphs.append(f"ขอให้ตอบรับหรือส่งคืนพร้อมเหตุผลในระบบ {due}")
    paragraphs.append("จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป")
    return LetterDraft(
        subject="ส่งเรื่องขอความช่วยเหลือเพื่อพิจารณาดำเนินการ",
        addressee=addressee_for(receiver),
        paragraphs=tuple(paragraphs),
        enclosures=(
            Enclosure(title=f"คำขอความช่วยเหลือ เรื่องเลขที่ {reference} (ในระบบ)", quantity=1, unit="เรื่อง"),
        ),
        urgency=urgency,
        signatory=signatory,
        position=position,
    )
