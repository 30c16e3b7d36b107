"""A new tracking code by the mail address that was given: asking, the same answer to everybody, the link of the mail."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.domain import lost_code
from cases.errors import CaseError
from cases.intake.forms.tracking import LostCodeForm
from cases.intake.tasks import send_lost_codes
from cases.models import LostCode
from portal.pages.domain.lines import said
from portal.queue.enqueueing import enqueue_once
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import quiet_page
from portal.web.errors import too_many
from portal.web.typed import takes_words

PER_REFERENCE, PER_ADDRESS, WINDOW = 5, 60, 900
"""Within a quarter of an hour; every asking is counted, right or wrong."""


@takes_words(LostCodeForm, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for reference and address; whatever is typed, the answer is the same."""
    form = LostCodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "page_name": _("ขอรหัสติดตามใหม่")}
    if request.method != "POST" or not form.is_valid():
        return render(request, "intake/lost_code.html", context)
    reference = form.cleaned_data["reference"]
    if not throttle.allowed(
        Try("lost-code-reference", reference, PER_REFERENCE, WINDOW),
        Try("lost-code-address", throttle.address_of(request), PER_ADDRESS, WINDOW),
        count_all=True,
    ):
        form.add_error(None, _("ขอหลายครั้งเกินไป รอ 15 นาทีแล้วลองอีกครั้ง เรื่องด่วนโทร %(social)s") % said())
        return too_many(request, "intake/lost_code.html", context)
    with transaction.atomic():
        lost_code.ask(reference=reference, email=form.cleaned_data["email"])
        transaction.on_commit(lambda: enqueue_once(send_lost_codes))
    return redirect("cases_intake:lost_sent")


@quiet_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, in the same words to everybody."""
    return render(request, "intake/lost_code_sent.html", {"page_name": _("ขอรหัสติดตามใหม่")})


@takes_words(forms.Form, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: HttpRequest, secret: str) -> HttpResponse:
    """Open the link of the mail: a button replaces the code, so that a program that looks at links replaces nothing."""
    row = lost_code.find(secret)
    context = {"page_name": _("รหัสติดตามใหม่"), "is_open": row is not None, "codes": None}
    if row is not None and request.method == "POST" and (new := _redeemed(row)) is not None:
        context["codes"] = [(_("เลขที่เรื่อง"), new.reference), (_("รหัสติดตาม"), new.secret)]
    elif request.method == "POST":
        context["is_open"] = False
    status = 200 if context["is_open"] else 404
    return render(request, "intake/new_code.html", context, status=status)


def _redeemed(row: LostCode) -> lost_code.NewCodes | None:
    """Return the new code; None also when the case became a careful one in this moment."""
    try:
        return lost_code.redeem(row)
    except CaseError:
        return None
