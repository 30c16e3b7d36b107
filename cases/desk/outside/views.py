"""The page from which an organization without a sign-in is reached, and its link given out and taken back (S1.29)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.desk.lookup import case_or_404
from cases.desk.statuses import waiting_status
from cases.domain import outside
from cases.errors import GuardFailed
from cases.machine.vocabulary import ALIVE, Verb, WaitingKind, WaitingState
from cases.models import AnswerLink, Case, Duty, Referral
from portal.letters.kinds.answering import AnswerSheet, answer_sheet_pdf
from portal.thai.phone import phones_in
from portal.web.access import case_page
from portal.web.downloads import pdf_response
from portal.web.typed import takes_words


class LinkForm(forms.Form):
    """Whether the address also goes by mail."""

    by_mail = forms.BooleanField(
        label=gettext_lazy("ส่งลิงก์ทางอีเมลด้วย (รหัสอยู่ในใบตอบเท่านั้น)"), required=False, initial=True
    )


def _referral_or_404(request: HttpRequest, reference: str, number: int) -> tuple[Case, Referral]:
    """Return a case of the reader's organization and one of its referrals that asks somebody without a sign-in.

    Raises:
        Http404: for anybody else there is no such page.
    """
    case = case_or_404(request.actor, reference)
    row = (
        case.referrals.select_related("target", "sender", "letter")
        .exclude(mode=WaitingKind.INFORM)
        .filter(number=number)
        .first()
    )
    if row is None or case.holder_id != request.actor.organization.pk or not request.actor.works_on_cases:
        raise Http404
    return case, row


@case_page
@require_GET
def page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show how the organization is reached, which links were given out, and where its answer is written down."""
    case, row = _referral_or_404(request, reference, number)
    is_alive = WaitingState(row.state) in ALIVE
    context: dict[str, Any] = {
        "case": case,
        "referral": row,
        "status": waiting_status(WaitingState(row.state)),
        "phones": phones_in(row.target.phone),
        "without_accounts": outside.is_without_accounts(row),
        "is_alive": is_alive,
        "form": LinkForm(),
        "links": list(row.links.select_related("made_by")),
        "record_url": reverse(
            "desk:act_on_row",
            kwargs={"reference": case.reference, "verb": Verb.RECORD_OUTSIDE, "number": row.number},
        ),
    }
    return desk_page(request, "desk/outside.html", context)


@takes_words(LinkForm)
@case_page
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Make a new link and answer with the sheet that bears its code; it is shown this once."""
    case, row = _referral_or_404(request, reference, number)
    if request.method == "GET":
        # Somebody came back to the address of the sheet: it is not drawn again.
        return redirect("desk:outside", reference=case.reference, number=number)
    try:
        issued = outside.issue_link(row=row, actor=request.actor, by_mail="by_mail" in request.POST)
    except GuardFailed as error:
        messages.error(request, error.message)
        return redirect("desk:outside", reference=case.reference, number=number)
    due = Duty.objects.running().filter(case=case, waiting=row.number).order_by("due_at").first()
    pdf = answer_sheet_pdf(
        AnswerSheet(
            sender=case.holder,
            receiver=row.target,
            reference=case.reference,
            letter_number=row.letter.number if row.letter is not None else "",
            address=issued.address,
            code=issued.code,
            until=issued.link.expires_at,
            due=due.due_at if due is not None else None,
        )
    )
    return pdf_response(pdf, name=f"answer-{case.reference}-{row.number}.pdf")


@takes_words(forms.Form)
@case_page
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Take a link back: whoever has it reads nothing more from the next click on."""
    case, row = _referral_or_404(request, reference, number)
    link = AnswerLink.objects.select_related("referral__case").filter(referral=row, pk=pk).first()
    if link is None:
        raise Http404
    if request.method == "POST" and outside.revoke_link(link=link, actor=request.actor):
        messages.success(request, _("เลิกใช้ลิงก์แล้ว"))
    return redirect("desk:outside", reference=case.reference, number=number)
