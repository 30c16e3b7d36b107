"""Taking a list of an event along: as a workbook at once, or on paper from the queue, with the reason on record."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.frame import desk_page
from cases.desk.ordered import file_of, ordered, orders_of, progress_of, stamp_of
from cases.events.models import Event
from cases.vulnerable.desk.account_forms import ListsForm
from cases.vulnerable.desk.accounts import event_or_404
from cases.vulnerable.desk.entry import HERE
from cases.vulnerable.desk.printing import KIND, read_subject, subject_of
from cases.vulnerable.desk.tasks import draw_first_list
from cases.vulnerable.domain.listing import pieces_of, rows_of, table_of
from cases.vulnerable.domain.rights import accounts_of
from cases.vulnerable.vocabulary import ListKind
from portal.accounts.confirming import confirmed_lately
from portal.audit import services as audit
from portal.letters.models import PrintOrder
from portal.web.access import staff_only
from portal.web.downloads import XLSX, file_response, xlsx_bytes
from portal.web.locked import locked_xlsx
from portal.web.typed import takes_words


def _orders(request: HttpRequest, event: Event) -> list[PrintOrder]:
    """Return the lists of an event that the reader ordered and can still fetch."""
    return orders_of(request, KIND, about=f"{event.pk}:")


@takes_words(ListsForm)
@staff_only
@require_http_methods(["GET", "POST"])
@confirmed_lately
@sensitive_post_parameters("password")
def take(request: HttpRequest, event: str) -> HttpResponse:
    """Hand out a list; who took which and why is on record."""
    found = event_or_404(request, event)
    actor = request.actor
    if not accounts_of(actor, found).exists():
        raise Http404
    form = ListsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, everybody = ListKind(form.cleaned_data["kind"]), form.cleaned_data["everybody"]
        audit.record(
            actor=actor,
            action="first.export",
            subject=found.slug,
            purpose=form.cleaned_data["reason"],
            data={"list": kind.value, "form": form.cleaned_data["form"], "everybody": everybody},
        )
        if form.cleaned_data["form"] == "pdf":
            return _order(request, found, kind, everybody=everybody)
        head, rows = table_of(kind, rows_of(actor, found, kind, everybody=everybody))
        name = f"first-{found.slug}-{kind.value}.xlsx"
        book = xlsx_bytes(head, rows, title=str(kind.label), stamp=stamp_of(request))
        return file_response(locked_xlsx(book, form.cleaned_data["password"]), name=name, content_type=XLSX)
    listed = [(one, ListKind(read_subject(one)[1]).label) for one in _orders(request, found)]
    context = {"form": form, "event": found, "orders": listed}
    return desk_page(request, "desk/first/lists.html", context, here=HERE)


def _order(request: HttpRequest, event: Event, kind: ListKind, *, everybody: bool) -> HttpResponse:
    """Order a list on paper and lead to the page on which its files come."""
    actor = request.actor
    made = ordered(
        actor=actor,
        kind=KIND,
        subject=subject_of(event, kind, everybody=everybody),
        parts=[f"{first}-{last}" for first, last in pieces_of(actor, event, everybody=everybody)],
        draw=draw_first_list,
    )
    return redirect("first:printed", event=event.slug, pk=made.pk)


def _ordered(request: HttpRequest, event: Event, pk: int) -> PrintOrder:
    found = next((one for one in _orders(request, event) if one.pk == pk), None)
    if found is None or not accounts_of(request.actor, event).exists():
        raise Http404
    return found


@staff_only
@require_GET
def printed(request: HttpRequest, event: str, pk: int) -> HttpResponse:
    """Show how far an ordered list is, and the files that are ready."""
    found = event_or_404(request, event)
    made = _ordered(request, found, pk)
    context = progress_of(made) | {"event": found, "title": read_subject(made)[1].label}
    return desk_page(request, "desk/first/printed.html", context, here=HERE)


@staff_only
@require_GET
def printed_file(request: HttpRequest, event: str, pk: int, number: int) -> HttpResponseBase:
    """Hand out one file to who ordered it."""
    found = event_or_404(request, event)
    made = _ordered(request, found, pk)
    part, content = file_of(made, number)
    audit.record(actor=request.actor, action="first.print.read", subject=f"{found.slug} {part.subject}")
    return FileResponse(content, filename=f"first-{number}.pdf", content_type="application/pdf")
