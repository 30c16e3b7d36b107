"""Invented households of the demonstration: marked as invented wherever they are read."""

from __future__ import annotations

import datetime as dt
from uuid import NAMESPACE_URL, uuid5

from cases.demo.office import Office
from cases.vulnerable.domain.keeping import Agreed, Details, enter
from cases.vulnerable.models import Home
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import AgreedBy, AgreedHow
from portal.thai.dates import bangkok_today

AO_NANG = "810116"
HOMES = (
    ("ยายชื่น ใจงาม (สมมติ)", "12/3 หลังวัด", "4", ("oxygen", "alone"), "081-555-0131", 20),
    ("ด.ญ.ฟ้า ทองมา (สมมติ)", "14", "4", ("infant",), "086-555-0303", 60),
    ("ลุงแดง รักทะเล (สมมติ)", "33 ริมคลอง", "2", ("bedridden",), "", 200),
    ("นางมารียะ หวังดี (สมมติ)", "40/1", "2", ("dialysis",), "089-555-0404", 340),
)
"""Name, place, village, needs, telephone, days since somebody agreed."""


def load_demo_first() -> bool:
    """Take the households down once; say whether that was done now.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    if Home.objects.exists():
        return False
    load_needs()
    actor = Office()["aonang"]
    for number, (name, place, moo, needs, phone, days) in enumerate(HOMES):
        enter(
            actor=actor,
            details=Details(
                name=name,
                subdistrict=AO_NANG,
                place_detail=place,
                moo=moo,
                needs=needs,
                phone=phone,
                people=3,
            ),
            agreed=Agreed(
                by=AgreedBy.FAMILY,
                how=AgreedHow.IN_PERSON,
                on=bangkok_today() - dt.timedelta(days=days),
                name="ผู้ดูแล (สมมติ)",
            ),
            token=uuid5(NAMESPACE_URL, f"klang-demo-first-{number}"),
        )
    return True
