"""The search boxes of /cms/: Thai, deletes, drafts, scopes, operators, and an index that is missing or damaged."""

from __future__ import annotations

import gc
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend

from portal.search.backends import fields
from portal.search.engine import fielded
from portal.search.engine.protocol import IndexUnavailableError

TITLES = {
    "flood": "ประกาศช่วยเหลือผู้ประสบภัยน้ำท่วมตำบลไสไทย",
    "road": "ประกาศปิดถนนสายกระบี่",
    "letter": "หนังสือ ว ๑๙๑๘ เรื่องศูนย์ช่วยเหลือสังคม",
    "budget": "งบประมาณรายจ่าย พ.ศ. 2560",
    "english": "Flood relief in Krabi",
}


@pytest.fixture
def pages(db: None, index_dir: Path, settings: Any) -> dict[str, Page]:
    """Five pages, indexed in one commit; changes after that are followed as they are on the site."""
    root = Page.get_first_root_node()
    made = {slug: root.add_child(instance=Page(title=title, slug=slug)) for slug, title in TITLES.items()}
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.backends.whoosh"}}
    get_search_backend().get_index_for_model(Page).add_items(Page, list(made.values()))
    return made


def found(query: Any, queryset: Any = None, **options: Any) -> list[str]:
    pages = (Page.objects.all() if queryset is None else queryset).search(query, **options)
    return [page.slug for page in pages]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("น้ำท่วม", ["flood"]),
        ("นํ้าท่วม", ["flood"]),  # nikhahit and sara aa typed for sara am
        ("ไสไทย", ["flood"]),
        ("ช่วยเหลือ", ["flood", "letter"]),
        ("ว 1918", ["letter"]),
        ("๑๙๑๘", ["letter"]),
        ("๒๕๖๐", ["budget"]),
        ("flood", ["english"]),
        ("FLOOD KRABI", ["english"]),
        ("ประกาศ ถนน", ["road"]),
        ("ไสไ", ["flood"]),
        ("ทุเรียน", []),
        ("", []),
        ("...", []),
        ("\u0e48", []),
        ("🙂", []),
        ("\x00", []),
        ("x" * 10_000, []),
    ],
)
def test_words_of_thai_titles(pages: dict[str, Page], query: str, slugs: list[str]) -> None:
    assert sorted(found(query)) == sorted(slugs)


def test_any_word_counts_when_no_page_has_all_of_them(pages: dict[str, Page]) -> None:
    assert set(found("น้ำท่วม งบประมาณ")) == {"flood", "budget"}
    assert found("น้ำท่วม งบประมาณ", operator="and") == []
    assert set(found("น้ำท่วม งบประมาณ", operator="or")) == {"flood", "budget"}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        (Phrase("ช่วยเหลือสังคม"), {"letter"}),
        (Phrase("สังคมช่วยเหลือ"), set()),
        (PlainText("ประกาศ") & Not(PlainText("ถนน")), {"flood"}),
        (And([PlainText("ประกาศ"), PlainText("ถนน")]), {"road"}),
        (Or([PlainText("ถนน"), PlainText("flood")]), {"road", "english"}),
        (Boost(PlainText("ถนน"), 3), {"road"}),
        (Fuzzy("Krebi"), {"english"}),
        (Fuzzy("Bangkok"), set()),
        (And([]), set()),
        (Or([]), set()),
        (Phrase(""), set()),
        (Not(MATCH_ALL), set()),
    ],
)
def test_operators_of_the_search_api(pages: dict[str, Page], query: Any, slugs: set[str]) -> None:
    assert set(found(query)) == slugs


def test_everything_matches_everything_the_queryset_has(pages: dict[str, Page]) -> None:
    some = Page.objects.filter(pk__in=[pages["road"].pk, pages["flood"].pk])
    assert set(found(MATCH_ALL, some)) == {"road", "flood"}


def test_a_boost_moves_a_page_up(pages: dict[str, Page]) -> None:
    either = Or([Boost(PlainText("ถนน"), 50), PlainText("น้ำท่วม")])
    assert found(either)[0] == "road"
    assert found(Or([PlainText("ถนน"), Boost(PlainText("น้ำท่วม"), 50)]))[0] == "flood"


def test_slices_counts_and_scores(pages: dict[str, Page]) -> None:
    results = Page.objects.all().search("ประกาศ")
    assert results.count() == len(results) == 2
    assert [page.slug for page in results[0:1]] + [page.slug for page in results[1:2]] == [
        page.slug for page in results
    ]
    assert results[5:].count() == 0
    scored = list(Page.objects.all().search("ประกาศ").annotate_score("score"))
    assert all(page.score > 0 for page in scored)
    assert [page.score for page in scored] == sorted((page.score for page in scored), reverse=True)


def test_the_order_of_the_queryset_may_be_kept(pages: dict[str, Page]) -> None:
    ordered = Page.objects.order_by("-title")
    assert found("ประกาศ", ordered, order_by_relevance=False) == ["road", "flood"]
    assert found("ประกาศ", ordered.reverse(), order_by_relevance=False) == ["flood", "road"]


def test_unfinished_words(pages: dict[str, Page]) -> None:
    def completed(text: str) -> set[str]:
        return {page.slug for page in Page.objects.all().autocomplete(text)}

    assert completed("Flo") == {"english"}
    assert completed("Krabi Flo") == {"english"}
    assert completed("ปิดถน") == {"road"}
    assert "budget" in completed("งบประ")
    assert completed("") == set()


def test_drafts_are_found_by_editors_and_not_by_a_live_queryset(
    pages: dict[str, Page], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pages["flood"].unpublish()
    assert found("น้ำท่วม") == ["flood"]
    assert found("น้ำท่วม", Page.objects.live()) == []


def test_a_scoped_queryset_stays_in_its_scope(
    pages: dict[str, Page], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pages["road"].add_child(instance=Page(title="น้ำท่วมถนน", slug="below"))
    assert set(found("น้ำท่วม")) == {"flood", "below"}
    assert found("น้ำท่วม", Page.objects.descendant_of(pages["road"])) == ["below"]
    assert found("น้ำท่วม", Page.objects.not_descendant_of(pages["road"])) == ["flood"]
    assert found("น้ำท่วม", Page.objects.none()) == []


def test_a_changed_title_is_found_by_its_new_words_only(
    pages: dict[str, Page], django_capture_on_commit_callbacks: Any
) -> None:
    pages["road"].title = "ประกาศซ่อมสะพาน"
    with django_capture_on_commit_callbacks(execute=True):
        pages["road"].save()
    assert found("สะพาน") == ["road"]
    assert found("ถนน") == []
    assert Page.objects.all().search("ประกาศ").count() == 2, "one entry a page"


@pytest.mark.parametrize("way", ["one", "tree", "queryset"])
def test_deleted_pages_leave_the_index(
    pages: dict[str, Page], way: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        if way == "one":
            pages["road"].delete()
        elif way == "tree":
            pages["road"].add_child(instance=Page(title="ถนนย่อย", slug="below"))
            Page.objects.get(slug="road").delete()
        else:
            Page.objects.filter(slug="road").delete()
    assert found("ถนน") == []
    documents = get_search_backend().get_index_for_model(Page).documents()
    living = {key for key, alive in zip(documents.keys, documents.alive, strict=True) if alive}
    assert living == set(map(str, Page.objects.values_list("pk", flat=True))) & living
    assert str(pages["road"].pk) not in living


def test_a_page_that_is_gone_from_the_database_alone_is_not_found(pages: dict[str, Page]) -> None:
    Page.objects.filter(pk=pages["road"].pk)._raw_delete("default")
    assert found("ถนน") == []


def damage(home: Path, kind: str) -> None:
    """Break the index in one of the ways of discs and people."""
    folder = home / (home / "current").readlink()
    if kind == "gone":
        shutil.rmtree(home)
    elif kind == "pointer":
        (home / "current").unlink()
    elif kind == "dangling":
        shutil.rmtree(folder)
    elif kind == "emptied":
        for path in folder.iterdir():
            path.unlink()
    else:
        pattern = {"table": "_MAIN_*.toc", "segments": "*.seg"}[kind]
        paths = list(folder.glob(pattern))
        assert paths
        for path in paths:
            path.write_bytes(b"garbage" * 20)
        (folder / "touched").touch()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("kind", ["gone", "pointer", "dangling", "emptied", "table", "segments"])
def test_whatever_happened_to_the_index_the_database_answers(
    pages: dict[str, Page], index_dir: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    damage(index_dir / "models" / "wagtailcore.page", kind)
    with caplog.at_level(logging.WARNING):
        assert found("ประกาศปิดถนนสายกระบี่") == ["road"]
        assert Page.objects.all().search("ประกาศปิดถนนสายกระบี่").count() == 1
        assert [page.slug for page in Page.objects.all().autocomplete("ประกาศปิดถนนสายกระบี่")] == ["road"]
    assert "answers from the database" in caplog.text
    with pytest.raises(IndexUnavailableError):
        get_search_backend().get_index_for_model(Page).documents()
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("kind", ["gone", "table"])
def test_saving_a_page_over_a_damaged_index_never_fails(
    pages: dict[str, Page], index_dir: Path, kind: str, django_capture_on_commit_callbacks: Any
) -> None:
    damage(index_dir / "models" / "wagtailcore.page", kind)
    with django_capture_on_commit_callbacks(execute=True):
        pages["road"].title = "ประกาศซ่อมสะพาน"
        pages["road"].save()
        pages["budget"].delete()
    assert Page.objects.get(slug="road").title == "ประกาศซ่อมสะพาน"
    call_command("update_index", backend_name="default", verbosity=0)
    assert found("สะพาน") == ["road"]
    gc.collect()


def test_a_rebuild_leaves_one_folder_and_finds_everything(pages: dict[str, Page], index_dir: Path) -> None:
    for _ in range(2):
        call_command("update_index", backend_name="default", verbosity=0)
    home = index_dir / "models" / "wagtailcore.page"
    assert len(list(home.glob("build-*"))) == 1
    assert found("น้ำท่วม") == ["flood"]


def test_an_index_of_one_model_family_knows_nothing_of_another(pages: dict[str, Page]) -> None:
    assert Site not in fields.family(Page)
    assert Page in fields.family(Page)
    documents = get_search_backend().get_index_for_model(Page).documents()
    assert documents.labeled("wagtailcore.site").sum() == 0
    assert documents.labeled("wagtailcore.page").sum() >= len(TITLES)


def test_a_phrase_does_not_reach_from_one_field_into_the_next() -> None:
    packed = fielded.sequence_of({"s_title": ["น้ำ", "ท่วม"], "s_body": ["ถนน"]})
    assert packed == "\x1es_body\x1fถนน\x1f\x1es_title\x1fน้ำ\x1fท่วม\x1f".encode()


def test_every_value_of_a_field_becomes_text() -> None:
    assert fields._plain({"a": ["หนึ่ง", ("สอง", 3)], "b": None}) == "หนึ่ง สอง 3 None"
