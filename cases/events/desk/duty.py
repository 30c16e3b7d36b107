"""The roster of one's organization in an event: day and night, with the hours in which nobody is there."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.errors import CaseError, GuardFailed
from cases.events.desk.entry import HERE
from cases.events.desk.forms import ShiftForm
from cases.events.desk.views import event_or_404
from cases.events.domain import roster as rosters
from cases.events.domain.rights import may_tell
from portal.web.access import staff_only
from portal.web.typed import takes_words

MOST_SHOWN = 60


@takes_words(ShiftForm)
@staff_only
@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest, event: str) -> HttpResponse:
    """Show who is on duty, when nobody is, and put somebody on the roster."""
    found = event_or_404(request, event)
    actor = request.actor
    if not may_tell(actor, found):
        raise Http404
    form = ShiftForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            rosters.plan(actor=actor, event=found, **form.cleaned_data)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("บันทึกเวรแล้ว"))
            return redirect("events:roster", event=event)
    now = timezone.now()
    ahead = found.shifts.filter(ends_at__gt=now).select_related("person", "organization")
    context = {
        "event": found,
        "form": form,
        "shifts": list(ahead[:MOST_SHOWN]),
        "holes": rosters.holes_ahead(found, actor.organization, now),
        "ours": actor.organization.pk,
    }
    return desk_page(request, "desk/events/roster.html", context, here=HERE)


@staff_only
@require_POST
def cancel(request: HttpRequest, event: str, pk: int) -> HttpResponse:
    """Take a shift of one's own organization off the roster."""
    found = event_or_404(request, event)
    shift = (
        found.shifts.filter(pk=pk, organization=request.actor.organization).select_related("event").first()
    )
    if shift is None:
        raise Http404
    try:
        rosters.cancel(actor=request.actor, shift=shift)
    except CaseError as error:
        raise Http404 from error
    notes.success(request, _("นำเวรออกแล้ว"))
    return redirect("events:roster", event=event)
