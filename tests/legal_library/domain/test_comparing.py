"""Two texts compared: digits and blanks are no amendment, and what is shown is the original (issue 11, 5; library.md idea 14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_library.domain.comparing import Fate, differences, is_same
from legal_library.reading.marked import MarkedPassage


def passage(anchor: str, text: str, heading: str = "") -> MarkedPassage:
    return MarkedPassage(anchor, f"มาตรา {anchor}", 1, heading, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("มาตรา ๕ ให้จ่าย ๑๐๐ บาท", "มาตรา 5 ให้จ่าย 100 บาท"),
        ("ให้ช่วยเหลือ  ประชาชน", "ให้ช่วยเหลือประชาชน"),
        ("สํานักงาน", "สำนักงาน"),
        ("ก\nข", "ก ข"),
    ],
)
def test_spelling_of_digits_blanks_and_damaged_vowels_is_no_change(old: str, new: str) -> None:
    assert is_same([passage("m5", old)], [passage("m5", new)])
    assert differences([passage("m5", old)], [passage("m5", new)]) == []


def test_only_the_words_that_changed_are_marked_and_both_are_printed_as_they_stand() -> None:
    old, new = "ให้จ่ายเงินไม่เกิน ๑๐๐ บาทต่อวัน", "ให้จ่ายเงินไม่เกิน 200 บาทต่อวัน"
    (row,) = differences([passage("m5", old)], [passage("m5", new)])
    assert row.fate is Fate.CHANGED
    assert ("".join(span.text for span in row.before), "".join(span.text for span in row.after)) == (old, new)
    assert [span.text.strip() for span in row.before if span.is_changed] == ["๑๐๐"]
    assert [span.text.strip() for span in row.after if span.is_changed] == ["200"]


def test_added_and_removed_passages_stand_in_their_place() -> None:
    old = [passage("m1", "หนึ่ง"), passage("m2", "สอง"), passage("m3", "สาม"), passage("m9", "เก้า")]
    new = [passage("m1", "หนึ่ง"), passage("m2-1", "ใหม่"), passage("m3", "แก้")]
    found = [(row.anchor, row.fate) for row in differences(old, new)]
    assert found == [("m2-1", Fate.ADDED), ("m2", Fate.REMOVED), ("m3", Fate.CHANGED), ("m9", Fate.REMOVED)]


def test_a_heading_belongs_to_the_words() -> None:
    assert differences([passage("p", "ก", "หมวด ๑")], [passage("p", "ก", "หมวด ๒")])


def test_a_huge_passage_is_shown_as_a_whole() -> None:
    old, new = "มาตรา " * 3000, "หมวด " * 3000
    (row,) = differences([passage("m1", old)], [passage("m1", new)])
    assert len(row.before) == len(row.after) == 1


@given(st.text("กขค ๑1\n", max_size=40), st.text("กขค ๑1\n", max_size=40))
def test_no_letter_of_either_text_is_lost(old: str, new: str) -> None:
    for row in differences([passage("m1", old)], [passage("m1", new)]):
        assert "".join(span.text for span in row.before) == old
        assert "".join(span.text for span in row.after) == new


def test_a_text_differs_from_itself_in_nothing() -> None:
    rows = [passage("m1", "หนึ่ง"), passage("m2", "สอง")]
    assert differences(rows, rows) == []
