"""What a typed query means: filters in the box, quotes, numbers, synonyms; and the plan that is made of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.engine import analysis
from portal.search.query.plan import EXPANSION_WEIGHT, MATCH_FLOOR, make_plan
from portal.search.query.understand import MOST_WORDS, Nothing, QueryAnalysis, understand


class Synonyms(Nothing):
    """Knowledge of synonyms alone."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = list(pairs)

    def synonyms(self) -> list[tuple[str, str]]:
        return self._pairs


FILTERS = [
    ("kind:law", "kind", "law"),
    ("KIND:law", "kind", "law"),
    ("ประเภท:กฎหมาย", "kind", "กฎหมาย"),
    ("agency:กระทรวงมหาดไทย", "agency", "กระทรวงมหาดไทย"),
    ("หน่วยงาน:กระทรวงมหาดไทย", "agency", "กระทรวงมหาดไทย"),
    ('หน่วยงาน:"กรม ส่งเสริม"', "agency", "กรม ส่งเสริม"),
    ("topic:เด็ก", "topic", "เด็ก"),
    ("เรื่อง:เด็ก", "topic", "เด็ก"),
    ("status:in_force", "status", "in_force"),
    ("สถานะ:ใช้บังคับอยู่", "status", "ใช้บังคับอยู่"),
    ("year:2560", "year", "2560"),
    ("ปี:2560", "year", "2560"),
    ("ปี:๒๕๖๐", "year", "2560"),
    ("พ.ศ.:2560", "year", "2560"),
    ("year:2017", "year", "2560"),
]


@pytest.mark.parametrize(("typed", "name", "value"), FILTERS)
def test_filters_in_the_box_by_english_and_thai_names(typed: str, name: str, value: str) -> None:
    found = understand(f"{typed} น้ำท่วม")
    assert found.filters == {name: (value,)}
    assert found.words == ("น้ำท่วม",)
    assert found.box == "น้ำท่วม", "links carry the filter by themselves"


@pytest.mark.parametrize(("typed", "name", "value"), FILTERS)
def test_a_filter_may_stand_anywhere(typed: str, name: str, value: str) -> None:
    assert understand(f"น้ำท่วม {typed} เทศบาล").filters == {name: (value,)}
    assert understand(f"น้ำท่วม {typed}").filters == {name: (value,)}


@pytest.mark.parametrize(
    "typed", ["เวลา:เช้า", "http://krabi.go.th", "year:jam", "ปี:60", "kind:", ":law", "xkind:law", "12:30"]
)
def test_what_is_no_filter_stays_in_the_text(typed: str) -> None:
    found = understand(f"{typed} น้ำท่วม")
    assert found.filters == {}
    assert analysis.fold(typed) in found.text


def test_several_values_of_one_filter_and_several_filters() -> None:
    found = understand("kind:law kind:circular ปี:2560 น้ำท่วม")
    assert found.filters == {"kind": ("law", "circular"), "year": ("2560",)}


def test_a_filter_alone_leaves_nothing_to_search() -> None:
    found = understand("kind:law")
    assert found.is_empty
    assert found.box == ""


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "«»", "””"])
def test_quoted_text_must_stand_as_it_is(quotes: str) -> None:
    found = understand(f"น้ำท่วม {quotes[0]}ศูนย์ ปฏิบัติการ{quotes[1]} เทศบาล")
    assert found.phrases == ("ศูนย์ ปฏิบัติการ",)
    assert set(found.words) >= {"น้ำท่วม", "ศูนย์", "ปฏิบัติการ", "เทศบาล"}


@pytest.mark.parametrize("typed", ['"', '""', '"ก"', '"ไม่ปิด', 'ไม่เปิด"', '"  "', '"""'])
def test_quotes_around_nothing_or_of_one_side_are_no_phrase(typed: str) -> None:
    assert understand(typed).phrases == ()


def test_phrases_are_folded_like_the_documents() -> None:
    assert understand('"มาตรา ๑๒  วรรคสอง"').phrases == ("มาตรา 12 วรรคสอง",)


def test_two_phrases() -> None:
    assert understand('"น้ำ ท่วม" และ "ไฟ ไหม้"').phrases == ("น้ำ ท่วม", "ไฟ ไหม้")


@pytest.mark.parametrize("raw", ["", " ", "\n\t", "\x00", "...", "()", "- / -", "🙂", "\u200b", "\ufffd"])
def test_text_without_a_word_is_empty(raw: str) -> None:
    found = understand(raw)
    assert found.is_empty
    assert make_plan(found).query.words == ()


def test_only_the_first_part_of_a_long_text_is_looked_at() -> None:
    began = time.process_time()
    found = understand("ขอความช่วยเหลือน้ำท่วม " * 100_000)
    assert len(found.raw) == analysis.LONGEST_QUERY
    assert len(found.words) <= MOST_WORDS
    assert time.process_time() - began < 1.0


def test_synonyms_apply_to_folded_text_in_the_given_direction() -> None:
    knowledge = Synonyms(("คนแก่", "ผู้สูงอายุ"))
    assert ("ผู้สูงอายุ",) in understand("เงินคนแก่", knowledge).expansions
    assert understand("เงินผู้สูงอายุ", knowledge).expansions == ()


def test_the_same_expansion_comes_once() -> None:
    knowledge = Synonyms(("อบต", "องค์การบริหารส่วนตำบล"), ("เบอร์", "องค์การบริหารส่วนตำบล"))
    expansions = understand("เบอร์ อบต.", knowledge).expansions
    assert len(expansions) == len(set(expansions)) == 1


@pytest.mark.parametrize("pair", [("", "อะไร"), ("น้ำท่วม", ""), ("น้ำท่วม", "...")])
def test_empty_synonyms_do_nothing(pair: tuple[str, str]) -> None:
    assert understand("น้ำท่วม", Synonyms(pair)).expansions == ()


def test_typed_words_weigh_as_often_as_they_were_typed_and_others_a_little_less() -> None:
    plan = make_plan(understand("น้ำท่วม น้ำท่วม เทศบาล", Synonyms(("เทศบาล", "อบต"))), expansions=[("น้ำ", 0.05)])
    weights = dict(plan.query.words)
    assert weights == {"น้ำท่วม": 2.0, "เทศบาล": 1.0, "อบต": EXPANSION_WEIGHT, "น้ำ": 0.05}


def test_an_expansion_never_lessens_a_typed_word() -> None:
    plan = make_plan(understand("เทศบาล"), expansions=[("เทศบาล", 0.1)])
    assert dict(plan.query.words) == {"เทศบาล": 1.0}


def test_the_sequence_names_words_in_order_and_breaks_before_other_forms() -> None:
    plan = make_plan(understand("เงิน ช่วยเหลือ เงิน", Synonyms(("เงิน", "ทุน"))))
    words = [word for word, _ in plan.query.words]
    assert [words[place] if place >= 0 else None for place in plan.query.sequence] == [
        "เงิน",
        "ช่วยเหลือ",
        "เงิน",
        None,
        "ทุน",
    ]


@pytest.mark.parametrize(
    ("typed", "floor"),
    [("เทศบาล", 0.0), ("เทศบาล เทศบาล", 0.0), ("น้ำท่วม เทศบาล", 0.0), ("เงิน ช่วยเหลือ เด็ก", MATCH_FLOOR)],
)
def test_the_floor_by_number_of_different_words(typed: str, floor: float) -> None:
    assert make_plan(understand(typed)).floor == floor


@pytest.mark.parametrize(
    ("typed", "literals"),
    [
        ("ช่วยเหลือ", ("ช่วยเหลือ",)),
        ("ก", ()),
        ("oscc", ()),
        ("น้ำ ท่วม", ()),
        ("ว 1918", ()),
        ("ก" * 31, ()),
    ],
)
def test_short_thai_queries_are_also_looked_for_across_words(typed: str, literals: tuple[str, ...]) -> None:
    assert make_plan(understand(typed)).query.literals == literals


def test_the_plan_looks_for_the_number_and_for_the_whole_name() -> None:
    plan = make_plan(understand("มท ๐๘๙๑.๓/ว ๑๙๑๘"))
    assert plan.references == (understand("มท 0891.3/ว 1918").references[0].tokens()[-1],)
    assert "n:พระราชบัญญัติเทศบาล" in make_plan(understand("พรบ เทศบาล")).query.references


def test_filters_and_withheld_documents_reach_the_engine() -> None:
    plan = make_plan(understand("เทศบาล"), groups={"kind": ("law",)}, forbidden=(7, 9))
    assert dict(plan.query.groups) == {"kind": ("law",)}
    assert plan.query.forbidden == (7, 9)


PARTS = st.sampled_from(
    [
        "น้ำท่วม", "เทศบาล", "kind:law", "ปี:๒๕๖๐", 'หน่วยงาน:"กรม ก"', '"', "“", "”", "ว ๑๙๑๘", "มท 0891.3/ว 1918",
        "พ.ร.บ.", "อบต.", "2560", "ค.ศ. 2017", "(", ")", "*", "AND", "-", ":", "\u0e48", "🙂", "\x00", "l;ylfu", " ",
    ]
)  # fmt: skip


def assert_sound(found: QueryAnalysis, raw: str) -> None:
    """Say what holds for every query."""
    assert found.raw == raw[: analysis.LONGEST_QUERY].replace("\x00", "")
    assert len(found.words) <= MOST_WORDS
    assert all(word and " " not in word for word in found.words)
    assert found.text == analysis.fold(found.text)
    assert all(phrase == analysis.fold(phrase) != "" for phrase in found.phrases)
    assert set(found.filters) <= {"kind", "agency", "topic", "status", "year"}
    assert all(2300 <= year <= 2699 for year in found.years)
    plan = make_plan(found)
    assert {place for place in plan.query.sequence if place >= 0} <= set(range(len(plan.query.words)))


@settings(max_examples=200)
@given(st.lists(PARTS, max_size=30), st.sampled_from(["", " "]))
def test_whatever_is_put_together_is_understood(parts: list[str], between: str) -> None:
    raw = between.join(parts)
    assert_sound(understand(raw), raw)


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(codec=None), max_size=500))
def test_any_text_at_all_is_understood(raw: str) -> None:
    assert_sound(understand(raw), raw)


@settings(max_examples=100)
@given(
    st.lists(
        PARTS.filter(lambda part: part not in ("l;ylfu", '"', "“", "”")) | st.just('"ศูนย์ ช่วย"'), max_size=12
    )
)
def test_what_links_carry_means_the_same_without_its_filters(parts: list[str]) -> None:
    first = understand(" ".join(parts))
    again = understand(first.box)
    assert again.words == first.words
    assert again.phrases == first.phrases
    assert again.box == first.box


@settings(max_examples=100)
@given(st.text(max_size=100))
def test_understanding_is_a_function_of_the_text(raw: str) -> None:
    assert understand(raw) == understand(raw)


def test_the_keyboard_layout_is_recognised_beside_a_filter() -> None:
    meant = understand("kind:law l;ylfu")
    assert (meant.layout, meant.filters, meant.box) == ("สวัสดี", {"kind": ("law",)}, "สวัสดี")
    assert understand(meant.box).text == meant.text
