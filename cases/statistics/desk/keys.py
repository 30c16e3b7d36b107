"""Keys to the published figures: who has one, until when, whether it is used; giving one and ending it (S1.32)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.errors import GuardFailed
from cases.intake.fields import LineField
from cases.statistics.desk.views import ways
from cases.statistics.domain import tokens
from portal.accounts.confirming import confirmed_lately
from portal.organizations.areas import area
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.links import absolute
from portal.web.typed import takes_words

PER_PAGE = 30


class KeyForm(forms.Form):
    """For whom a key is, and for how long."""

    use_required_attribute = False
    partner = LineField(
        label=gettext_lazy("ผู้ใช้ข้อมูล"),
        max_length=120,
        help_text=gettext_lazy("ชื่อหน่วยงานหรือระบบที่จะอ่านตัวเลข ไม่ใช่ชื่อคน"),
        error_messages={"required": gettext_lazy("เขียนชื่อผู้ใช้ข้อมูล")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("ใช้ได้กี่วัน"), min_value=1, max_value=tokens.LONGEST_DAYS, initial=180
    )


@takes_words(KeyForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def keys_page(request: HttpRequest) -> HttpResponseBase:
    """List the keys of the center; with POST make one, which is shown by this answer and never again.

    Raises:
        Http404: the reader gives no keys out.
    """
    _giver(request)
    return _give(request) if request.method == "POST" else _shown(request, KeyForm())


@confirmed_lately
def _give(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    try:
        _token, secret = tokens.give(actor=request.actor, **form.cleaned_data)
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _shown(request, form)
    return _shown(request, KeyForm(), secret=secret)


@takes_words(forms.Form)
@staff_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key back at once: one that was left somewhere is ended by one press, without a password.

    Raises:
        Http404: the reader gives no keys out, or it is a key of another center or of the operator.
    """
    _giver(request)
    tokens.revoke(actor=request.actor, token=get_object_or_404(tokens.keys_of(request.actor), pk=pk))
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("statistics:keys")


def _giver(request: HttpRequest) -> None:
    if not tokens.may_give(request.actor):
        raise Http404


def _shown(request: HttpRequest, form: KeyForm, **more: Any) -> HttpResponse:
    now = timezone.now()
    page = keyed(
        request, tokens.keys_of(request.actor), newest("made_at"), PER_PAGE, base=reverse("statistics:keys")
    )
    province = area(request.actor.organization.province_code)
    context = {
        "form": form,
        "page": page,
        "rows": [{"key": key, "works": key.revoked_at is None and key.expires_at > now} for key in page.rows],
        "endpoint": absolute(reverse("statistics_api:about")),
        "province": province.label if province else "",
        "reports": ways(request.actor),
        **more,
    }
    return desk_page(request, "desk/statistics/keys.html", context, here="statistics")
