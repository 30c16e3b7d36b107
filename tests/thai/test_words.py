"""Segmentation: the words are right, nothing is lost, the fallback agrees, importing is cheap."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai import words
from portal.thai.words import Word, segment, spans

SENTENCE = (
    "ให้เทศบาลและองค์การบริหารส่วนตำบลจัดทำป้ายถาวร OSCC ภายในเดือนกันยายน ๒๕๕๖ จำนวน 8,729 แห่ง (มท 0891.3/ว 1918)"
)


@cache
def engines() -> tuple[words.Segmenter, words.Segmenter]:
    """Return the fast one and the one in pure Python, which takes a second to load: not where tests are only collected."""
    return words.nlpo3_segmenter(), words.newmm_segmenter()


@pytest.fixture
def fresh_segmenter() -> Iterator[None]:
    """Forget the segmenter chosen for this process, before and after."""
    words._segmenter.cache_clear()
    words.dictionary_version.cache_clear()
    yield
    words._segmenter.cache_clear()
    words.dictionary_version.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เทศบาลเมืองกระบี่", ["เทศบาลเมือง", "กระบี่"]),
        ("การค้ามนุษย์", ["การ", "ค้ามนุษย์"]),
        ("ค้ามนุษย์", ["ค้ามนุษย์"]),
        ("แจ้งเหตุ", ["แจ้งเหตุ"]),
        ("ศูนย์ดำรงธรรมจังหวัด", ["ศูนย์", "ดำรงธรรม", "จังหวัด"]),
        ("ปลัดอบต.", ["ปลัด", "อบต"]),
        ("อปท. และ สถจ.", ["อปท", "และ", "สถจ"]),
        ("OSCC ศูนย์ช่วยเหลือสังคม", ["OSCC", "ศูนย์", "ช่วยเหลือ", "สังคม"]),
        ("มท 0891.3/ว 1918", ["มท", "0891.3", "ว", "1918"]),
        ("8,729 แห่ง", ["8,729", "แห่ง"]),
        ("ต่าง ๆ ฯลฯ", ["ต่าง", "ล"]),
        ("e-Book2556", ["e", "Book", "2556"]),
        ("ปี๒๕๕๖นี้", ["ปี", "๒๕๕๖", "นี้"]),
        ("", []),
        (" .,-/ \n", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert segment(text) == expected


def test_spans_are_the_places_of_the_words() -> None:
    found = spans(SENTENCE)
    assert [SENTENCE[word.start : word.end] for word in found] == [word.text for word in found]
    assert Word("OSCC", SENTENCE.index("OSCC"), SENTENCE.index("OSCC") + 4) in found


@given(st.text(max_size=120))
def test_nothing_is_lost_or_moved(text: str) -> None:
    last = 0
    kept = []
    for word in spans(text):
        assert last <= word.start < word.end
        assert text[word.start : word.end] == word.text
        kept.append(text[last : word.start])
        last = word.end
    for gap in (*kept, text[last:]):
        assert not any("ก" <= character <= "ฮ" or character.isdecimal() for character in gap)


@given(st.text(alphabet="กขคงจชตทนบปมยรลวสหอะาำิีึืุูเแโใไ่้๊๋์็ ", max_size=80))
def test_both_engines_return_the_whole_run(text: str) -> None:
    for engine in engines():
        for run in text.split():
            assert "".join(engine(run)) == run


def test_both_engines_agree_on_official_prose() -> None:
    fast, slow = engines()
    for run in re.findall("[ก-๎]+", SENTENCE):
        assert fast(run) == slow(run)


@pytest.mark.usefixtures("fresh_segmenter")
def test_without_nlpo3_the_slower_engine_gives_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = segment(SENTENCE)
    with_nlpo3 = words.dictionary_version()
    words._segmenter.cache_clear()
    words.dictionary_version.cache_clear()
    monkeypatch.setitem(sys.modules, "nlpo3", None)
    assert segment(SENTENCE) == expected
    assert words.dictionary_version() != with_nlpo3
    assert words.dictionary_version().startswith("newmm-")


def test_a_run_longer_than_the_limit_is_whole() -> None:
    text = "สาธารณภัย" * 1000
    assert "".join(segment(text)) == text


def test_own_terms_are_clean_and_known() -> None:
    terms = words.own_terms()
    assert "ค้ามนุษย์" in terms
    assert len(set(terms)) == len(terms)
    assert all(term == term.strip() and " " not in term for term in terms)
    assert all(segment(term) == [term] for term in terms)


def test_importing_loads_no_dictionary() -> None:
    code = "import sys, portal.thai, portal.thai.words; print(sorted({'nlpo3', 'pythainlp', 'django'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
