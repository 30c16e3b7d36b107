"""The page of an event: what to do, whom to call, where to go, what is known, how long it takes, and the short form."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.events.domain.board import newest_of
from cases.events.domain.sheltering import Inside, inside_of
from cases.events.models import Event, Shelter
from cases.events.vocabulary import ShelterState
from portal.organizations.areas import area
from portal.page_cache.rooms import Room
from portal.thai.phone import Phone, phones_in
from portal.web.access import public_page

MOST_FACTS = 50
TONES = {ShelterState.OPEN: "ok", ShelterState.FULL: "warn", ShelterState.CLOSED: "info"}


@dataclass(frozen=True, slots=True)
class ShelterLine:
    """One shelter as people read it."""

    shelter: Shelter
    place: str
    phones: tuple[Phone, ...]
    tone: str
    inside: Inside


def area_lines(event: Event) -> list[tuple[str | Promise, str]]:
    """Return the area: each district with its subdistricts."""
    found: dict[str, list[str]] = {}
    for one in event.areas.all():
        if place := area(one.subdistrict_code):
            found.setdefault(one.subdistrict_code[:4], []).append(str(place.label))
    return [(district.label, ", ".join(names)) for code, names in found.items() if (district := area(code))]


def waits_of(event: Event) -> list[str]:
    """Return how long it takes, as honest as it can be told; nothing before it was counted."""
    if event.waits_at is None or not event.is_running:
        return []
    lines = []
    if event.waited_danger is not None:
        lines.append(_("เมื่อมีอันตราย ครึ่งหนึ่งมีเจ้าหน้าที่รับเรื่องภายใน %(count)d นาที") % {"count": event.waited_danger})
    if event.waited is not None:
        lines.append(_("ทุกเรื่องรวมกัน ครึ่งหนึ่งมีเจ้าหน้าที่รับเรื่องภายใน %(count)d นาที") % {"count": event.waited})
    else:
        lines.append(_("ตอนนี้ยังบอกเวลารอไม่ได้ เพราะยังมีคำขอน้อย หรือคนเกินครึ่งยังรออยู่"))
    lines.append(_("ขณะนี้มีคำขอรอเจ้าหน้าที่ %(count)d เรื่อง") % {"count": event.still_waiting})
    return lines


@public_page(max_age=60, rooms=(Room.FRAME, Room.EVENTS, Room.ORGANIZATIONS))
@require_safe
def page(request: HttpRequest, event: str) -> HttpResponse:
    """Show one event, running or closed."""
    found = Event.objects.select_related("organization").prefetch_related("areas").filter(slug=event).first()
    if found is None:
        raise Http404
    facts = list(found.facts.select_related("organization", "corrects")[:MOST_FACTS])
    open_ones = list(found.shelters.exclude(state=ShelterState.CLOSED))
    inside = inside_of(open_ones)
    shelters = [
        ShelterLine(
            one,
            str(place.label) if (place := area(one.subdistrict_code)) else "",
            tuple(phones_in(one.phone)),
            TONES[ShelterState(one.state)],
            inside[one.pk],
        )
        for one in open_ones
    ]
    context = {
        "event": found,
        "areas": area_lines(found),
        "advice": [line.strip() for line in found.display_advice.splitlines() if line.strip()],
        "phones": phones_in(found.phone),
        "facts": facts,
        "corrected": {one.corrects_id for one in facts},
        "shelters": shelters,
        "waits": waits_of(found),
        "changed_at": newest_of(found),
    }
    return render(request, "events/page.html", context)
