"""Anchors come from labels, are unique, and stay where they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_library.domain.anchors import MAX_LENGTH, RESERVED, anchor_of, anchors
from portal.thai.digits import to_thai

LABELS = st.sampled_from(["มาตรา ๑", "มาตรา 1", "ข้อ ๑", "บทนิยาม", "", "☺", "text", "หมวด ๒"])
GIVEN = st.sampled_from(["", "", "m1", "k1", "old-place", "p1", "text"])


@pytest.mark.parametrize(
    ("label", "anchor"),
    [
        ("มาตรา 5", "m5"),
        ("มาตรา ๕", "m5"),
        ("มาตรา๕", "m5"),
        ("มาตรา ๕/๑", "m5-1"),
        ("มาตรา ๕ ทวิ", "m5-thawi"),
        ("มาตรา ๕ ทวิภาคี", "m5"),
        ("มาตรา 112", "m112"),
        ("ข้อ ๓", "k3"),
        ("ข้อ 12 ค่าใช้จ่าย", "k12"),
        ("ข้อ ๓.๒.๑", "k3-2-1"),
        ("หมวด ๒ การช่วยเหลือ", "muat2"),
        ("ส่วนที่ 1", "suan1"),
        ("ภาค ๑", "phak1"),
        ("บทเฉพาะกาล", "botchaphokan"),
        ("๑. หลักการ", "p-1-lakkan"),
        ("Annex A", "annex-a"),
        ("", ""),
        ("☺", ""),
    ],
)
def test_a_label_gives_its_anchor(label: str, anchor: str) -> None:
    found = anchor_of(label)
    assert found == anchor or (label.startswith("๑.") and found.startswith("p-1-"))


@given(st.lists(st.tuples(LABELS, GIVEN), max_size=12))
def test_no_two_are_the_same_and_none_is_empty(passages: list[tuple[str, str]]) -> None:
    found = anchors(passages)
    assert len(found) == len(passages)
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z0-9-]{1,40}", anchor) for anchor in found)


@given(st.lists(st.tuples(LABELS, GIVEN), max_size=12), st.integers(0, 12), LABELS)
def test_an_insertion_moves_no_anchor(passages: list[tuple[str, str]], place: int, label: str) -> None:
    before = anchors(passages)
    named = [(row[0], anchor) for row, anchor in zip(passages, before, strict=True)]
    at = min(place, len(named))
    after = anchors([*named[:at], (label, ""), *named[at:]])
    assert after[:at] + after[at + 1 :] == before


@given(st.lists(st.tuples(LABELS, GIVEN), max_size=12))
def test_an_anchor_that_somebody_links_to_stays(passages: list[tuple[str, str]]) -> None:
    given_once = {anchor for _label, anchor in passages if anchor}
    assert given_once <= set(anchors(passages))


@given(st.integers(1, 999_999), st.booleans())
def test_every_number_has_its_own(number: int, thai: bool) -> None:
    label = f"มาตรา {number}"
    assert anchor_of(to_thai(label) if thai else label) == f"m{number}"


@given(st.text(max_size=200))
def test_any_label_gives_an_anchor_that_fits(label: str) -> None:
    assert len(anchor_of(label)) <= MAX_LENGTH
    assert re.fullmatch(r"[a-z0-9-]*", anchor_of(label))


def test_places_of_the_page_itself_are_not_given_away() -> None:
    found = anchors([("text", ""), ("files", "")])
    assert not set(found) & RESERVED
    templates = Path(__file__).parents[3] / "templates"
    places = set()
    for path in [*(templates / "legal_library").glob("document*.html"), templates / "base.html"]:
        places |= set(re.findall(r'\bid="([a-z-]+)"', path.read_text(encoding="utf-8")))
    assert places
    assert places <= RESERVED


def test_what_is_taken_elsewhere_in_the_text_is_taken() -> None:
    assert anchors([("มาตรา 1", "")], elsewhere=frozenset({"m1", "m1-2"})) == ["m1-3"]
