"""Marks and excerpts: nothing is lost, nothing is torn apart, nothing reaches the page unescaped."""

from __future__ import annotations

import html
import time
import unicodedata

import pytest
from django.template import Context, Template
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.search.engine import analysis
from portal.search.site.highlight import EXCERPT, Piece, has_marks, mark
from portal.search.templatetags.search import pieces
from portal.thai.text import repair

LONG = "ก่อนหน้านี้มีเรื่องอื่น " * 60 + "ผู้ประสบภัยขอรับเงินช่วยเหลือน้ำท่วมได้ที่เทศบาล " + "ตามหลังมีเรื่องอื่น " * 60


def joined(parts: list[Piece]) -> str:
    return "".join(part.text for part in parts)


def marked(parts: list[Piece]) -> list[str]:
    return [part.text for part in parts if part.marked]


def assert_whole_clusters(parts: list[Piece]) -> None:
    """Say that no piece begins with a sign that is drawn on the letter before it."""
    for before, part in zip(parts, parts[1:], strict=False):
        if before.text.strip(" …"):
            first = part.text[:1]
            assert unicodedata.category(first) != "Mn", (before.text, part.text)
            assert first != "\u0e33", (before.text, part.text)


def test_a_found_word_is_marked_where_it_stands() -> None:
    parts = mark("เงินช่วยเหลือน้ำท่วม", ["น้ำท่วม"])
    assert marked(parts) == ["น้ำท่วม"]
    assert joined(parts) == "เงินช่วยเหลือน้ำท่วม"


def test_every_occurrence_is_marked() -> None:
    assert marked(mark("ถนน สะพาน ถนน และถนน", ["ถนน"])) == ["ถนน"] * 3


def test_text_is_shown_as_it_is_written_though_it_is_found_folded() -> None:
    parts = mark("หนังสือ ว ๑๙๑๘ ของ OSCC", ["1918", "oscc"])
    assert marked(parts) == ["๑๙๑๘", "OSCC"]
    assert joined(parts) == "หนังสือ ว ๑๙๑๘ ของ OSCC"


def test_blanks_and_line_ends_become_one_blank() -> None:
    assert joined(mark("หนึ่ง\n\n  สอง\t สาม ", [])) == "หนึ่ง สอง สาม"


def test_damaged_thai_is_repaired_before_it_is_shown() -> None:
    parts = mark("นํ้าท่วมเเล้ว", ["น้ำท่วม"])
    assert marked(parts) == ["น้ำท่วม"]
    assert joined(parts) == "น้ำท่วมแล้ว"


@pytest.mark.parametrize("word", ["ที่", "ของ", "การ", "และ", "ๆ", "ก"])
def test_words_that_are_everywhere_are_not_marked(word: str) -> None:
    assert not has_marks(mark(f"ประกาศ{word}ประชาชน", [word]))


def test_a_phrase_is_marked_as_a_whole_even_with_common_words_in_it() -> None:
    assert marked(mark("ให้เทศบาลมีหน้าที่ของตน", [], ["หน้าที่ของ"])) == ["หน้าที่ของ"]


def test_overlapping_finds_give_one_mark() -> None:
    parts = mark("ศูนย์ช่วยเหลือสังคม", ["ศูนย์", "ช่วยเหลือ", "สังคม"], ["ศูนย์ช่วยเหลือสังคม"])
    assert marked(parts) == ["ศูนย์ช่วยเหลือสังคม"]


def test_nothing_found_gives_the_beginning() -> None:
    parts = mark(LONG, ["ทุเรียน"])
    assert not has_marks(parts)
    assert joined(parts).startswith("ก่อนหน้านี้")
    assert joined(parts).endswith(" …")


def test_empty_text_gives_no_piece() -> None:
    assert mark("", ["น้ำ"]) == []
    assert mark("  \n", ["น้ำ"]) == []


def test_the_excerpt_holds_most_different_words() -> None:
    text = "น้ำท่วม " * 3 + "เรื่องอื่น " * 80 + "น้ำท่วมเทศบาลช่วยเหลือ" + " เรื่องอื่น" * 80
    assert set(marked(mark(text, ["น้ำท่วม", "เทศบาล", "ช่วยเหลือ"]))) == {"น้ำท่วม", "เทศบาล", "ช่วยเหลือ"}


def test_a_short_text_is_shown_whole() -> None:
    parts = mark("ก" * EXCERPT, [])
    assert joined(parts) == "ก" * EXCERPT


@pytest.mark.parametrize("length", [60, 100, 260, 400])
def test_no_excerpt_is_longer_than_asked(length: int) -> None:
    shown = joined(mark(LONG, ["ช่วยเหลือ"], length=length))
    assert len(shown) <= length + len("… ") + len(" …")
    assert "ช่วยเหลือ" in shown


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("โครงการช่วยเหลือประชาชน", "ช่วยเหล", "ช่วยเหลื"),
        ("ประชาสัมพันธ์", "ประชาสัมพ", "ประชาสัมพั"),
        ("งานบริการน้ำดื่ม", "บริการน", "บริการน้ำ"),
        ("แจ้งความต้องการ", "แจ้งความต", "แจ้งความต้"),
    ],
)
def test_a_mark_never_ends_inside_of_a_cluster(text: str, word: str, found: str) -> None:
    """`<mark>ช่วยเหล</mark>ือ` tears the vowel from its consonant: browsers draw a dotted circle."""
    parts = mark(text, [word])
    assert marked(parts) == [found]
    assert joined(parts) == text


@pytest.mark.parametrize("phrase", ["้ำท่วม", "ี่ดิน", "ำนักงาน"])
def test_a_mark_never_begins_inside_of_a_cluster(phrase: str) -> None:
    parts = mark("น้ำท่วมที่ดินของสำนักงาน", [], [phrase])
    assert has_marks(parts)
    assert_whole_clusters(parts)


def test_wherever_a_long_run_is_cut_its_clusters_stay_whole() -> None:
    run = "ที่นั่นมีผู้รู้ว่าเนื้อที่ทั้งสิ้นนี้เพิ่มขึ้น" * 30
    for length in range(40, 90):
        for word in ("ผู้รู้", "ทั้งสิ้น", "ทุเรียน"):
            assert_whole_clusters(mark(run, [word], length=length))


def test_rare_letters_that_grow_when_folded_cost_the_marks_and_nothing_else() -> None:
    text = "Straße ถนน " * 60
    parts = mark(text, ["ถนน"])
    assert not has_marks(parts)
    assert joined(parts).startswith("Straße ถนน")
    assert joined(parts).endswith("…")
    assert len(joined(parts)) <= EXCERPT + 1


def test_a_passage_of_thousands_of_finds_takes_no_time() -> None:
    text = "เทศบาล ถนน " * 4000
    began = time.process_time()
    parts = mark(text, ["เทศบาล", "ถนน"])
    assert has_marks(parts)
    assert time.process_time() - began < 2.0


THAI = st.text(alphabet="กขคนมรสหอเแโไใะาำิีึืุูั็่้๊๋์ๆฯ๑๒12 abcXYZ.,-/()<>&\"'", max_size=400)


@settings(max_examples=200)
@given(text=THAI, words=st.lists(THAI.map(lambda part: part[:8]), max_size=4), length=st.integers(20, 300))
@example(text="น้ำ" * 40, words=["น้"], length=30)
def test_whatever_is_marked_nothing_is_lost_or_torn(text: str, words: list[str], length: int) -> None:
    parts = mark(text, [analysis.fold(word) for word in words], length=length)
    shown = " ".join(repair(text).split())
    middle = joined([part for part in parts if part.text not in ("… ", " …")])
    assert middle.rstrip("…") in shown or middle in shown
    if len(shown) <= length:
        assert middle == shown
    assert_whole_clusters(parts)
    assert all(part.text for part in parts)


@settings(max_examples=100)
@given(text=THAI, cut=st.integers(0, 390), size=st.integers(4, 12))
def test_what_stands_in_the_text_is_marked(text: str, cut: int, size: int) -> None:
    folded = analysis.fold(text)
    part = folded[cut : cut + size]
    if len(part) < 4 or part != part.strip():
        return
    assert has_marks(mark(text, [], [part], length=1000))


@settings(max_examples=150)
@given(st.lists(st.builds(Piece, st.text(max_size=30), st.booleans()), max_size=6))
def test_pieces_are_escaped_whatever_they_hold(parts: list[Piece]) -> None:
    written = str(pieces(parts))
    bare = written.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
    assert html.unescape(bare) == joined(parts)
    assert written.count("<mark>") == written.count("</mark>") == len(marked(parts))


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</mark><b>",
        "&lt;b&gt;",
        "\"' onmouseover='x",
        "{{ found }}{% load x %}",
    ],
)
def test_html_in_documents_and_queries_stays_text(evil: str) -> None:
    parts = mark(f"เทศบาล {evil} ถนน", ["เทศบาล", *analysis.tokens(evil)], [analysis.fold(evil)])
    written = Template("{% load search %}{% pieces parts %}").render(Context({"parts": parts}))
    assert html.unescape(written.replace("<mark>", "").replace("</mark>", "")) == f"เทศบาล {evil} ถนน"
    assert "<script" not in written
    assert "<img" not in written
    assert "<b>" not in written
