"""The list of services: all staff read it, the head of the center adds to it and takes off it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.verbs.forms.base import choice_field
from cases.domain import services
from cases.domain.limits import may_set_limits
from cases.errors import GuardFailed
from cases.models import HelpService
from cases.vocabulary import AssistanceKind
from portal.web.access import staff_only
from portal.web.typed import takes_words


class ServiceForm(forms.Form):
    """A service that is not on the list yet."""

    name_th = forms.CharField(label=gettext_lazy("ชื่อบริการ"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), max_length=120)
    kind = choice_field(
        gettext_lazy("สิ่งที่ช่วยเหลือ"),
        AssistanceKind.choices,
        missing=gettext_lazy("เลือกสิ่งที่ช่วยเหลือ"),
        radio=False,
    )


@takes_words(ServiceForm)
@staff_only
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """Show the list; with POST add to it."""
    may_change = may_set_limits(request.actor)
    form = ServiceForm(request.POST or None)
    if request.method == "POST":
        if not may_change:
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.add_service(
                    actor=request.actor,
                    name_th=data["name_th"],
                    name_en=data["name_en"],
                    kind=AssistanceKind(data["kind"]),
                )
            except GuardFailed as error:
                form.add_error(error.field, error.message)
            else:
                messages.success(request, _("บันทึกแล้ว"))
                return redirect("desk:services")
    rows = list(HelpService.objects.all())
    context = {
        "in_use": [row for row in rows if row.ended_at is None],
        "ended": [row for row in rows if row.ended_at is not None],
        "may_change": may_change,
        "form": form,
    }
    return desk_page(request, "desk/services.html", context, here="services")


@takes_words(forms.Form)
@staff_only
@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a service out of use, or back into it."""
    row = HelpService.objects.filter(pk=pk).first()
    if row is None or not may_set_limits(request.actor):
        raise Http404
    services.change_use(actor=request.actor, service=row, in_use=row.ended_at is not None)
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("desk:services")
