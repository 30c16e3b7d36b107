"""Calling: the next number with one press, what a call needs, and its end with another."""

from __future__ import annotations

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.calls.desk.entry import HERE
from cases.calls.desk.forms import CallForm
from cases.calls.desk.lists import list_or_404
from cases.calls.desk.presenting import Card, card_of
from cases.calls.domain import ending, taking
from cases.calls.domain.rights import may_call
from cases.calls.models import Call, CallList, CallRow
from cases.desk.frame import desk_page
from cases.desk.lookup import note_reading
from cases.domain.view import Part, case_view
from cases.errors import CaseError, GuardFailed
from cases.models import Case
from cases.vocabulary import CallOutcome
from portal.actors import Officer
from portal.thai.dates import format_datetime
from portal.web.access import staff_only
from portal.web.typed import takes_words


def _list(actor: Officer, pk: int) -> CallList:
    found = list_or_404(actor, pk)
    if not may_call(actor):
        raise Http404
    return found


@takes_words(forms.Form)
@staff_only
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the next number."""
    return _next(request, _list(request.actor, pk))


def _next(request: HttpRequest, calls: CallList) -> HttpResponse:
    try:
        row = taking.take(calls=calls, actor=request.actor)
    except CaseError:
        # The list ended meanwhile.
        row = None
    if row is None:
        notes.info(request, _("ตอนนี้ไม่มีเบอร์ที่ต้องโทรในรายการนี้"))
        return redirect("calls:progress", pk=calls.pk)
    return redirect("calls:call", pk=row.calls_id)


@takes_words(forms.Form)
@staff_only
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the number back without having called."""
    calls = _list(request.actor, pk)
    held = taking.held_by(request.actor)
    if held is not None:
        taking.give_back(row=held, actor=request.actor)
        notes.info(request, _("คืนเบอร์แล้ว คนอื่นโทรได้"))
    return redirect("calls:progress", pk=calls.pk)


@takes_words(CallForm)
@staff_only
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom to call and end the call; the next number follows at once."""
    actor = request.actor
    calls = _list(actor, pk)
    if request.method == "GET":
        row = taking.held_by(actor)
        if row is None or row.calls_id != calls.pk:
            notes.info(request, _("เบอร์นี้กลับเข้ารายการแล้ว กดรับเบอร์ถัดไป"))
            return redirect("calls:progress", pk=pk)
        return _page(request, calls, row, CallForm(initial={"row": row.pk}))
    form = CallForm(request.POST)
    is_valid = form.is_valid()
    row = _row(calls, form.cleaned_data.get("row"))
    if not is_valid:
        return _page(request, calls, row, form)
    given = form.cleaned_data
    try:
        ended = ending.end(
            row=row,
            actor=actor,
            code=CallOutcome(given["code"]),
            note=given["note"],
            danger=given["danger"],
            token=given["token"],
        )
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, calls, row, form)
    _say(request, ended)
    if given["stop"]:
        return redirect("calls:progress", pk=pk)
    return _next(request, calls)


def _row(calls: CallList, pk: int | None) -> CallRow:
    row = calls.rows.filter(pk=pk).select_related("calls", "case").first() if pk else None
    if row is None:
        raise Http404
    return row


def _say(request: HttpRequest, ended: ending.Ended) -> None:
    """Tell the caller what became of the call."""
    reference = ended.row.case.reference
    words = [f"{reference}: {ended.call.get_code_display()}", ending.words_of(ended.row)]
    if ended.row.next_at is not None:
        words.append(_("โทรอีกครั้ง %(at)s") % {"at": format_datetime(ended.row.next_at)})
    if ended.call.opened is not None:
        words.append(
            _("เรื่องเดิมปิดแล้ว รับเป็นเรื่องใหม่ %(reference)s") % {"reference": ended.call.opened.reference}
        )
    if ended.meets:
        words.append(_("มีอีกคนโทรรายนี้ด้วย ทั้งสองสายอยู่ในประวัติของเรื่อง"))
    notes.success(request, " · ".join(word for word in words if word))


def _card(actor: Officer, row: CallRow) -> Card | None:
    """Return what the caller reads; None when the door shows nothing of it any more."""
    case = (
        Case.objects.visible_to(actor)
        .select_related("holder", "received_by", "reporter")
        .filter(pk=row.case_id)
        .first()
    )
    view = case_view(case, actor) if case is not None else None
    if case is None or not isinstance(view, Part):
        return None
    note_reading(actor, case)
    return card_of(row, view)


def _page(
    request: HttpRequest, calls: CallList, row: CallRow, form: CallForm, corrects: Call | None = None
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    is_mine = row.is_held_by(actor.person.pk, now)
    before = Call.objects.filter(by=actor.person, row__calls=calls).select_related("row__case", "row__calls")
    last = before.order_by("-pk").first() if corrects is None else None
    context = {
        "calls": calls,
        "row": row,
        # The number is there for whoever has it in hand, and not for the correction of a code.
        "card": _card(actor, row) if is_mine else None,
        "form": form,
        "corrects": corrects,
        "last": last if last is not None and ending.may_correct(last, actor, now) else None,
    }
    return desk_page(request, "desk/calls/call.html", context, here=HERE)


@takes_words(CallForm)
@staff_only
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give one's own last call another code."""
    actor = request.actor
    calls = _list(actor, pk)
    made = Call.objects.filter(pk=number, row__calls=calls, by=actor.person)
    found = made.select_related("row__calls", "row__case").first()
    if found is None:
        raise Http404
    form = CallForm(request.POST or None, initial={"row": found.row_id})
    if request.method == "GET" or not form.is_valid():
        if not ending.may_correct(found, actor, timezone.now()):
            notes.warning(request, str(ending.NO_CORRECTION))
            return redirect("calls:progress", pk=pk)
        return _page(request, calls, found.row, form, found)
    given = form.cleaned_data
    try:
        ended = ending.correct(
            call=found,
            actor=actor,
            code=CallOutcome(given["code"]),
            note=given["note"],
            danger=given["danger"],
            token=given["token"],
        )
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, calls, found.row, form, found)
    _say(request, ended)
    return redirect("calls:call", pk=pk) if taking.held_by(actor) else redirect("calls:progress", pk=pk)
