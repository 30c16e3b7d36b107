"""What WCAG 2.2 asks of papers, template by template (docs/accessibility.md, letter Q); what the file itself carries: drawing/test_render."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.helpers import SENSES

PAPERS = sorted(
    path
    for path in (settings.BASE_DIR / "templates" / "letters").glob("*.html")
    if "<html" in path.read_text(encoding="utf-8")
)
SHEETS = sorted((settings.BASE_DIR / "static" / "css" / "letters").glob("*.css"))
INK = re.compile(r"(?<![-\w])color:\s*(#[0-9a-fA-F]{6})")
DRAWN = re.compile(r"\.(?:bar|track|now|line)\b[^{]*{[^}]*?background(?:-color)?:\s*(#[0-9a-fA-F]{6})")
URGENT = {"#d00000"}
"""The urgency of an official letter is red, and a word (regulation on correspondence B.E. 2526, form 1)."""
PICTURES = ("asset/qr", "asset/emblem")
"""What stands as a picture in a paper: codes, which have their address in words beside them, and the garuda."""


def read(path: Path) -> str:
    return re.sub(
        r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.S
    )


def contrast(one: str, other: str = "#ffffff") -> float:
    """Contrast of two colors (WCAG 2.2)."""

    def light(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_a_paper_has_a_language_a_title_and_one_first_heading(paper: Path) -> None:
    """2.4.1, 2.4.2, 2.4.6, 3.1.1: a reader jumps by headings, the first of which says what this is."""
    text = read(paper)
    assert re.search(r'<html lang="(?:th|{{)', text)
    assert re.search(r"<title>\s*\S", text)
    assert text.count("<h1") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert all(later <= before + 1 for before, later in zip(levels, levels[1:], strict=False)), (
        "no level is jumped"
    )


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_words_are_words_and_every_picture_says_what_it_is(paper: Path) -> None:
    """1.1.1, 1.4.5, 2.4.3, 2.4.4, 3.2.4: one name for one thing, no pictures of words; no links, and nothing that takes the focus."""
    text = read(paper)
    for picture in re.findall(r"<img[^>]*>", text, re.S):
        assert re.search(r'src="([^"{]*)', picture)[1].rstrip("-") in PICTURES, picture
        alt = re.search(r'alt="(?:{% blocktranslate trimmed %})?([^"]{3,})', picture)
        assert alt and alt[1].startswith("คิวอาร์โค้ดของ" if "asset/qr" in picture else "ตราครุฑ"), picture
    assert not re.search(r"<(?:a|input|button|select|textarea)\b", text)
    for table in re.findall(r"<table.*?</table>", text, re.S):
        assert "<th" in table, "a table has headings"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_no_words_that_need_eyes_and_no_other_language_in_a_thai_paper(paper: Path) -> None:
    """1.3.3, 3.1.2: Latin letters stand in Thai papers as short names only (OSCC, PDF), which need no mark."""
    text = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', " ", read(paper), flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}|<!doctype[^>]*>|<[^>]*>", " ", text, flags=re.S)
    assert not SENSES.search(text)
    assert not re.search(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}", text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_what_is_written_and_drawn_can_be_told_from_the_paper(sheet: Path) -> None:
    """1.4.1, 1.4.3, 1.4.11: words 4.5 to 1, bars 3 to 1; no difference is told by color alone."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
    for rule in re.findall(r"{([^{}]*)}", text):
        if "z-index: -1" in rule:
            continue  # a mark behind the words, which say the same
        ground = re.search(r"background(?:-color)?:\s*(#[0-9a-fA-F]{6})", rule)
        for ink in INK.findall(rule):
            assert contrast(ink, ground[1] if ground else "#ffffff") >= 4.5, f"{ink} in {sheet.name}"
    for color in DRAWN.findall(text):
        assert contrast(color) >= 3, f"{color} in {sheet.name}"
    inks = {color.lower() for color in INK.findall(text)}
    assert not {color for color in inks if _is_red_or_green(color)} - URGENT, (
        "a paper is often printed in black"
    )


def _is_red_or_green(color: str) -> bool:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return red > 1.6 * max(green, blue) or green > 1.6 * max(red, blue)


def test_the_bars_of_the_report_are_among_what_was_measured() -> None:
    """Or the test above would look at nothing."""
    text = (settings.BASE_DIR / "static" / "css" / "letters" / "report.css").read_text(encoding="utf-8")
    assert DRAWN.search(text) and INK.search(text)
