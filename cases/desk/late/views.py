"""The list of what is late, for those who were told: metadata only, and no link to a case (S2.46 to S2.48, S2.55)."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.late.forms import FindingForm
from cases.desk.late.report import report_on
from cases.desk.late.rows import late_rows
from cases.domain import late
from cases.domain.queries.late import (
    LAST_ENDED_FIRST,
    LONGEST_FIRST,
    ended_known_to,
    follows_alarms,
    late_known_to,
)
from cases.errors import CaseError, GuardFailed, NotAllowed
from cases.models import Duty
from cases.models.duty import DutyQuerySet
from cases.vocabulary import LateCause
from portal.audit import services as audit
from portal.letters.kinds.lateness import lateness_pdf
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.keyset import keyed
from portal.web.typed import takes_words

PAGE_SIZE = 25
MOST_ENDED = 10
"""Of what ended meanwhile, so many stand below the list; the rest has a page of its own."""
SHOWN = (
    *("number", "kind", "chain", "due_at", "late_from", "ended_at", "how", "case", "organization"),
    *("case__reference", "organization__name_th", "organization__name_en", "organization__short_name"),
    *("organization__province_code", "organization__district_code", "organization__email"),
)
"""What the list reads; of a case nothing but its reference."""


def _shown(known: DutyQuerySet) -> DutyQuerySet:
    return known.select_related("case", "organization").only(*SHOWN)


def _late(request: HttpRequest, pk: int) -> Duty:
    """Return something late of which the reader was told.

    Raises:
        Http404: it is none of theirs, or was done meanwhile.
    """
    found = _shown(late_known_to(request.actor)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _late_or_ended(request: HttpRequest, pk: int) -> Duty:
    """Return something late of which the reader was told, also where it ended after the third level.

    Raises:
        Http404: it is none of theirs, or ended before or long ago.
    """
    ended = _shown(ended_known_to(request.actor)).filter(pk=pk).first()
    return ended if ended is not None else _late(request, pk)


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List what is late, longest first; below it what ended after the third level, of which `?ended=1` shows all."""
    if not follows_alarms(request.actor):
        raise Http404
    now = timezone.now()
    ended = _shown(ended_known_to(request.actor, now))
    if only_ended := "ended" in request.GET:
        page = keyed(request, ended, LAST_ENDED_FIRST, PAGE_SIZE)
        below: list[Duty] = []
    else:
        page = keyed(request, _shown(late_known_to(request.actor, now)), LONGEST_FIRST, PAGE_SIZE)
        below = list(ended[: MOST_ENDED + 1])
    rows = late_rows(page.rows, request.actor, now)
    # The list names organizations that failed; who reads it is kept as for the register.
    audit.record(
        actor=request.actor,
        action="late.list",
        data={"from": rows[0].reference if rows else "", "rows": len(rows)},
    )
    context = {
        "now": now,
        "page": page,
        "rows": rows,
        "only_ended": only_ended,
        "ended": late_rows(below[:MOST_ENDED], request.actor, now),
        "has_more_ended": len(below) > MOST_ENDED,
    }
    return desk_page(request, "desk/late.html", context, here="alarms")


@staff_only
@require_POST
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Press for something that is late."""
    duty = _late(request, pk)
    try:
        late.urge(duty=duty, actor=request.actor)
    except NotAllowed as error:
        raise Http404 from error
    except GuardFailed as error:
        notes.warning(request, str(error))
    except CaseError:
        notes.warning(request, _("เรื่องนี้เปลี่ยนไปแล้ว โปรดดูรายการอีกครั้ง"))
    else:
        notes.success(request, _("บันทึกการเร่งรัดแล้ว และแจ้งหน่วยงานที่ต้องทำแล้ว"))
    return redirect("desk:late")


@takes_words(FindingForm)
@staff_only
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down why something is late, or was."""
    duty = _late_or_ended(request, pk)
    if not late.may_find_out(duty=duty, actor=request.actor):
        raise Http404
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            late.record_finding(
                duty=duty,
                actor=request.actor,
                cause=LateCause(form.cleaned_data["cause"]),
                note=form.cleaned_data["note"],
            )
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            notes.success(request, _("บันทึกข้อเท็จจริงแล้ว"))
            return redirect("desk:late")
    rows = late_rows([duty], request.actor, timezone.now())
    own = late.own_findings(duty=duty, actor=request.actor)
    return desk_page(
        request, "desk/late_finding.html", {"form": form, "row": rows[0], "findings": own}, here="alarms"
    )


@staff_only
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report to the governor on something late at the third level, also after it ended."""
    duty = _late_or_ended(request, pk)
    now = timezone.now()
    if not late_rows([duty], request.actor, now)[0].has_report:
        raise Http404
    audit.record(actor=request.actor, action="late.report", subject=duty.case.reference)
    drawn = lateness_pdf(report_on(duty, request.actor, now))
    return pdf_response(drawn, name=f"late-{duty.case.reference}.pdf")
