"""The phone page of a mobile unit: my visits, one visit, and its acts (S1.06)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.field.forms import ReportForm, StepForm
from cases.desk.field.sheet import cards, sheet
from cases.desk.lookup import Opened, note_reading, open_or_404
from cases.domain import visits
from cases.domain.field_unit import on_duty
from cases.errors import CaseError, GuardFailed
from cases.machine.vocabulary import ALIVE, Scope
from cases.models import Case, Duty, Visit
from portal.accounts import sessions
from portal.files.fields import lay_out
from portal.files.waiting import shelf_of
from portal.organizations.vocabulary import OrganizationType
from portal.web import typed
from portal.web.access import case_page, staff_only
from portal.web.typed import takes_words

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Going:
    """A visit of the reader's own organization.

    Attributes:
        opened: its case, as the reader may read it.
        visit: with its case, crew and vehicle.
    """

    opened: Opened
    visit: Visit


def visit_or_404(request: HttpRequest, reference: str, number: int) -> Going:
    """Return a visit of the reader's own organization.

    Raises:
        Http404: there is none, or it is another organization's; nobody can tell the two apart.
    """
    opened = open_or_404(request.actor, reference, least=Scope.PART)
    rows = opened.case.visits.filter(number=number, organization=request.actor.organization)
    visit = rows.select_related("case", "vehicle").prefetch_related("crew").first()
    if visit is None:
        raise Http404
    return Going(opened, visit)


def _note_reading(request: HttpRequest, going: Going) -> None:
    note_reading(request.actor, going.opened.case)
    if going.visit.case.is_crisis:
        sessions.note_sensitive(request)


@staff_only
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show the visits of the reader's unit that are under way: the reader's own first, then those of the others."""
    actor, now = request.actor, timezone.now()
    visible = Case.objects.visible_to(actor)
    rows = list(
        Visit.objects.filter(organization=actor.organization, state__in=ALIVE, case__in=visible.values("pk"))
        .select_related("case", "vehicle")
        .prefetch_related("crew")
        .order_by("pk")
    )
    duties = list(
        Duty.objects.running()
        .filter(case__in=[row.case_id for row in rows], organization=actor.organization)
        .select_related("organization")
    )
    own = [row for row in rows if _is_own(row, actor.person.pk)]
    others = [row for row in rows if row not in own]
    context = {
        "now": now,
        "own": cards(own, duties, now),
        "others": cards(others, duties, now),
        "on_duty": on_duty(actor.organization, now),
    }
    return render(request, "desk/field.html", context)


def _is_own(visit: Visit, person: int) -> bool:
    """Whether somebody is in the crew; a visit without a crew is everybody's."""
    crew = list(visit.crew.all())
    return not crew or any(member.person_id == person for member in crew)


@case_page
@require_GET
def visit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one visit: the act that comes next, how to reach the person, where it is."""
    going = visit_or_404(request, reference, number)
    _note_reading(request, going)
    now = timezone.now()
    shown = sheet(going.visit, going.opened.view, now)
    return render(request, "desk/field_visit.html", {"now": now, "sheet": shown})


@takes_words(StepForm)
@case_page
@require_POST
def step(request: HttpRequest, reference: str, number: int, step: str) -> HttpResponse:
    """The unit has left, or has arrived: one press, harmless when it comes twice."""
    row = visit_or_404(request, reference, number).visit
    if step not in list(visits.Step):
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        return redirect("desk:field_visit", reference=reference, number=number)
    try:
        visits.take_step(
            step=visits.Step(step),
            visit=row,
            actor=request.actor,
            token=form.cleaned_data["token"],
            phone=form.phone,
        )
    except CaseError as error:
        return _too_late(request, row, error)
    return redirect("desk:field_visit", reference=reference, number=number)


@takes_words(ReportForm)
@case_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what was given and how it ended, and keep it once."""
    going = visit_or_404(request, reference, number)
    row, actor = going.visit, request.actor
    has_committee = OrganizationType(actor.organization.type).is_local_administration
    kwargs = {"case": row.case, "has_committee": has_committee}
    if request.method == "GET":
        _note_reading(request, going)
        form = ReportForm(initial={"token": uuid.uuid4()}, **kwargs)
        return render(request, "desk/field_report.html", {"visit": row, "form": form})
    data = request.POST.copy()
    data.setdefault("token", str(uuid.uuid4()))
    form = ReportForm(data, request.FILES, **kwargs)
    shelf = shelf_of(request.session, data["token"])
    lay_out(form, shelf)
    if form.is_valid():
        try:
            visits.record_on_site(visit=row, actor=actor, token=form.cleaned_data["token"], done=form.done)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except CaseError as error:
            return _too_late(request, row, error)
        else:
            typed.stored(request, lambda: redirect("desk:field"))
            shelf.forget()
            messages.success(request, _("บันทึกแล้ว ถึงศูนย์แล้ว · %(reference)s") % {"reference": reference})
            return redirect("desk:field")
    return render(request, "desk/field_report.html", {"visit": row, "form": form})


def _too_late(request: HttpRequest, row: Visit, error: CaseError) -> HttpResponse:
    """Say why it could not be kept, and give back what was typed."""
    context = {"visit": row, "reason": error.message, "typed": typed.read(request)}
    return render(request, "desk/field_late.html", context, status=CONFLICT)
