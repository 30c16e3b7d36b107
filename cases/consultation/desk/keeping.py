"""The center's numbers; its head changes them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.consultation.desk.entry import HERE
from cases.consultation.desk.forms import RuleForm
from cases.consultation.domain.rules import may_keep_rules, rule_of, set_rule
from cases.desk.frame import desk_page
from portal.web.access import staff_only
from portal.web.typed import takes_words


def _shown(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    rule = rule_of(request.actor.organization)
    context = {
        "rule_form": RuleForm(initial={"working_days": rule.working_days, "keep_days": rule.keep_days}),
    }
    return desk_page(request, "consultation/rules.html", context | more, here=HERE)


def _keeper(request: HttpRequest) -> None:
    if not may_keep_rules(request.actor):
        raise Http404


@takes_words(RuleForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show the numbers; with POST change them.

    Raises:
        Http404: the reader does not supervise a center.
    """
    _keeper(request)
    if request.method != "POST":
        return _shown(request, {})
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _shown(request, {"rule_form": form})
    set_rule(actor=request.actor, **form.cleaned_data)
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("consultation:rules")
