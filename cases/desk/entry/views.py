"""Taking down a request at the counter or on the phone, and what to tell the person then (S1.05)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.entry.forms import EntryForm
from cases.desk.frame import desk_page
from cases.domain.identity import secret_for
from cases.domain.intake import submit_case
from cases.domain.queries import arrival
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case
from portal.accounts import kept
from portal.accounts.actors import actor_of
from portal.web import typed
from portal.web.access import staff_only
from portal.web.typed import takes_words

ENTRY_KEY = "desk.entry"
SHOWN_FOR = timedelta(minutes=30)
"""How long the officer's own session may show the secret again after a reload."""

# The form's names for what the domain calls otherwise.
_FIELDS = {"subdistrict_code": "subdistrict", "received_at": "received_on"}


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
    if request.actor is None or not Case.objects.visible_to(request.actor).filter(pk=known.case.pk).exists():
        return None
    return _numbers(request, known.case.reference, known.secret or "")


@takes_words(EntryForm, stored=_taken_down, fills=True)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a request down. Sent twice, it is still one case: the form carries a token (R03)."""
    if not request.actor.works_on_cases:
        return redirect("desk:worklist")
    if request.method == "GET":
        before = kept.kept_for(request)
        form = EntryForm(actor=request.actor, initial=before.initial(EntryForm) if before else {})
        return desk_page(request, "desk/new.html", {"form": form, "is_restored": bool(before)}, here="new")
    form = EntryForm(request.POST, actor=request.actor)
    if form.is_valid():
        token: uuid.UUID = form.cleaned_data["token"]
        try:
            submitted = submit_case(submission=form.submission(), token=token, actor=request.actor)
        except GuardFailed as error:
            name = _FIELDS.get(error.field or "", error.field)
            form.add_error(name if name in form.fields else None, error.message)
        except NotAllowed as error:
            form.add_error(None, error.message)
        else:
            case, secret = submitted.case, submitted.secret or ""
            typed.stored(request, lambda: _numbers(request, case.reference, secret))
            request.session[ENTRY_KEY] = {
                "token": str(token),
                "reference": submitted.case.reference,
                "has_secret": submitted.secret is not None,
                "at": timezone.now().isoformat(),
            }
            return redirect("desk:new_done")
    return desk_page(request, "desk/new.html", {"form": form}, here="new")


@staff_only
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """Show reference and secret for the person; the session keeps the token only, and only for half an hour."""
    kept = request.session.get(ENTRY_KEY)
    if not kept or timezone.now() - datetime.fromisoformat(kept["at"]) > SHOWN_FOR:
        request.session.pop(ENTRY_KEY, None)
        return redirect("desk:worklist")
    secret = secret_for(uuid.UUID(kept["token"])) if kept["has_secret"] else ""
    return _numbers(request, kept["reference"], secret)


def _numbers(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    context = {"reference": reference, "secret": secret}
    return desk_page(request, "desk/new_done.html", context, here="new")
