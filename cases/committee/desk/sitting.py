"""Pages of a meeting that is held: attendance and quorum, stakes, resolutions, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.committee.desk.acting import done
from cases.committee.desk.forms.sitting import AttendanceForm, CloseForm, ConflictForm, ResolutionForm
from cases.committee.desk.lookup import HERE, item_or_404, keeper_or_404, meeting_or_404
from cases.committee.domain import conflicts, resolutions, sitting
from cases.committee.models import AgendaItem
from cases.committee.vocabulary import ConflictReason
from cases.desk.frame import desk_page
from cases.errors import CaseError, NotAllowed
from cases.models import Case
from portal.actors import Officer
from portal.web.access import staff_only
from portal.web.typed import takes_words


@takes_words(AttendanceForm)
@staff_only
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who came: by it a meeting is opened, or had no quorum."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    members = sitting.members_at(meeting)
    known = dict(meeting.attendance.values_list("member", "state"))
    first = meeting.chair_id or next((one.pk for one in members if one.votes), None)
    form = AttendanceForm(request.POST or None, members=members, known=known, chair=first)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"actor": actor, "meeting": meeting, "attendance": form.attendance}
        if "give_up" in request.POST:
            if done(form, lambda: sitting.give_up(**given)):
                notes.success(request, _("บันทึกว่าไม่ครบองค์ประชุมแล้ว เรื่องรอการประชุมครั้งอื่น"))
                return redirect("committee:meeting", pk=pk)
        elif done(
            form, lambda: sitting.hold(**given, chair=form.presiding, opened=form.cleaned_data["opened"])
        ):
            notes.success(request, _("บันทึกผู้มาประชุมแล้ว"))
            return redirect("committee:meeting", pk=pk)
    context = {"form": form, "meeting": meeting}
    return desk_page(request, "desk/committee/attendance.html", context, here=HERE)


@takes_words(CloseForm)
@staff_only
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a meeting."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: sitting.close(actor=actor, meeting=meeting, **data)):
            notes.success(request, _("ปิดประชุมแล้ว พิมพ์รายงานการประชุมได้"))
            return redirect("committee:meeting", pk=pk)
    return desk_page(request, "desk/committee/close.html", {"form": form, "meeting": meeting}, here=HERE)


def _item(actor: Officer, pk: int, number: int) -> AgendaItem:
    """Return an item in which the reader may take part.

    Raises:
        Http404: there is none, or the reader may not open its case.
    """
    item = item_or_404(actor, pk, number)
    if not Case.objects.visible_to(actor, among=Q(pk=item.case_id)).exists():
        raise Http404
    return item


@takes_words(ConflictForm)
@staff_only
@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say which member has a stake in a case."""
    actor = keeper_or_404(request)
    item = _item(actor, pk, number)
    members = sitting.members_at(item.meeting)
    form = ConflictForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        member, reason = form.cleaned_data["member"], ConflictReason(form.cleaned_data["reason"])
        if done(form, lambda: conflicts.mark(actor=actor, item=item, member=member, reason=reason)):
            notes.success(request, _("บันทึกส่วนได้เสียแล้ว"))
            return redirect("committee:conflict", pk=pk, number=number)
    context = {
        "form": form,
        "item": item,
        "marked": list(item.conflicts.select_related("member")),
        "unsettled": conflicts.unsettled(item, members),
        "is_decided": hasattr(item, "resolution"),
    }
    return desk_page(request, "desk/committee/conflict.html", context, here=HERE)


@staff_only
@require_POST
def unmark(request: HttpRequest, pk: int, number: int, member: int) -> HttpResponse:
    """Take a mark back."""
    actor = keeper_or_404(request)
    item = _item(actor, pk, number)
    found = item.conflicts.filter(member=member).first()
    if found is None:
        raise Http404
    found.item = item
    try:
        conflicts.unmark(actor=actor, conflict=found)
    except NotAllowed as error:
        raise Http404 from error
    except CaseError as error:
        notes.error(request, str(error.message))
    return redirect("committee:conflict", pk=pk, number=number)


@takes_words(ResolutionForm)
@staff_only
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write down what was resolved on a case; the next case comes after it."""
    actor = keeper_or_404(request)
    item = _item(actor, pk, number)
    members = sitting.members_at(item.meeting)
    form = ResolutionForm(request.POST or None, members=members)
    posted = request.method == "POST" and form.is_valid()
    if posted and done(form, lambda: resolutions.resolve(actor=actor, item=item, decided=form.decided)):
        notes.success(request, _("บันทึกมติแล้ว"))
        return redirect("committee:meeting", pk=pk)
    out = conflicts.leaving(item)
    count = sitting.count_at(item.meeting, members, sitting.present_at(item.meeting), out, item)
    context = {
        "form": form,
        "item": item,
        "count": count.words,
        "only_deferred": not count.holds,
        "leaving": [one.name for one in members if one.pk in out],
        "unsettled": conflicts.unsettled(item, members),
    }
    return desk_page(request, "desk/committee/resolve.html", context, here=HERE)
