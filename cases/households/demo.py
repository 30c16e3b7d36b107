"""A flooded village of the demonstration, all invented: the same house asked for three times, and a neighbor."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from cases.demo.office import Office
from cases.domain.intake import AffectedDetails, ReporterDetails, Submission, submit_case
from cases.households.domain import finding
from cases.models import Case
from cases.vocabulary import Channel, Consent, Relation
from portal.actors import Officer
from portal.vocabulary import ProblemType

REPORTS = (
    ("สมศรี ใจงาม (สมมติ)", "", "081-555-0101", "4", "12/3 หลังวัดโพธิ์ทอง", "น้ำท่วมถึงหน้าต่าง มีคนแก่นอนติดเตียง"),
    ("น.ส.สมสี ใจงาม (สมมติ)", "", "", "", "12/3 ข้างวัดโพทอง", "น้ำเข้าบ้าน ขอเรือ แม่เดินไม่ได้"),
    ("นางสมศรี ใจงาม", "มาลี ใจงาม (สมมติ)", "089-555-0202", "4", "ใกล้วัดโพธิ์ทอง", "แม่อยู่คนเดียว ติดต่อไม่ได้ตั้งแต่เช้า"),
    ("ประเสริฐ ทองมา (สมมติ)", "", "086-555-0303", "4", "12/4 หลังวัดโพธิ์ทอง", "น้ำท่วมในบ้าน ของเสียหายหมด"),
)
"""Who is concerned, who reports for them, telephone, village, place, story."""


def load_demo_households() -> bool:
    """Take the reports down once; say whether that was done now.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    actor = Office()["aonang"]
    made = [_take_down(actor, number, *report) for number, report in enumerate(REPORTS)]
    for case in made:
        finding.look_for(case.pk)
    return any(made)


def _take_down(
    actor: Officer, number: int, name: str, reporter: str, phone: str, moo: str, place: str, story: str
) -> Case:
    told = submit_case(
        submission=Submission(
            problem=ProblemType.DISASTER,
            channel=Channel.WALK_IN,
            province_code="81",
            district_code="8101",
            subdistrict_code="810116",
            moo=moo,
            place_detail=place,
            narrative=f"{story} (เรื่องสมมติของชุดสาธิต)",
            consent=Consent.GIVEN,
            reporter=ReporterDetails(
                name=reporter or name, phone=phone, relation=Relation.FAMILY if reporter else Relation.SELF
            ),
            affected=(AffectedDetails(name=name, is_reporter=not reporter),),
        ),
        token=uuid5(NAMESPACE_URL, f"klang-demo-household-{number}"),
        actor=actor,
    )
    return told.case
