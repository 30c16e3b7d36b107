"""Where partners' programs are told how reports stand: setting it up, how it goes, ending it (issue 12 point 9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.errors import GuardFailed
from cases.georeport.desk.entry import HERE
from cases.georeport.domain import hooks, keys
from cases.intake.fields import LineField
from portal.actors import Officer
from portal.web import reaching
from portal.web.access import staff_only
from portal.web.typed import takes_words


class HookForm(forms.Form):
    """Of which partner, and where."""

    use_required_attribute = False
    partner = forms.ChoiceField(
        label=gettext_lazy("ระบบของใคร"), error_messages={"required": gettext_lazy("เลือกระบบที่มีกุญแจใช้ได้")}
    )
    address = LineField(
        label=gettext_lazy("ที่อยู่ที่รับข่าว"),
        max_length=reaching.LONGEST,
        help_text=gettext_lazy("ขึ้นต้นด้วย https:// ผู้ดูแลระบบนั้นเป็นผู้บอก"),
        error_messages={"required": gettext_lazy("เขียนที่อยู่ที่รับข่าว")},
    )

    def __init__(self, *args: Any, actor: Officer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ChoiceField)
        names = hooks.partners_of(actor) if actor is not None else []
        field.choices = [("", _("เลือก")), *((name, name) for name in names)]


@takes_words(HookForm)
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def hooks_page(request: HttpRequest) -> HttpResponse:
    """List where programs are told; with POST set one up, whose secret is shown by this answer and never again.

    Raises:
        Http404: the reader gives no keys out.
    """
    if not keys.may_give(request.actor):
        raise Http404
    if request.method != "POST":
        return _shown(request, HookForm(actor=request.actor))
    form = HookForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _shown(request, form)
    try:
        _hook, secret = hooks.set_up(actor=request.actor, **form.cleaned_data)
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _shown(request, form)
    return _shown(request, HookForm(actor=request.actor), secret=secret)


@takes_words(forms.Form)
@staff_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a program nothing any more.

    Raises:
        Http404: the reader gives no keys out, or it is a hook of another center.
    """
    if not keys.may_give(request.actor):
        raise Http404
    hooks.end(actor=request.actor, hook=get_object_or_404(hooks.hooks_of(request.actor), pk=pk))
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("partners:hooks")


def _shown(request: HttpRequest, form: HookForm, **more: Any) -> HttpResponse:
    context = {"form": form, "hooks": list(hooks.hooks_of(request.actor)), **more}
    return desk_page(request, "georeport/hooks.html", context, here=HERE)
