"""Events at the desk: declaring, the board, what is told to people, reviewing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.errors import CaseError, GuardFailed
from cases.events.desk.entry import HERE
from cases.events.desk.forms import (
    AdviceForm,
    DeclareForm,
    FactForm,
    ReviewForm,
    ShelterForm,
)
from cases.events.desk.panels import panels_of
from cases.events.desk.presenting import area_words, lines_of, state_of
from cases.events.domain import declaring, telling
from cases.events.domain.attaching import members
from cases.events.domain.board import board_of
from cases.events.domain.rights import events_of, leads, may_declare, may_tell
from cases.events.models import Event, Shelter
from cases.events.vocabulary import EventKind
from portal.thai.dates import bangkok_today
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PAGE_SIZE = 20


def event_or_404(request: HttpRequest, slug: str) -> Event:
    """Return an event whose board the reader sees.

    Raises:
        Http404: there is none of that name, or it is none of the reader's.
    """
    found = events_of(request.actor).select_related("duty_officer", "stand_in").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the events of one's organization, the running ones first."""
    actor = request.actor
    today = bangkok_today()
    mine = events_of(actor).prefetch_related("areas")
    context = {
        "running": [(event, area_words(event), state_of(event, today)) for event in mine.running()],
        "page": keyed(request, mine.exclude(ended_at=None), newest("starts_at"), PAGE_SIZE),
        "may_declare": may_declare(actor),
    }
    return desk_page(request, "desk/events/listing.html", context, here=HERE)


@takes_words(DeclareForm)
@staff_only
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Declare an event."""
    actor = request.actor
    if not may_declare(actor):
        raise Http404
    form = DeclareForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        token = given.pop("token")
        given["kind"] = EventKind(given["kind"])
        given["organizations"] = list(given["organizations"])
        try:
            event = declaring.declare(actor=actor, declaration=declaring.Declaration(**given), token=token)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            notes.success(request, _("ประกาศแล้ว หน้าสำหรับประชาชนเปิดแล้ว"))
            return redirect("events:board", event=event.slug)
    return desk_page(request, "desk/events/declare.html", {"form": form}, here=HERE)


@staff_only
@require_GET
def board(request: HttpRequest, event: str) -> HttpResponse:
    """Show an event: the oldest danger first, then sums that add up, then what people read."""
    found = event_or_404(request, event)
    actor = request.actor
    now = timezone.now()
    shown = board_of(found, actor)
    context = {
        "event": found,
        "state": state_of(found, bangkok_today()),
        "area": area_words(found),
        "board": shown,
        "lines": lines_of(shown),
        "facts": list(found.facts.select_related("organization", "corrects")[:PAGE_SIZE]),
        "shelters": list(found.shelters.all()),
        "on_duty": list(
            found.shifts.filter(starts_at__lte=now, ends_at__gt=now).select_related("person", "organization")
        ),
        "panels": panels_of(found, actor),
        "folds": list(found.folds.select_related("organization")[:PAGE_SIZE]),
        "leads": leads(actor, found),
        "may_tell": may_tell(actor, found),
        "left": members(found).filter(left_with__isnull=False).count() if found.ended_at else 0,
    }
    return desk_page(request, "desk/events/board.html", context, here=HERE)


def _form_page(
    request: HttpRequest,
    event: Event,
    form: forms.BaseForm,
    title: str | Promise,
    lede: str | Promise,
    button: str | Promise,
) -> HttpResponse:
    context = {"event": event, "form": form, "title": title, "lede": lede, "button": button}
    return desk_page(request, "desk/events/form.html", context, here=HERE)


def act_done(request: HttpRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Do something with a valid form, and say so; what is refused stands on the form.

    Args:
        request: by POST, or nothing is done.
        form: bound to it.
        act: takes what was given; returns what is said then, anything but text for the usual words.

    Raises:
        Http404: the reader may not do it.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        said = act(form.cleaned_data)
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))  # type: ignore[attr-defined]
        return False
    except CaseError as error:
        raise Http404 from error
    notes.success(request, said if isinstance(said, str) else _("บันทึกแล้ว"))
    return True


@takes_words(ReviewForm)
@staff_only
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, event: str) -> HttpResponse:
    """Let an event go on, with the next day to look at it."""
    found = event_or_404(request, event)
    if not leads(request.actor, found) or not found.is_running:
        raise Http404
    form = ReviewForm(request.POST or None, initial={"expected_end": found.expected_end})
    if act_done(request, form, lambda given: declaring.review(actor=request.actor, event=found, **given)):
        return redirect("events:board", event=event)
    return _form_page(
        request,
        found,
        form,
        gettext_lazy("ทบทวนสถานการณ์"),
        gettext_lazy("สถานการณ์ไม่จบเอง ถ้ายังไม่สิ้นสุด บอกเหตุผลและวันที่คาดว่าจะสิ้นสุด"),
        gettext_lazy("ยังไม่สิ้นสุด ทบทวนแล้ว"),
    )


@takes_words(FactForm)
@staff_only
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, event: str) -> HttpResponse:
    """Write what is known; everybody reads it at once."""
    found = event_or_404(request, event)
    actor = request.actor
    if not may_tell(actor, found):
        raise Http404
    form = FactForm(request.POST or None, event=found)

    def act(given: dict[str, Any]) -> None:
        corrects = given.pop("corrects")
        telling.tell(actor=actor, event=found, corrects=corrects.pk if corrects else None, **given)

    if act_done(request, form, act):
        return redirect("events:board", event=event)
    return _form_page(
        request,
        found,
        form,
        gettext_lazy("เขียนสิ่งที่ทราบ"),
        gettext_lazy("ประชาชนอ่านได้ทันที พร้อมเวลาและชื่อหน่วยงาน"),
        gettext_lazy("เผยแพร่"),
    )


@takes_words(AdviceForm)
@staff_only
@require_http_methods(["GET", "POST"])
def advise(request: HttpRequest, event: str) -> HttpResponse:
    """Change what people should do, and whom they call."""
    found = event_or_404(request, event)
    actor = request.actor
    if not leads(actor, found):
        raise Http404
    form = AdviceForm(
        request.POST or None,
        initial={"phone": found.phone, "advice": found.advice, "advice_en": found.advice_en},
    )
    if act_done(request, form, lambda _given: telling.advise(actor=actor, event=found, **form.changed())):
        return redirect("events:board", event=event)
    return _form_page(
        request,
        found,
        form,
        gettext_lazy("สิ่งที่ประชาชนควรทำ"),
        gettext_lazy("บรรทัดละหนึ่งข้อ สั้นและทำได้ทันที"),
        gettext_lazy("เผยแพร่"),
    )


@takes_words(ShelterForm)
@staff_only
@require_http_methods(["GET", "POST"])
def shelter(request: HttpRequest, event: str, pk: int | None = None) -> HttpResponse:
    """Add a shelter, or change one: full, closed, another telephone."""
    found = event_or_404(request, event)
    actor = request.actor
    if not may_tell(actor, found):
        raise Http404
    row = found.shelters.filter(pk=pk).first() if pk is not None else Shelter()
    if row is None:
        raise Http404
    form = ShelterForm(request.POST or None, instance=row, event=found)
    if act_done(
        request,
        form,
        lambda _given: telling.keep_shelter(
            actor=actor, event=found, shelter=form.instance, only=form.changed_data
        ),
    ):
        return redirect("events:board", event=event)
    return _form_page(
        request,
        found,
        form,
        gettext_lazy("ศูนย์พักพิง"),
        gettext_lazy("ประชาชนเห็นชื่อ ที่ตั้ง โทรศัพท์ และสถานะ ไม่มีชื่อผู้พักพิง"),
        gettext_lazy("บันทึก"),
    )
