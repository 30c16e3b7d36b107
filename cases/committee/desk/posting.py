"""Pages of the posted list: posting, its paper, objections and their answers (S1.01)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.committee.desk.acting import done
from cases.committee.desk.forms.posting import AnswerForm, ObjectionForm, PostForm
from cases.committee.desk.lookup import (
    HERE,
    keeper_or_404,
    line_or_404,
    meeting_or_404,
    objection_or_404,
    posted_or_404,
    reader_or_404,
)
from cases.committee.desk.proceedings.posted import paper_of
from cases.committee.domain import objections, posting
from cases.committee.models import PostedList
from cases.committee.vocabulary import ObjectionAnswer
from cases.desk.frame import desk_page
from cases.domain import committees
from portal.letters.kinds import reports
from portal.thai.dates import bangkok_today
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.typed import takes_words


@staff_only
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a posted list: its period, and how firm each resolution is."""
    actor = reader_or_404(request)
    posted = posted_or_404(actor, pk)
    context = {
        "posted": posted,
        "meeting": posted.meeting,
        "lines": posting.lines_of(posted, actor),
        "may_keep": committees.may_keep(actor),
        "is_running": posted.takes(bangkok_today()),
    }
    return desk_page(request, "desk/committee/posted.html", context, here=HERE)


@takes_words(PostForm)
@staff_only
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the list was posted."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    if not meeting.is_closed or PostedList.objects.filter(meeting=meeting).exists():
        raise Http404
    today = bangkok_today()
    last = PostedList.objects.filter(meeting__committee=meeting.committee).first()
    first = {"posted_on": today, "place": last.place if last else ""}
    form = PostForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: posting.post_list(actor=actor, meeting=meeting, **data)):
            notes.success(request, _("บันทึกการปิดประกาศแล้ว"))
            return redirect("committee:posted", pk=pk)
    context = {
        "form": form,
        "meeting": meeting,
        "count": posting.may_be_posted(meeting).count(),
        "ends_on": posting.end_of(meeting.committee, today),
    }
    return desk_page(request, "desk/committee/post.html", context, here=HERE)


@staff_only
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the list out as PDF, for the board."""
    actor = reader_or_404(request)
    posted = posted_or_404(actor, pk)
    drawn = reports.report_pdf(paper_of(posted, posting.paper_lines(posted, actor)))
    return pdf_response(drawn, name=f"list-{posted.meeting.number}-{posted.meeting.fiscal_year}.pdf")


@takes_words(ObjectionForm)
@staff_only
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write down an objection that came to the counter or as a letter."""
    actor = keeper_or_404(request)
    line = line_or_404(actor, pk, number)
    form = ObjectionForm(request.POST or None, initial={"received_on": bangkok_today()})
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        if done(form, lambda: objections.take_down(actor=actor, line=line, **data)):
            notes.success(request, _("บันทึกข้อคัดค้านแล้ว มติยังไม่เป็นที่สุดจนกว่าจะตอบ"))
            return redirect("committee:posted", pk=pk)
    context = {"form": form, "line": line, "posted": line.posted}
    return desk_page(request, "desk/committee/objection.html", context, here=HERE)


@takes_words(AnswerForm)
@staff_only
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Read an objection, and answer it once."""
    actor = keeper_or_404(request)
    found = objection_or_404(actor, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        result, words = ObjectionAnswer(form.cleaned_data["result"]), form.cleaned_data["words"]
        if done(form, lambda: objections.answer(actor=actor, objection=found, result=result, words=words)):
            notes.success(request, _("ตอบข้อคัดค้านแล้ว"))
            return redirect("committee:posted", pk=found.line.posted.meeting_id)
    context = {"form": form, "objection": found, "line": found.line, "posted": found.line.posted}
    return desk_page(request, "desk/committee/answer.html", context, here=HERE)
