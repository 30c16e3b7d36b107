"""Needs of the demonstration: one that could not wait, and the digest of last month."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from cases.demo.office import Office
from cases.needs.domain.telling import note, send_digests
from cases.needs.models import Digest, Need, NeedSource
from portal.thai.dates import bangkok_today
from portal.vocabulary import ProblemType

AO_NANG = "810116"


def load_demo_needs() -> bool:
    """Note the need and tell of last month once; say whether that was done now.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    actor = Office()["center"]
    if Need.objects.exists() or Digest.objects.exists():
        return False
    note(
        actor=actor,
        token=uuid5(NAMESPACE_URL, "klang-demo-need"),
        source=NeedSource.FIELD,
        theme=ProblemType.DISASTER,
        subdistrict=AO_NANG,
        words="น้ำประปาขุ่นหลังน้ำลด ต้องการน้ำดื่ม (เรื่องสมมติของชุดสาธิต)",
        households=40,
        is_urgent=True,
    )
    first = bangkok_today().replace(day=1)
    last_month = (
        first.replace(year=first.year - 1, month=12)
        if first.month == 1
        else first.replace(month=first.month - 1)
    )
    send_digests(actor=actor, month=last_month, message="โปรดใช้ประกอบการพิจารณา (ชุดสาธิต)")
    return True
