"""The words of people in trouble as starter content (issue 12 point 4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.search import starter
from portal.search.engine import analysis
from portal.search.models import Synonym
from portal.search.site import knowledge
from portal.search.sources import site_index
from portal.search.starter import BadThesaurusError, load_synonyms, pairs
from tests.search.factories import Shelf, document


def test_it_is_large_names_everything_once_and_is_short_enough() -> None:
    rows = list(pairs())
    assert len(rows) >= 1000
    assert len({term for term, _ in rows}) >= 900
    assert len(set(rows)) == len(rows)
    for term, meaning in rows:
        assert len(term) <= 120
        assert len(meaning) <= 250
        assert analysis.fold(term).strip(), term


@pytest.mark.parametrize(
    "word",
    ["ผัว", "โดนตี", "ติดเตียง", "น้ำป่า", "ยางพารา", "อยากตาย", "น้ำพะ", "เบี้ยยังชีบ", "หมากัด", "แม่วัยใส", "ตกงาน"],
)
def test_it_holds_words_of_every_kind_of_trouble(word: str) -> None:
    terms = {term for term, _ in pairs()} | {meaning for _, meaning in pairs()}
    assert any(word in term for term in terms)


@pytest.mark.parametrize("line", ["ไม่มีแท็บ", "\tคำ", "ความหมาย\t", "ความหมาย\t "])
def test_a_broken_line_is_said_with_its_number(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "thesaurus.tsv"
    path.write_text(f"# remark\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(starter, "THESAURUS", path)
    with pytest.raises(BadThesaurusError, match="line 2"):
        list(pairs())


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_keeps_what_editors_did() -> None:
    Synonym.objects.create(term="ผัว", meaning="สามี", both_ways=True, in_use=False)
    assert load_synonyms() > 1000
    assert load_synonyms() == 0
    kept = Synonym.objects.get(term="ผัว", meaning="สามี")
    assert kept.both_ways
    assert not kept.in_use


def test_a_synonym_that_is_switched_off_says_nothing(shelf: Shelf) -> None:
    shelf.put(document("ผู้สูงอายุ", "เบี้ยยังชีพ"), document("เรื่องอื่น", "ไม่เกี่ยวกัน"))
    site_index.refresh()
    Synonym.objects.create(term="คนแก่", meaning="ผู้สูงอายุ", both_ways=False, in_use=False)
    knowledge.SYNONYMS.forget()
    assert knowledge.SYNONYMS.get() == []
    Synonym.objects.update(in_use=True)
    knowledge.SYNONYMS.forget()
    assert knowledge.SYNONYMS.get() == [("คนแก่", "ผู้สูงอายุ")]
