"""Lists of requests: bringing one, how far it is, and the rows that were not taken (issue 9, point 11)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.importing.forms import ListForm
from cases.errors import GuardFailed
from cases.importing import running
from cases.models import ListImport
from portal.accounts.confirming import confirmed_lately
from portal.audit import services as audit
from portal.vocabulary import ProblemType
from portal.web.access import staff_only
from portal.web.typed import takes_words

HERE = "new"
MOST_SHOWN = 50


@takes_words(ListForm)
@staff_only
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show the lists of the office; with POST bring one.

    Raises:
        Http404: the reader takes no requests in.
    """
    actor = request.actor
    if not running.may_import(actor):
        raise Http404
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        data = form.cleaned_data
        try:
            row = running.begin(
                actor=actor,
                token=data["token"],
                upload=data["file"],
                source=data["source"],
                problem=ProblemType(data["problem"]),
                narrative=data["narrative"],
            )
        except GuardFailed as error:
            form.add_error(error.field, error.message)
        else:
            return redirect("desk:import", pk=row.pk)
    rows = running.lists_of(actor).select_related("by")[:MOST_SHOWN]
    return desk_page(request, "desk/imports.html", {"form": form, "rows": rows}, here=HERE)


def _row(request: HttpRequest, pk: int) -> ListImport:
    """Return a list of the reader's organization.

    Raises:
        Http404: it is another's, or the reader takes no requests in.
    """
    return get_object_or_404(running.lists_of(request.actor).select_related("by"), pk=pk)


@staff_only
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a list is, what the trial found, and what became of it."""
    row = _row(request, pk)
    names = ("rows", "looked_at", "made", "existing", "refused")
    figures = {name: f"{getattr(row, name):,}" for name in names}
    context = {"row": row, "figures": figures, "stands_still": running.stands_still(row)}
    return desk_page(request, "desk/import.html", context, here=HERE)


@takes_words(forms.Form)
@staff_only
@require_POST
@confirmed_lately
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a list taken in that was tried, or go on that stands still."""
    if not running.confirm(actor=request.actor, row=_row(request, pk)):
        messages.warning(request, _("รายการนี้ไม่ได้รอการยืนยันแล้ว"))
    return redirect("desk:import", pk=pk)


@takes_words(forms.Form)
@staff_only
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a list up of which nothing is written yet."""
    if not running.drop(actor=request.actor, row=_row(request, pk)):
        messages.warning(request, _("รายการนี้เริ่มรับเข้าแล้ว ยกเลิกไม่ได้"))
    return redirect("desk:import", pk=pk)


@staff_only
@require_GET
@confirmed_lately
def refused(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the rows that were not taken, with the reason of each; who took them along is on record.

    Raises:
        Http404: there are none, or they are kept no longer.
    """
    row = _row(request, pk)
    if not row.refused_file:
        raise Http404
    try:
        content = row.refused_file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    audit.record(actor=request.actor, action="case.list_refused", subject=str(row.pk))
    return FileResponse(
        content, as_attachment=True, filename=f"list-{row.pk}.csv", content_type="text/csv; charset=utf-8"
    )
