"""The index follows its sources: added, changed, withdrawn; what is gone shows nowhere, not even for a moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.search.models import IndexedDocument
from portal.search.site.similar import similar_documents
from portal.search.sources import changes, registry, site_index
from portal.search.sources.tasks import rebuild_index, refresh_index, repair_index
from tests.search.factories import Shelf, document


def _seen(client: Client, query: str) -> str:
    """Return everything that search says about a query: page and suggestions."""
    page = client.get(reverse("search:results"), {"q": query}).content.decode()
    suggested = client.get(reverse("search:suggest"), {"q": query}).content.decode()
    return page.replace(f"“{query}”", "").replace(f'value="{query}"', "") + suggested


def test_a_change_is_found_after_the_commit(
    client: Client, shelf: Shelf, django_capture_on_commit_callbacks: Any
) -> None:
    item = document("ประกาศเรื่องถนน", "ปิดถนนชั่วคราว")
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(item)
    assert client.get("/search/", {"q": "ถนน"}).context["found"].total == 1
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(document("ประกาศเรื่องสะพาน", "ซ่อมสะพาน", key=item.key))
    assert client.get("/search/", {"q": "ถนน"}).context["found"].total == 0
    assert client.get("/search/", {"q": "สะพาน"}).context["found"].total == 1


def test_a_withdrawn_document_is_gone_before_the_index_knows(
    client: Client, shelf: Shelf, django_capture_on_commit_callbacks: Any
) -> None:
    item = document("หนังสือลับเรื่องมังคุดทอง", "มังคุดทองอยู่ที่นี่", own_references=("มท 0891.3/ว 7777",))
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(item, document("เรื่องอื่น", "ตลาดนัด"))
    assert "มังคุดทองอยู่ที่นี่" in _seen(client, "มังคุดทอง").replace("<mark>", "").replace("</mark>", "")
    shelf.take(item)  # the task has not run
    for query in ("มังคุดทอง", "ว 7777", "มังคุด", "หนังสือลับ", "มังคุต", "มังคดทอง"):
        seen = _seen(client, query)
        assert "หนังสือลับเรื่อง" not in seen
        assert "อยู่ที่นี่" not in seen
        assert "<strong>มังคุด" not in seen
    assert client.get("/search/", {"q": "มังคุดทอง"}).context["found"].total == 0
    site_index.refresh()
    assert not IndexedDocument.objects.filter(key=item.key).exists()
    assert "มังคุด" not in site_index.now().words


def test_what_a_source_never_hands_out_is_nowhere(client: Client, shelf: Shelf) -> None:
    shelf.held["shelf:1"] = document("เอกสารสาธารณะ", "ตลาดนัด", key="shelf:1")
    site_index.rebuild()
    assert "ทุเรียนลับ" not in site_index.now().words
    changes.update("shelf:404")
    assert client.get("/search/", {"q": "ตลาดนัด"}).context["found"].total == 1


def test_a_rolled_back_change_changes_nothing(client: Client, shelf: Shelf, transactional_db: None) -> None:
    from django.db import transaction

    shelf.put(document("ของเดิม", "ตลาดนัด"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        shelf.put(document("ของใหม่", "ตลาดนัดใหม่"))
        raise ZeroDivisionError
    assert [row.title for row in IndexedDocument.objects.all()] == ["ของเดิม"]
    assert client.get("/search/", {"q": "ตลาดนัด"}).context["found"].total == 1


def test_a_rebuild_forgets_what_sources_no_longer_have(shelf: Shelf) -> None:
    shelf.put(document("หนึ่ง", "ตลาด"), document("สอง", "ตลาด"))
    shelf.held.popitem()
    told: list[tuple[int, int]] = []
    assert site_index.rebuild(lambda done, total: told.append((done, total))) == 1
    assert told == [(1, 1)]
    assert IndexedDocument.objects.count() == 1


def test_tasks_do_nothing_when_there_is_nothing_to_do(shelf: Shelf) -> None:
    shelf.put(document("หนึ่ง", "ตลาด"))
    site_index.refresh()
    assert refresh_index.call() == 0
    assert repair_index.call() == 1


def test_a_change_of_many_documents_reaches_search_by_a_rebuild_although_the_index_is_whole(
    client: Client, shelf: Shelf
) -> None:
    """Nobody told search of each of them: the rebuild must read the sources again."""
    item, gone = document("ชื่อเดิม", "ตลาดเช้า"), document("ถูกถอน", "สะพานเก่า")
    shelf.put(item, gone)
    site_index.refresh()
    shelf.held[item.key] = document("ชื่อใหม่", "ตลาดเย็น", key=item.key)
    del shelf.held[gone.key]
    assert repair_index.call() == 2, "the files are whole"
    assert "ชื่อใหม่" not in _seen(client, "ตลาดเย็น")
    assert rebuild_index.call() == 1
    assert "ชื่อใหม่" in _seen(client, "ตลาดเย็น")
    assert "ถูกถอน" not in _seen(client, "สะพานเก่า")


def test_keys_without_a_source_are_refused(shelf: Shelf) -> None:
    with pytest.raises(registry.UnknownSourceError):
        changes.update("nobody:1")


@pytest.mark.parametrize("name", ["", "a:b"])
def test_sources_need_a_plain_name(name: str) -> None:
    shelf = Shelf()
    shelf.name = name
    with pytest.raises(ValueError, match="name"):
        registry.register(shelf)


def test_similar_documents_leave_out_the_document_itself(shelf: Shelf) -> None:
    flood = [document(f"น้ำท่วมครั้งที่ {n}", "ช่วยเหลือผู้ประสบอุทกภัยน้ำท่วมบ้านเรือนเสียหาย") for n in range(3)]
    shelf.put(*flood, document("ภาษีป้าย", "จัดเก็บภาษีป้ายของเทศบาล"))
    site_index.refresh()
    found = [item.title for item in similar_documents(flood[0].key)]
    assert found[:2] == ["น้ำท่วมครั้งที่ 1", "น้ำท่วมครั้งที่ 2"]
    assert "น้ำท่วมครั้งที่ 0" not in found
    assert similar_documents("shelf:none") == []
