"""The screen of the full text: `/cms/library/<number of the page>/text/`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from legal_library.domain.texts import compare
from legal_library.editing.texts import (
    TextForm,
    as_text,
    part_of,
    parts_of,
    replaced,
    store_text,
)
from legal_library.models import DocumentPage
from legal_library.models.storing import passages_of
from portal.letters.telling import tell_of_letters_without_glyph
from portal.thai.digits import to_arabic
from portal.web.access import cms_page
from portal.web.typed import takes_words

PREVIEWED = 2000
"""Passages that a preview lists; the counts above it are of all."""


def _editable(request: HttpRequest, pk: int) -> DocumentPage:
    """Return the newest version of a document that this editor may change.

    Raises:
        Http404: there is none.
        PermissionDenied: this editor may not, or somebody has locked it.
    """
    page = get_object_or_404(DocumentPage, pk=pk)
    may = page.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked():
        raise PermissionDenied
    return page.get_latest_revision_as_object()


def _part_number(request: HttpRequest) -> int | None:
    written = to_arabic(request.GET.get("part") or "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else None


@takes_words(TextForm)
@cms_page
def text_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text of a document or a part of it; look at how a new one is cut; store it as a draft."""
    page = _editable(request, pk)
    old = passages_of(page)
    part = part_of(len(old), _part_number(request))
    base = str(page.latest_revision_id or "")
    shown: dict[str, Any] = {}
    if request.method == "POST":
        form = TextForm(request.POST, request.FILES)
        if form.is_valid():
            new = replaced(old, part, form.passages)
            if form.cleaned_data["base"] != base:
                form.add_error(None, _("มีคนแก้เอกสารนี้ระหว่างที่คุณแก้ ข้อความของคุณยังอยู่ด้านล่าง เปิดหน้านี้ใหม่แล้วใส่อีกครั้ง"))
            elif "save" in request.POST:
                store_text(page=page, passages=new, user=request.user)
                tell_of_letters_without_glyph(request, page)
                messages.success(request, _("เก็บข้อความเป็นฉบับร่างแล้ว ตรวจแล้วกดเผยแพร่ในหน้าแก้ไข"))
                return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            else:
                mine = new[part.start : len(new) - (part.total - part.end)]
                shown = {"preview": mine[:PREVIEWED], "change": compare(new, old)}
                form = TextForm(initial={"text": as_text(mine), "base": base})
    else:
        form = TextForm(initial={"text": as_text(old[part.start : part.end]), "base": base})
    context = {"document": page, "form": form, "part": part, "parts": parts_of(len(old)), **shown}
    return TemplateResponse(request, "legal_library/cms/text.html", context)
