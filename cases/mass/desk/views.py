"""An act on many cases: choose, see what will happen to whom, confirm, watch, see who was left, undo."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.lists.chosen import chosen_cases, is_whole
from cases.errors import CaseError
from cases.events.domain.rights import events_of
from cases.mass.desk.entry import HERE, may_do_many
from cases.mass.desk.forms import FORMS, ManyForm, ReadyForm
from cases.mass.desk.presenting import alike, shown_rows, stories
from cases.mass.domain import acting, ready
from cases.mass.domain.kinds import KINDS
from cases.mass.models import MassAct, MassOutcome
from cases.mass.tasks import carry_on_with_many
from cases.mass.vocabulary import MassState, MassVerb, OutcomeState
from cases.models import Case
from portal.actors import Officer
from portal.queue.enqueueing import enqueue_once
from portal.thai.codes import clean
from portal.web.access import staff_only
from portal.web.keyset import LONGEST_PLACE, WAYS, Key, keyed, newest
from portal.web.lists import address
from portal.web.typed import takes_words

ACTS_A_PAGE = 25
PAGE_SIZE = 50
BY_REASON = (Key("reason"), Key("pk"))
IN_ORDER = (Key("pk"),)
TO_READ = 20
"""Stories on one page."""
AT_ONCE = 20
"""So many cases are judged or done while somebody waits for the page; the rest is the queue's."""
SHOWN = (OutcomeState.LEFT, OutcomeState.KEPT, OutcomeState.FIT, OutcomeState.DONE, OutcomeState.UNDONE)
"""Tables of the page, in this order: what somebody has to look at stands first."""


def _act_or_404(actor: Officer, pk: int) -> MassAct:
    """Return an act of one's own organization.

    Raises:
        Http404: there is none, or not for this reader.
    """
    found = MassAct.objects.filter(pk=pk, organization=actor.organization.pk).select_related("by").first()
    if found is None or not may_do_many(actor):
        raise Http404
    return found


def _own_or_404(actor: Officer, pk: int) -> MassAct:
    """Return an act that somebody began themselves: only they go on with it.

    Raises:
        Http404: there is none, or it is a colleague's.
    """
    found = _act_or_404(actor, pk)
    if not acting.is_own(found, actor):
        raise Http404
    return found


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the acts of one's organization, the newest first."""
    actor = request.actor
    if not may_do_many(actor):
        raise Http404
    acts = MassAct.objects.filter(organization=actor.organization.pk).select_related("by")
    page = keyed(request, acts, newest("made_at"), ACTS_A_PAGE)
    # Of these acts alone: counted beside each act of the office, all its outcomes were read for one page.
    outcomes = MassOutcome.objects.filter(mass__in=page.rows).order_by()
    sizes = dict(outcomes.values_list("mass").annotate(number=Count("pk")))
    context = {"page": page, "acts": [(act, sizes.get(act.pk, 0)) for act in page.rows]}
    return desk_page(request, "desk/mass/list.html", context, here=HERE)


@takes_words(forms.Form)
@staff_only
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Fix the set: the ticked cases, the whole list with its filter, or what waits in an event for one act."""
    actor = request.actor
    if not may_do_many(actor):
        raise Http404
    if "ready" in request.POST:
        return _begin_ready(request, actor)
    origin = "filter" if is_whole(request) else "selection"
    try:
        mass = acting.begin(actor=actor, cases=chosen_cases(request, actor), origin=origin)
    except CaseError as error:
        messages.warning(request, str(error.message))
        return redirect("desk:worklist")
    return redirect("mass:act", pk=mass.pk)


def _begin_ready(request: HttpRequest, actor: Officer) -> HttpResponse:
    """Begin what the board of an event offers, with what was said last or what the form proposes, and show what would happen.

    Where something has to be said that nobody said yet, its form comes first.
    """
    asked = ReadyForm(request.POST)
    if not asked.is_valid():
        raise Http404
    verb = MassVerb(asked.cleaned_data["ready"])
    event = events_of(actor).filter(slug=asked.cleaned_data["event"]).first()
    if event is None or verb not in ready.verbs_for(actor):
        raise Http404
    waiting = ready.cases_for(verb, event, actor, timezone.now()) if event.is_running else Case.objects.none()
    try:
        mass = acting.begin(actor=actor, cases=waiting, origin=ready.EVENT)
    except CaseError:
        messages.warning(request, _("ในสถานการณ์นี้ไม่มีเรื่องที่รอให้ทำสิ่งนี้แล้ว"))
        return redirect("events:board", event=event.slug)
    form_class = FORMS[verb]
    last = ready.said_last(verb, event, actor.organization.pk)
    form = form_class(form_class.proposed(last), actor=actor)
    if not form.is_valid():
        return redirect("mass:plan", pk=mass.pk, verb=verb)
    _go_on(acting.plan(mass=mass, actor=actor, verb=verb, fields=form.kept()))
    return redirect("mass:act", pk=mass.pk)


@staff_only
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an act as it stands: what to do, what will happen to whom, or what became of each."""
    return _shown(request, _act_or_404(request.actor, pk))


def _shown(
    request: HttpRequest, mass: MassAct, form: ManyForm | None = None, verb: MassVerb | None = None
) -> HttpResponse:
    numbers = acting.numbers(mass)
    total = sum(numbers.values())
    state = MassState(mass.state)
    waits = numbers[acting.AT_WORK[state]] if state in acting.AT_WORK else 0
    asked = request.GET.get("state", "")
    first = next((one for one in SHOWN if numbers[one]), OutcomeState.NEW)
    shown = OutcomeState(asked) if asked in OutcomeState.values else first
    rows = MassOutcome.objects.filter(
        mass=mass, state=shown, case__in=Case.objects.visible_to(request.actor)
    ).select_related("case")
    reasons = mass.outcomes.exclude(reason="").order_by().values_list("reason").annotate(number=Count("pk"))
    found = keyed(request, rows, BY_REASON, PAGE_SIZE, base=reverse("mass:act", args=[mass.pk]))
    is_mine = acting.is_own(mass, request.actor)
    is_open = state in (MassState.CHOOSING, MassState.JUDGING, MassState.READY)
    context = {
        "mass": mass,
        "verb_label": MassVerb(mass.verb).label if mass.verb else "",
        "total": total,
        "waits": waits,
        "looked_at": total - waits,
        "percent": 100 * (total - waits) // total if total else 100,
        "numbers": [(one, one.label, numbers[one]) for one in OutcomeState if numbers[one]],
        "shown": shown,
        "fit": numbers[OutcomeState.FIT],
        "page": found,
        "rows": shown_rows(mass, found.rows),
        "reasons": sorted(reasons, key=lambda one: -one[1])[:12],
        "is_open": is_open,
        "is_colleagues": is_open and not is_mine,
        "is_ready": is_mine and state == MassState.READY,
        "in_work": state in acting.AT_WORK,
        "may_strike": is_mine and state in (MassState.JUDGING, MassState.READY) and shown == OutcomeState.FIT,
        "may_undo": _may_undo(mass, request.actor),
        "alike": alike(mass),
        "is_proposed": is_open and mass.origin == ready.EVENT,
        "may_edit": is_open and is_mine,
        "verbs": (
            [(one.value, one.label, bool(FORMS[one].base_fields)) for one in MassVerb]
            if is_open and is_mine
            else []
        ),
        "form": form,
        "form_verb": verb,
    }
    status = 422 if form is not None and form.errors else 200
    return desk_page(request, "desk/mass/act.html", context, here=HERE, status=status)


@staff_only
@require_GET
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show in full what will be done to whom: who tells what from where. What does not fit is taken out there and then."""
    actor = request.actor
    mass = _act_or_404(actor, pk)
    if mass.state != MassState.READY:
        return redirect("mass:act", pk=pk)
    fit = MassOutcome.objects.filter(
        mass=mass, state=OutcomeState.FIT, case__in=Case.objects.visible_to(actor)
    )
    found = keyed(request, fit.select_related("case__holder", "case__reporter"), IN_ORDER, TO_READ)
    # Who confirms is told how many, to the last one; no act has more than `acting.MOST`.
    fits = 0 if found.after else fit.order_by()[: acting.MOST].count() if found.before else len(found.rows)
    context = {
        "mass": mass,
        "verb_label": MassVerb(mass.verb).label,
        "fit": fits,
        "page": found,
        "query": request.GET.urlencode(),
        "rows": stories(found.rows, actor),
    }
    return desk_page(request, "desk/mass/read.html", context, here=HERE)


def _may_undo(mass: MassAct, actor: Officer) -> bool:
    return (
        mass.state == MassState.DONE
        and mass.ended_at is not None
        and timezone.now() - mass.ended_at <= acting.UNDO_WITHIN
        and KINDS[MassVerb(mass.verb)].undo is not None
        and acting.may_undo(mass, actor)
    )


def _form_of(verb: str) -> type[ManyForm] | None:
    return FORMS[MassVerb(verb)] if verb in MassVerb.values else None


def any_form(pk: int | None = None, verb: str = "") -> type[forms.Form]:
    """Return the form of an act's address."""
    return (_form_of(verb) if pk else None) or ManyForm


@takes_words(any_form)
@staff_only
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Fill in what is to be done; afterwards every case is judged."""
    actor = request.actor
    mass = _own_or_404(actor, pk)
    form_class = _form_of(verb)
    if form_class is None:
        raise Http404
    # An act for which nothing is filled in sends nothing, and is sent all the same.
    sent = request.POST if request.method == "POST" else None
    form = form_class(
        sent, actor=actor, initial=form_class.filled_in(mass.fields) if mass.verb == verb else {}
    )
    if not form.is_valid():
        return _shown(request, mass, form, MassVerb(verb))
    try:
        planned = acting.plan(mass=mass, actor=actor, verb=MassVerb(verb), fields=form.kept())
    except CaseError as error:
        messages.warning(request, str(error.message))
        return redirect("mass:act", pk=pk)
    _go_on(planned)
    return redirect("mass:act", pk=pk)


def _go_on(mass: MassAct) -> None:
    """Do the first cases at once, and leave the rest to the queue."""
    if not acting.work(mass, most=AT_ONCE):
        transaction.on_commit(lambda: enqueue_once(carry_on_with_many))


@takes_words(forms.Form)
@staff_only
@require_POST
def strike(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """Take one case out before it is confirmed."""
    mass = _own_or_404(request.actor, pk)
    case = Case.objects.visible_to(request.actor, among=Q(reference=clean(reference))).first()
    if case is None or not mass.outcomes.filter(case=case).exists():
        raise Http404
    try:
        acting.strike_out(mass=mass, actor=request.actor, case=case)
    except CaseError as error:
        messages.warning(request, str(error.message))
    if "read" in request.POST:
        at = QueryDict(request.POST["read"][:LONGEST_PLACE])
        place = {name: at[name] for name in WAYS if name in at}
        return redirect(address(reverse("mass:read", args=[pk]), place))
    return redirect("mass:act", pk=pk)


@takes_words(forms.Form)
@staff_only
@require_POST
def go(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Confirm, drop, or undo."""
    actor = request.actor
    mass = _act_or_404(actor, pk) if what == "undo" else _own_or_404(actor, pk)
    if what not in ("confirm", "drop", "undo"):
        raise Http404
    try:
        if what == "confirm":
            _go_on(acting.confirm(mass=mass, actor=actor))
        elif what == "undo":
            _go_on(acting.undo(mass=mass, actor=actor))
        else:
            acting.drop(mass=mass, actor=actor)
            return redirect("mass:list")
    except CaseError as error:
        messages.warning(request, str(error.message))
    return redirect("mass:act", pk=pk)
