"""Letters of one's own office: the book, what may be written, the preview and the issue, the withdrawal (S1.29, S2.01).

An organization reads the letters that it wrote, also of cases that it may not read any more: they hold a reference, a
date and a reason of a closed list. What rooms above write holds more, and they say from whom it is kept back
(`cases.domain.letters.kept_back`). The letters of a case are on its page, by `Case.objects.visible_to`.
"""

from __future__ import annotations

from django.contrib import messages as notes
from django.db.models import Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.desk.letters.forms import IssueForm, WithdrawForm
from cases.desk.letters.rows import (
    letter_row,
    readable_letters,
    receiver_words,
    recent_to_write,
)
from cases.desk.lookup import case_or_404, note_reading
from cases.domain.letters.kept_back import kept_back
from cases.domain.letters.occasions import Occasion, occasion_of
from cases.domain.letters.writing import issue, preview_of
from cases.machine.vocabulary import Scope
from cases.models import Case
from cases.vocabulary.letters import LetterKind
from portal.letters.issuing import letter_file, letters_on, withdraw_letter
from portal.letters.kinds.official import PREVIEW, letter_pdf
from portal.letters.letterhead import may_set, missing_words
from portal.letters.models import OutgoingLetter
from portal.letters.vocabulary import WithdrawalReason
from portal.thai.dates import bangkok_today, be_year
from portal.web.access import case_page, staff_only
from portal.web.downloads import pdf_response
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

PAGE_SIZE = 25
NEWEST_FIRST = (Key("running_number", descending=True),)
"""The order of the letters of one year."""


def _occasion(request: HttpRequest, key: str) -> Occasion:
    """Return an occasion of the reader's organization.

    Raises:
        Http404: it is none of theirs, or the reader takes no part in the case.
    """
    actor = request.actor
    found = occasion_of(actor.organization, key) if actor.works_on_cases else None
    if found is None or not Case.objects.filter(pk=found.case.pk).exclude(recused=actor.person.pk).exists():
        raise Http404
    return found


def _letter(request: HttpRequest, pk: int) -> OutgoingLetter:
    """Return a letter of the reader's organization.

    Raises:
        Http404: it is another's, or kept back from the reader, or the reader does not work on cases.
    """
    own = OutgoingLetter.objects.filter(organization=request.actor.organization, pk=pk)
    found = own.first() if request.actor.works_on_cases else None
    if found is None or kept_back(request.actor, [found]):
        raise Http404
    return found


@staff_only
@require_GET
def book(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the letters that went out in a calendar year, and what may be written about the last days."""
    actor = request.actor
    if not actor.works_on_cases:
        raise Http404
    now, this_year = timezone.now(), be_year(bangkok_today())
    chosen = year or this_year
    own = OutgoingLetter.objects.filter(organization=actor.organization)
    span = own.aggregate(first=Min("year_be"), last=Max("year_be"))
    years = range(span["last"] or this_year, (span["first"] or this_year) - 1, -1)
    if year is not None and year not in years:
        raise Http404
    page = keyed(request, own.filter(year_be=chosen), NEWEST_FIRST, PAGE_SIZE)
    closed = kept_back(actor, page.rows)
    context = {
        "now": now,
        "year": chosen,
        "years": years,
        "page": page,
        "rows": [
            letter_row(one, actor, url="" if one.pk in closed else reverse("desk:letter_file", args=[one.pk]))
            for one in page.rows
        ],
        "to_write": recent_to_write(actor, now) if year is None else [],
        "missing": missing_words(actor.organization),
        "may_set": may_set(actor),
    }
    return desk_page(request, "desk/letters.html", context, here="letters")


@takes_words(IssueForm)
@staff_only
@require_http_methods(["GET", "POST"])
def occasion(request: HttpRequest, key: str) -> HttpResponse:
    """Show a letter before it has a number, and issue it once."""
    found = _occasion(request, key)
    before = letters_on(found.organization, found.key)
    issued = before[-1] if before and before[-1].is_valid else None
    if request.method == "POST":
        letter = issue(occasion=found, actor=request.actor)
        if issued is None:
            notes.success(request, _("ออกหนังสือแล้ว เลขที่ %(number)s") % {"number": letter.number})
        return redirect("desk:letter_occasion", key=key)
    may_read = Case.objects.visible_to(request.actor, among=Q(pk=found.case.pk)).exists()
    context = {
        "key": key,
        "reference": found.case.reference,
        "may_read": may_read,
        "kind": LetterKind(found.kind).label,
        "receiver": receiver_words(found),
        "letter": issued.letter if issued else preview_of(found),
        "issued": issued,
        "withdrawn": [one for one in before if not one.is_valid],
        "missing": [] if issued else missing_words(found.organization),
        "may_set": may_set(request.actor),
    }
    return desk_page(request, "desk/letter.html", context, here="letters")


@staff_only
@require_GET
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show the letter on paper as it would be, with the word across each page; no number is taken."""
    drawn = letter_pdf(preview_of(_occasion(request, key)), stamp=PREVIEW)
    return pdf_response(drawn, name="preview.pdf")


@staff_only
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a letter of one's own office."""
    letter = _letter(request, pk)
    return pdf_response(letter_file(letter), name=f"letter-{letter.year_be}-{letter.running_number}.pdf")


@case_page
@require_GET
def of_case(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Show a letter of a case to whoever reads the case and wrote or got it, or holds it (S1.29)."""
    case = case_or_404(request.actor, reference, least=Scope.SUMMARY)
    letter = next((one for one in readable_letters(case, request.actor) if one.pk == pk), None)
    if letter is None:
        raise Http404
    note_reading(request.actor, case, "case.letter")
    return pdf_response(letter_file(letter), name=f"letter-{case.reference}-{letter.running_number}.pdf")


@takes_words(WithdrawForm)
@staff_only
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a letter; its number stays in the book, and a correction may be written."""
    letter = _letter(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_letter(
            letter=letter, actor=request.actor, reason=WithdrawalReason(form.cleaned_data["reason"])
        )
        notes.success(request, _("ยกเลิกหนังสือ %(number)s แล้ว") % {"number": letter.number})
        if letter.occasion and occasion_of(letter.organization, letter.occasion):
            return redirect("desk:letter_occasion", key=letter.occasion)
        return redirect("desk:letters")
    context = {"form": form, "letter": letter}
    return desk_page(request, "desk/letter_withdraw.html", context, here="letters")
