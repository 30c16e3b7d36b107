"""Whatever happened to the index of the editors' search boxes: the database answers every kind of question they ask."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from modelsearch.backends import get_search_backend
from modelsearch.query import Phrase, PlainText
from wagtail.models import Page

from portal.search.backends import whoosh
from portal.search.sources import changes, tasks
from tests.search.damage import WAYS

TITLES = {"road": "ประกาศปิดถนนสายกระบี่", "flood": "ประกาศช่วยเหลือน้ำท่วม", "budget": "งบประมาณรายจ่าย"}

pytestmark = [
    # Whoosh leaves a table open when it finds it broken.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def home(db: None, index_dir: Path, settings: Any) -> Iterator[Path]:
    """Three indexed pages; the folder of their index."""
    root = Page.get_first_root_node()
    made = [root.add_child(instance=Page(title=title, slug=slug)) for slug, title in TITLES.items()]
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.backends.whoosh"}}
    index = get_search_backend().get_index_for_model(Page)
    index.add_items(Page, made[:2])
    index.add_items(Page, made[2:])
    yield index.home
    whoosh._open.clear()
    gc.collect()


def slugs(results: Any) -> set[str]:
    return {page.slug for page in results}


def everything_answers() -> None:
    """Ask in each way that Wagtail asks."""
    pages = Page.objects.all()
    assert slugs(pages.search(TITLES["road"])) == {"road"}
    assert pages.search(TITLES["road"]).count() == 1
    assert slugs(pages.search("ประกาศ")[:5]) <= {"road", "flood"}
    assert slugs(pages.autocomplete(TITLES["road"])) == {"road"}
    assert "flood" not in slugs(pages.search(PlainText(TITLES["road"])))
    assert slugs(pages.filter(live=False).search(TITLES["road"])) == set()
    scored = list(pages.search(TITLES["road"]).annotate_score("score"))
    assert all(hasattr(page, "score") for page in scored)
    assert sum(pages.search(TITLES["road"]).facet("content_type_id").values()) == 1


def test_all_is_well_before(home: Path) -> None:
    everything_answers()


@pytest.mark.parametrize("is_open", [False, True], ids=["opened anew", "open already"])
@pytest.mark.parametrize("way", WAYS)
def test_every_search_box_answers_whatever_happened_to_any_file(
    home: Path, tmp_path: Path, way: str, is_open: bool
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(home, whole, symlinks=True)
    folder = home / (home / "current").readlink()
    names = [path.name for path in folder.iterdir() if path.suffix in (".seg", ".toc")]
    assert len(names) >= 2
    for name in names:
        shutil.rmtree(home)
        shutil.copytree(whole, home, symlinks=True)
        whoosh._open.clear()
        if is_open:
            assert slugs(Page.objects.all().search("งบประมาณ")) == {"budget"}
        WAYS[way](folder / name)
        everything_answers()


def test_a_phrase_over_damaged_files_is_answered(home: Path) -> None:
    for path in home.rglob("*.seg"):
        path.write_bytes(b"garbage")
    whoosh._open.clear()
    assert isinstance(slugs(Page.objects.all().search(Phrase("ปิดถนน"))), set)


def test_a_damaged_index_asks_to_be_built_anew_once_in_a_while(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(changes, "_cms_rebuild_asked_at", -1e9)
    monkeypatch.setattr(changes, "rebuild_cms_index", SimpleNamespace(enqueue=lambda: asked.append(1)))
    for path in home.rglob("*.seg"):
        path.write_bytes(b"garbage")
    whoosh._open.clear()
    for _ in range(3):
        assert slugs(Page.objects.all().search(TITLES["road"])) == {"road"}
    assert asked == [1]


def test_the_task_builds_it_anew(home: Path) -> None:
    for path in home.rglob("*.seg"):
        path.write_bytes(b"garbage")
    whoosh._open.clear()
    tasks.rebuild_cms_index.func()
    assert get_search_backend().get_index_for_model(Page).documents().size >= len(TITLES)
    everything_answers()


def test_where_nothing_follows_changes_nothing_is_asked_for(
    home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(changes, "_cms_rebuild_asked_at", -1e9)
    monkeypatch.setattr(changes, "rebuild_cms_index", SimpleNamespace(enqueue=lambda: asked.append(1)))
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "portal.search.backends.whoosh", "AUTO_UPDATE": False}
    }
    changes.ask_for_cms_rebuild()
    assert asked == []
