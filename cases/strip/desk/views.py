"""One new request a page: read it, press one key, the next one follows in the same answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import desk_page
from cases.errors import CaseError
from cases.households.desk.presenting import side_of
from cases.machine.vocabulary import Stage
from cases.models import Case
from cases.strip.desk.entry import HERE
from cases.strip.desk.onward import steps_after
from cases.strip.desk.presenting import in_pieces, keys_of, twins_shown
from cases.strip.domain import taking
from cases.strip.domain.deciding import Decided
from cases.strip.domain.deciding import decide as decide_on
from cases.strip.domain.since import since_sent
from cases.strip.domain.twins import twins_of
from cases.strip.vocabulary import Answer
from portal.actors import Officer
from portal.thai.codes import clean
from portal.web.access import staff_only
from portal.web.typed import takes_words

LAST = "strip.last"
"""Session key: the reference of the request that was decided last, for whoever pressed the wrong key."""


class KeyForm(forms.Form):
    """The key that was pressed, for which request, as it was read."""

    reference = forms.CharField(max_length=20, widget=forms.HiddenInput)
    base = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    what = forms.CharField(label=gettext_lazy("คำตอบ"), max_length=40)

    def clean_what(self) -> tuple[Answer, str]:
        """Return the answer, and the reference of the request beside it."""
        answer, _colon, beside = self.cleaned_data["what"].partition(":")
        if answer not in Answer.values:
            raise forms.ValidationError(_("เลือกคำตอบจากปุ่ม"))
        return Answer(answer), clean(beside)


def _reader_or_404(request: HttpRequest) -> Officer:
    actor: Officer = request.actor
    if not taking.may_read(actor):
        raise Http404
    return actor


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the request in hand, or how many wait."""
    actor, now = _reader_or_404(request), timezone.now()
    case = taking.in_hand(actor)
    last = _last(request)
    side = side_of(case, actor, now) if case is not None else None
    waiting = taking.waiting(actor)
    context: dict[str, Any] = {
        "now": now,
        "waiting": waiting.count(),
        "danger": waiting.filter(danger_now=True).count(),
        "side": side,
        "last": last.reference if last is not None else "",
    }
    if case is not None and side is not None:
        twins = twins_shown(twins_of(case, actor, now), actor, now)
        since = since_sent(case)
        context |= {"base": case.base, "twins": twins, "since": since, "keys": keys_of(case, twins, since)}
        context["beside"] = in_pieces(side, twins) if twins else None
    elif last is not None and _is_ours_in_danger(last, actor):
        context["steps"] = steps_after(last, actor)
    return desk_page(request, "desk/strip/page.html", context, here=HERE)


def _last(request: HttpRequest) -> Case | None:
    reference = request.session.get(LAST, "")
    if not reference:
        return None
    return Case.objects.visible_to(request.actor, among=Q(reference=reference)).first()


def _is_ours_in_danger(case: Case, actor: Officer) -> bool:
    return case.danger_now and case.stage == Stage.WORKING and case.holder_id == actor.organization.pk


@takes_words(forms.Form)
@staff_only
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the next request in hand."""
    return _next(request, _reader_or_404(request))


@takes_words(forms.Form)
@staff_only
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Take the hands off; the request is offered to others at once."""
    taking.let_go(_reader_or_404(request))
    return redirect("strip:page")


def _next(request: HttpRequest, actor: Officer) -> HttpResponse:
    if taking.take(actor) is None:
        messages.info(request, _("ตอนนี้ไม่มีเรื่องใหม่ที่รออ่าน"))
    return redirect("strip:page")


@takes_words(KeyForm)
@staff_only
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Do what the key says; the next request follows at once."""
    actor = _reader_or_404(request)
    form = KeyForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("เลือกคำตอบจากปุ่ม"))
        return redirect("strip:page")
    answer, beside = form.cleaned_data["what"]
    case = _case(actor, form.cleaned_data["reference"])
    twin = _case(actor, beside) if beside else None
    try:
        done = decide_on(
            case=case, actor=actor, answer=answer, base=form.cleaned_data["base"] or None, twin=twin
        )
    except CaseError as error:
        messages.warning(request, f"{case.reference}: {error.message}")
        return _next(request, actor)
    if answer not in (Answer.LATER, Answer.APART):
        request.session[LAST] = case.reference
        messages.success(request, _words(answer, done, twin))
    if answer == Answer.DANGER and done.worked_on and steps_after(done.case, actor):
        # Whoever takes danger on looks up: somebody may have to go there now, and no other request lies in this hand meanwhile.
        return redirect("strip:page")
    return _next(request, actor)


def _case(actor: Officer, reference: str) -> Case:
    cases = Case.objects.visible_to(actor).select_related("holder", "reporter")
    case = cases.filter(reference=clean(reference)).first()
    if case is None:
        raise Http404
    return case


def _words(answer: Answer, done: Decided, twin: Case | None) -> str:
    """Return what to tell about the request that was just decided."""
    label = f"{answer.label} {twin.reference}" if twin is not None else str(answer.label)
    if done.target is not None:
        then = _("ส่งให้ %(name)s แล้ว") % {"name": done.target.display_name}
    elif done.worked_on:
        then = _("รับดำเนินการแล้ว")
    else:
        then = _("คัดกรองแล้ว ยังไม่ได้ส่งต่อ อยู่ในเรื่องใหม่ของเรา")
    return f"{done.case.reference}: {label} · {then}"
