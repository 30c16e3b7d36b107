"""The door of a shelter: who comes in and goes out, as numbers."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.desk.frame import desk_page
from cases.errors import GuardFailed
from cases.events.desk.entry import HERE
from cases.events.desk.forms import MoveForm
from cases.events.desk.views import event_or_404
from cases.events.domain.rights import may_tell
from cases.events.domain.sheltering import inside_of, move
from portal.web.access import staff_only
from portal.web.typed import takes_words

MOST_SHOWN = 30


@takes_words(MoveForm)
@staff_only
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, event: str, pk: int) -> HttpResponse:
    """Count people who came or left, and show who is inside."""
    found = event_or_404(request, event)
    actor = request.actor
    shelter = found.shelters.filter(pk=pk).first()
    if shelter is None or not may_tell(actor, found):
        raise Http404
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move(actor=actor, event=found, shelter=shelter, **form.moved())
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            notes.success(request, _("บันทึกแล้ว"))
            return redirect("events:door", event=event, pk=pk)
    context = {
        "event": found,
        "shelter": shelter,
        "inside": inside_of([shelter])[shelter.pk],
        "moves": list(shelter.moves.all()[:MOST_SHOWN]),
        "form": form,
    }
    return desk_page(request, "desk/events/door.html", context, here=HERE)
