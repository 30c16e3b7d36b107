"""Keys of partners: who has one, until when, what came by it; giving one and taking it back (issue 12 point 9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.errors import GuardFailed
from cases.georeport.desk.entry import HERE
from cases.georeport.domain import keys
from cases.intake.fields import LineField
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.links import absolute
from portal.web.typed import takes_words

PER_PAGE = 30


class KeyForm(forms.Form):
    """For whom a key is."""

    use_required_attribute = False
    partner = LineField(
        label=gettext_lazy("ระบบของใคร"),
        max_length=120,
        help_text=gettext_lazy("เช่น แอปของเทศบาล หรือ Traffy Fondue"),
        error_messages={"required": gettext_lazy("เขียนว่าเป็นระบบของใคร")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("ใช้ได้กี่วัน"), min_value=1, max_value=keys.LONGEST_DAYS, initial=180
    )


@takes_words(KeyForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def keys_page(request: HttpRequest) -> HttpResponse:
    """List the keys of the center; with POST make one, which is shown by this answer and never again.

    Raises:
        Http404: the reader gives no keys out.
    """
    _giver(request)
    if request.method != "POST":
        return _shown(request, KeyForm())
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    try:
        _key, secret = keys.give(actor=request.actor, **form.cleaned_data)
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _shown(request, form)
    return _shown(request, KeyForm(), secret=secret)


@takes_words(forms.Form)
@staff_only
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key back; what came by it stays.

    Raises:
        Http404: the reader gives no keys out, or it is a key of another center.
    """
    _giver(request)
    keys.revoke(actor=request.actor, key=get_object_or_404(keys.keys_of(request.actor), pk=pk))
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("partners:keys")


def _giver(request: HttpRequest) -> None:
    if not keys.may_give(request.actor):
        raise Http404


def _shown(request: HttpRequest, form: KeyForm, **more: Any) -> HttpResponse:
    now = timezone.now()
    page = keyed(
        request, keys.keys_of(request.actor), newest("made_at"), PER_PAGE, base=reverse("partners:keys")
    )
    rows = [{"key": key, "works": key.revoked_at is None and key.expires_at > now} for key in page.rows]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "endpoint": absolute(reverse("georeport:services", args=["json"])),
        **more,
    }
    return desk_page(request, "georeport/keys.html", context, here=HERE)
