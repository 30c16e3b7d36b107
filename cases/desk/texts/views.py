"""The list of ready sentences: who works on cases reads it, who decides in the office keeps it (issue 9, point 3)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.texts.forms import ReadyTextForm, uses_of
from cases.desk.texts.inserting import Group
from cases.domain.ready_texts import end_text, keep_text, may_keep_texts, own_texts, texts_for
from cases.errors import GuardFailed
from cases.vocabulary import TextUse
from portal.web.access import staff_only
from portal.web.typed import takes_words

HERE = "texts"


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show the sentences of the own office and of its center, by what they are for.

    Raises:
        Http404: the reader does not work on cases.
    """
    actor = request.actor
    if not actor.works_on_cases:
        raise Http404
    texts = texts_for(actor, uses_of(actor.organization.type))
    groups = [
        Group(
            use.label,
            [(one, one.organization_id == actor.organization.pk) for one in texts if one.use == use],
        )
        for use in TextUse
    ]
    context = {"groups": [one for one in groups if one.texts], "may_change": may_keep_texts(actor)}
    return desk_page(request, "desk/texts.html", context, here=HERE)


@takes_words(ReadyTextForm)
@staff_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a sentence anew, or change one of the own office.

    Raises:
        Http404: the reader does not decide there, or it is another office's.
    """
    actor = request.actor
    if not may_keep_texts(actor):
        raise Http404
    row = get_object_or_404(own_texts(actor), pk=pk) if pk is not None else None
    before = {"use": row.use, "title": row.title, "text": row.text} if row is not None else {}
    form = ReadyTextForm(
        request.POST if request.method == "POST" else None,
        organization_type=actor.organization.type,
        initial=before,
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            keep_text(
                actor=actor, use=TextUse(data["use"]), title=data["title"], text=data["text"], existing=row
            )
        except GuardFailed as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("desk:texts")
    return desk_page(request, "desk/text.html", {"form": form, "row": row}, here=HERE)


@takes_words(forms.Form)
@staff_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sentence off the list.

    Raises:
        Http404: the reader does not decide in the office that wrote it.
    """
    if not may_keep_texts(request.actor):
        raise Http404
    end_text(actor=request.actor, text=get_object_or_404(own_texts(request.actor), pk=pk))
    messages.success(request, _("เลิกใช้ข้อความแล้ว"))
    return redirect("desk:texts")
