"""Pages of the agenda: adding what is ready, taking off, freezing, reading what was frozen."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.committee.desk.acting import done
from cases.committee.desk.forms.agenda import VARIANT_HINTS, FreezeForm
from cases.committee.desk.lookup import (
    HERE,
    frozen_or_404,
    item_or_404,
    keeper_or_404,
    meeting_or_404,
    reader_or_404,
)
from cases.committee.desk.proceedings.annex import annex_of, pages_of
from cases.committee.domain import agenda, freezing
from cases.committee.vocabulary import Variant
from cases.desk.frame import desk_page
from cases.errors import CaseError, NotAllowed
from portal.letters.kinds.agenda import agenda_pdf
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.typed import takes_words


@staff_only
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put every ready case onto the agenda."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    try:
        added = agenda.add_ready(actor=actor, meeting=meeting)
    except NotAllowed as error:
        raise Http404 from error
    except CaseError as error:
        notes.error(request, str(error.message))
    else:
        _tell(request, added)
    return redirect("committee:meeting", pk=pk)


def _tell(request: HttpRequest, added: agenda.Added) -> None:
    if added.count:
        words = ngettext("เพิ่ม %d เรื่องในระเบียบวาระแล้ว", "เพิ่ม %d เรื่องในระเบียบวาระแล้ว", added.count)
        notes.success(request, words % added.count)
    elif not added.left:
        notes.info(request, _("ไม่มีเรื่องที่พร้อมเพิ่ม"))
    if added.left:
        words = _("ระเบียบวาระเต็มแล้ว (%(most)d เรื่อง) อีก %(left)d เรื่องรอการประชุมครั้งอื่น")
        notes.warning(request, words % {"most": agenda.MOST_ITEMS, "left": added.left})


@staff_only
@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a case off the agenda."""
    actor = keeper_or_404(request)
    item = item_or_404(actor, pk, number)
    try:
        agenda.remove(actor=actor, item=item)
    except NotAllowed as error:
        raise Http404 from error
    except CaseError as error:
        notes.error(request, str(error.message))
    else:
        notes.success(request, _("นำออกจากระเบียบวาระแล้ว เรื่องยังรอการประชุมครั้งอื่น"))
    return redirect("committee:meeting", pk=pk)


@takes_words(FreezeForm)
@staff_only
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the agenda as it is sent."""
    actor = keeper_or_404(request)
    meeting = meeting_or_404(actor, pk)
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        variant = Variant(form.cleaned_data["variant"])
        if done(form, lambda: freezing.freeze(actor=actor, meeting=meeting, variant=variant)):
            notes.success(request, _("ตรึงระเบียบวาระแล้ว พิมพ์หรือส่งให้กรรมการได้"))
            return redirect("committee:meeting", pk=pk)
    context = {"form": form, "meeting": meeting, "hints": VARIANT_HINTS}
    return desk_page(request, "desk/committee/freeze.html", context, here=HERE)


@staff_only
@require_GET
def frozen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a frozen agenda; reading restricted cases is recorded."""
    actor = reader_or_404(request)
    found = frozen_or_404(actor, pk)
    reading = freezing.read(actor=actor, agenda=found)
    context = {"agenda": found, "reading": reading, "pages": pages_of(reading)}
    return desk_page(request, "desk/committee/frozen.html", context, here=HERE)


@staff_only
@require_GET
def frozen_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a frozen agenda out as PDF; restricted cases are recorded."""
    actor = reader_or_404(request)
    found = frozen_or_404(actor, pk)
    reading = freezing.read(actor=actor, agenda=found, action="committee.print")
    name = f"agenda-{found.meeting.number}-{found.meeting.fiscal_year}-{found.edition}.pdf"
    return pdf_response(agenda_pdf(annex_of(found, reading, actor)), name=name)
