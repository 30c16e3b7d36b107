"""The shelters of an event, the counter of one, and looking for somebody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases.camps.desk.forms import ArriveForm, FindForm
from cases.camps.desk.presenting import Line, lines_of, shelter_lines
from cases.camps.domain import coming, knowing
from cases.camps.domain.rights import event_of, families_of
from cases.desk.frame import desk_page
from cases.errors import CaseError, GuardFailed
from cases.events.desk.entry import HERE
from cases.events.domain.naming import days_named
from cases.events.models import Event, Shelter
from portal.audit import services as audit
from portal.web.access import staff_only
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

PAGE_SIZE = 50
BY_NUMBER = (Key("number"),)
"""The order of the families of one event."""


def event_or_404(request: HttpRequest, slug: str) -> Event:
    """Return an event whose shelters the reader keeps.

    Raises:
        Http404: there is none of that name, or it is none of theirs.
    """
    found = event_of(request.actor, slug)
    if found is None:
        raise Http404
    return found


def shelter_or_404(event: Event, pk: int) -> Shelter:
    """Return a shelter of an event.

    Raises:
        Http404: it is of another one, or there is none.
    """
    found: Shelter | None = event.shelters.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@staff_only
@require_GET
def page(request: HttpRequest, event: str) -> HttpResponse:
    """Show the shelters of an event with their numbers."""
    found = event_or_404(request, event)
    lines = shelter_lines(found.shelters.all())
    context = {
        "event": found,
        "lines": lines,
        "people": sum(one.inside.people for one in lines),
        "families": sum(one.inside.families for one in lines),
    }
    return desk_page(request, "desk/camps/page.html", context, here=HERE)


@staff_only
@require_GET
def shelter(request: HttpRequest, event: str, pk: int) -> HttpResponse:
    """Show the counter of a shelter: who is in it, and the families by number."""
    found = event_or_404(request, event)
    row = shelter_or_404(found, pk)
    rows = families_of(request.actor, found).filter(shelter=row).select_related("shelter")
    shown = keyed(request, rows.prefetch_related("needs"), BY_NUMBER, PAGE_SIZE)
    lines = lines_of(shown.rows)
    if lines:
        audit.record(
            actor=request.actor, action="camp.list", subject=found.slug, data={"families": len(lines)}
        )
    context = {"event": found, "line": shelter_lines([row])[0], "page": shown, "families": lines}
    return desk_page(request, "desk/camps/shelter.html", context, here=HERE)


@takes_words(ArriveForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def arrive(request: HttpRequest, event: str, pk: int) -> HttpResponse:
    """Take a family in; families that may be the same are shown before it is kept."""
    found = event_or_404(request, event)
    row = shelter_or_404(found, pk)
    if not found.is_running:
        raise Http404
    form = ArriveForm(request.POST or None, event=found)
    alike: list[Line] = []
    if request.method == "POST" and form.is_valid():
        try:
            family = coming.arrive(
                actor=request.actor,
                event=found,
                shelter=row,
                arrival=form.arrival(),
                token=form.cleaned_data["token"],
                seen=form.seen_numbers(),
            )
        except coming.AlikeFoundError as error:
            alike = lines_of(error.families)
            form.add_error("name", str(error.message))
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        except CaseError as error:
            raise Http404 from error
        else:
            words = _("รับครอบครัวเลข %(number)s แล้ว") % {"number": family.number}
            notes.success(request, words)
            return redirect("camps:family", event=event, number=family.number)
    context: dict[str, Any] = {
        "event": found,
        "line": shelter_lines([row])[0],
        "form": form,
        "alike": alike,
        "others": _seen(form, alike),
        "days_named": days_named(),
    }
    return desk_page(request, "desk/camps/arrive.html", context, here=HERE)


def _seen(form: ArriveForm, alike: list[Line]) -> str:
    """Return the numbers that a press on "other families" sends: those of this page and of those before it."""
    if not alike:
        return ""
    numbers = form.seen_numbers() | {one.family.number for one in alike}
    return ",".join(str(one) for one in sorted(numbers))


@takes_words(FindForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, event: str) -> HttpResponse:
    """Look whether somebody is in a shelter. By POST, so that no name stands in an address; each look is on record."""
    found = event_or_404(request, event)
    form = FindForm(request.POST or None)
    lines: list[Line] | None = None
    if request.method == "POST" and form.is_valid():
        rows = families_of(request.actor, found).prefetch_related("needs")
        typed = form.cleaned_data["q"]
        lines = lines_of(knowing.find(actor=request.actor, families=rows, typed=typed, event=found.slug))
    context = {"event": found, "form": form, "families": lines or [], "is_asked": lines is not None}
    return desk_page(request, "desk/camps/find.html", context, here=HERE)
