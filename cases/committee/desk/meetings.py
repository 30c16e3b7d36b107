"""Pages of meetings: the list of a fiscal year, planning, moving, cancelling."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.committee.desk.acting import done
from cases.committee.desk.forms.meetings import CancelForm, MeetingForm
from cases.committee.desk.lookup import (
    HERE,
    committee_or_404,
    keeper_or_404,
    meeting_or_404,
    reader_or_404,
    year_or_404,
)
from cases.committee.desk.rows import lines_of
from cases.committee.domain import agenda, freezing, meetings, posting, second_calls, sitting
from cases.committee.models import Meeting, PostedList
from cases.committee.vocabulary import QuorumRule
from cases.desk.frame import desk_page
from cases.domain import committees
from portal.thai.dates import bangkok_today, fiscal_year
from portal.web.access import staff_only
from portal.web.typed import takes_words


@staff_only
@require_GET
def listing(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """List the meetings of a fiscal year, the newest first."""
    actor = reader_or_404(request)
    committee = committee_or_404(actor)
    this = fiscal_year(bangkok_today())
    held = set(committee.meetings.order_by().values_list("fiscal_year", flat=True).distinct())
    shown = this if year is None else year_or_404(year)
    context = {
        "committee": committee,
        "rows": committee.meetings.filter(fiscal_year=shown),
        "year": shown,
        "years": sorted(held | {this, shown}, reverse=True),
        "may_keep": committees.may_keep(actor),
    }
    return desk_page(request, "desk/committee/meetings.html", context, here=HERE)


@takes_words(MeetingForm)
@staff_only
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    actor = keeper_or_404(request)
    committee = committee_or_404(actor)
    last = Meeting.objects.filter(committee=committee).order_by("-pk").first()
    form = MeetingForm(request.POST or None, initial={"place": last.place if last else ""})
    if request.method == "POST" and form.is_valid():
        made: list[Meeting] = []
        data = form.cleaned_data
        if done(form, lambda: made.append(meetings.plan(actor=actor, committee=committee, **data))):
            notes.success(request, _("กำหนดประชุมครั้งที่ %s แล้ว") % made[0].title)
            return redirect("committee:meeting", pk=made[0].pk)
    return desk_page(request, "desk/committee/plan.html", {"form": form, "meeting": None}, here=HERE)


@takes_words(MeetingForm)
@staff_only
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a planned meeting another time or place."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    first = {"starts_at": meeting.starts_at, "place": meeting.place}
    form = MeetingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: meetings.move(actor=actor, meeting=meeting, **data)):
            notes.success(request, _("เปลี่ยนวัน เวลา หรือสถานที่แล้ว"))
            return redirect("committee:meeting", pk=pk)
    return desk_page(request, "desk/committee/plan.html", {"form": form, "meeting": meeting}, here=HERE)


@takes_words(MeetingForm)
@staff_only
@require_http_methods(["GET", "POST"])
def call_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a meeting that had no quorum a second time, for the same matters."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    if not meeting.may_be_called_again:
        raise Http404
    form = MeetingForm(request.POST or None, initial={"place": meeting.place})
    if request.method == "POST" and form.is_valid():
        made: list[Meeting] = []
        data = form.cleaned_data
        if done(form, lambda: made.append(second_calls.call_again(actor=actor, meeting=meeting, **data))):
            notes.success(request, _("นัดครั้งที่สองแล้ว ออกหนังสือเชิญก่อนวันประชุม"))
            return redirect("committee:meeting", pk=made[0].pk)
    context = {"form": form, "meeting": meeting, "until": meetings.last_day_to_call_again(meeting)}
    return desk_page(request, "desk/committee/call_again.html", context, here=HERE)


@takes_words(CancelForm)
@staff_only
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a planned meeting."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: meetings.cancel(actor=actor, meeting=meeting, **data)):
            notes.success(request, _("ยกเลิกการประชุมแล้ว เรื่องในระเบียบวาระกลับไปรอการประชุมครั้งอื่น"))
            return redirect("committee:meeting", pk=pk)
    return desk_page(request, "desk/committee/cancel.html", {"form": form, "meeting": meeting}, here=HERE)


@staff_only
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting."""
    actor = reader_or_404(request)
    meeting = meeting_or_404(actor, pk)
    editions = list(meeting.frozen.all())
    members, present = sitting.members_at(meeting), sitting.present_at(meeting)
    context = {
        "meeting": meeting,
        "may_keep": committees.may_keep(actor),
        "lines": lines_of(meeting, actor),
        "ready": agenda.ready(actor, meeting).count() if meeting.is_planned else 0,
        "editions": editions,
        "count": sitting.counted(meeting).words,
        "came": [member for member in members if member.pk in present],
        "not_came": [member for member in members if member.votes and member.pk not in present],
        "is_due": meeting.is_planned and meetings.day_of(meeting) <= bangkok_today(),
        "second_rule": _second_rule(meeting),
        "posted": PostedList.objects.filter(meeting=meeting).first(),
        "may_post": meeting.is_closed and posting.may_be_posted(meeting).exists(),
        "is_stale": bool(editions) and not freezing.is_current(meeting, editions[0]),
    }
    return desk_page(request, "desk/committee/meeting.html", context, here=HERE)


def _second_rule(meeting: Meeting) -> str:
    """Return by which rule a second call is held, as a sentence; "" for another meeting."""
    if meeting.called_again_from is None:
        return ""
    values = {
        "first": meeting.called_again_from.title,
        "rule": QuorumRule(second_calls.rule_of(meeting)).label,
    }
    if meeting.committee.second_quorum and second_calls.second_rule(meeting) is None:
        if second_calls.is_invited(meeting):
            return (
                _("นัดใหม่แทนครั้งที่ %(first)s หนังสือเชิญไม่ได้บอกหลักนี้ไว้ก่อนเวลาประชุม จึงใช้องค์ประชุมปกติ: %(rule)s")
                % values
            )
        return _("นัดใหม่แทนครั้งที่ %(first)s ยังไม่ได้ออกหนังสือเชิญ จึงใช้องค์ประชุมปกติ: %(rule)s") % values
    return _("นัดใหม่แทนครั้งที่ %(first)s องค์ประชุมของเรื่องเดิม: %(rule)s") % values
