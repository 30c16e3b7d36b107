"""The requests of an event that one may read, and correcting what belongs to it."""

from __future__ import annotations

from django.contrib import messages as notes
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.desk.frame import desk_page
from cases.desk.lists.paging import total_of
from cases.desk.lists.rows import place_of
from cases.desk.tabs import in_words
from cases.errors import CaseError, GuardFailed
from cases.events.desk.entry import HERE
from cases.events.desk.forms import MemberForm
from cases.events.desk.views import event_or_404
from cases.events.domain import choosing
from cases.events.domain.attaching import members
from cases.events.domain.rights import may_tell
from cases.events.models import Event
from cases.models import Case
from portal.thai.codes import clean
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PAGE_SIZE = 50


@takes_words(MemberForm)
@staff_only
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, event: str) -> HttpResponse:
    """List what the reader may read of the event; put a request in or take one out."""
    found = event_or_404(request, event)
    actor = request.actor
    if not may_tell(actor, found):
        raise Http404
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _change(request, found, form):
        return redirect("events:cases", event=event)
    visible = Case.objects.visible_to(actor).values("pk")
    rows = members(found).filter(case__in=visible).select_related("case", "case__holder", "left_with")
    left = rows.filter(left_with__isnull=False) if found.ended_at else rows.none()
    only_left = bool(request.GET.get("left") and found.ended_at)
    if only_left:
        rows = left
    shown = keyed(request, rows, newest("since"), PAGE_SIZE)
    context = {
        "event": found,
        "form": form,
        "page": shown,
        "total": in_words(total_of(shown, rows)),
        "rows": [(row, place_of(row.case)) for row in shown.rows],
        "only_left": only_left,
        "left": [] if only_left else list(left[: PAGE_SIZE + 1]),
        "most_left": PAGE_SIZE,
    }
    return desk_page(request, "desk/events/cases.html", context, here=HERE)


def _change(request: HttpRequest, event: Event, form: MemberForm) -> bool:
    given = form.cleaned_data
    actor = request.actor
    case = Case.objects.visible_to(actor, among=Q(reference=clean(given["reference"]))).first()
    if case is None:
        form.add_error("reference", _("ไม่พบเรื่องนี้ในงานของหน่วยงานคุณ"))
        return False
    act = choosing.put_in if given["act"] == "in" else choosing.take_out
    try:
        act(actor=actor, event=event, case=case, reason=given["reason"])
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    except CaseError as error:
        form.add_error(None, str(error.message))
        return False
    notes.success(request, _("บันทึกแล้ว"))
    return True
