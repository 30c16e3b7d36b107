"""Pairs that wait for somebody who reads both; a case's household; joining, telling apart, parting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import desk_page
from cases.desk.lookup import note_reading, open_or_404
from cases.domain.queries.similar import Standing, find_similar
from cases.domain.recognition import traits_of_case
from cases.errors import CaseError
from cases.households.desk.entry import HERE, may_judge
from cases.households.desk.presenting import Side, reasons_of, side_of
from cases.households.domain import finding, joining
from cases.households.vocabulary import ApartReason, LinkKind
from cases.machine.vocabulary import Scope
from cases.models import Case
from portal.accounts import sessions
from portal.actors import Officer
from portal.thai.codes import clean
from portal.web.access import case_page, staff_only
from portal.web.typed import takes_words

CHOICES = [
    *(
        (kind.value, kind.label)
        for kind in (LinkKind.SAME_MATTER, LinkKind.SAME_HOUSEHOLD, LinkKind.SAME_PLACE)
    ),
    *((reason.value, reason.label) for reason in (ApartReason.OTHERS, ApartReason.AT_ODDS)),
    ("lift", ""),
]


class DecideForm(forms.Form):
    """What somebody says of two reports."""

    one = forms.CharField(max_length=20, widget=forms.HiddenInput)
    other = forms.CharField(max_length=20, widget=forms.HiddenInput)
    what = forms.ChoiceField(label=gettext_lazy("สองเรื่องนี้เกี่ยวกันอย่างไร"), choices=CHOICES)


def _shown(request: HttpRequest, cases: Iterable[Case], now: dt.datetime) -> dict[int, Side]:
    """Return what a page shows of cases, as far as their reader may read each; a restricted one is on record as read."""
    sides = {}
    for case in {case.pk: case for case in cases}.values():
        side = side_of(case, request.actor, now)
        if side is None:
            continue
        sides[case.pk] = side
        note_reading(request.actor, case)
        if case.is_crisis:
            sessions.note_sensitive(request)
    return sides


@staff_only
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show pairs of one's own organization that nobody has judged yet, the likeliest first."""
    actor = request.actor
    if not may_judge(actor):
        raise Http404
    now = timezone.now()
    pairs = finding.pairs_for(actor, now)
    wanted = {pk for pair in pairs[: finding.SHOWN] for pk in (pair.one_id, pair.other_id)}
    door = Case.objects.visible_to(actor, among=Q(pk__in=wanted)).filter(closed_at__isnull=True)
    sides = _shown(request, door.select_related("holder", "reporter"), now)
    rows = [
        {"one": sides[pair.one_id], "other": sides[pair.other_id], "reasons": reasons_of(pair.marks)}
        for pair in pairs[: finding.SHOWN]
        if pair.one_id in sides and pair.other_id in sides
    ]
    context = {
        "now": now,
        "rows": rows,
        "more": len(pairs) > finding.SHOWN,
        "kinds": _kinds(),
        "apart": _apart(),
    }
    return desk_page(request, "desk/households/waiting.html", context, here=HERE)


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in LinkKind]


def _apart() -> list[tuple[str, Any]]:
    return [(reason.value, reason.label) for reason in ApartReason]


@case_page
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show with what a case was joined, what may be the same, and what was told apart."""
    actor, now = request.actor, timezone.now()
    if not may_judge(actor):
        raise Http404
    opened = open_or_404(actor, reference, least=Scope.PART, now=now)
    case = opened.case
    household = joining.household_of(case)
    members = joining.members_of(household, actor) if household else []
    apart = joining.apart_from(case)
    found = [
        one
        for one in find_similar(traits=traits_of_case(case), actor=actor, now=now, besides=case)
        if one.standing is Standing.READ and one.case.pk not in {member.pk for member in members}
    ]
    told = list(Case.objects.visible_to(actor, among=Q(pk__in=apart)).select_related("holder", "reporter"))
    sides = _shown(request, [case, *members, *(one.case for one in found), *told], now)
    if case.pk not in sides:
        raise Http404
    likely = [
        {
            "side": sides[one.case.pk],
            "reasons": reasons_of(one.likeness.marks if one.likeness else ()),
            "may_join": one.case.holder_id == case.holder_id == actor.organization.pk,
        }
        for one in found
        if one.case.pk in sides and one.case.pk not in apart
    ]
    context = {
        "now": now,
        "case": opened.view,
        "here": sides[case.pk],
        "members": [sides[member.pk] for member in members if member.pk in sides],
        "likely": likely,
        "apart": [
            {
                "side": sides[one.pk],
                "why": apart[one.pk].label,
                "at_odds": apart[one.pk] == ApartReason.AT_ODDS,
            }
            for one in told
            if one.pk in sides
        ],
        "kinds": _kinds(),
        "reasons": _apart(),
    }
    return desk_page(request, "desk/households/household.html", context, here=HERE)


@takes_words(DecideForm)
@staff_only
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Join two reports, tell them apart, or take that back."""
    actor = request.actor
    form = DecideForm(request.POST)
    if not may_judge(actor):
        raise Http404
    back = _back(request)
    if not form.is_valid():
        messages.warning(request, _("เลือกว่าสองเรื่องนี้เกี่ยวกันอย่างไร"))
        return back
    one, other = (_case(actor, form.cleaned_data[name]) for name in ("one", "other"))
    if one.pk == other.pk:
        raise Http404
    try:
        messages.success(request, _done(form.cleaned_data["what"], one, other, actor))
    except CaseError as error:
        messages.warning(request, f"{one.reference}, {other.reference}: {error.message}")
    return back


def _done(what: str, one: Case, other: Case, actor: Officer) -> str:
    """Do what was chosen; returns what to tell."""
    if what == "lift":
        joining.lift(one=one, other=other, actor=actor)
        return _("ยกเลิกบันทึกว่าแยกกันแล้ว")
    if what in ApartReason.values:
        joining.keep_apart(one=one, other=other, actor=actor, why=ApartReason(what))
        return _("บันทึกแล้วว่าเป็นคนละเรื่องกัน จะไม่ถามอีก")
    joining.join(one=one, other=other, actor=actor, kind=LinkKind(what))
    return _("รวมแล้ว ทุกเรื่องยังมีกำหนดเวลาและประวัติของตนเอง แยกคืนได้ทุกเมื่อ")


def _case(actor: Officer, reference: str) -> Case:
    case = Case.objects.visible_to(actor, among=Q(reference=clean(reference))).first()
    if case is None:
        raise Http404
    return case


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the household of the page from which it was sent, else to the pairs that wait."""
    here = clean(request.POST.get("here", ""))
    if here and Case.objects.visible_to(request.actor, among=Q(reference=here)).exists():
        return redirect("households:case", reference=here)
    return redirect("households:waiting")


@takes_words(forms.Form)
@case_page
@require_POST
def part_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a case out of its household."""
    actor = request.actor
    if not may_judge(actor):
        raise Http404
    case = open_or_404(actor, reference, least=Scope.PART).case
    try:
        joining.part(case=case, actor=actor)
    except CaseError as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("แยกออกแล้ว เรื่องนี้เป็นเหมือนก่อนรวม"))
    return redirect(reverse("households:case", args=[case.reference]))
