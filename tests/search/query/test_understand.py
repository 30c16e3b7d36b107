"""What a typed query means; no index is needed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.query import layout
from portal.search.query.abbreviations import other_forms, write_out
from portal.search.query.plan import MATCH_FLOOR, make_plan
from portal.search.query.understand import MOST_WORDS, understand
from portal.search.query.years import find_years, spell_buddhist


class Knows:
    """Knowledge of a few words."""

    def __init__(self, *words: str, synonyms: list[tuple[str, str]] | None = None) -> None:
        self._words = set(words)
        self._synonyms = synonyms or []

    def knows(self, word: str) -> bool:
        return word in self._words

    def synonyms(self) -> list[tuple[str, str]]:
        return self._synonyms


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("มท ๐๘๙๑.๓/ว ๑๙๑๘", "มท 0891.3/ว 1918"),
        ("ด่วนที่สุด ที่ มท 0891.3/ว1918", "มท 0891.3/ว 1918"),
        ("ว1918", "ว 1918"),
        ("ว.๑๙๑๘", "ว 1918"),
        ("1918", "1918"),
        ("หนังสือ ว 1918", "ว 1918"),
        ("มท 0891.3 ว 1918 ลงวันที่ 9 ก.ย. 2556", "มท 0891.3/ว 1918"),
    ],
)
def test_references_are_recognized(typed: str, normal: str) -> None:
    assert [reference.normal for reference in understand(typed).references] == [normal]


@pytest.mark.parametrize("typed", ["เทศบาล", "พระราชบัญญัติเทศบาล พ.ศ. 2496", "มาตรา 12", "เด็ก 3 คน"])
def test_ordinary_text_holds_no_reference(typed: str) -> None:
    assert understand(typed).references == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("พ.ศ. 2560", (2560,)),
        ("พ.ศ. ๒๕๖๐", (2560,)),
        ("พุทธศักราช 2485", (2485,)),
        ("ค.ศ. 2017", (2560,)),
        ("ปี 60", (2560,)),
        ("2560 และ 2017 และ 2561", (2560, 2561)),
        ("มาตรา 3012", ()),
        ("0891.2560", ()),
    ],
)
def test_years_of_either_era(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


def test_years_are_searched_as_laws_write_them() -> None:
    assert spell_buddhist("ประกันสังคม ค.ศ. 1990") == "ประกันสังคม พ.ศ. 2533"
    assert spell_buddhist("ประกันสังคม 1990") == "ประกันสังคม 2533"
    assert spell_buddhist("ประกันสังคม พ.ศ. 2533") == "ประกันสังคม พ.ศ. 2533"


@pytest.mark.parametrize("typed", ["พ.ร.บ.เทศบาล", "พรบ.เทศบาล", "พรบ เทศบาล", "พรบเทศบาล", "พ.ร.บ. เทศบาล"])
def test_abbreviations_that_documents_write_out_are_written_out(typed: str) -> None:
    assert write_out(typed).split() == ["พระราชบัญญัติ", "เทศบาล"]


def test_other_abbreviations_are_searched_both_ways() -> None:
    assert ("อบต.", "องค์การบริหารส่วนตำบล") in other_forms("เงินช่วยเหลือ อบต")
    assert ("องค์การบริหารส่วนตำบล", "อบต") in other_forms("องค์การบริหารส่วนตำบลคลองท่อม")
    assert other_forms("สถานที่กลาง") == []


def test_editors_synonyms_widen_a_query() -> None:
    found = understand("เงินผู้ประสบภัย", Knows(synonyms=[("ผู้ประสบภัย", "น้ำท่วม")]))
    assert ("น้ำท่วม",) in found.expansions


@pytest.mark.parametrize("word", ["สวัสดี", "เทศบาล", "ขอความช่วยเหลือ", "ศูนย์ปฏิบัติการร่วม"])
def test_keys_of_the_wrong_layout_are_understood(word: str) -> None:
    typed = layout.to_english(word)
    assert layout.to_thai(typed) == word
    assert understand(typed).layout == word


@pytest.mark.parametrize("typed", ["OSCC", "one stop crisis center", "PDPA", "2556", "a"])
def test_english_that_the_index_knows_is_left_alone(typed: str) -> None:
    known = Knows("oscc", "one", "stop", "crisis", "center", "pdpa")
    assert understand(typed, known).layout == ""


def test_quotes_and_filters_are_taken_out() -> None:
    found = understand('kind:law "ศูนย์ ปฏิบัติการ" ปี:๒๕๖๐ น้ำท่วม เวลา:เช้า')
    assert found.filters == {"kind": ("law",), "year": ("2560",)}
    assert found.phrases == ("ศูนย์ ปฏิบัติการ",)
    assert "น้ำท่วม" in found.words
    assert "kind" not in found.text
    assert "เวลา:เช้า" in found.text


def test_short_queries_match_completely_and_long_ones_above_a_floor() -> None:
    assert make_plan(understand("เทศบาล")).floor == 0
    assert make_plan(understand("เทศบาลช่วยเหลือเด็กและสตรี")).floor == MATCH_FLOOR


@settings(max_examples=200)
@given(st.text(max_size=600))
def test_nothing_that_can_be_typed_raises_or_grows(text: str) -> None:
    found = understand(text)
    assert len(found.words) <= MOST_WORDS
    make_plan(found)
