"""The pages of retention, for whoever supervises: what is due, what is held back, what waits for a second person."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.retention.forms import HoldForm, RuleForm
from cases.desk.retention.rows import case_rows, held_rows, release_rows, rule_rows
from cases.domain import retention
from cases.domain.limits import may_set_limits
from cases.errors import CaseError, GuardFailed, NotAllowed
from cases.models import Case, RetentionRelease
from cases.vocabulary import Confidentiality
from portal.accounts.confirming import confirmed_lately
from portal.thai.codes import clean
from portal.vocabulary import ProblemType
from portal.web.access import staff_only
from portal.web.keyset import keyed
from portal.web.typed import takes_words

PER_PAGE = 50


def _page(request: HttpRequest, *, form: HoldForm | None = None) -> HttpResponse:
    try:
        rows = retention.of_organization(request.actor)
    except NotAllowed as error:
        raise Http404 from error
    page = keyed(request, retention.over(rows), retention.BY_TERM, PER_PAGE, base=reverse("desk:retention"))
    mine = set(retention.to_decide(request.actor).values_list("pk", flat=True))
    asked = RetentionRelease.objects.filter(state=RetentionRelease.State.ASKED)
    waiting = asked.filter(pk__in=mine) | asked.filter(organization=request.actor.organization.pk)
    context = {
        "page": page,
        "over": case_rows(page.rows, with_content=True),
        "soon": case_rows(retention.soon(rows)[:PER_PAGE]),
        "held": held_rows(retention.held(rows)),
        "releases": release_rows(waiting.distinct(), mine),
        "form": form or HoldForm(),
    }
    return desk_page(request, "desk/retention.html", context, here="retention")


@staff_only
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is due, what is held back and what waits; nothing is erased by looking."""
    return _page(request)


@staff_only
@require_POST
@confirmed_lately
def ask(request: HttpRequest) -> HttpResponse:
    """Ask that the chosen cases are erased."""
    keys = [int(key) for key in request.POST.getlist("case") if key.isascii() and key.isdigit()]
    try:
        retention.ask_release(actor=request.actor, cases=keys)
    except NotAllowed as error:
        raise Http404 from error
    except GuardFailed as error:
        notes.warning(request, str(error))
    else:
        notes.success(request, _("ขอลบแล้ว ผู้บังคับบัญชาอีกคนต้องอนุมัติก่อนจึงจะลบ"))
    return redirect("desk:retention")


@staff_only
@require_POST
@confirmed_lately
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on what another person asked for."""
    release = RetentionRelease.objects.filter(pk=pk).first()
    if release is None:
        raise Http404
    approve = request.POST.get("decision") == "approve"
    try:
        count = retention.decide(actor=request.actor, release=release, approve=approve)
    except NotAllowed as error:
        raise Http404 from error
    if approve:
        words = ngettext("ลบข้อมูลส่วนบุคคลแล้ว %(count)d เรื่อง", "ลบข้อมูลส่วนบุคคลแล้ว %(count)d เรื่อง", count)
        notes.success(request, words % {"count": count})
    else:
        notes.success(request, _("ไม่อนุมัติแล้ว ข้อมูลยังอยู่"))
    return redirect("desk:retention")


@takes_words(HoldForm)
@staff_only
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Order that a case is kept longer."""
    form = HoldForm(request.POST)
    if form.is_valid():
        found = Case.objects.filter(reference=clean(form.cleaned_data["reference"])).first()
        try:
            if found is None:
                raise NotAllowed("retention")
            retention.hold(actor=request.actor, case=found, reason=form.cleaned_data["reason"])
        except NotAllowed:
            # Alike for a number that does not exist and for one of another office.
            form.add_error("reference", _("ไม่พบเรื่องที่ปิดแล้วของหน่วยงานคุณตามเลขที่นี้"))
        except GuardFailed as error:
            form.add_error(error.field, str(error))
        else:
            notes.success(request, _("ระงับการลบแล้ว"))
            return redirect("desk:retention")
    return _page(request, form=form)


@staff_only
@require_POST
@confirmed_lately
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """End the order that holds a case back."""
    case = Case.objects.filter(pk=pk).first()
    try:
        if case is None:
            raise Http404
        retention.lift(actor=request.actor, case=case)
    except NotAllowed as error:
        raise Http404 from error
    notes.success(request, _("ยกเลิกการระงับแล้ว"))
    return redirect("desk:retention")


@staff_only
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Show for how many years each class is kept, to all staff."""
    context = {"rows": rule_rows(), "may_change": may_set_limits(request.actor)}
    return desk_page(request, "desk/retention_rules.html", context, here="retention")


@takes_words(RuleForm)
@staff_only
@require_http_methods(["GET", "POST"])
def change_rule(request: HttpRequest, problem: str, level: str) -> HttpResponse:
    """Change the years of one class, for cases that close from now on."""
    if not may_set_limits(request.actor):
        raise Http404
    try:
        key = ProblemType(problem), Confidentiality(level)
    except ValueError as error:
        raise Http404 from error
    form = RuleForm(request.POST or None, initial={"years": retention.years_for(*key)})
    if request.method == "POST" and form.is_valid():
        try:
            retention.set_rule(
                actor=request.actor, problem=key[0], confidentiality=key[1], **form.cleaned_data
            )
        except CaseError as error:
            form.add_error("note", str(error))
        else:
            notes.success(request, _("เปลี่ยนระยะเวลาเก็บแล้ว ใช้กับเรื่องที่ปิดตั้งแต่นี้ไป"))
            return redirect("desk:retention_rules")
    context = {"form": form, "names": [part.label for part in key]}
    return desk_page(request, "desk/retention_rule.html", context, here="retention")
