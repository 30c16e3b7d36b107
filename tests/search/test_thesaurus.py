"""The words of people in trouble as starter content (issue 12 point 4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from portal.accounts.functions import CMS_GROUPS, Function
from portal.pages.starter import load_hotlines
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


@pytest.mark.django_db
@pytest.mark.parametrize("function", [Function.EDIT_CONTENT, Function.PUBLISH])
def test_editors_may_add_and_change_words_and_numbers_and_delete_none(function: Function) -> None:
    group = Group.objects.get_or_create(name=CMS_GROUPS[function])[0]
    load_synonyms()
    load_hotlines()
    held = set(group.permissions.values_list("codename", flat=True))
    assert {"add_synonym", "change_synonym", "add_hotline", "change_hotline"} <= held
    assert not {"delete_synonym", "delete_hotline"} & held


@pytest.mark.django_db
def test_a_query_in_vain_comes_along_into_the_form_of_a_synonym(admin_client: Client) -> None:
    address = reverse("wagtailsnippets_search_synonym:add")
    html = admin_client.get(address, {"term": "ขนมจีน"}).content.decode()
    assert 'value="ขนมจีน"' in html
    panel = render_to_string(
        "search/cms_panel.html", {"problem": "", "in_vain": [{"query": "ขนมจีน", "searched": 3}]}
    )
    assert f"{address}?term=" in panel
