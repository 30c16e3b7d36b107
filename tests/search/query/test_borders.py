"""Synonyms stand at borders of words only, and the longest term speaks (S1.24)."""

from __future__ import annotations

import pytest

from portal.search.query.borders import Borders, longest
from portal.search.query.understand import Nothing, understand


class Synonyms(Nothing):
    """Knowledge of synonyms alone."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = list(pairs)

    def synonyms(self) -> list[tuple[str, str]]:
        return self._pairs


@pytest.mark.parametrize(
    ("term", "text", "stands"),
    [
        ("หมา", "หมากัด", True),
        ("หมา", "หมายเลขโทรศัพท์", False),
        ("ติดยา", "ลูกติดยา", True),
        ("แม่", "แม่น้ำ", False),
        ("ยา", "พยายาม", False),
        ("ไข้ป่า", "เป็นไข้ป่าหรือเปล่า", True),
        ("covid", "covid 19", True),
        ("cov", "covid", False),
        ("ส.ป.ก.", "ที่ดิน ส.ป.ก. ของพ่อ", True),
        ("น้ำ", "", False),
    ],
)
def test_a_term_stands_between_words_not_inside_of_one(term: str, text: str, stands: bool) -> None:
    assert bool(list(Borders(text).places(term))) is stands


def test_a_term_inside_of_a_longer_one_is_silent() -> None:
    rows = [((0, 4), "ท้อง"), ((0, 8), "ท้องร่วง"), ((0, 8), "โรคระบาด"), ((9, 12), "เด็ก")]
    assert longest(rows) == ["ท้องร่วง", "โรคระบาด", "เด็ก"]


def test_a_synonym_of_dogs_says_nothing_of_numbers() -> None:
    knowledge = Synonyms(("หมา", "สุนัข"), ("หมาบ้า", "พิษสุนัขบ้า"))
    assert understand("หมายเลข", knowledge).meanings == ()
    assert understand("หมาหาย", knowledge).meanings == ("สุนัข",)
    assert understand("หมาบ้า", knowledge).meanings == ("พิษสุนัขบ้า",)


def test_what_danger_says_is_searched_too() -> None:
    found = understand("โดนผัวตี")
    assert found.danger is not None
    words = {word for form in found.expansions for word in form}
    assert "ทำร้าย" in words
    assert understand("น้ำท่วม").danger is None


def test_a_term_that_stands_a_thousand_times_is_looked_at_a_few_times() -> None:
    assert len(list(Borders("หมา " * 1000).places("หมา"))) <= 4
