"""Pages of the inbox of circulars. An organization sees its own receipts and no other's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.circulars.forms import AnnounceForm, FindForm, RelayForm
from cases.desk.frame import desk_page
from legal_library.circulating import receiving, sending
from legal_library.circulating.forms import LetterForm
from legal_library.circulating.printing import letter_to
from legal_library.circulating.proof import day, proof_of
from legal_library.circulating.recipients import below
from legal_library.circulating.sending import by_words
from legal_library.models import Circulation, DocumentPage, Receipt
from portal.thai.digits import to_arabic
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PAGE_SIZE = 25
MOST_FOUND = 20
HERE = "circulars"


@dataclass(frozen=True, slots=True)
class Line:
    """A circular as the inbox shows it.

    Attributes:
        receipt: of the reader's organization.
        is_named: its document may be named: it is public, or was withdrawn with a reason.
        is_public: it can still be read.
    """

    receipt: Receipt
    is_named: bool
    is_public: bool


def _lines(receipts: Iterable[Receipt]) -> list[Line]:
    rows = list(receipts)
    known = receiving.nameable(row.circulation.document_id for row in rows)
    return [
        Line(
            row,
            is_named=row.circulation.document_id in known,
            is_public=known.get(row.circulation.document_id, False),
        )
        for row in rows
    ]


def _receipt(request: HttpRequest, pk: int) -> Receipt:
    """Return a receipt of the reader's organization.

    Raises:
        Http404: there is none of that number, or it is another organization's.
    """
    found = receiving.inbox(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@staff_only
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List what came, the open ones first."""
    page = keyed(request, receiving.inbox(request.actor), receiving.OPEN_FIRST, PAGE_SIZE)
    context = {
        "page": page,
        "lines": _lines(page.rows),
        "may_announce": sending.may_announce(request.actor),
    }
    return desk_page(request, "desk/circulars.html", context, here=HERE)


@staff_only
@require_GET
def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one circular: the word with it, the document, who has acknowledged and read it, to whom it was passed on."""
    receipt = _receipt(request, pk)
    acknowledged = receipt.acknowledged_by
    understandings = list(receipt.understandings.select_related("person"))
    has_read = any(row.person_id == request.actor.person.pk for row in understandings)
    passed_on = [
        proof_of(row)
        for row in Circulation.objects.filter(relays=receipt).select_related("document", "sender")
    ]
    had = Receipt.objects.filter(circulation__relays=receipt).values("organization")
    (line,) = _lines([receipt])
    context = {
        "receipt": receipt,
        "document": receipt.circulation.document,
        "is_named": line.is_named,
        "is_public": line.is_public,
        "who": f"{acknowledged.user} {day(receipt.acknowledged_at)}"
        if acknowledged and receipt.acknowledged_at
        else "",
        "may_acknowledge": receipt.acknowledged_at is None and receiving.may_acknowledge(request.actor),
        "understandings": understandings,
        "may_understand": not has_read and line.is_public,
        "may_relay": line.is_public
        and receiving.may_acknowledge(request.actor)
        and below(request.actor.organization).exclude(pk__in=had).exists(),
        "passed_on": passed_on,
    }
    return desk_page(request, "desk/circular.html", context, here=HERE)


@staff_only
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge a circular for one's organization."""
    receipt = _receipt(request, pk)
    try:
        is_new = receiving.acknowledge(receipt=receipt, actor=request.actor)
    except PermissionError as error:
        raise Http404 from error
    if is_new:
        notes.success(request, _("บันทึกการรับทราบของหน่วยงานแล้ว"))
    else:
        notes.info(request, _("หน่วยงานของคุณรับทราบไปแล้ว"))
    return redirect("desk:circular", pk=pk)


@staff_only
@require_POST
def understand(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of oneself: read and understood."""
    receiving.understand(receipt=_receipt(request, pk), actor=request.actor)
    notes.success(request, _("บันทึกว่าคุณอ่านและเข้าใจแล้ว"))
    return redirect("desk:circular", pk=pk)


@takes_words(RelayForm)
@staff_only
@require_http_methods(["GET", "POST"])
def relay(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a circular on to the local administrations of one's district."""
    receipt = _receipt(request, pk)
    if not receiving.may_acknowledge(request.actor):
        raise Http404
    had = Receipt.objects.filter(circulation__relays=receipt).values("organization")
    recipients = list(below(request.actor.organization).exclude(pk__in=had))
    if request.method == "POST" and not recipients and had.exists():
        # The second of two presses.
        notes.info(request, _("แจ้งต่อไปแล้ว"))
        return redirect("desk:circular", pk=pk)
    (line,) = _lines([receipt])
    if not recipients or not line.is_named:
        raise Http404
    form = RelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sending.relay(receipt=receipt, officer=request.actor, **form.cleaned_data)
        except sending.CannotCirculate as error:
            form.add_error(None, str(error))
        else:
            notes.success(request, _("แจ้งต่อแล้ว"))
            return redirect("desk:circular", pk=pk)
    context = {"form": form, "receipt": receipt, "recipients": recipients}
    return desk_page(request, "desk/circular_relay.html", context, here=HERE)


@staff_only
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Find the document that is to be sent round, and show what this office sent before."""
    actor = request.actor
    if not sending.may_announce(actor):
        raise Http404
    form = FindForm(request.GET if "q" in request.GET else None)
    found = by_words(form.cleaned_data["q"])[:MOST_FOUND] if form.is_valid() else []
    ours = Circulation.objects.filter(sender=actor.organization, relays=None).select_related("document")
    page = keyed(request, ours, newest("sent_at"), PAGE_SIZE)
    known = receiving.nameable(row.document_id for row in page.rows)
    context = {
        "form": form,
        "found": found,
        "page": page,
        "sent": [(row, row.document.title if row.document_id in known else "") for row in page.rows],
    }
    return desk_page(request, "desk/circular_choose.html", context, here=HERE)


@takes_words(AnnounceForm)
@staff_only
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a document of the library to everybody below this office (S2.53)."""
    actor = request.actor
    document = DocumentPage.objects.published().filter(pk=pk).first()
    if document is None or not sending.may_announce(actor):
        raise Http404
    form = AnnounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = sending.announce(document=document, officer=actor, **form.cleaned_data)
        except sending.CannotCirculate as error:
            form.add_error(None, str(error))
        else:
            notes.success(request, _("แจ้งเวียนแล้ว"))
            return redirect("desk:circular_sent", pk=row.pk)
    context = {"form": form, "document": document, "number": below(actor.organization).count()}
    return desk_page(request, "desk/circular_announce.html", context, here=HERE)


def _sent(request: HttpRequest, pk: int) -> Circulation:
    """Return what the reader's office sent round.

    Raises:
        Http404: there is none of that number, it is another's, or the reader may not speak for the office.
    """
    ours = Circulation.objects.filter(sender=request.actor.organization, relays=None)
    row = ours.select_related("document", "sender").filter(pk=pk).first()
    if row is None or not sending.may_announce(request.actor):
        raise Http404
    return row


@takes_words(LetterForm)
@staff_only
@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has acknowledged what this office sent round; write down a receipt that came back on paper."""
    row = _sent(request, pk)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = to_arabic(request.POST.get("receipt", "")[:9])
        number = int(typed) if typed.isascii() and typed.isdecimal() else 0
        receipt = get_object_or_404(row.receipts.open(), pk=number)
        receiving.record_letter(receipt=receipt, user=request.user, **form.cleaned_data)
        notes.success(request, _("บันทึกใบตอบรับแล้ว"))
        return redirect("desk:circular_sent", pk=pk)
    proof = proof_of(row)
    context = {
        "row": row,
        "proof": proof,
        "is_named": row.document_id in receiving.nameable([row.document_id]),
        "open": [line for line in proof.lines if not line.is_done and not line.depth],
        "form": form,
        "asked": request.POST.get("receipt", ""),
    }
    return desk_page(request, "desk/circular_sent.html", context, here=HERE)


@staff_only
@require_GET
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Hand out the letter that goes with a document on paper to an office in which nobody signs in."""
    row = _sent(request, pk)
    found = row.receipts.select_related(
        "circulation__document__agency", "circulation__sender", "organization"
    )
    to = get_object_or_404(found, pk=number)
    if row.document_id not in receiving.nameable([row.document_id]):
        raise Http404
    return pdf_response(letter_to(to), name=f"circular-letter-{number}.pdf")
