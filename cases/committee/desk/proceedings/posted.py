"""What the paper of a posted list says: numbers of cases, never what kind of trouble somebody has (S1.01)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import override

from cases.committee.domain.posting import Posted
from cases.committee.models import PostedList
from portal.letters.kinds import reports
from portal.thai.dates import format_date


def paper_of(posted: PostedList, lines: Sequence[Posted]) -> reports.Report:
    """Return the paper, in Thai whatever language the page has."""
    committee = posted.meeting.committee
    named = bool(posted.names_source)
    with override("th"):
        last = format_date(posted.ends_on, "long")
        source = (
            (f"ประกาศชื่อตาม{posted.names_source}",) if named else ("บัญชีนี้ไม่มีชื่อผู้ขอ ดูได้จากเลขที่เรื่องในใบรับเรื่อง",)
        )
        return reports.Report(
            title="บัญชีการช่วยเหลือประชาชนที่คณะกรรมการมีมติ",
            subtitle=f"{committee.name} ครั้งที่ {posted.meeting.title} คัดค้านได้ถึงวันที่ {last}",
            issuer=committee.organization.name_th,
            issued_on=posted.posted_on,
            figures=(),
            sections=(
                reports.Section(
                    heading="รายการ",
                    columns=(
                        "ลำดับ",
                        "เลขที่เรื่อง",
                        *(("ชื่อ",) if named else ()),
                        "ตำบล",
                        "มติ",
                        "เป็นเงิน (บาท)",
                    ),
                    rows=tuple(_row(line, named=named) for line in lines),
                    has_total=False,
                ),
            ),
            notes=(
                f"ผู้ใดเห็นว่ามติไม่ถูกต้อง คัดค้านได้ที่{committee.organization.name_th} ถึงวันที่ {last} "
                "เจ้าของเรื่องคัดค้านได้ด้วยเลขที่เรื่องและรหัสติดตามบนเว็บไซต์ด้วย",
                *source,
            ),
        )


def _row(line: Posted, *, named: bool) -> tuple[str, ...]:
    return (
        str(line.line.number),
        line.reference,
        *((", ".join(line.names) or "–",) if named else ()),
        line.place or "–",
        str(line.line.resolution.get_kind_display()),
        line.amount or "–",
    )
