"""The queue of requests, one request with its answer, a request that comes to the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.data_rights.desk.entry import HERE
from cases.data_rights.desk.forms import CopyForm, DecideForm, TakeForm
from cases.data_rights.domain import asking, deciding, reading
from cases.data_rights.domain.rules import answers_requests, may_refuse
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import RequestState, Right
from cases.desk.disclosures.copies import copy_response
from cases.desk.frame import desk_page
from cases.desk.lookup import case_or_404
from cases.domain import disclosures
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case
from portal.accounts.confirming import confirmed_lately
from portal.audit import services as audit
from portal.thai.dates import bangkok_today
from portal.web.access import case_page, staff_only
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PER_PAGE = 50
RELATED = ("case", "case__holder")


def _own(request: HttpRequest, pk: int) -> RightsRequest:
    """Return a request that the reader may answer.

    Raises:
        Http404: there is none, or it is another's.
    """
    rows = reading.requests_of(request.actor).select_related(
        *RELATED, "decided_by", "taken_by", "organization"
    )
    return get_object_or_404(rows, pk=pk)


@staff_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits by its day, then what was answered, and to a data protection officer every clock.

    Raises:
        Http404: the reader answers no requests.
    """
    actor = request.actor
    if not answers_requests(actor):
        raise Http404
    answered = reading.requests_of(actor).exclude(state=RequestState.OPEN).select_related(*RELATED)
    watched = reading.watched_by(actor).filter(state=RequestState.OPEN).select_related(*RELATED)
    context = {
        "waiting": reading.waiting(actor).select_related(*RELATED)[:PER_PAGE],
        "page": keyed(request, answered, newest("decided_at"), PER_PAGE),
        "watched": watched.order_by("due_on", "pk")[:PER_PAGE],
        "may_take": actor.works_on_cases,
        "today": bangkok_today(),
    }
    return desk_page(request, "data_rights/queue.html", context, here=HERE)


@takes_words(DecideForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request; with POST answer it.

    Raises:
        Http404: it is not the reader's to answer.
    """
    found = _own(request, pk)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(
                actor=request.actor,
                asked=found,
                state=RequestState(form.cleaned_data["state"]),
                answer=form.cleaned_data["answer"],
                ground=form.cleaned_data["ground"],
            )
        except NotAllowed as error:
            raise Http404 from error
        except GuardFailed as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, _("ตอบแล้ว เจ้าของข้อมูลอ่านได้ด้วยรหัสของตน"))
            return redirect("data_rights:item", pk)
    if request.method != "POST":
        audit.record(actor=request.actor, action="data_rights.read", subject=found.case.reference)
    return _shown(request, found, {"form": form})


def _shown(request: HttpRequest, found: RightsRequest, more: dict[str, Any]) -> HttpResponse:
    is_open = found.state == RequestState.OPEN
    context = {
        "found": found,
        "is_open": is_open,
        "is_late": found.is_late(bangkok_today()),
        "lacks": deciding.why_not_done(found) if is_open else None,
        "may_copy": is_open
        and found.right == Right.COPY
        and disclosures.gives_copies(request.actor, found.case),
        "may_refuse": may_refuse(request.actor),
        "opens_case": Case.objects.visible_to(request.actor, among=Q(pk=found.case_id)).exists(),
        "copy_form": CopyForm(auto_id="copy-%s", is_locked=found.case.is_restricted),
    }
    return desk_page(request, "data_rights/item.html", context | more, here=HERE)


@takes_words(CopyForm)
@staff_only
@require_POST
@confirmed_lately
@sensitive_post_parameters("password")
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the person's own data, also of a case that nobody may read any more.

    Raises:
        Http404: the request is not the reader's to answer, or asks for something else.
    """
    found = _own(request, pk)
    if found.right != Right.COPY or found.state != RequestState.OPEN:
        raise Http404
    form = CopyForm(request.POST, auto_id="copy-%s", is_locked=found.case.is_restricted)
    if not form.is_valid():
        return _shown(request, found, {"form": DecideForm(), "copy_form": form})
    try:
        content = disclosures.copy_for(
            case=found.case, actor=request.actor, identified=form.cleaned_data["identified"]
        )
    except NotAllowed as error:
        raise Http404 from error
    return copy_response(content, found.case, form)


@takes_words(TakeForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Take a request that comes to the office.

    Raises:
        Http404: the reader works on no cases.
    """
    return _take(request, "")


@takes_words(TakeForm)
@case_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_for(request: HttpRequest, reference: str) -> HttpResponse:
    """The same from the page of a case, whose number stands in the box already."""
    return _take(request, case_or_404(request.actor, reference).reference)


def _take(request: HttpRequest, reference: str) -> HttpResponse:
    if not request.actor.works_on_cases:
        raise Http404
    form = TakeForm(request.POST or None, initial={"reference": reference})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = asking.ask_at_office(
                reference=values["reference"],
                actor=request.actor,
                right=Right(values["right"]),
                words=values["words"],
                identified=values["identified"],
                token=values["token"],
            )
        except GuardFailed as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, _("รับคำขอแล้ว ต้องตอบภายใน 30 วัน"))
            is_mine = reading.requests_of(request.actor).filter(pk=made.pk).exists()
            return redirect("data_rights:item", made.pk) if is_mine else redirect("data_rights:queue")
    context = {"form": form, "reference": reference}
    return desk_page(request, "data_rights/take.html", context, here=HERE)
