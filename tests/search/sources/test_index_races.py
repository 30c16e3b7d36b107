"""The index and its projection when things happen at the same time, or end in the middle."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from portal.search.models import IndexedDocument, IndexedPassage, IndexedReference, IndexedTopic
from portal.search.site.find import find
from portal.search.sources import changes, projection, registry, site_index
from portal.search.sources.tasks import refresh_index, repair_index
from tests.search.factories import Shelf, document


def total(query: str) -> int:
    """Return how many documents are listed that hold the text; others may be listed as guesses."""
    params = QueryDict(mutable=True)
    params["q"] = query
    return sum(query.strip('"') in result.document.folded for result in find(params).results)


def waiting() -> int:
    return IndexedDocument.objects.waiting().count()


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(document("เทศบาลเมือง", "ซ่อมถนน"), document("ทุเรียนลับ", "มังคุดลับ", topics=("ผลไม้",)))
    site_index.refresh()
    return shelf


def secret(shelf: Shelf) -> Any:
    return next(item for item in shelf.documents() if item.title == "ทุเรียนลับ")


def test_a_refresh_says_how_much_it_wrote_and_unmarks_it(shelf: Shelf) -> None:
    shelf.put(document("หนึ่ง"), document("สอง"))
    assert waiting() == 2
    assert site_index.refresh() == 2
    assert (waiting(), site_index.refresh()) == (0, 0)


def test_a_withdrawn_document_leaves_every_count_at_once(stocked: Shelf) -> None:
    before = find(QueryDict("kind=law"))
    stocked.take(secret(stocked))  # no task has run: the index still holds it
    after = find(QueryDict("kind=law"))
    assert (before.total, after.total) == (2, 1)
    assert after.facets["kind"] == {"law": 1}
    assert "ผลไม้" not in after.facets.get("topic", {})
    assert [result.document.title for result in after.results] == ["เทศบาลเมือง"]
    assert total("ทุเรียนลับ") == total("มังคุดลับ") == total('"มังคุดลับ"') == 0


def test_nothing_of_a_withdrawn_document_stays_in_the_database(stocked: Shelf) -> None:
    item = secret(stocked)
    stocked.take(item)
    row = IndexedDocument.objects.get(key=item.key)
    assert (row.title, row.summary, row.aliases, row.folded) == ("", "", "", "")
    for model in (IndexedPassage, IndexedTopic, IndexedReference):
        assert not model.objects.filter(document=row).exists()
    site_index.refresh()
    assert not IndexedDocument.objects.filter(key=item.key).exists()


def test_a_document_that_comes_back_before_the_index_followed_is_found(stocked: Shelf) -> None:
    item = secret(stocked)
    stocked.take(item)
    stocked.put(item)
    assert total("ทุเรียนลับ") == 1
    site_index.refresh()
    assert total("ทุเรียนลับ") == 1


def test_withdrawing_twice_or_what_was_never_there_does_nothing(stocked: Shelf) -> None:
    changes.remove("shelf:unknown")
    changes.remove("shelf:unknown")
    site_index.refresh()
    assert total("เทศบาล") == 1


def test_a_crash_before_the_index_is_written_loses_nothing(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked.put(document("สะพานใหม่"))
    with monkeypatch.context() as broken:
        broken.setattr(type(site_index.engine().store), "update", _crash)
        with pytest.raises(RuntimeError):
            site_index.refresh()
    assert waiting() == 1
    assert site_index.refresh() == 1
    assert total("สะพานใหม่") == 1


def test_a_crash_between_index_and_database_is_repaired_by_the_next_task(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = secret(stocked)
    stocked.put(document("สะพานใหม่"))
    stocked.take(item)
    with monkeypatch.context() as broken:
        broken.setattr(site_index, "_settle", _crash)
        with pytest.raises(RuntimeError):
            site_index.refresh()
    assert waiting() == 2
    assert (total("สะพานใหม่"), total("ทุเรียนลับ")) == (1, 0)
    assert refresh_index.call() == 2
    assert (waiting(), total("สะพานใหม่"), total("ทุเรียนลับ")) == (0, 1, 0)


def test_a_crash_while_rebuilding_leaves_the_old_index(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(keys: Iterable[int] | None = None) -> Any:
        yield next(projection_entries(keys))
        raise RuntimeError("power cut")

    projection_entries = projection.entries
    with monkeypatch.context() as broken:
        broken.setattr(projection, "entries", half)
        with pytest.raises(RuntimeError):
            site_index.rebuild()
    assert site_index.now().living == 2
    assert total("เทศบาล") == 1
    assert site_index.rebuild() == 2
    assert len(list(site_index.engine().root.glob("build-*"))) == 1, "the half of the other one is gone"


def _crash(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("power cut")


def _during_update(monkeypatch: pytest.MonkeyPatch, action: Any) -> None:
    """Let something happen once after the rows were read and written, before they are unmarked."""
    update = type(site_index.engine().store).update
    done: list[bool] = []

    def slow(self: Any, entries: Any, *args: Any, **kwargs: Any) -> None:
        update(self, list(entries), *args, **kwargs)
        if not done:
            done.append(True)
            action()

    monkeypatch.setattr(type(site_index.engine().store), "update", slow)


def test_a_change_while_the_index_is_written_is_not_forgotten(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = document("เรื่องเก่า", "สะพานเก่า")
    _during_update(monkeypatch, lambda: stocked.put(document("เรื่องใหม่", "อุโมงค์ใหม่", key=item.key)))
    stocked.put(item)
    site_index.refresh()
    assert waiting() == 1, "the newer text still waits for the index"
    site_index.refresh()
    assert (total("อุโมงค์ใหม่"), total("สะพานเก่า")) == (1, 0)


def test_a_withdrawal_while_the_index_is_written_is_not_forgotten(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = document("เรื่องเก่า", "สะพานเก่า")
    _during_update(monkeypatch, lambda: stocked.take(item))
    stocked.put(item)
    site_index.refresh()
    assert total("สะพานเก่า") == 0
    site_index.refresh()
    assert not IndexedDocument.objects.filter(key=item.key).exists()
    assert "สะพานเก่า" not in site_index.now().words


def test_a_return_while_the_index_drops_it_is_not_forgotten(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = secret(stocked)
    stocked.take(item)
    _during_update(monkeypatch, lambda: stocked.put(item))
    site_index.refresh()
    assert IndexedDocument.objects.live().filter(key=item.key).exists()
    site_index.refresh()
    assert total("ทุเรียนลับ") == 1


def test_a_change_while_everything_is_rebuilt_is_not_forgotten(stocked: Shelf) -> None:
    item = secret(stocked)
    changed: list[bool] = []

    def meanwhile(done: int, of: int) -> None:
        if done == of and not changed:
            changed.append(True)
            stocked.put(document("มติใหม่", "อุโมงค์ใหม่", key=item.key))

    site_index.rebuild(meanwhile)
    assert waiting() == 0, "it was taken along at the end"
    assert (total("อุโมงค์ใหม่"), total("มังคุดลับ")) == (1, 0)


def test_a_second_writer_waits_and_then_says_that_the_index_is_busy(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = type(site_index.engine().store).update
    monkeypatch.setattr(
        type(site_index.engine().store), "update", lambda self, *args: update(self, *args, timeout=0.05)
    )
    stocked.put(document("สะพานใหม่"))
    with (site_index.engine().root / "writer.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(site_index.IndexBusyError):
            site_index.refresh()
    assert waiting() == 1
    site_index.refresh()
    assert total("สะพานใหม่") == 1


@pytest.mark.parametrize("work", [site_index.refresh, site_index.rebuild])
def test_one_process_at_a_time_reads_rows_and_writes_them(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch, work: Any
) -> None:
    """Else the older text of two changes could be written over the newer one."""
    monkeypatch.setattr(site_index, "_PATIENCE", 0.05)
    monkeypatch.setattr(site_index, "_REBUILD_PATIENCE", 0.05)
    stocked.put(document("สะพานใหม่"))
    with site_index._turn(0.05), pytest.raises(site_index.IndexBusyError):
        work()
    assert waiting() == 1
    work()
    assert (waiting(), total("สะพานใหม่")) == (0, 1)


def test_many_rows_are_unmarked_in_groups(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_index, "_AT_ONCE", 3)
    made = [document(f"ถนนสาย {n}") for n in range(10)]
    shelf.put(*made)
    site_index.refresh()
    assert waiting() == 0
    for item in made[:7]:
        shelf.take(item)
    site_index.refresh()
    assert IndexedDocument.objects.count() == 3


def test_a_refresh_without_an_index_builds_one(shelf: Shelf) -> None:
    shelf.put(document("หนึ่ง", "ถนน"), document("สอง", "ถนน"))
    assert not site_index.is_current()
    assert site_index.refresh() == 2
    assert site_index.is_current()
    assert total("ถนน") == 2


def test_an_index_of_another_analysis_is_rebuilt_and_not_read(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.search.engine.analysis.version", lambda: "another")
    site_index._engine_at.cache_clear()
    assert not site_index.is_current()
    assert find(QueryDict("q=เทศบาล")).degraded
    assert repair_index.call() == 2
    assert not find(QueryDict("q=เทศบาล")).degraded


def test_a_missing_index_asks_for_a_rebuild_once_in_five_minutes(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr("portal.search.sources.changes.repair_index", _Queue(asked))
    monkeypatch.setattr(changes, "_rebuild_asked_at", -1e9)
    for _ in range(3):
        assert find(QueryDict("q=เทศบาล")).degraded
    assert len(asked) == 1


class _Queue:
    """Stands for a task."""

    def __init__(self, asked: list[bool]) -> None:
        self._asked = asked

    def enqueue(self) -> None:
        self._asked.append(True)


def test_readers_see_the_old_or_the_new_state_and_nothing_between(stocked: Shelf) -> None:
    held = site_index.now()
    stocked.put(*(document(f"สะพานที่ {n}", "สะพาน") for n in range(5)))
    site_index.refresh()
    assert held.living == 2, "who reads keeps what he began with"
    assert site_index.now().living == 7
    assert site_index.now() is site_index.now()


def test_several_threads_open_one_snapshot(stocked: Shelf) -> None:
    seen: list[Any] = []
    site_index._engine_at.cache_clear()
    threads = [threading.Thread(target=lambda: seen.append(site_index.now())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len({id(snapshot) for snapshot in seen}) == 1


def test_a_source_that_hands_out_one_key_twice_has_one_document(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = document("ฉบับเก่า", key="shelf:1"), document("ฉบับใหม่", key="shelf:1")
    monkeypatch.setattr(shelf, "documents", lambda: [first, second])
    assert site_index.rebuild() == 1
    assert IndexedDocument.objects.get().title == "ฉบับใหม่"


def test_sources_are_asked_in_the_order_of_their_names(shelf: Shelf, client: Client) -> None:
    other = Shelf([document("มังคุด", "ถนน", key="alpha:1")])
    other.name = "alpha"
    registry.register(other)
    shelf.held["shelf:9"] = document("ของนี้", "ถนน", key="shelf:9")
    assert [source.name for source in registry.registered()] == ["alpha", "shelf"]
    assert site_index.rebuild() == 2
    registry.unregister("alpha")
    assert site_index.rebuild() == 1, "documents of a source that is gone are gone"
    assert total("มังคุด") == 0
