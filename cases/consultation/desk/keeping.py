"""Templates of answers and the center's numbers; its head changes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.consultation.desk.entry import HERE
from cases.consultation.desk.forms import RuleForm, TemplateForm
from cases.consultation.domain import answering
from cases.consultation.domain.rules import may_keep_rules, rule_of, set_rule
from cases.desk.frame import desk_page
from cases.errors import GuardFailed
from portal.web.access import staff_only
from portal.web.typed import takes_words


def _shown(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    rule = rule_of(request.actor.organization)
    context = {
        "rule_form": RuleForm(initial={"working_days": rule.working_days, "keep_days": rule.keep_days}),
        "template_form": TemplateForm(),
        "templates": answering.templates(request.actor),
    }
    return desk_page(request, "consultation/rules.html", context | more, here=HERE)


def _keeper(request: HttpRequest) -> None:
    if not may_keep_rules(request.actor):
        raise Http404


@takes_words(RuleForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show templates and numbers; with POST change the numbers.

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


@takes_words(TemplateForm)
@staff_only
@require_POST
def text_add(request: HttpRequest) -> HttpResponse:
    """Put a text on the list.

    Raises:
        Http404: the reader does not supervise a center.
    """
    _keeper(request)
    form = TemplateForm(request.POST)
    if form.is_valid():
        try:
            answering.add_template(actor=request.actor, **form.cleaned_data)
        except GuardFailed as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("consultation:rules")
    return _shown(request, {"template_form": form})


@takes_words(forms.Form)
@staff_only
@require_POST
def text_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text off the list.

    Raises:
        Http404: the reader does not supervise its center.
    """
    _keeper(request)
    answering.end_template(
        actor=request.actor, template=get_object_or_404(answering.templates(request.actor), pk=pk)
    )
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("consultation:rules")
