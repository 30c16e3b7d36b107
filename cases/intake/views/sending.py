"""Checking the answers, sending them once, and the confirmation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.domain.queries import arrival
from cases.domain.queries.arrival import Submitted
from cases.errors import CaseError
from cases.intake import composing, confirmation, saved
from cases.intake import draft as drafts
from cases.intake.advice import next_steps
from cases.intake.beside import legs
from cases.intake.confirmation import Sent
from cases.intake.draft import Draft
from cases.intake.flow import CHECK, STEPS, Journey, chosen
from cases.intake.on_the_way import told_on_the_way
from cases.intake.summary import summary
from cases.intake.usual_words import told
from cases.intake.views.arrival import already_sent, show_sent
from cases.intake.views.steps import refuse, taken_aside, url_of
from cases.intake.views.titles import page_title
from portal.letters.kinds.receipts import Phone, Receipt, receipt_pdf
from portal.pages.domain.lines import said
from portal.pages.public.context import SiteContext
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.vocabulary import ProblemType
from portal.web import typed
from portal.web.access import quiet_page
from portal.web.downloads import pdf_response
from portal.web.errors import too_many
from portal.web.language import is_english
from portal.web.links import absolute
from portal.web.typed import takes_words

SENDINGS_PER_DRAFT = 20
"""Tries to send one draft in `WINDOW`; more is a machine that presses the button."""
SENDINGS_PER_SESSION = 30
"""Requests from one browser in `WINDOW`: enough for a helper who fills in the form for a whole shelter."""
SENDINGS_PER_WINDOW = 600
"""Requests from one address in `WINDOW`. An evacuation center with hundreds of phones has one address; the peak of a whole
province is 2.3 requests a second (reliability.md 4.3), so one address can never flood the office either."""
RECEIPTS_PER_SESSION = 60
RECEIPTS_PER_WINDOW = 1200
WINDOW = 3600
"""Seconds."""


@takes_words(forms.Form, stored=already_sent, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers; with POST send them.

    Sending twice with one token gives one request: a double click, a reload, two tabs and a repeated POST after a lost
    answer all end on the same confirmation (reliability.md R03, R04, R28).
    """
    draft = drafts.load(request.session)
    if answer := refuse(request, draft):
        return answer
    assert draft is not None
    journey = draft.journey()
    if not journey.is_complete:
        return redirect(url_of(journey.here))
    if request.method == "POST":
        return _send(request, draft, journey)
    if (known := arrival.find(draft.token)) is not None:
        # The server kept the request and died before it could say so.
        return _confirm(request, draft, journey, known)
    context = _context(draft, journey) | {"aside": taken_aside(request)}
    return render(request, "intake/check.html", context)


def _context(draft: Draft, journey: Journey, *errors: Any) -> dict[str, Any]:
    heading = _("ตรวจคำตอบก่อนส่ง")
    return {
        "heading": heading,
        "page_name": page_title(CHECK, heading, sensitive=journey.is_sensitive),
        "sections": summary(draft, journey),
        "progress": journey.progress(CHECK),
        "legs": legs(journey, CHECK),
        "sends_now": True,
        **told_on_the_way(journey, CHECK),
        "sensitive": journey.is_sensitive,
        "usual_words": _usual_words(journey),
        "token": draft.token,
        "errors": errors,
        "aside": [],
        "back_url": url_of(journey.path[-2]),
    }


def _usual_words(journey: Journey) -> str:
    """Return how long it usually takes for this kind and place; nothing where somebody may look over the shoulder."""
    problem = chosen(journey.answers, "problem")
    if journey.is_sensitive or not problem or journey.steps is not STEPS:
        # In an event the usual time is no promise; how long people wait stands on the event's page.
        return ""
    return told(ProblemType(problem), chosen(journey.answers, "place", "code") or "")


def _send(request: HttpRequest, draft: Draft, journey: Journey) -> HttpResponse:
    if (known := arrival.find(draft.token)) is not None:
        return _confirm(request, draft, journey, known)
    if words := too_many_sendings(request, draft.token):
        return too_many(request, "intake/check.html", _context(draft, journey, words))
    try:
        submitted = composing.send(draft, journey)
    except composing.MissingFile as missing:
        if (known := arrival.find(draft.token)) is not None:
            # Another tab sent it in between, and took its files along.
            return _confirm(request, draft, journey, known)
        try:
            drafts.forget_file(request.session, draft, missing.name)
        except drafts.DraftGone:
            return refuse(request, drafts.load(request.session)) or redirect("cases_intake:check")
        words = _("ยังไม่ได้ส่ง: ไฟล์ “%(name)s” หายไปจากระบบ เรานำออกแล้ว แนบใหม่หรือกดส่งโดยไม่มีไฟล์นี้ก็ได้") % {
            "name": missing.name
        }
        return render(request, "intake/check.html", _context(draft, journey, words))
    except CaseError as error:
        return render(
            request, "intake/check.html", _context(draft, journey, _("ยังไม่ได้ส่ง: %s") % error.message)
        )
    return _confirm(request, draft, journey, submitted)


def too_many_sendings(request: HttpRequest, token: UUID) -> str:
    """Count a sending; return what to tell the person when there were too many, "" when it may go on.

    By the draft, then by the session, then by the address, each only while the one before holds: whoever asks without end
    uses up a limit of their own and not the one of the people behind the same address. No trait of the device is asked.
    """
    session = request.session.session_key or ""
    if not throttle.allowed(
        Try("submit-draft", str(token), SENDINGS_PER_DRAFT, WINDOW),
        Try("submit-session", session, SENDINGS_PER_SESSION, WINDOW),
    ):
        return (
            _(
                "ยังไม่ได้ส่ง: มีการส่งจากเครื่องนี้หลายครั้งเกินไปในหนึ่งชั่วโมง คำตอบของคุณยังอยู่ รอแล้วกดส่งอีกครั้ง "
                "ถ้าคุณกรอกแทนคนจำนวนมาก ให้กรอกจากเครื่องอื่นด้วย หรือให้เจ้าหน้าที่ช่วยรับเรื่อง เรื่องด่วนโทร %(social)s"
            )
            % said()
        )
    address = throttle.address_of(request)
    if not throttle.allowed(Try("submit-address", address, SENDINGS_PER_WINDOW, WINDOW)):
        return (
            _(
                "ยังไม่ได้ส่ง: ตอนนี้มีคนส่งคำขอจากเครือข่ายเดียวกับคุณมาก คำตอบของคุณยังอยู่ รอสักครู่แล้วกดส่งอีกครั้ง "
                "หรือปิด Wi-Fi แล้วส่งด้วยอินเทอร์เน็ตของโทรศัพท์ เรื่องด่วนโทร %(social)s"
            )
            % said()
        )
    return ""


def _confirm(request: HttpRequest, draft: Draft, journey: Journey, submitted: Submitted) -> HttpResponse:
    """Remember what was sent, forget the draft, and go to the confirmation.

    The request is safe from here on. If the session cannot be written any more (its row is gone, the disk is full), the
    confirmation is shown at once instead: never "not sent" for something that was.
    """
    sent = Sent.from_submitted(submitted, draft.token, sensitive=journey.is_sensitive)
    typed.stored(request, lambda: show_sent(request, sent))
    # A file that another tab attached while this one sent did not come along; say so rather than lose it silently.
    late = drafts.files_added_since(request.session, draft)
    sent = replace(sent, files_refused=(*sent.files_refused, *late))
    confirmation.remember(request.session, sent)
    drafts.discard(request.session)
    saved.forget(draft.token)
    request.session.save()
    return redirect("cases_intake:sent")


@quiet_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show reference and secret, to the same visitor and for a short while (cases.md, privacy 8)."""
    known = confirmation.recall(request.session)
    if known is None:
        draft = drafts.load(request.session)
        if draft is not None:
            return redirect(url_of(draft.journey().here))
        return render(request, "intake/nothing_sent.html", {"page_name": _("ยังไม่มีคำขอที่เพิ่งส่ง")})
    return show_sent(request, known)


@quiet_page
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Return the receipt as PDF, as long as the secret may be shown. Its name and text tell nothing of the matter."""
    known = confirmation.recall(request.session)
    if known is None or not known.shows_secret:
        return redirect("cases_intake:sent")
    if not throttle.allowed(
        Try("receipt-session", request.session.session_key or "", RECEIPTS_PER_SESSION, WINDOW),
        Try("receipt-address", throttle.address_of(request), RECEIPTS_PER_WINDOW, WINDOW),
    ):
        return too_many(
            request, "intake/sent_busy.html", {"page_name": _("รอสักครู่"), "sensitive": known.sensitive}
        )
    site = SiteContext(request)
    pdf = receipt_pdf(
        Receipt(
            reference=known.reference,
            secret=known.secret,
            submitted_at=known.at,
            center_name=str(site.center_name),
            what_next=tuple(str(step) for step in next_steps(known)),
            phones=_phones(site),
            track_url=absolute(reverse("cases_intake:track")),
            language="en" if is_english() else "th",
            proof=known.proof,
        )
    )
    return pdf_response(pdf, name="receipt.pdf", inline=False)


def _phones(site: SiteContext) -> tuple[Phone, ...]:
    office = (Phone(label=_("ในเวลาทำการ"), number=site.phone),) if site.phone else ()
    return (
        *office,
        Phone(label=_("ตลอด 24 ชั่วโมง"), number=site.lines["social"].number),
        Phone(label=_("เหตุด่วนเหตุร้าย"), number=site.lines["police"].number),
    )
