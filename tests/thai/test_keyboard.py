"""Where a finger walks over the keys, on both layouts (ASVS 6.2.11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.keyboard import ENGLISH, THAI, TO_ENGLISH, TO_THAI, walks

ROWS = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"]
COLUMNS = ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/"]


def found(text: str, shortest: int = 4) -> set[str]:
    return {text[start:end] for start, end in walks(text, shortest=shortest)}


def test_both_layouts_have_the_same_keys() -> None:
    assert len(ENGLISH) == len(THAI) == 94
    assert len(set(ENGLISH)) == 94


@given(data=st.data(), row=st.sampled_from([*ROWS, *COLUMNS]))
def test_every_straight_walk_is_found_in_both_layouts_and_directions(data: st.DataObject, row: str) -> None:
    start = data.draw(st.integers(0, len(row) - 4))
    end = data.draw(st.integers(start + 4, len(row)))
    walk = row[start:end]
    shifted = "".join(ENGLISH[ENGLISH.index(key) + len(ENGLISH) // 2] for key in walk)
    for one in (walk, shifted):
        for typed in (one, one[::-1], one.translate(TO_THAI), one[::-1].translate(TO_THAI)):
            assert typed in found(typed), typed


@given(key=st.sampled_from(ENGLISH + THAI), times=st.integers(4, 20))
def test_staying_on_one_key_is_a_walk(key: str, times: int) -> None:
    assert key * times in found(key * times)


@pytest.mark.parametrize(
    "text", ["", "a", "correct horse battery", "ปลาว่ายทวนน้ำขึ้นเหนือ", "were", "ๆ", "日本語日本語"]
)
def test_ordinary_words_are_no_walks(text: str) -> None:
    assert not found(text)


def test_a_walk_is_found_inside_of_other_text_and_ends_where_it_turns() -> None:
    assert found("ab-qwerty!") >= {"qwerty"}
    assert found("qwertrewq") == {"qwert", "trewq"}
    assert found("qweasd", 3) == {"qwe", "asd"}


@given(st.text(max_size=60), st.integers(3, 6))
def test_walks_lie_inside_of_the_text_and_are_long_enough(text: str, shortest: int) -> None:
    for start, end in walks(text, shortest=shortest):
        assert 0 <= start < end <= len(text)
        assert end - start >= shortest


@given(st.text(st.sampled_from(ENGLISH)))
def test_the_layouts_are_each_others_way_back(text: str) -> None:
    assert text.translate(TO_THAI).translate(TO_ENGLISH) == text
