"""One form on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.desk.frame import desk_page
from cases.errors import CaseError, GuardFailed
from cases.events.desk.entry import HERE
from cases.events.models import Event


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page around a form of relief.

    Attributes:
        title, button: words.
        back: where it leads to, before and after.
        back_words: of the link.
        lede: one sentence below the title.
    """

    title: str | Promise
    button: str | Promise
    back: str
    back_words: str | Promise
    lede: str | Promise = ""


def form_page(
    request: HttpRequest, event: Event, form: forms.Form, sheet: Sheet, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Show a form, or do what it says and lead back; what is refused stands on it.

    Args:
        request: of the page.
        event: whose name stands above it.
        form: bound where it was sent.
        sheet: what stands around it.
        act: takes what was filled in.

    Raises:
        Http404: the domain does not know the actor.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        except CaseError as error:
            raise Http404 from error
        else:
            notes.success(request, _("บันทึกแล้ว"))
            return redirect(sheet.back)
    context = {"event": event, "form": form, "sheet": sheet}
    return desk_page(request, "desk/camps/form.html", context, here=HERE)
