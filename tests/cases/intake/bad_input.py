"""What people really put into a box, and how a test finds out what became of it (issue 12, "Bad input, field by field")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from django import forms
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse
from PIL import Image

from cases.intake.fields import clean_text
from portal.web.typed import input_names
from tests.files.samples import encoded, picture, speckled

WORDS = {
    "emoji": "ช่วยด้วย 😭👨‍👩‍👧‍👦🇹🇭",
    "Burmese": "ကူညီပါ ကျေးဇူးပြု၍",
    "ten thousand letters": "ย" * 10_000,
    "a pasted address": "นางสาวสมหญิง ใจดี\r\n12/3 หมู่ที่ 4\r\n\tต.อ่าวนาง อ.เมืองกระบี่\r\nจ.กระบี่ 81000",
    "two phones": "081-770-0199, 075-611-234 (ลูกสาว)",
    "signs of a terminal": "ท่วม\x00\x07\x1b[31m \u202eกลับ\u202c <b>หนา</b> {{ 7 }} ' \" \\ %s",
    "a heap of tone marks": "น้" + "\u0e49" * 40 + "ำ",
    "a number without end": "9" * 5_000,
    "nothing but blanks": " \u00a0\u200b ",
}
"""By what each is; all in one box each. Ten thousand letters are as long as the longest box, and too long for the others."""

_NO_WORDS = (forms.CheckboxInput, forms.widgets.ChoiceWidget, forms.FileInput, forms.HiddenInput)
# The portal writes numbers in its one spelling and takes blanks out of addresses; a letter may not vanish.
_SPELLING = re.compile(r"[\s\u200b\-]+")
_MOST_ROWS = 50


def takes_words(field: forms.Field) -> bool:
    """Say whether somebody types into it."""
    return not isinstance(field.widget, _NO_WORDS)


def boxes(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Yield field and input for each box of a form that takes words: a date of birth has three."""
    for name, field in form.fields.items():
        if takes_words(field):
            yield from ((name, box) for box in input_names(name, field))


def marked(words: str, number: int) -> str:
    """Return words that are known again among those of other boxes: a number before and after them."""
    return words if not words.strip() or words.isdigit() else f"{number}ก {words} {number}ฮ"


def kept(words: str) -> str:
    """Return what has to arrive of words, in a spelling by which they are found."""
    return _SPELLING.sub("", clean_text(words, lines=True)).casefold()


def stored() -> str:
    """Return everything that the rooms of cases and alerts hold in words, sealed columns opened."""
    return "\n".join(_SPELLING.sub("", words).casefold() for words in _columns(_rows()))


def _rows() -> Iterator[Model]:
    for model in apps.get_models():
        if model.__module__.startswith(("cases.", "portal.alerts.")) and _has_rows(model):
            found = list(model._default_manager.all()[: _MOST_ROWS + 1])
            # What has more rows than that is no request but what it is found by.
            yield from found if len(found) <= _MOST_ROWS else ()


def _has_rows(model: type[Model]) -> bool:
    """Say whether there is anything to open: composing a query for each of a hundred empty tables takes longer than the page."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(model._meta.db_table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def _columns(rows: Iterable[Model]) -> Iterator[str]:
    for row in rows:
        for column in row._meta.concrete_fields:
            value = getattr(row, column.attname)
            if isinstance(value, (str, list, dict)):
                yield value if isinstance(value, str) else repr(value)


def given_back(response: HttpResponse, box: str, action: str = "") -> str | None:
    """Return what stands in a box of a page; None where the page has no such box.

    Args:
        response: the page.
        box: name of the input.
        action: address to which its form is sent, where a page has several.
    """
    form = f'form[action="{action}"]' if action else "main"
    control = _soup(response).select_one(f'{form} [name="{box}"]')
    if control is None:
        return None
    text = control.get_text() if control.name == "textarea" else str(control.get("value", ""))
    return text.removeprefix("\n")


def complaints(response: HttpResponse, name: str) -> str:
    """Return what a page says at a field; "" for nothing."""
    page = _soup(response)
    found = page.select(f'main [id$="{name}_error"]')
    return " ".join(" ".join(one.get_text(" ").split()) for one in found)


def _soup(response: HttpResponse) -> BeautifulSoup:
    """Return a page as a tree, parsed once: every box of a page is looked at."""
    if not hasattr(response, "parsed"):
        response.parsed = BeautifulSoup(response.content.decode(), "html.parser")  # type: ignore[attr-defined]
    parsed: BeautifulSoup = response.parsed  # type: ignore[attr-defined]
    return parsed


def same(typed: str, shown: str | None) -> bool:
    """Say whether a page gives back what was typed; HTML carries neither NUL nor a difference between line ends."""

    def plain(text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("\ufffd", "")

    return shown is not None and plain(typed) == plain(shown)


def photographs() -> dict[str, tuple[str, bytes]]:
    """Return name and content of photos as phones, cameras, scanners and programs make them, by what each is."""
    jpeg = picture()
    return {
        "JPEG": ("a.jpg", jpeg),
        "JPEG of a printer's colors": ("cmyk.jpg", picture(mode="CMYK")),
        "JPEG in gray": ("gray.jpg", picture(mode="L")),
        "JPEG without its end": ("cut.jpg", encoded(speckled((400, 300)), "JPEG")[:9_000]),
        "JPEG named as PNG": ("a.png", jpeg),
        "JPEG without a name's end": ("IMG_0001", jpeg),
        "JPEG with an emoji for a name": ("😭" * 90 + ".jpg", jpeg),
        "PNG with holes": ("holes.png", picture("PNG", mode="RGBA")),
        "PNG with a palette": ("palette.png", picture("PNG", mode="P")),
        "PNG of sixteen bits": ("deep.png", encoded(Image.new("I;16", (64, 48), 30_000), "PNG")),
        "WebP": ("a.webp", picture("WEBP")),
        "GIF": ("a.gif", picture("GIF", mode="P")),
        "TIFF": ("scan.tif", picture("TIFF")),
        "BMP": ("a.bmp", picture("BMP")),
        "one dot": ("dot.jpg", picture(size=(1, 1))),
        "a long strip": ("strip.png", picture("PNG", size=(1, 9_000))),
        "HEIC of which only the head is there": (
            "IMG_0002.HEIC",
            b"\x00\x00\x00\x18ftypheic" + b"\x00" * 300,
        ),
        "a film": ("clip.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 300),
        "nothing": ("empty.jpg", b""),
        "a drawing with a program": (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        ),
    }
