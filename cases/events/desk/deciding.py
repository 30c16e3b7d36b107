"""Deciding about a running event: changing it, asking for its end, confirming that or letting it go on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.events.desk.decision_forms import ChangeForm, ConfirmEndForm, EndForm, LeaveForm
from cases.events.desk.entry import HERE
from cases.events.desk.presenting import area_words
from cases.events.desk.views import act_done, event_or_404
from cases.events.domain import changing, ending
from cases.events.domain.rights import leads
from cases.events.domain.standing import in_words, standing_in
from cases.events.models import Event
from portal.web.access import staff_only
from portal.web.typed import takes_words


def _directed_or_404(request: HttpRequest, slug: str) -> Event:
    """Return a running event that the reader directs.

    Raises:
        Http404: there is none of that name, it is over, or somebody else directs it.
    """
    found = event_or_404(request, slug)
    if not leads(request.actor, found) or not found.is_running:
        raise Http404
    return found


@takes_words(ChangeForm)
@staff_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, event: str) -> HttpResponse:
    """Let the area of an event grow, let organizations join, or let somebody else direct it."""
    found = _directed_or_404(request, event)
    actor = request.actor
    form = ChangeForm(request.POST or None, actor=actor, event=found)
    if act_done(request, form, lambda _given: changing.change(actor=actor, event=found, **form.change())):
        return redirect("events:board", event=event)
    context = {"event": found, "form": form, "area": area_words(found)}
    return desk_page(request, "desk/events/change.html", context, here=HERE)


def _end_page(request: HttpRequest, event: Event, **forms_of: forms.Form) -> HttpResponse:
    """Show what still stands, and the forms that are the reader's: to ask, to confirm, to let the event go on."""
    asked = ending.asked_of(event)
    others = ending.others_who_decide(event, request.actor.person).exists()
    may_confirm = ending.may_confirm(request.actor, event)
    may_ask = asked is None or not (others or may_confirm)
    context = {
        "event": event,
        "standing": in_words(standing_in(event)),
        "last": ending.last_in(event),
        "others": others,
        "asked": asked,
        "asked_end": ending.end_of(asked) if asked else None,
        "form": forms_of.get("end", EndForm()) if may_ask else None,
        "confirm_form": forms_of.get("confirm", ConfirmEndForm()) if may_confirm else None,
        "leave_form": forms_of.get("leave", LeaveForm(auto_id="leave_%s")) if asked else None,
        "failed": next(iter(forms_of.values()), None),
    }
    return desk_page(request, "desk/events/close.html", context, here=HERE)


@takes_words(EndForm)
@staff_only
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, event: str) -> HttpResponse:
    """Ask for the end of an event; where nobody else could confirm it, close it."""
    found = _directed_or_404(request, event)
    if request.method != "POST":
        return _end_page(request, found)
    form = EndForm(request.POST)

    def act(given: dict[str, Any]) -> str:
        after = ending.end(actor=request.actor, event=found, **given)
        return (
            _("ปิดสถานการณ์แล้ว")
            if not after.is_running
            else _("ขอปิดแล้ว รอคนที่สองยืนยัน สถานการณ์ยังเดินต่อจนกว่าจะยืนยัน")
        )

    return (
        redirect("events:board", event=event)
        if act_done(request, form, act)
        else _end_page(request, found, end=form)
    )


@takes_words(ConfirmEndForm)
@staff_only
@require_POST
def confirm(request: HttpRequest, event: str) -> HttpResponse:
    """Close an event as another person asked for."""
    found = _directed_or_404(request, event)
    form = ConfirmEndForm(request.POST)

    def act(given: dict[str, Any]) -> str:
        ending.confirm(actor=request.actor, event=found, **given)
        return _("ปิดสถานการณ์แล้ว")

    if act_done(request, form, act):
        return redirect("events:board", event=event)
    return _end_page(request, found, confirm=form)


@takes_words(LeaveForm)
@staff_only
@require_POST
def leave(request: HttpRequest, event: str) -> HttpResponse:
    """Let an event go on although somebody asked for its end."""
    found = _directed_or_404(request, event)
    form = LeaveForm(request.POST, auto_id="leave_%s")

    def act(given: dict[str, Any]) -> str:
        ending.leave(actor=request.actor, event=found, **given)
        return _("สถานการณ์ยังเดินต่อ")

    if act_done(request, form, act):
        return redirect("events:board", event=event)
    return _end_page(request, found, leave=form)
