"""Two machines, each with an index of its own: what one's worker wrote the other one follows (issue 15, point 3)."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.search.models import IndexedDocument
from portal.search.sources import following, site_index
from tests.search.factories import Shelf, document

Go = Callable[[str], None]


@pytest.fixture
def on(settings: Any, tmp_path: Path) -> Iterator[Go]:
    """Go to a machine by its name."""

    def go(name: str) -> None:
        settings.KLANG = {**settings.KLANG, "INDEX_DIR": tmp_path / name, "SEVERAL_MACHINES": True}

    go("a")
    yield go


@pytest.fixture
def both(on: Go, shelf: Shelf) -> Go:
    """Both machines have an index of what is there."""
    shelf.put(document("ประกาศเรื่องตลาด", "ตลาดนัดวันอาทิตย์"))
    for name in ("a", "b"):
        on(name)
        site_index.rebuild()
        following.follow()
        assert following.follow() == 0
    return on


def found(client: Client, query: str) -> int:
    total: int = client.get("/search/", {"q": query}).context["found"].total
    return total


def test_what_one_wrote_the_other_finds_and_writes_once(client: Client, shelf: Shelf, both: Go) -> None:
    both("a")
    shelf.put(document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน"))
    assert site_index.refresh() == 1
    assert found(client, "สะพาน") == 1
    both("b")
    assert found(client, "สะพาน") == 0
    assert following.follow() == 1
    assert found(client, "สะพาน") == 1
    assert following.follow() == 0


def test_a_change_after_a_change_is_followed_too(client: Client, shelf: Shelf, both: Go) -> None:
    both("a")
    item = document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน")
    shelf.put(item)
    site_index.refresh()
    both("b")
    following.follow()
    both("a")
    shelf.put(document("ประกาศเรื่องถนน", "ปิดถนน", key=item.key))
    site_index.refresh()
    both("b")
    assert following.follow() == 1
    assert (found(client, "ถนน"), found(client, "สะพาน")) == (1, 0)


def test_what_is_gone_is_shown_nowhere_and_leaves_both(client: Client, shelf: Shelf, both: Go) -> None:
    both("a")
    item = document("หนังสือลับเรื่องมังคุดทอง", "มังคุดทองอยู่ที่นี่")
    shelf.put(item)
    site_index.refresh()
    both("b")
    following.follow()
    both("a")
    shelf.take(item)
    site_index.refresh()
    both("b")
    assert found(client, "มังคุดทอง") == 0
    assert following.follow() == 1
    assert "มังคุด" not in site_index.now().words
    row = IndexedDocument.objects.get(key=item.key)
    assert (row.removed, row.title, row.pending) == (True, "", False)
    IndexedDocument.objects.filter(key=item.key).update(changed_at=timezone.now() - dt.timedelta(days=2))
    following.follow()
    assert not IndexedDocument.objects.filter(key=item.key).exists()


def test_what_still_waits_is_taken_along_and_followed_by_the_other(
    client: Client, shelf: Shelf, both: Go
) -> None:
    both("a")
    # The other index was built last, and what it holds was read from its sources again.
    following.follow()
    shelf.put(document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน"))
    assert following.follow() == 1
    assert found(client, "สะพาน") == 1
    both("b")
    assert site_index.refresh() == 0
    assert found(client, "สะพาน") == 0
    assert following.follow() == 1
    assert found(client, "สะพาน") == 1


def test_a_change_whose_task_gave_up_waiting_for_this_does_not_wait_any_longer(
    client: Client, shelf: Shelf, both: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that is built anew takes minutes; a task waits for ten seconds and is not tried again."""
    both("b")
    monkeypatch.setattr(site_index, "_PATIENCE", 0)
    note = following._note

    def late(*given: Any) -> None:
        note(*given)
        shelf.put(document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน"))
        with pytest.raises(site_index.IndexBusyError):
            site_index.refresh()

    monkeypatch.setattr(following, "_note", late)
    shutil.rmtree(site_index.engine().root)
    assert following.follow() == 2
    assert not IndexedDocument.objects.waiting().exists()
    assert found(client, "สะพาน") == 1


@pytest.mark.parametrize("is_gone", [False, True], ids=("written", "gone"))
def test_what_waited_for_longer_than_the_others_look_back_is_followed(
    client: Client, shelf: Shelf, both: Go, is_gone: bool
) -> None:
    """No worker ran, or the index was being built: from then on no other machine would ever have looked at it."""
    both("a")
    item = document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน")
    shelf.put(item)
    if is_gone:
        site_index.refresh()
        both("b")
        following.follow()
        both("a")
        shelf.take(item)
    long_ago = timezone.now() - 2 * following.OVERLAP
    IndexedDocument.objects.filter(key=item.key).update(changed_at=long_ago)
    assert site_index.refresh() == 1
    both("b")
    assert following.follow() == 1
    assert ("สะพาน" in site_index.now().words) is not is_gone


def test_what_is_committed_while_the_index_is_built_anew_is_not_taken_for_held(
    client: Client, shelf: Shelf, both: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    both("b")
    shutil.rmtree(site_index.engine().root)
    engine = site_index.engine()
    index = engine.index

    def slow(*given: Any, **more: Any) -> int:
        built = index(*given, **more)
        item = document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน")
        shelf.put(item)
        # Its moment was noted a while before its commit, and the other machine has unmarked it.
        moment = timezone.now() - dt.timedelta(minutes=1)
        IndexedDocument.objects.filter(key=item.key).update(changed_at=moment, pending=False)
        return built

    monkeypatch.setattr(engine, "index", slow)
    assert following.follow() == 1
    monkeypatch.undo()
    assert found(client, "สะพาน") == 0
    assert following.follow() == 1
    assert found(client, "สะพาน") == 1


def test_a_machine_that_was_away_or_whose_index_is_damaged_builds_it_anew(
    client: Client, shelf: Shelf, both: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    both("b")
    shutil.rmtree(site_index.engine().root)
    assert following.follow() == 1
    assert found(client, "ตลาดนัด") == 1
    monkeypatch.setattr(following, "KEPT", dt.timedelta(minutes=-20))
    both("a")
    shelf.put(document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน"))
    site_index.refresh()
    both("b")
    assert following.follow() == 2
    assert found(client, "สะพาน") == 1


def test_one_machine_alone_does_nothing_and_keeps_no_rows(shelf: Shelf, on: Go, settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "SEVERAL_MACHINES": False}
    item = document("ประกาศ", "ตลาด")
    shelf.put(item)
    site_index.rebuild()
    assert following.follow() == 0
    shelf.take(item)
    site_index.refresh()
    assert not IndexedDocument.objects.exists()
