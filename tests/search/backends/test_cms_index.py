"""The editors' search boxes: Thai words in /cms/, objects leave the index, and without an index the database answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from portal.search.sources import site_index
from tests.search.factories import Shelf


@pytest.fixture
def pages(db: None, index_dir: Path, settings: Any, django_capture_on_commit_callbacks: Any) -> list[Page]:
    """Three pages, indexed as they are saved."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.backends.whoosh"}}
    root = Page.get_first_root_node()
    titles = {"flood": "ประกาศช่วยเหลือน้ำท่วมตำบลไสไทย", "road": "ประกาศปิดถนน", "letter": "หนังสือ ว ๑๙๑๘"}
    with django_capture_on_commit_callbacks(execute=True):
        return [root.add_child(instance=Page(title=title, slug=slug)) for slug, title in titles.items()]


def found(query: str, **options: Any) -> list[str]:
    return [page.slug for page in Page.objects.all().search(query, **options)]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("น้ำท่วม", ["flood"]),
        ("ถนน", ["road"]),
        ("ว 1918", ["letter"]),
        ("ช่วยเหลือ ไสไทย", ["flood"]),
        ("น้ำท่วมที่ไหนบ้าง", ["flood"]),
        ("ทุเรียน", []),
    ],
)
def test_editors_find_thai_words(pages: list[Page], query: str, slugs: list[str]) -> None:
    assert found(query) == slugs


def test_unfinished_words_are_completed(pages: list[Page]) -> None:
    assert [page.slug for page in Page.objects.all().autocomplete("ประกาศปิด")] == ["road"]


def test_what_a_queryset_hides_stays_hidden(pages: list[Page]) -> None:
    assert list(Page.objects.filter(live=False).search("น้ำท่วม")) == []


def test_an_object_that_leaves_its_models_queryset_leaves_the_index(
    pages: list[Page], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    flood = pages[0]
    everything = Page.objects.all()
    monkeypatch.setattr(Page, "get_indexed_objects", classmethod(lambda cls: everything.exclude(pk=flood.pk)))
    with django_capture_on_commit_callbacks(execute=True):
        flood.save()
    documents = get_search_backend().get_index_for_model(Page).documents()
    living = [key for key, alive in zip(documents.keys, documents.alive, strict=True) if alive]
    assert str(flood.pk) not in living
    assert found("น้ำท่วม") == []


def test_a_deleted_page_leaves_the_index(pages: list[Page], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pages[1].delete()
    assert found("ถนน") == []


def test_without_an_index_the_database_answers(pages: list[Page], index_dir: Path) -> None:
    (index_dir / "models" / "wagtailcore.page" / "current").unlink()
    assert found("ประกาศปิดถนน") == ["road"]
    assert Page.objects.all().search("ประกาศปิดถนน").count() == 1


def test_a_rebuild_of_the_site_builds_the_editors_index_too(
    pages: list[Page], index_dir: Path, shelf: Shelf
) -> None:
    (index_dir / "models" / "wagtailcore.page" / "current").unlink()
    site_index.rebuild()
    assert found("น้ำท่วม") == ["flood"]
