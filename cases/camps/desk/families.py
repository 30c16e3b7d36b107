"""One family: where it is, where it goes, how many they are, and which household of the register it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.camps.desk.forms import AgesForm, LeaveForm, LinkForm, MoveForm
from cases.camps.desk.presenting import ages_words, lines_of, move_words, told
from cases.camps.desk.views import event_or_404
from cases.camps.domain import coming, following
from cases.camps.domain.rights import families_of
from cases.camps.models import Family
from cases.camps.vocabulary import Leaving
from cases.desk.frame import desk_page
from cases.errors import CaseError, GuardFailed
from cases.events.desk.entry import HERE
from cases.events.models import Event
from cases.vulnerable.domain.listing import where_of
from cases.vulnerable.domain.rights import accounts_of
from portal.audit import services as audit
from portal.web.access import staff_only
from portal.web.typed import takes_words

MOST_GIVEN = 30
"""Entries of relief on the page of a family."""


def family_or_404(request: HttpRequest, event: Event, number: int) -> Family:
    """Return a family of an event that the reader may see.

    Raises:
        Http404: there is none of that number, or it is none of theirs.
    """
    rows = families_of(request.actor, event).filter(number=number)
    found = rows.select_related("event", "shelter", "account__home").first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, event: Event, family: Family, **bound: forms.Form) -> HttpResponse:
    """Show the page, with the form that was refused in the place of its fresh one."""
    actor = request.actor
    audit.record(actor=actor, action="camp.read", subject=f"{event.slug}/{family.number}")
    sees_account = (
        family.account is not None and accounts_of(actor, event).filter(pk=family.account_id).exists()
    )
    may_link = family.account is None and event.is_running
    proposals = following.proposed(actor, family) if may_link else []
    context: dict[str, Any] = {
        "event": event,
        "family": family,
        "line": lines_of([family])[0],
        "ages": ages_words(family),
        "told": told(family.phone),
        "others": family.others.splitlines(),
        "account": family.account if sees_account else None,
        "proposals": [(one, one.home.name, where_of(one.home)) for one in proposals if one.home],
        "given": list(family.given.select_related("goods", "words")[:MOST_GIVEN]),
        "moves": [
            (one, move_words(one)) for one in family.moves.select_related("origin", "target", "person")
        ],
        "move_form": bound.get("move_form") or MoveForm(family=family),
        "leave_form": bound.get("leave_form") or LeaveForm(auto_id="leave_%s"),
        "count_form": bound.get("count_form") or AgesForm(initial=AgesForm.of(family), auto_id="count_%s"),
        "refused": next(iter(bound.values()), None),
    }
    return desk_page(request, "desk/camps/family.html", context, here=HERE)


@staff_only
@require_GET
def page(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Show a family; the reading is on record."""
    found = event_or_404(request, event)
    return _page(request, found, family_or_404(request, found, number))


def _act(
    request: HttpRequest,
    slug: str,
    number: int,
    name: str,
    make: Callable[[Family], Any],
    act: Callable[..., Any],
) -> HttpResponse:
    """Do something with a family by one of the forms of its page; what is refused stands on that form."""
    event = event_or_404(request, slug)
    family = family_or_404(request, event, number)
    form = make(family)
    if form.is_valid():
        try:
            act(family, form)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("บันทึกแล้ว"))
            return redirect("camps:family", event=slug, number=number)
    return _page(request, event, family, **{name: form})


@takes_words(MoveForm)
@staff_only
@require_POST
def move(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Let the whole family go to another shelter."""

    def act(family: Family, form: MoveForm) -> None:
        given = form.cleaned_data
        coming.move(actor=request.actor, family=family, target=given["shelter"], token=given["token"])

    return _act(request, event, number, "move_form", lambda one: MoveForm(request.POST, family=one), act)


@takes_words(LeaveForm)
@staff_only
@require_POST
def leave(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Let the whole family leave."""

    def act(family: Family, form: LeaveForm) -> None:
        given = form.cleaned_data
        coming.leave(
            actor=request.actor, family=family, leaving=Leaving(given["leaving"]), token=given["token"]
        )

    def make(_family: Family) -> LeaveForm:
        return LeaveForm(request.POST, auto_id="leave_%s")

    return _act(request, event, number, "leave_form", make, act)


@takes_words(AgesForm)
@staff_only
@require_POST
def count(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Correct how many they are."""

    def act(family: Family, form: AgesForm) -> None:
        coming.count_again(
            actor=request.actor, family=family, ages=form.ages(), token=form.cleaned_data["token"]
        )

    def make(_family: Family) -> AgesForm:
        return AgesForm(request.POST, auto_id="count_%s")

    return _act(request, event, number, "count_form", make, act)


@takes_words(LinkForm)
@staff_only
@require_POST
def link(request: HttpRequest, event: str, number: int) -> HttpResponse:
    """Say which household of the event a family is; without one, that it is none."""
    found = event_or_404(request, event)
    family = family_or_404(request, found, number)
    form = LinkForm(request.POST)
    if not form.is_valid():
        raise Http404
    wanted = form.cleaned_data["account"]
    account = accounts_of(request.actor, found).filter(number=wanted).first() if wanted else None
    if wanted and account is None:
        raise Http404
    try:
        if account is None:
            following.unlink(actor=request.actor, family=family)
        else:
            following.link(actor=request.actor, family=family, account=account)
    except GuardFailed as error:
        notes.warning(request, str(error.message))
    except CaseError as error:
        raise Http404 from error
    else:
        notes.success(request, _("บันทึกแล้ว"))
    return redirect("camps:family", event=event, number=number)
