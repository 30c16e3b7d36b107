"""What papers add to Wagtail's back-office: a word about letters that cannot be printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from portal.letters.drawing.coverage import in_words, missing_letters


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_letters_without_glyph(request: HttpRequest, page: Page) -> None:
    """Warn the editor, with the draft already, when a page that is also a paper has letters that no typeface has.

    Page models say with `is_printed = True` that they are drawn as PDF too.
    """
    if not getattr(page.specific_class, "is_printed", False):
        return
    letters = missing_letters("".join(_texts(page.serializable_data())))
    if letters:
        words = _("ตัวอักษรเหล่านี้จะไม่ปรากฏในไฟล์ PDF ของหน้านี้ เพราะไม่มีแบบอักษร: %(letters)s เปลี่ยนหรือลบก่อนเผยแพร่")
        messages.warning(request, words % {"letters": in_words(letters)})


def _texts(value: Any) -> Iterator[str]:
    """Give every text of a page; blocks are kept as JSON in a text."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        if value[:1] in ("[", "{"):
            try:
                yield from _texts(json.loads(value))
                return
            except ValueError:
                pass
        yield value
