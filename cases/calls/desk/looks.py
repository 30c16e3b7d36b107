"""The second look at *died* and *wrong number*."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.calls.desk.entry import HERE
from cases.calls.desk.forms import LookForm
from cases.calls.desk.lists import list_or_404
from cases.calls.desk.presenting import card_of
from cases.calls.domain import looking
from cases.calls.domain.rights import may_call
from cases.calls.models import Call
from cases.desk.frame import desk_page
from cases.desk.lookup import note_reading
from cases.domain.view import Part, case_view
from cases.errors import CaseChanged, CaseError, GuardFailed
from cases.models import Case
from portal.web.access import staff_only
from portal.web.typed import takes_words


@takes_words(LookForm)
@staff_only
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Confirm what a call said, or let somebody call again; the one who called only reads it."""
    actor = request.actor
    calls = list_or_404(actor, pk)
    row = calls.rows.filter(pk=number).select_related("calls", "coded_by").first()
    door = Case.objects.visible_to(actor).select_related("holder", "received_by", "reporter")
    case = door.filter(pk=row.case_id).first() if row is not None else None
    view = case_view(case, actor) if case is not None else None
    if row is None or case is None or not isinstance(view, Part) or not may_call(actor):
        raise Http404
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            looking.look(
                row=row,
                actor=actor,
                confirmed=given["answer"] == "yes",
                note=given["note"],
                token=given["token"],
            )
        except CaseChanged:
            notes.info(request, _("มีคนตรวจรายนี้ไปแล้ว"))
            return redirect("calls:progress", pk=pk)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("บันทึกแล้ว"))
            return redirect("calls:progress", pk=pk)
    note_reading(actor, case)
    is_second = looking.may_look(row, actor)
    context = {
        "calls": calls,
        "row": row,
        "code": Call.objects.filter(row=row, corrected_by=None).order_by("-pk").first(),
        # Who cannot decide needs no number.
        "card": card_of(row, view) if is_second else None,
        "is_second": is_second,
        "form": form,
    }
    return desk_page(request, "desk/calls/look.html", context, here=HERE)
