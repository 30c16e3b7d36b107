"""One page per verb, made from the one table of verbs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.desk.content.asked import asked
from cases.desk.content.facts import known
from cases.desk.frame import desk_page
from cases.desk.lists.rows import place_of
from cases.desk.lookup import Opened, note_reading, open_or_404, opened_again, row_or_404
from cases.desk.similar import SimilarRow, similar_rows
from cases.desk.statuses import case_status
from cases.desk.texts.inserting import INSERT, boxes_of, inserted
from cases.desk.verbs.forms import VERB_FORMS, VerbForm
from cases.desk.verbs.words import words_of
from cases.domain.act import situation_of
from cases.domain.recognition import traits_of_case
from cases.domain.view import Part, Summary
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine.act import missing, permits
from cases.machine.verb import Answer, Ask
from cases.machine.vocabulary import Verb
from cases.models import Approval, Case
from cases.vocabulary import ClosureReason
from portal.accounts import kept, sessions
from portal.accounts.kept import Kept
from portal.web import typed
from portal.web.access import case_page
from portal.web.typed import takes_words

CONFLICT = 409


def _verb_or_404(name: str) -> Verb:
    if name not in VERB_FORMS:
        raise Http404
    return Verb(name)


def _form_of(verb: str, **_address: object) -> type[VerbForm] | None:
    return VERB_FORMS[Verb(verb)] if verb in VERB_FORMS else None


@takes_words(_form_of, fills=True)
@case_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, reference: str, verb: str, number: int | None = None) -> HttpResponse:
    """Show the form of a verb, and do it.

    A page that is no longer true (the case moved on, or the verb is not this person's now) gets an explanation with
    what was typed, never an error and never a write (R08).
    """
    done = _verb_or_404(verb)
    opened = open_or_404(request.actor, reference, least=VERB_FORMS[done].reads)
    case = opened.case
    if request.method == "POST" and VERB_FORMS[done].was_done(case, request.POST, request.FILES):
        # Before it is asked whether it is possible: the first of the two may have changed that.
        return _done(request, case, done)
    row = row_or_404(case, number) if number is not None else None
    situation = situation_of(case, request.actor, rows=opened.rows)
    ask = Ask(situation.standing.waiting[row.number] if row is not None else None, blank=True)
    before = kept.kept_for(request)
    if not permits(situation, done, ask):
        return _changed(request, opened, NotAllowed(done).message, before)
    kwargs: dict[str, Any] = {"case": case, "actor": request.actor, "row": row, "situation": situation}
    lacks = missing(situation, done, ask)
    if request.method == "GET":
        note_reading(request.actor, case)
        if case.is_crisis:
            sessions.note_sensitive(request)
        initial = before.initial(VERB_FORMS[done], without={"base"}) if before else _asked_for(request, done)
        form = VERB_FORMS[done](initial=initial, **kwargs)
        return _page(request, opened, done, form, lacks, is_restored=before is not None)
    if INSERT in request.POST:
        words = inserted(request, VERB_FORMS[done], reference=case.reference)
        return _page(request, opened, done, VERB_FORMS[done](initial=words, **kwargs), lacks)
    if "search" in request.POST:
        form = VERB_FORMS[done](initial=typed.filled_from(VERB_FORMS[done], request.POST), **kwargs)
        return _page(request, opened, done, form, lacks)
    return _perform(request, opened, done, VERB_FORMS[done](request.POST, request.FILES, **kwargs), lacks)


def _asked_for(request: HttpRequest, verb: Verb) -> dict[str, str]:
    """Return what a link to the form chose already: that a case is the same as another, or which person is meant."""
    if verb == Verb.CORRECT_FACTS:
        return {"person": request.GET.get("person", "")}
    original = request.GET.get("duplicate_of", "")
    if verb != Verb.REJECT or not original:
        return {}
    return {"duplicate_of": original, "reason": ClosureReason.DUPLICATE}


def _perform(request: HttpRequest, opened: Opened, verb: Verb, form: VerbForm, lacks: Answer) -> HttpResponse:
    case = opened.case
    if form.is_valid():
        try:
            form.perform()
            typed.stored(request, lambda: redirect("desk:worklist"))
        except (CaseChanged, NotAllowed) as error:
            return _changed(request, opened, error.message)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if secret := getattr(form, "secret", ""):
                # Shown once, by this answer: it stands in no session, no address and no message.
                codes = [(_("เลขที่เรื่อง"), case.reference), (_("รหัสติดตาม"), secret)]
                return desk_page(request, "desk/new_secret.html", {"case": case, "codes": codes})
            return _done(request, case, *(form.did or (verb,)), told=form.told)
    return _page(request, opened, verb, form, lacks)


def _done(request: HttpRequest, case: Case, *verbs: Verb, told: Sequence[str] = ()) -> HttpResponse:
    """Say that it is recorded, and what to know after it; lead back to the case, where it may still be known of."""
    words = {"verb": ", ".join(str(verb.label) for verb in verbs), "reference": case.reference}
    messages.success(request, _("บันทึกแล้ว: %(verb)s · %(reference)s") % words)
    for warning in told:
        messages.warning(request, warning)
    still_ours = Case.objects.heard_of(request.actor, among=Q(pk=case.pk)).exists()
    return redirect("desk:case", reference=case.reference) if still_ours else redirect("desk:worklist")


def _page(
    request: HttpRequest,
    opened: Opened,
    verb: Verb,
    form: VerbForm,
    lacks: Answer,
    *,
    is_restored: bool = False,
) -> HttpResponse:
    view, waits = opened.view, form.row
    context = {
        "is_restored": is_restored,
        "case": view,
        "place": place_of(view.area) if isinstance(view, Summary) and view.area is not None else "",
        "known": known(view),
        "row": words_of(verb),
        "form": form,
        "ready": {} if lacks else boxes_of(form, request.actor),
        "missing": lacks,
        "similar": _similar_to(request, opened.case, verb) if isinstance(view, Part) else [],
        "asked": asked(waits, opened.case, view)
        if isinstance(waits, Approval) and isinstance(view, Part)
        else None,
        "found_words": getattr(form, "found_words", ""),
    }
    return desk_page(request, "desk/act.html", context)


def _similar_to(request: HttpRequest, case: Case, verb: Verb) -> list[SimilarRow]:
    """Return what may be the same matter where somebody decides what a request is; before help, who had it (S1.35)."""
    if verb not in (Verb.SCREEN, Verb.REJECT, Verb.RECORD_HELP):
        return []
    now = timezone.now()
    rows = similar_rows(traits=traits_of_case(case), actor=request.actor, now=now, besides=case)
    return [row for row in rows if row.warning] if verb == Verb.RECORD_HELP else rows


def _changed(
    request: HttpRequest, opened: Opened, reason: str | Promise, before: Kept | None = None
) -> HttpResponse:
    """Explain that the page was out of date, and give back what was typed so that it is not lost."""
    # Somebody was faster, so what was read at the beginning of this request may be old too.
    view = opened_again(request.actor, opened).view
    context = {
        "case": view,
        "status": case_status(view) if isinstance(view, Summary) else None,
        "reason": reason,
        "typed": before.typed if before else typed.read(request),
    }
    return desk_page(request, "desk/changed.html", context, status=CONFLICT)
