"""A damaged index is told: whenever `/readyz` says that search works, search works (issue 7, Operation)."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal import probes
from portal.search.engine.store import Store
from portal.search.sources import health, site_index
from portal.search.sources.tasks import mend_index
from tests.search.factories import Shelf, document

# Whoosh leaves files open that it could not read to the end.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)

QUERIES = ("ช่วยเหลือ", "น้ำท่วม", "ช่วยเหลือน้ำทวม", "เทศบาล 2496", '"ผู้ประสบภัย"', "zzzz", "เ", "")


@pytest.fixture
def healthy(shelf: Shelf) -> Path:
    """An index of several segments, as it stands on the disk; returns its folder."""
    shelf.put(
        *(
            document(
                f"ระเบียบที่ {number} ว่าด้วยการช่วยเหลือผู้ประสบภัย",
                ["น้ำท่วมบ้าน " * number, "เงินทดรองราชการ", "ค้ามนุษย์ เด็ก"],
            )
            for number in range(1, 9)
        )
    )
    site_index.rebuild()
    shelf.put(document("ประกาศเพิ่มเติม", "ภัยแล้งและไฟป่า"))
    site_index.refresh()
    forget()
    cache.clear()
    return site_index.engine().root


def forget() -> None:
    """Be a process that has just started."""
    site_index._engine_at.cache_clear()
    health._last.clear()


def files_of(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zeroed(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def scrambled(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(path.stat().st_size))


def removed(path: Path) -> None:
    path.unlink()


DAMAGES = (emptied, halved, zeroed, scrambled, removed)


def test_a_whole_index_works(healthy: Path) -> None:
    assert probes.index()


def test_no_index_is_told(index_dir: Path, shelf: Shelf) -> None:
    forget()
    assert not probes.index()


def test_an_index_without_documents_works(shelf: Shelf) -> None:
    site_index.rebuild()
    forget()
    assert probes.index()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_lexicon_is_told(healthy: Path, damage: Callable[[Path], None]) -> None:
    """It gave a 500 to every search while `/readyz` said true."""
    assert probes.index()
    lexicons = [path for path in files_of(healthy) if "words" in path.name or "lexicon" in path.name]
    assert lexicons, [path.name for path in files_of(healthy)]
    for path in lexicons:
        damage(path)
    assert not probes.index(), "told by the very process that has the old files open"
    forget()
    assert not probes.index()


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_file_is_damaged_search_works_when_it_is_said_to(
    healthy: Path, damage: Callable[[Path], None], tmp_path: Path, client: Client
) -> None:
    shutil.copytree(healthy, tmp_path / "whole")
    told = 0
    for path in files_of(healthy):
        damage(path)
        forget()
        if probes.index():
            for query in QUERIES:
                assert client.get(reverse("search:results"), {"q": query}).status_code == 200, (
                    path.name,
                    query,
                )
        else:
            told += 1
        shutil.rmtree(healthy)
        shutil.copytree(tmp_path / "whole", healthy)
    forget()
    assert probes.index()
    assert told >= 3


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_mends_itself(healthy: Path, damage: Callable[[Path], None], client: Client) -> None:
    for path in files_of(healthy):
        if path.suffix in (".lexicon", ".trm", ".pst"):
            damage(path)
    forget()
    assert mend_index.call() is True
    assert probes.index()
    for query in QUERIES:
        assert client.get(reverse("search:results"), {"q": query}).status_code == 200
    assert mend_index.call() is False


def test_what_a_rebuild_does_not_mend_is_not_rebuilt_every_minute(
    healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilt: list[int] = []
    monkeypatch.setattr("portal.search.sources.health.is_whole", lambda: False)
    monkeypatch.setattr(site_index, "rebuild", lambda: rebuilt.append(1))
    for _minute in range(5):
        mend_index.call()
    assert rebuilt == [1]


def test_an_unchanged_index_is_not_opened_again(
    healthy: Path, monkeypatch: pytest.MonkeyPatch, shelf: Shelf
) -> None:
    opened: list[object] = []
    original = Store.snapshot

    def counted(self: Store) -> object:
        opened.append(self)
        return original(self)

    monkeypatch.setattr(Store, "snapshot", counted)
    for _each in range(20):
        assert probes.index()
    assert len(opened) == 1
    shelf.put(document("อีกฉบับ", "ข้อความ"))
    site_index.refresh()
    before = len(opened)
    assert probes.index()
    assert len(opened) == before + 1, "a commit is looked at"
