"""The papers of a circulation: the proof list, and the letter to an organization in which nobody signs in."""

from __future__ import annotations

from django.utils import translation

from legal_library.circulating.proof import Proof
from legal_library.domain.citing import cited
from legal_library.models import Circulation, Receipt
from portal.letters.drawing.render import render_pdf
from portal.letters.kinds.covering import addressee_for
from portal.letters.kinds.official import Enclosure, OfficialLetter, letter_pdf
from portal.thai.dates import bangkok_today, format_date
from portal.web.links import absolute

TEMPLATE = "letters/circulation.html"


def proof_pdf(proof: Proof) -> bytes:
    """Draw the proof list, in Thai: A4, one line for each organization."""
    with translation.override("th"):
        context = {"proof": proof, "today": bangkok_today(), "cited": cited(proof.circulation.document)}
        return render_pdf(TEMPLATE, context, identifier=f"circulation {proof.circulation.pk}")


def letter_to(receipt: Receipt) -> bytes:
    """Draw the letter that goes with the document on paper; number and signature are written by hand."""
    circulation: Circulation = receipt.circulation
    document, sender = circulation.document, circulation.sender
    with translation.override("th"):
        address = absolute(document.get_url())
        wanted = f" ภายในวันที่ {format_date(circulation.due_on, 'long')}" if circulation.due_on else ""
        paragraphs = (
            f"พร้อมนี้ {sender.name_th} ขอแจ้งเวียน {cited(document)} เพื่อทราบและถือปฏิบัติ อ่านฉบับเต็มได้ที่ {address}",
            *([circulation.message] if circulation.message else []),
            f"จึงเรียนมาเพื่อโปรดทราบ และโปรดลงชื่อรับทราบส่งคืน{sender.name_th}{wanted}",
        )
        letter = OfficialLetter(
            number=sender.letter_code or "................",
            agency_lines=tuple(filter(None, (sender.name_th, sender.address))),
            issued_on=bangkok_today(),
            subject=f"แจ้งเวียน {document.subject or document.title}",
            addressee=addressee_for(receipt.organization),
            paragraphs=paragraphs,
            enclosures=(Enclosure(title=document.title[:200]),),
            owner_unit=sender.name_th,
            phones=(sender.phone,) if sender.phone else (),
        )
    return letter_pdf(letter)
