"""Tags of the results page: `{% load search %}`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from portal.search.models import IndexedDocument
from portal.search.site import presentation
from portal.search.site.find import Found, Result
from portal.search.site.highlight import Piece
from portal.search.site.similar import Similar
from portal.web.language import is_english

register = template.Library()


@register.simple_tag
def pieces(parts: Iterable[Piece]) -> SafeString:
    """Write pieces of text, the found ones in `<mark>`; everything is escaped."""
    opening, closing = mark_safe("<mark>"), mark_safe("</mark>")  # noqa: S308  # constants
    return format_html_join(
        "",
        "{}{}{}",
        ((opening, part.text, closing) if part.marked else ("", part.text, "") for part in parts),
    )


@register.filter
def in_language(path: str) -> str:
    """The address of a document in the reader's language."""
    return presentation.in_language(path)


@register.simple_tag
def kind_name(document: IndexedDocument | Similar) -> str:
    """Name of the kind in the reader's language; the Thai label is its msgid."""
    return presentation.kind_name(document.kind, document.kind_label, document.kind_en)


@register.simple_tag
def lang_of(document: IndexedDocument, name: str = "title") -> SafeString:
    """Attribute for the element that shows a name of the document: says so when it is Thai on an English page."""
    in_thai = is_english() and not getattr(document, f"{name}_en")
    return mark_safe(' lang="th"') if in_thai else mark_safe("")  # noqa: S308  # constants


@register.simple_tag
def status_line(document: IndexedDocument) -> SafeString:
    """The legal status as a component."""
    words = presentation.status_name(document.status_label, document.status_en)
    return render_to_string(
        "components/status.html", {"text": words, "tone": presentation.tone(document.status)}
    )


@register.simple_tag
def result_count(total: int) -> str:
    """The number of results in words."""
    if not total:
        return gettext("ไม่พบเอกสารที่ตรงกับคำค้น")
    return ngettext("พบ %(n)s เรื่อง", "พบ %(n)s เรื่อง", total) % {"n": f"{total:,}"}


@register.simple_tag
def click_url(found: Found, result: Result) -> str:
    """Where the browser reports that a result was opened: query and rank, nothing about the person."""
    return f"{reverse('search:click')}?{urlencode({'q': found.analysis.raw, 'rank': result.rank})}"
