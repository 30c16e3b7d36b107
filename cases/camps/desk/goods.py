"""Relief of an event: what lies where, every entry, and the forms that write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.camps.desk.families import family_or_404
from cases.camps.desk.goods_forms import (
    CorrectForm,
    GiveForm,
    GivePeopleForm,
    GoodsForm,
    ReceiveForm,
    SendForm,
)
from cases.camps.desk.sheets import Sheet, form_page
from cases.camps.desk.views import event_or_404
from cases.camps.domain import stock
from cases.camps.domain.stock import Place
from cases.camps.models import Goods, GoodsEntry
from cases.camps.vocabulary import EntryKind
from cases.desk.frame import desk_page
from cases.events.desk.entry import HERE
from cases.events.models import Event
from portal.actors import Officer
from portal.audit import services as audit
from portal.web.access import staff_only
from portal.web.downloads import csv_response, xlsx_response
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One kind of goods on the page of relief.

    Attributes:
        goods: which.
        total: how much there is in all places.
        places: where it lies, with how much.
    """

    goods: Goods
    total: int
    places: list[tuple[str, int]]


def goods_lines(event: Event) -> list[GoodsLine]:
    """Return what lies where, by kind; places without any are left out."""
    there, places = stock.balances(event), stock.places_of(event)
    found = []
    for one in Goods.objects.filter(event=event):
        lies = [(place.label, there.get((one.pk, place.key), 0)) for place in places]
        found.append(
            GoodsLine(one, sum(number for _name, number in lies), [pair for pair in lies if pair[1]])
        )
    return found


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry in the list.

    Attributes:
        entry: which.
        kind, place, whom: in words; whom is "" unless something was given.
        amount: with its sign.
        why: where words were written.
        may_correct: its reader may correct it.
    """

    entry: GoodsEntry
    kind: str
    place: str
    whom: str
    amount: str
    why: str
    may_correct: bool


def entry_lines(actor: Officer, entries: Any) -> list[EntryLine]:
    """Return entries as lines; related rows should have been fetched."""
    return [_entry_line(actor, one) for one in entries]


def _entry_line(actor: Officer, entry: GoodsEntry) -> EntryLine:
    kind, place = EntryKind(entry.kind), stock.place_of(entry)
    whom = ""
    if kind is EntryKind.GIVEN and entry.family is not None:
        whom = _("ครอบครัวเลข %(number)s") % {"number": entry.family.number}
    elif entry.people:
        whom = _("%(number)s คน") % {"number": entry.people}
    is_first = entry.corrects_id is None and kind is not EntryKind.BROUGHT
    return EntryLine(
        entry=entry,
        kind=str(kind.label if entry.corrects_id is None else _("แก้: %(kind)s") % {"kind": kind.label}),
        place=place.label,
        whom=whom,
        amount=f"{entry.quantity:+d} {entry.goods.unit}",
        why=entry.words.why if hasattr(entry, "words") else "",
        may_correct=is_first and stock.may_take(actor, place),
    )


RELATED = ("goods", "shelter", "organization", "family", "words")


@staff_only
@require_GET
def page(request: HttpRequest, event: str) -> HttpResponse:
    """Show what lies where, and every entry, the newest first."""
    found = event_or_404(request, event)
    rows = stock.entries_of(request.actor, found).select_related(*RELATED)
    shown = keyed(request, rows, newest("at"), PAGE_SIZE)
    context = {
        "event": found,
        "lines": goods_lines(found),
        "page": shown,
        "entries": entry_lines(request.actor, shown.rows),
    }
    return desk_page(request, "desk/camps/relief.html", context, here=HERE)


def _mine(request: HttpRequest, event: Event) -> list[Place]:
    return [one for one in stock.places_of(event) if stock.may_take(request.actor, one)]


def _sheet(event: Event, title: str | Promise, lede: str | Promise = "") -> Sheet:
    back = reverse("camps:relief", kwargs={"event": event.slug})
    return Sheet(title, gettext_lazy("บันทึก"), back, gettext_lazy("ของบรรเทาทุกข์"), lede)


@takes_words(GoodsForm)
@staff_only
@require_http_methods(["GET", "POST"])
def goods(request: HttpRequest, event: str) -> HttpResponse:
    """Add a kind of goods."""
    found = event_or_404(request, event)
    form = GoodsForm(request.POST or None)
    return form_page(
        request,
        found,
        form,
        _sheet(found, gettext_lazy("เพิ่มชนิดสิ่งของ")),
        lambda given: stock.add_goods(actor=request.actor, event=found, **given),
    )


@takes_words(ReceiveForm)
@staff_only
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, event: str) -> HttpResponse:
    """Write down that goods came."""
    found = event_or_404(request, event)
    form = ReceiveForm(request.POST or None, event=found, places=_mine(request, found))
    return form_page(
        request,
        found,
        form,
        _sheet(found, gettext_lazy("รับของเข้า")),
        lambda given: stock.receive(actor=request.actor, place=form.places[given["place"]], **form.stock()),
    )


@takes_words(SendForm)
@staff_only
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, event: str) -> HttpResponse:
    """Move goods to another place."""
    found = event_or_404(request, event)
    form = SendForm(
        request.POST or None,
        event=found,
        places=_mine(request, found),
        targets=stock.places_of(found),
    )
    return form_page(
        request,
        found,
        form,
        _sheet(found, gettext_lazy("ย้ายของไปที่อื่น")),
        lambda given: stock.move(
            actor=request.actor,
            origin=form.places[given["place"]],
            target=form.targets[given["target"]],
            **form.stock(),
        ),
    )


@takes_words(GivePeopleForm)
@staff_only
@require_http_methods(["GET", "POST"])
def give_people(request: HttpRequest, event: str) -> HttpResponse:
    """Write down what so many people got, without a name."""
    found = event_or_404(request, event)
    form = GivePeopleForm(request.POST or None, event=found, places=_mine(request, found))
    return form_page(
        request,
        found,
        form,
        _sheet(
            found, gettext_lazy("ให้ของเป็นจำนวนคน"), gettext_lazy("ให้ครอบครัวที่มีชื่อ บันทึกที่หน้าครอบครัว จะได้ไม่ซ้ำ")
        ),
        lambda given: stock.give(
            actor=request.actor,
            place=form.places[given["place"]],
            people=given["people"],
            **form.stock(),
        ),
    )


@takes_words(GiveForm)
@staff_only
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Write down what a family got; the same kind a second time today is said before."""
    found = event_or_404(request, event)
    family = family_or_404(request, found, number)
    places = _mine(request, found)
    here = f"s{family.shelter_id}"
    form = GiveForm(request.POST or None, event=found, places=places, initial={"place": here})
    sheet = Sheet(
        title=_("ให้ของครอบครัวเลข %(number)s") % {"number": family.number},
        button=_("บันทึกการให้"),
        back=reverse("camps:family", kwargs={"event": event, "number": number}),
        back_words=family.name or _("ลบชื่อแล้ว"),
    )
    return form_page(
        request,
        found,
        form,
        sheet,
        lambda given: stock.give(
            actor=request.actor,
            place=form.places[given["place"]],
            family=family,
            why=given["why"],
            **form.stock(),
        ),
    )


@takes_words(CorrectForm)
@staff_only
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, event: str, pk: int) -> HttpResponse:
    """Correct an entry by a second one."""
    found = event_or_404(request, event)
    entry = (
        stock.entries_of(request.actor, found).select_related(*RELATED, "goods__event").filter(pk=pk).first()
    )
    if entry is None or not (line := _entry_line(request.actor, entry)).may_correct:
        raise Http404
    form = CorrectForm(request.POST or None, initial={"quantity": stock.amount_of(entry)})
    lede = " · ".join(
        part for part in (line.kind, entry.goods.name, line.amount, line.place, line.whom) if part
    )
    return form_page(
        request,
        found,
        form,
        _sheet(found, gettext_lazy("แก้รายการสิ่งของ"), lede),
        lambda given: stock.correct(
            actor=request.actor,
            entry=entry,
            right=given["quantity"],
            why=given["why"],
            token=given["token"],
        ),
    )


@staff_only
@require_GET
def export(request: HttpRequest, event: str, form: str) -> HttpResponse:
    """Give all entries for a spreadsheet, without a name."""
    found = event_or_404(request, event)
    header, rows = [str(one) for one in stock.LEDGER_HEAD], stock.ledger(found)
    audit.record(
        actor=request.actor, action="camp.goods_export", subject=found.slug, data={"lines": len(rows)}
    )
    name = f"relief-{found.slug}.{form}"
    if form == "csv":
        return csv_response(header, rows, name=name)
    return xlsx_response(header, rows, name=name, title=_("ของบรรเทาทุกข์"))
