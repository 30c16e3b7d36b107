"""A survey of the demonstration: after the flood in Ao Nang, with invented households."""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from cases.demo.office import Office
from cases.surveys.domain.answering import Home, answer
from cases.surveys.domain.keeping import Asked, make
from cases.surveys.models import QuestionKind, Survey
from portal.thai.dates import bangkok_today
from portal.vocabulary import ProblemType

TITLE = "สำรวจความต้องการหลังน้ำลด (ชุดสาธิต)"
AO_NANG = "810116"
HOMES = (
    ("สมหญิง รักทะเล", "12", "1", "yes", "น้ำดื่ม", "2"),
    ("ประสิทธิ์ ใจงาม", "14/2", "1", "yes", "ซ่อมบ้าน", "1"),
    ("มารียะ หวังดี", "33", "2", "no", "อาหาร", "3"),
    ("อดุลย์ ทองแท้", "40/1", "2", "yes", "ซ่อมบ้าน", "0"),
    ("วิไล แสงจันทร์", "8", "3", "no", "น้ำดื่ม", "0"),
)


def load_demo_survey() -> bool:
    """Make the survey once; say whether that was done now.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    actor = Office()["aonang"]
    if Survey.objects.filter(title=TITLE).exists():
        return False
    today = bangkok_today()
    survey = make(
        actor=actor,
        title=TITLE,
        purpose="เพื่อจัดลำดับบ้านที่ต้องช่วยก่อน (เรื่องสมมติของชุดสาธิต)",
        first=today - timedelta(days=10),
        last=today + timedelta(days=20),
        subdistricts=[AO_NANG],
        is_public=True,
        questions=(
            Asked(words="บ้านเสียหายหรือไม่", is_required=True, theme=ProblemType.DISASTER),
            Asked(
                words="ต้องการอะไรก่อน",
                kind=QuestionKind.CHOICE,
                choices=("น้ำดื่ม", "อาหาร", "ซ่อมบ้าน"),
            ),
            Asked(words="มีเด็กเล็กกี่คน", kind=QuestionKind.NUMBER),
        ),
    )
    for name, house, moo, damaged, first, children in HOMES:
        answer(
            survey=survey,
            actor=actor,
            token=uuid5(NAMESPACE_URL, f"klang-demo-survey:{house}/{moo}"),
            home=Home(subdistrict=AO_NANG, house=house, moo=moo, name=name, members=4),
            answers={1: damaged, 2: first, 3: children},
        )
    return True
