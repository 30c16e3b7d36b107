"""A word to editors about letters that cannot be printed, while the draft can still be changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.letters.drawing.coverage import in_words, missing_letters


def tell_of_letters_without_glyph(request: HttpRequest, page: Page) -> None:
    """Warn the editor, with the draft already, when a page that is also a paper has letters that no typeface has.

    Page models say with `is_printed = True` that they are drawn as PDF too.

    Args:
        request: of the editor; the warning stands on the next page that they see.
        page: as it was just stored.
    """
    if not getattr(page.specific_class, "is_printed", False):
        return
    letters = missing_letters("".join(_texts(page.serializable_data())))
    if letters:
        messages.warning(request, _sentence(letters))


def validate_printable(text: str) -> None:
    """Refuse a text of a form that publishes for good and is printed: nobody could change it after a warning.

    Raises:
        ValidationError: some of its letters no typeface has; code "letters".
    """
    if letters := missing_letters(text):
        raise ValidationError(_sentence(letters), code="letters")


def _sentence(letters: str) -> str:
    words = _("ตัวอักษรเหล่านี้จะไม่ปรากฏในไฟล์ PDF ของหน้านี้ เพราะไม่มีแบบอักษร: %(letters)s เปลี่ยนหรือลบก่อนเผยแพร่")
    return words % {"letters": in_words(letters)}


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
