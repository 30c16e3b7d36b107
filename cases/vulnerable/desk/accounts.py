"""Who is accounted for in an event: the board, one household, marks, the way to a request, paper that comes back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as notes
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.names import brief
from cases.desk.statuses import Status as Shown
from cases.errors import CaseError, GuardFailed
from cases.events.models import Event
from cases.vulnerable.desk.account_forms import MarkForm, PaperForm, QuickForm
from cases.vulnerable.desk.entry import HERE
from cases.vulnerable.desk.presenting import village_words
from cases.vulnerable.domain import accounting, board, reading, rights
from cases.vulnerable.domain.board import Place
from cases.vulnerable.domain.figures import Figures
from cases.vulnerable.domain.listing import where_of
from cases.vulnerable.domain.paper import read_paper
from cases.vulnerable.domain.requesting import make_case, may_request
from cases.vulnerable.models import Account, Need
from cases.vulnerable.vocabulary import SEEN, Source, Status
from portal.thai.phone import Phone, phones_in
from portal.web.access import staff_only
from portal.web.keyset import keyed
from portal.web.typed import takes_words

PAGE_SIZE = 50
TONES = {Status.NOT_REACHED: "warn", Status.NEEDS: "danger", Status.MOVED: "info", Status.SAFE: "ok"}
COLUMNS = (*(one.label for one in Status), gettext_lazy("รวม"))
SOURCES = (Source.CALL, Source.VISIT, Source.HAND)
"""From which one presses beside a household; a shelter is chosen on its own page."""


def event_or_404(request: HttpRequest, slug: str) -> Event:
    """Return an event whose figures the reader sees.

    Raises:
        Http404: there is none of that name, or it is none of theirs.
    """
    found = rights.followed(request.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def account_or_404(request: HttpRequest, event: Event, number: int) -> Account:
    """Return a row of an event that the reader may see.

    Raises:
        Http404: there is none of that number, or it is none of theirs.
    """
    rows = rights.accounts_of(request.actor, event).filter(number=number)
    found = rows.select_related("home", "event", "case", "organization").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One household on the board.

    Attributes:
        account: its row.
        where, needs: in words, "" where it left the register.
        state: how it stands.
        phones: numbers to tap.
        words: what was written instead of a number.
        token: of the press beside it.
    """

    account: Account
    where: str
    needs: str
    state: Shown
    phones: tuple[Phone, ...]
    words: str
    token: str


def _row(account: Account) -> Row:
    home = account.home
    written = home.phone if home else ""
    phones = phones_in(written)
    return Row(
        account=account,
        where=where_of(home) if home else "",
        needs=", ".join(need.display_name for need in home.needs.all()) if home else "",
        state=Shown(Status(account.status).label, TONES[Status(account.status)]),
        phones=phones,
        words="" if phones else written,
        token=str(uuid.uuid4()),
    )


def cells_of(figures: Figures) -> list[tuple[Any, int]]:
    """Return the cells of a line with what each is called: the four, then their sum."""
    return list(zip(COLUMNS, [*figures.in_order, figures.total], strict=True))


def place_words(place: Place) -> str:
    """Return the line of a board in words."""
    if place.organization is not None:
        return str(brief(place.organization))
    return village_words(place.subdistrict, place.moo)


@staff_only
@require_GET
def page(request: HttpRequest, event: str) -> HttpResponse:
    """Show the four figures and, to whom they are, the households: those whom nobody reached first."""
    found = event_or_404(request, event)
    actor = request.actor
    rows = rights.accounts_of(actor, found)
    offices = board.by_organization(found)
    villages = board.by_village(rows)
    chosen = {name: request.GET.get(name, "") for name in ("status", "village", "need")}
    source = request.GET.get("by", "")
    source = source if source in SOURCES else Source.CALL.value
    needs = list(Need.objects.all()) if villages else []
    known = reading.is_known(chosen, villages=[one.value for one in villages], needs=needs)
    listed = board.chosen_rows(rows if known else rows.none(), chosen)
    listed = listed.select_related("home", "case").prefetch_related("home__needs")
    shown = keyed(request, listed, board.BY_HASTE, PAGE_SIZE)
    lines = [_row(one) for one in shown.rows]
    total = board.sum_of(offices).total
    twice = board.counted_again(found)
    reading.note_list(actor, len(lines))
    context = {
        "event": found,
        "figures": list(zip(Status, board.sum_of(offices).in_order, strict=True)),
        "total": total,
        "again": sum(len(numbers) - 1 for numbers in twice),
        # Which ones, learns only who sees every register: that a neighbor keeps the same house is told to nobody else.
        "twice": twice if board.sum_of(villages).total == total else [],
        "columns": COLUMNS,
        "offices": [(place_words(one), cells_of(one.figures)) for one in offices],
        "villages": [
            (one, place_words(one), one.value == chosen["village"], cells_of(one.figures)) for one in villages
        ],
        "statuses": [(one, one.value == chosen["status"]) for one in Status],
        "all_chosen": chosen["status"] == "all",
        "needs": [(one, one.slug == chosen["need"]) for one in needs],
        "page": shown,
        "lines": lines,
        "presses": [(one.value, one.label) for one in SEEN],
        "source": source,
        "sources": [(one, one.value == source, _by(chosen, one)) for one in SOURCES],
        "back": request.GET.urlencode(),
    }
    return desk_page(request, "desk/first/event.html", context, here=HERE)


def _by(chosen: dict[str, str], source: Source) -> str:
    """Return the query of the same list with another source of what is pressed."""
    return urlencode({**{name: value for name, value in chosen.items() if value}, "by": source.value})


@takes_words(QuickForm)
@staff_only
@require_POST
def press(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Write down what one press beside a household says, and lead back to the same list."""
    found = event_or_404(request, event)
    account = account_or_404(request, found, number)
    form = QuickForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    _kept(
        request,
        account,
        status=Status(given["status"]),
        source=Source(given["source"]),
        token=given["token"],
    )
    back = request.GET.urlencode()
    return redirect(f"{reverse('first:event', args=[event])}{'?' if back else ''}{back}")


def _kept(request: HttpRequest, account: Account, **given: Any) -> bool:
    try:
        accounting.mark(actor=request.actor, account=account, **given)
    except GuardFailed as error:
        notes.warning(request, str(error.message))
        return False
    except CaseError as error:
        raise Http404 from error
    label = Status(given["status"]).label
    notes.success(request, _("เลข %(number)s: %(status)s") % {"number": account.number, "status": label})
    return True


@takes_words(MarkForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Show one household in an event with everything that was seen of it, and write down more."""
    found = event_or_404(request, event)
    row = account_or_404(request, found, number)
    form = MarkForm(request.POST or None, event=found)
    if request.method == "POST" and form.is_valid():
        given = form.given()
        try:
            accounting.mark(actor=request.actor, account=row, **given)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("บันทึกแล้ว"))
            if given["danger"] and row.home is None:
                notes.warning(request, _("ครัวเรือนนี้ออกจากทะเบียนแล้ว รับเป็นเรื่องใหม่ตามปกติ"))
            return redirect("first:account", event=event, number=number)
    if row.home is not None:
        reading.note_reading(request.actor, row.home)
    marks = row.marks.select_related("person", "shelter", "words", "taken_back__person")
    context = {
        "event": found,
        "row": _row(row),
        "home": row.home,
        "marks": list(marks),
        "form": form,
        "may_request": may_request(row),
    }
    return desk_page(request, "desk/first/account.html", context, here=HERE)


@staff_only
@require_POST
def take_back(request: HttpRequest, event: str, number: int, pk: int) -> HttpResponse:
    """Say that a mark was wrong."""
    found = event_or_404(request, event)
    row = account_or_404(request, found, number)
    mark = row.marks.select_related("account__event").filter(pk=pk).first()
    if mark is None:
        raise Http404
    try:
        accounting.take_back(actor=request.actor, mark=mark)
    except CaseError as error:
        raise Http404 from error
    notes.success(request, _("ยกเลิกแล้ว สถานะนับใหม่จากที่เหลือ"))
    return redirect("first:account", event=event, number=number)


@staff_only
@require_POST
def ask(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Make a request of a need by one press, and lead to it."""
    found = event_or_404(request, event)
    row = account_or_404(request, found, number)
    try:
        case = make_case(actor=request.actor, account=row)
    except GuardFailed as error:
        notes.warning(request, str(error.message))
        return redirect("first:account", event=event, number=number)
    except CaseError as error:
        raise Http404 from error
    notes.success(request, _("เป็นเรื่อง %(reference)s แล้ว") % {"reference": case.reference})
    return redirect("first:account", event=event, number=number)


@takes_words(PaperForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, event: str) -> HttpResponse:
    """Type what was ticked on paper; what cannot be read stays in the box."""
    found = event_or_404(request, event)
    rows = rights.accounts_of(request.actor, found)
    if not rows.exists():
        raise Http404
    form = PaperForm(request.POST or None)
    kept: int | None = None
    left: list[str] = []
    if request.method == "POST" and form.is_valid():
        kept, left = _keep_lines(request, found, form.cleaned_data)
        form = PaperForm(
            initial={
                "lines": "\n".join(left),
                "source": form.cleaned_data["source"],
                "observed_at": form.cleaned_data["observed_at"],
            }
        )
    context = {"event": found, "form": form, "kept": kept, "left": len(left)}
    return desk_page(request, "desk/first/paper.html", context, here=HERE)


def _keep_lines(request: HttpRequest, event: Event, given: dict[str, Any]) -> tuple[int, list[str]]:
    """Keep the lines of a paper; returns how many, and those that were not kept."""
    read, left = read_paper(given["lines"])
    rows = rights.accounts_of(request.actor, event).filter(number__in=[one.number for one in read])
    by_number = {one.number: one for one in rows.select_related("event")}
    kept, reasons = 0, []
    for line in read:
        row = by_number.get(line.number)
        if row is None:
            left.append(line.typed)
            continue
        try:
            with transaction.atomic():
                accounting.mark(
                    actor=request.actor,
                    account=row,
                    status=line.status,
                    source=Source(given["source"]),
                    # The same paper sent twice, and the same line twice on it, is one mark.
                    token=uuid.uuid5(given["token"], line.typed),
                    observed_at=given["observed_at"],
                    text=line.words[: accounting.LONGEST_TEXT],
                    danger=line.danger,
                )
        except GuardFailed as error:
            reasons.append(str(error.message))
            left.append(line.typed)
        else:
            kept += 1
    # Each reason is told once, however many lines it holds back.
    for reason in dict.fromkeys(reasons):
        notes.warning(request, reason)
    return kept, left
