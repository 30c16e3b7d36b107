"""Taking down a request at the counter or on the phone, and what to tell the person then (S1.05)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.entry.composing import caller_of
from cases.desk.entry.details import folds
from cases.desk.entry.forms import EntryForm, PlaceForm
from cases.desk.entry.news import news_of
from cases.desk.entry.next_steps import next_steps
from cases.desk.frame import desk_page
from cases.desk.lookup import case_or_404
from cases.desk.similar import SimilarRow, similar_rows
from cases.domain import facts, screening
from cases.domain.entry import submit_and_forward
from cases.domain.identity import secret_that_fits
from cases.domain.intake import submit_case
from cases.domain.once import once
from cases.domain.queries import arrival
from cases.domain.recognition import traits_of, traits_of_case
from cases.domain.working import log_call
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case
from cases.vocabulary import CallOutcome, Channel
from portal.accounts import kept
from portal.accounts.actors import actor_of
from portal.files import CheckedFile
from portal.files.fields import lay_out
from portal.files.waiting import Shelf, shelf_of
from portal.organizations.domain.suggesting import suggest
from portal.web import typed
from portal.web.access import staff_only
from portal.web.typed import takes_words

ENTRY_KEY = "desk.entry"
CHANNEL_KEY = "desk.entry.channel"
"""Who sits at the telephone takes down many calls: the channel of the last one is set."""
SHOWN_FOR = timedelta(minutes=30)
"""How long the officer's own session may show the secret again after a reload."""

# The form's names for what the domain calls otherwise.
_FIELDS = {"subdistrict_code": "place", "received_at": "received_on"}


def _taken_down(request: HttpRequest) -> HttpResponse | None:
    """Show the numbers of a request whose form was stored before something failed (R28)."""
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None
    known = arrival.find(token)
    if known is None:
        return None
    # It may have failed before the page knew who asks.
    request.actor = getattr(request, "actor", None) or actor_of(request)
    if (
        request.actor is None
        or not Case.objects.visible_to(request.actor, among=Q(pk=known.case.pk)).exists()
    ):
        return None
    return _numbers(request, known.case, known.secret or "")


@takes_words(EntryForm, stored=_taken_down, fills=True)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a request down. Sent twice, it is still one case: the form carries a token (R03).

    `?after=REFERENCE` begins another request of the caller of a case that was just taken down.
    """
    if not request.actor.works_on_cases:
        return redirect("desk:worklist")
    if request.method == "GET":
        before = kept.kept_for(request)
        initial = before.initial(EntryForm) if before else _initial(request)
        return _page(request, EntryForm(actor=request.actor, initial=initial), is_restored=bool(before))
    form = EntryForm(request.POST, request.FILES, actor=request.actor)
    lay_out(form, _shelf(request))
    if not form.is_valid():
        return _page(request, form)
    if reference := request.POST.get("add_to"):
        return _add_news(request, form, reference) or _page(request, form)
    if similar := _similar_to(request, form):
        return _page(request, form, similar=similar)
    return _keep(request, form) or _page(request, form)


def _shelf(request: HttpRequest) -> Shelf:
    """Return the files that wait for this form: good ones stay when it comes back."""
    return shelf_of(request.session, request.POST.get("token"))


def _similar_to(request: HttpRequest, form: EntryForm) -> list[SimilarRow]:
    """Return what may be the same matter, before anything is kept; in danger nobody is asked to compare."""
    decided = "is_new" in request.POST or request.POST.get("forward") == "is_new"
    if decided or form.cleaned_data["danger_now"] or arrival.find(form.cleaned_data["token"]):
        return []
    traits = traits_of(form.submission())
    return similar_rows(traits=traits, actor=request.actor, now=timezone.now(), sure=True)


def _add_news(request: HttpRequest, form: EntryForm, reference: str) -> HttpResponse | None:
    """Write what was told, and its files, into a case that exists; once, however often it is sent. None when it cannot take it."""
    case = case_or_404(request.actor, reference)
    data = form.cleaned_data
    in_danger = data["danger_now"]

    def act(identity: str) -> None:
        if in_danger:
            with translation.override("th"):
                why = _("ผู้แจ้งข่าวบอกว่ามีคนอยู่ในอันตรายตอนนี้")
            screening.raise_for_danger(case=case, actor=request.actor, why=why)
        log_call(
            case=case,
            actor=request.actor,
            text=news_of(form, case),
            outcome=CallOutcome.NEWS,
            danger=in_danger,
            # Whoever has the case in hand did not sit at this counter; danger is read and answered for in any case.
            to_read=in_danger or case.holder_id != request.actor.organization.pk,
            identity=identity,
        )

    try:
        is_new = once(case=case, token=data["token"], what="news", act=act)
    except (GuardFailed, NotAllowed) as error:
        form.add_error(None, error.message)
        return None
    typed.stored(request, lambda: redirect("desk:case", reference=case.reference))
    if is_new:
        _add_files(request, case, data["files"])
    _shelf(request).forget()
    messages.success(request, _("เพิ่มข่าวในเรื่อง %(reference)s แล้ว") % {"reference": case.reference})
    return redirect("desk:case", reference=case.reference)


def _add_files(request: HttpRequest, case: Case, files: Sequence[CheckedFile]) -> None:
    """Attach what came with news; what the case cannot take is named, and the news stay."""
    for checked in files:
        try:
            facts.add_file(case=case, actor=request.actor, checked=checked)
        except (GuardFailed, NotAllowed, OSError):
            _not_kept(request, checked.name)


def _not_kept(request: HttpRequest, name: str) -> None:
    messages.warning(request, _("เก็บไฟล์ไม่ได้: %(name)s แนบอีกครั้งจากหน้าเรื่อง") % {"name": name})


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return with what a page begins: the channel of the last one, and the caller of the case it follows."""
    initial = {"channel": request.session.get(CHANNEL_KEY, Channel.WALK_IN)}
    if reference := request.GET.get("after"):
        initial |= caller_of(case_or_404(request.actor, reference))
    return initial


def _keep(request: HttpRequest, form: EntryForm) -> HttpResponse | None:
    """Store what was written; returns None when the form has to be corrected."""
    data = {"submission": form.submission(), "token": form.cleaned_data["token"], "actor": request.actor}
    try:
        if "forward" in request.POST:
            submitted, asked = submit_and_forward(**data)
        else:
            submitted, asked = submit_case(**data), None
    except GuardFailed as error:
        name = _FIELDS.get(error.field or "", error.field)
        form.add_error(name if name in form.fields else None, error.message)
        return None
    except NotAllowed as error:
        form.add_error(None, error.message)
        return None
    case, secret = submitted.case, submitted.secret or ""
    sent_to = asked.display_name if asked else ""
    typed.stored(request, lambda: _numbers(request, case, secret, sent_to))
    _shelf(request).forget()
    request.session[CHANNEL_KEY] = case.channel
    request.session[ENTRY_KEY] = {
        "token": str(data["token"]),
        "reference": case.reference,
        "has_secret": submitted.secret is not None,
        "sent_to": sent_to,
        "at": timezone.now().isoformat(),
    }
    for name in submitted.files_refused:
        _not_kept(request, name)
    return redirect("desk:new_done")


def _page(
    request: HttpRequest,
    form: EntryForm,
    *,
    is_restored: bool = False,
    similar: list[SimilarRow] | None = None,
) -> HttpResponse:
    context = {"form": form, "folds": folds(form), "is_restored": is_restored, "similar": similar}
    return desk_page(request, "desk/new.html", context, here="new")


@takes_words(PlaceForm)
@staff_only
@require_POST
def places(request: HttpRequest) -> JsonResponse:
    """Return places for what is being typed: `{"suggestions": [{"text", "note"}]}`."""
    form = PlaceForm(request.POST)
    own = request.actor.organization
    near = own.district_code or own.province_code
    found = suggest(form.cleaned_data["q"], near=near) if form.is_valid() else []
    rows = [{"text": item.text, "note": item.note} for item in found]
    return JsonResponse({"suggestions": rows}, json_dumps_params={"ensure_ascii": False})


@staff_only
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """Show reference and secret for the person; the session keeps the token only, and only for half an hour."""
    kept = request.session.get(ENTRY_KEY)
    if not kept or timezone.now() - datetime.fromisoformat(kept["at"]) > SHOWN_FOR:
        request.session.pop(ENTRY_KEY, None)
        return redirect("desk:worklist")
    case = Case.objects.visible_to(request.actor, among=Q(reference=kept["reference"])).first()
    if case is None:
        return redirect("desk:worklist")
    known = kept["has_secret"] and secret_that_fits(
        token=uuid.UUID(kept["token"]), secret_hash=case.secret_hash
    )
    return _numbers(request, case, known or "", kept.get("sent_to", ""))


def _numbers(request: HttpRequest, case: Case, secret: str, sent_to: str = "") -> HttpResponse:
    context = {
        "case": case,
        "codes": [(_("เลขที่เรื่อง"), case.reference), *([(_("รหัสติดตาม"), secret)] if secret else [])],
        "sent_to": sent_to,
        "next": next_steps(case, is_sent=bool(sent_to)),
        "similar": similar_rows(
            traits=traits_of_case(case), actor=request.actor, now=timezone.now(), besides=case
        ),
    }
    return desk_page(request, "desk/new_done.html", context, here="new")
