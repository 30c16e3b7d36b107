"""Bringing a list of people: tried first, then taken over, then codes for whoever has no password yet (S2.59)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.confirming import confirmed_lately
from portal.accounts.domain import activating
from portal.accounts.domain.delegation import administers, may_let_in, organizations_of
from portal.accounts.importing.rows import read_rows
from portal.accounts.importing.taking import Outcome, Status, take
from portal.accounts.models import Appointment
from portal.organizations.importing.reading import ImportFileError
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.links import absolute
from portal.web.typed import takes_words

TRIED_FOR = 3600
"""Seconds within which a list that was tried can be taken over."""
TONES = {
    Status.CREATED: "ok",
    Status.APPOINTED: "ok",
    Status.CHANGED: "info",
    Status.UNCHANGED: "off",
    Status.REFUSED: "danger",
}


class ListForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์รายชื่อ"),
        help_text=gettext_lazy("CSV หรือ XLSX ไม่เกิน 500 คน"),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        error_messages={"required": gettext_lazy("เลือกไฟล์รายชื่อ")},
    )


class TriedForm(forms.Form):
    """A list that was tried, as it is sent back: signed, for one hour, for whoever tried it."""

    tried = forms.CharField(max_length=1_500_000, widget=forms.HiddenInput)


def _signer(request: HttpRequest, what: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"portal.accounts.listing.{what}:{request.actor.appointment.pk}")


def _sent(request: HttpRequest, what: str) -> Any:
    """Return what was tried before, None when it is not ours, of somebody else, or too old."""
    try:
        return _signer(request, what).unsign_object(request.POST.get("tried", ""), max_age=TRIED_FOR)
    except signing.BadSignature:
        return None


def _page(request: HttpRequest, form: ListForm, **context: object) -> HttpResponse:
    return render(request, "accounts/listing.html", {"form": form} | context)


def _shown(outcomes: list[Outcome]) -> list[dict[str, object]]:
    return [
        {
            "line": one.line,
            "name": one.name,
            "status": one.status.label,
            "tone": TONES[one.status],
            "reason": one.reason,
        }
        for one in outcomes
    ]


def _counts(outcomes: list[Outcome]) -> str:
    found = {status: sum(one.status == status for one in outcomes) for status in Status}
    return " · ".join(f"{status.label} {count}" for status, count in found.items() if count)


@takes_words(ListForm)
@staff_only
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take a file and say what it would do; nothing is written yet."""
    if not administers(request.actor):
        raise Http404
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form)
    try:
        rows, unknown = read_rows(form.cleaned_data["file"])
    except ImportFileError as error:
        form.add_error("file", str(error))
        return _page(request, form)
    outcomes = take(rows, actor=request.actor, is_dry=True)
    return _page(
        request,
        ListForm(),
        rows=_shown(outcomes),
        counts=_counts(outcomes),
        unknown=", ".join(dict.fromkeys(unknown)),
        tried=_signer(request, "rows").sign_object(rows, compress=True),
        changes=any(one.status not in (Status.REFUSED, Status.UNCHANGED) for one in outcomes),
    )


@takes_words(TriedForm)
@staff_only
@require_POST
@confirmed_lately
def take_over(request: HttpRequest) -> HttpResponse:
    """Take over the list that was tried."""
    if not administers(request.actor):
        raise Http404
    rows = _sent(request, "rows")
    if rows is None:
        form = ListForm({}, {})
        form.errors.clear()
        form.add_error(None, _("รายชื่อนี้ตรวจไว้นานเกินไป เลือกไฟล์อีกครั้ง"))
        return _page(request, form)
    outcomes = take([(line, cells) for line, cells in rows], actor=request.actor, is_dry=False)
    waiting = {
        one.appointment.pk: one.appointment.user_id
        for one in outcomes
        if one.appointment is not None and not one.appointment.user.has_usable_password()
    }
    return _page(
        request,
        ListForm(),
        rows=_shown(outcomes),
        counts=_counts(outcomes),
        is_done=True,
        waiting=len(set(waiting.values())),
        letters=_signer(request, "letters").sign_object(sorted(waiting), compress=True) if waiting else "",
    )


@takes_words(TriedForm)
@staff_only
@require_POST
@confirmed_lately
def letters(request: HttpRequest) -> HttpResponse:
    """Give a code to everybody of the list who has no password yet, each on a letter; the letters are not kept.

    Whoever stands in two offices gets a letter in each, with the same code: a second one would end the first.
    """
    pks = _sent(request, "letters")
    if not pks:
        raise Http404
    rows = (
        Appointment.objects.filter(pk__in=pks, organization__in=organizations_of(request.actor))
        .select_related("user", "organization")
        .order_by("organization__sort_key", "user__display_name")
    )
    issued: dict[int, activating.Issued] = {}
    given = []
    for one in rows:
        if one.user_id not in issued:
            if one.user.has_usable_password() or not may_let_in(request.actor, one.user):
                continue
            issued[one.user_id] = activating.issue(actor=request.actor, person=one.user)
        given.append((one.organization, issued[one.user_id]))
    if not given:
        raise Http404
    draw = import_string(settings.KLANG["CODE_LETTERS"])
    content = draw(
        issuer=request.actor.organization, given=given, address=absolute(reverse("accounts:activate"))
    )
    return pdf_response(content, name="codes.pdf")
