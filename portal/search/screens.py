"""One click in `/cms/`: a query searched in vain becomes a synonym, and is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from wagtail.log_actions import log

from portal.search.models import Synonym
from portal.search.site import knowledge
from portal.web.access import cms_page
from portal.web.typed import takes_words


class Proposed(forms.Form):
    """What the row showed: exactly this is kept, whatever the index would propose by now."""

    term = forms.CharField(max_length=120, widget=forms.HiddenInput)
    meaning = forms.CharField(max_length=250, widget=forms.HiddenInput)


def may_keep(user: Any) -> bool:
    """Say whether somebody may make synonyms and switch them off."""
    return bool(user.has_perms(["search.add_synonym", "search.change_synonym"]))


@takes_words(Proposed)
@cms_page
def keep_proposal(request: HttpRequest) -> HttpResponse:
    """Make a synonym of a query and of what the search proposes for it; one that was switched off is used again.

    Raises:
        PermissionDenied: this person may not keep synonyms.
    """
    if not may_keep(request.user):
        raise PermissionDenied
    form = Proposed(request.POST)
    if request.method == "POST" and form.is_valid():
        synonym, new = Synonym.objects.get_or_create(**form.cleaned_data, defaults={"both_ways": False})
        if not new:
            _use(synonym, in_use=True)
        log(synonym, "wagtail.create" if new else "wagtail.edit", user=request.user)
        knowledge.SYNONYMS.forget()
        messages.success(request, gettext("เพิ่มคำพ้องแล้ว: %(synonym)s") % {"synonym": synonym})
    elif request.method == "POST":
        messages.error(request, gettext("คำนี้ยาวเกินไปหรือว่างเปล่า จึงเพิ่มเป็นคำพ้องไม่ได้"))
    return redirect("wagtailadmin_home")


@takes_words(forms.Form)
@cms_page
def undo_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a synonym off again; it is not deleted, as no synonym is (`docs/editor.md`).

    Raises:
        PermissionDenied: this person may not keep synonyms.
    """
    if not may_keep(request.user):
        raise PermissionDenied
    synonym = get_object_or_404(Synonym, pk=pk)
    if request.method == "POST":
        _use(synonym, in_use=False)
        log(synonym, "wagtail.edit", user=request.user)
        knowledge.SYNONYMS.forget()
        messages.success(request, gettext("เลิกใช้คำพ้องแล้ว: %(synonym)s") % {"synonym": synonym})
    return redirect("wagtailadmin_home")


def _use(synonym: Synonym, *, in_use: bool) -> None:
    synonym.in_use = in_use
    synonym.save(update_fields=["in_use"])
