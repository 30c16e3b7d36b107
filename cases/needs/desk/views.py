"""Needs at the desk: the center gathers and tells, local administrations read and acknowledge (S1.27, S1.28)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.domain.heard_needs import heard
from cases.domain.overview import follows_needs
from cases.errors import GuardFailed, NotAllowed
from cases.needs.desk.forms import DigestForm, NeedForm, month_words
from cases.needs.domain import gathering, telling
from cases.needs.models import Digest, Need, NeedSource
from portal.actors import Officer
from portal.organizations.areas import area, subdistricts
from portal.organizations.areas import districts as districts_of
from portal.thai.dates import to_bangkok
from portal.vocabulary import ProblemType
from portal.web.access import staff_only
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

HERE = "needs"
PAGE_SIZE = 25
MONTHS = (Key("month", descending=True), Key("organization_id"), Key("pk"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of needs: the theme, then a number for every place; "–" for a hidden one."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Needs by theme and place."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


def grid_of(numbers: Mapping[gathering.Place, int | None]) -> Grid:
    """Return a count as a table; with the sums where the count has them (theme or place "")."""
    codes = sorted({code for _theme, code in numbers if code})
    codes += [""] if any(not code for _theme, code in numbers) else []
    themes = [one for one in ProblemType if any(theme == one for theme, _code in numbers)]
    labels = [(one.value, str(one.label)) for one in themes]
    labels += [("", _("รวม"))] if ("", "") in numbers else []

    def shown(theme: str, code: str) -> str:
        number = numbers.get((theme, code), 0)
        return "–" if number is None else str(number)

    return Grid(
        tuple(_place(code) for code in codes),
        tuple(Row(label, tuple(shown(theme, code) for code in codes)) for theme, label in labels),
    )


def _place(code: str) -> str:
    found = area(code)
    return found.label if found else _("รวม")


def _with_sums(counted: Counter[gathering.Place]) -> dict[gathering.Place, int]:
    sums: Counter[gathering.Place] = Counter()
    for (theme, code), number in counted.items():
        for key in {(theme, code), (theme, ""), ("", code), ("", "")}:
            sums[key] += number
    return dict(sums)


def _subdistricts(actor: Officer) -> list[str]:
    us = actor.organization
    districts = (
        [us.district_code] if us.district_code else [one.code for one in districts_of(us.province_code)]
    )
    return [one.code for district in districts for one in subdistricts(district)]


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show what is needed, what was told of it, and what waits for an acknowledgement."""
    actor = request.actor
    if not follows_needs(actor):
        raise Http404
    now = timezone.now()
    digests = keyed(request, telling.digests_of(actor), MONTHS, PAGE_SIZE)
    context: dict[str, Any] = {
        "now": now,
        "digests": digests,
        "told": [(month_words(one.month), one) for one in digests.rows],
        "urgent": list(telling.urgent_of(actor)[:PAGE_SIZE]),
        "may_tell": telling.may_tell(actor),
    }
    if telling.may_tell(actor):
        today = to_bangkok(now).date()
        begin = telling.bounds_of(today - dt.timedelta(days=90))[0]
        codes = _subdistricts(actor)
        counted = gathering.requests(codes, begin, now, for_others=False)
        context |= {
            "grid": grid_of(_with_sums(counted)) if counted else None,
            "heard": [
                (label, grid_of(_with_sums(Counter(numbers))))
                for label, numbers in heard(actor.organization, begin, now)
            ],
            "since": begin,
            "needs": list(gathering.noted(codes, begin, now)[:PAGE_SIZE]),
            "searches": gathering.vain_searches(to_bangkok(begin).date(), today),
        }
    return desk_page(request, "desk/needs/page.html", context, here=HERE)


@takes_words(NeedForm)
@staff_only
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """Note a need; an urgent one is told at once."""
    actor = request.actor
    if not telling.may_tell(actor):
        raise Http404
    form = NeedForm(
        request.POST or None,
        subdistricts=_subdistricts(actor),
        recipients=telling.recipients(actor),
        initial={"token": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            need = telling.note(
                actor=actor,
                token=given["token"],
                source=NeedSource(given["source"]),
                theme=ProblemType(given["theme"]),
                subdistrict=given["subdistrict"],
                words=given["words"],
                households=given["households"],
                is_urgent=given["is_urgent"],
                to=given["to"],
            )
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            told = _("บันทึกแล้ว และแจ้ง %(organization)s แล้ว") % {
                "organization": need.told.display_name if need.told else ""
            }
            waits = _("บันทึกแล้ว จะแจ้ง อปท. ของพื้นที่พร้อมสรุปของเดือนนี้")
            if ProblemType(need.theme).is_crisis:
                waits = _("บันทึกแล้ว ไม่แจ้งต่อ อปท. เพราะเป็นปัญหาสังคมที่ต้องปกปิด")
            notes.success(request, told if need.told else waits)
            return redirect("needs:page")
    return desk_page(request, "desk/needs/note.html", {"form": form}, here=HERE)


@takes_words(DigestForm)
@staff_only
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Tell every local administration of the district what its people needed in a month."""
    actor = request.actor
    if not telling.may_tell(actor):
        raise Http404
    form = DigestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = telling.send_digests(actor=actor, **form.cleaned_data)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            notes.success(request, _("แจ้งแล้ว %(count)d แห่ง") % {"count": told})
            return redirect("needs:page")
    context = {"form": form, "recipients": list(telling.recipients(actor))}
    return desk_page(request, "desk/needs/send.html", context, here=HERE)


def _digest(request: HttpRequest, pk: int) -> Digest:
    found = telling.digests_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _urgent(request: HttpRequest, pk: int) -> Need:
    found = telling.urgent_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@staff_only
@require_GET
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one digest."""
    found = _digest(request, pk)
    numbers = {(line.theme, line.subdistrict_code): line.number for line in found.lines.all()}
    context = {
        "digest": found,
        "month": month_words(found.month),
        "grid": grid_of(numbers) if numbers else None,
        "needs": [(need, _place(need.subdistrict_code)) for need in found.needs.all()],
        "may_acknowledge": found.acknowledged_at is None
        and telling.may_acknowledge(request.actor)
        and found.organization_id == request.actor.organization.pk,
    }
    return desk_page(request, "desk/needs/digest.html", context, here=HERE)


@staff_only
@require_GET
def urgent(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one urgent need."""
    found = _urgent(request, pk)
    context = {
        "need": found,
        "place": _place(found.subdistrict_code),
        "may_acknowledge": found.acknowledged_at is None
        and telling.may_acknowledge(request.actor)
        and found.told_id == request.actor.organization.pk,
    }
    return desk_page(request, "desk/needs/urgent.html", context, here=HERE)


@staff_only
@require_POST
def acknowledge(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Acknowledge a digest or an urgent need for one's local administration."""
    readers = {"digest": _digest, "urgent": _urgent}
    if what not in readers:
        raise Http404
    found = readers[what](request, pk)
    try:
        is_new = telling.acknowledge(actor=request.actor, what=found)
    except NotAllowed as error:
        raise Http404 from error
    notes.success(request, _("บันทึกการรับทราบของหน่วยงานแล้ว") if is_new else _("หน่วยงานของคุณรับทราบไปแล้ว"))
    return redirect(f"needs:{what}", pk=pk)
