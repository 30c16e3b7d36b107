"""The sheet by which an organization without a sign-in answers: address, QR code and code (S1.29).

It goes with the covering letter. It is never stored: address and code stand in the clear.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import render_pdf
from portal.letters.kinds.covering import addressee_for
from portal.letters.kinds.official import emblem_asset
from portal.thai.dates import bangkok_today, format_datetime
from portal.thai.digits import to_thai

if TYPE_CHECKING:
    from portal.organizations.models import Organization

TEMPLATE = "letters/answer.html"


@dataclass(frozen=True, kw_only=True)
class AnswerSheet:
    """What the sheet says; nothing of what the case is about.

    Args:
        sender: who asks, and is called or written to otherwise.
        receiver: who answers.
        reference: public reference of the case.
        letter_number: of the covering letter; "" where there is none.
        address: full address with its secret.
        code: in groups of four.
        until: until when the link can be used, aware.
        due: by when an answer is expected, aware; None when no time runs.
    """

    sender: Organization
    receiver: Organization
    reference: str
    letter_number: str
    address: str
    code: str
    until: datetime
    due: datetime | None


def answer_sheet_pdf(sheet: AnswerSheet) -> bytes:
    """Draw the sheet on one page. Address, code and reference keep Arabic digits, because they are typed."""
    lines = (line.strip() for line in sheet.sender.address.splitlines())
    emblem = emblem_asset()
    context = {
        "sheet": sheet,
        "agency_lines": (sheet.sender.name_th, *(line for line in lines if line)),
        "addressee": addressee_for(sheet.receiver),
        "address": spoken_address(sheet.address),
        "until": _moment(sheet.until),
        "due": _moment(sheet.due) if sheet.due is not None else "",
        "has_emblem": bool(emblem),
        "today": bangkok_today(),
    }
    assets = emblem | {"qr": (qr_svg(sheet.address), "image/svg+xml")}
    return render_pdf(TEMPLATE, context, assets=assets, identifier=f"answer sheet {sheet.reference}")


def _moment(at: datetime) -> str:
    return to_thai(format_datetime(timezone.localtime(at), "long"))
