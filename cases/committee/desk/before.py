"""The page and the paper of help that was given before the committee could resolve (S1.01)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from cases.committee.desk.lookup import HERE, committee_or_404, reader_or_404, year_or_404
from cases.committee.domain.before import Line, Report, helped_before
from cases.committee.models import HelpCommittee
from cases.desk.frame import desk_page
from portal.letters.kinds import reports
from portal.thai.dates import bangkok_today, fiscal_year, format_date
from portal.web.access import staff_only
from portal.web.downloads import pdf_response


@staff_only
@require_GET
def page(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """List the help of a fiscal year that could not wait for the committee."""
    actor = reader_or_404(request)
    committee = committee_or_404(actor)
    this = fiscal_year(bangkok_today())
    report = helped_before(actor=actor, year=this if year is None else year_or_404(year))
    context = {"committee": committee, "report": report, "years": sorted({this, this - 1, report.year})}
    return desk_page(request, "desk/committee/before.html", context, here=HERE)


@staff_only
@require_GET
def paper(request: HttpRequest, year: int) -> HttpResponse:
    """Give the same out as PDF."""
    actor = reader_or_404(request)
    committee = committee_or_404(actor)
    report = helped_before(actor=actor, year=year_or_404(year))
    return pdf_response(reports.report_pdf(_paper(committee, report)), name=f"before-{report.year}.pdf")


def _paper(committee: HelpCommittee, report: Report) -> reports.Report:
    with override("th"):
        count = len(report.lines)
        return reports.Report(
            title="รายงานการช่วยเหลือก่อนมติคณะกรรมการ",
            subtitle=f"{committee.name} ปีงบประมาณ พ.ศ. {report.year}",
            issuer=committee.organization.display_name,
            issued_on=bangkok_today(),
            figures=(
                reports.Figure(label="ช่วยเหลือ (ครั้ง)", value=f"{count:,}"),
                reports.Figure(label="เป็นเงิน (บาท)", value=f"{report.baht:,.2f}"),
            ),
            sections=(
                reports.Section(
                    heading="การช่วยเหลือที่รอมติไม่ได้",
                    columns=("วันที่", "เรื่องเลขที่", "สิ่งที่ช่วยเหลือ", "เป็นเงิน (บาท)", "คณะกรรมการ"),
                    rows=tuple(_row(line) for line in report.lines),
                    has_total=False,
                ),
            ),
            notes=("จากบันทึกการช่วยเหลือที่เจ้าหน้าที่เลือกว่าช่วยก่อนมติคณะกรรมการ ไม่มีชื่อผู้รับ",),
        )


def _row(line: Line) -> tuple[str, ...]:
    baht = line.help.amount_baht
    said = "รอเข้าที่ประชุม" if line.waits else "ยังไม่ได้เสนอ"
    if line.resolution is not None and not line.waits:
        said = f"ครั้งที่ {line.resolution.item.meeting.title} {line.resolution.get_kind_display()}"
    return (
        format_date(line.help.given_on),
        line.reference or "–",
        str(line.help.get_kind_display()),
        f"{baht:,.2f}" if baht is not None else line.help.quantity_words,
        said,
    )
