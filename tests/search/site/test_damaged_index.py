"""Whatever happened to a file of the index: every page answers, from the database if need be, says so, and it heals (R07).

Each file of an index is damaged in each way, as a process finds it that starts anew and as one finds it that has it
open. An answer is either the right one or the database's with the notice; nothing between, and never an error.
"""

from __future__ import annotations

import gc
import html
import json
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.search.engine.protocol import IndexUnavailableError
from portal.search.models import IndexedDocument
from portal.search.query.pipeline import ask
from portal.search.site import similar
from portal.search.site.similar import similar_documents
from portal.search.sources import health, site_index
from portal.search.sources.tasks import repair_index
from portal.search.wagtail_hooks import SearchPanel
from tests.search.damage import WAYS, exchange
from tests.search.factories import Shelf, document

RESULTS, SUGGEST = reverse("search:results"), reverse("search:suggest")
NOTICE = "ดัชนีค้นหากำลังสร้างใหม่"
QUERIES = ("เทศบาร", 'kind:law "ดูแลถนน"', "ตลาดนัดของเทศบาล ว 1918")

pytestmark = [
    # Whoosh leaves a table open when it finds it broken.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    """Two segments, one of them with a deleted document."""
    shelf.put(
        document("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่ดูแลถนนและสะพาน " * 4),
        document("พระราชบัญญัติโรคติดต่อ", "เทศบาลควบคุมโรคติดต่อในเขตของตน " * 4),
        document("หนังสือแจ้งเวียน", "แจ้งแนวทางช่วยเหลือ", kind="circular", own_references=("มท 0891.3/ว 1918",)),
        *(document(f"ข้อบัญญัติฉบับที่ {number}", "ว่าด้วยกิจการทั่วไป") for number in range(3)),
    )
    site_index.refresh()
    first = next(iter(shelf.held.values()))
    shelf.put(document("ประกาศเรื่องตลาด", "ตลาดนัดเปิดวันเสาร์ เทศบาลดูแลตลาด " * 3))
    shelf.put(document(first.title, "เทศบาลมีหน้าที่ดูแลถนนและสะพานของตน " * 4, key=first.key))
    site_index.refresh()
    assert len(site_index.engine().state.segments) == 2
    return shelf


@pytest.fixture(params=["opened anew", "open already"])
def is_open(request: pytest.FixtureRequest, stocked: Shelf) -> bool:
    """Whether the process has the index open when it is damaged."""
    return bool(request.param == "open already")


@pytest.fixture
def whole(stocked: Shelf, tmp_path: Path) -> Path:
    """Return a copy of the undamaged folder."""
    return shutil.copytree(site_index.engine().root, tmp_path / "whole")


@pytest.fixture(autouse=True)
def tidy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(similar, "_resting", {})
    # Asked at every search, and no pause between the looks at an index that is being changed.
    monkeypatch.setattr("portal.search.engine.store._LOOK_SECONDS", -1.0)
    monkeypatch.setattr("portal.search.engine.store._PAUSE", 0.0)
    yield
    gc.collect()


def restored(whole: Path, *, is_open: bool) -> Path:
    """Put the undamaged folder back and begin as a new process; return the folder of the files."""
    root = site_index.engine().root
    site_index._engine_at.cache_clear()
    similar._resting.clear()
    cache.clear()
    shutil.rmtree(root)
    shutil.copytree(whole, root)
    if is_open:
        for query in QUERIES:
            ask(query, site_index.now())
        assert len(site_index.now().words)
    [folder] = root.glob("build-*")
    return folder


def files(whole: Path) -> list[str]:
    """Return the names of the files of one segment, of the table of contents and CURRENT, relative to the root."""
    found = [str(path.relative_to(whole)) for path in whole.rglob("*") if path.is_file()]
    other = site_index.engine().state.segments[1].id
    kept = [name for name in found if not ("lock" in name.lower() or ".tmp" in name or other in name)]
    assert {Path(name).suffix for name in kept} >= {
        ".low",
        ".high",
        ".chars",
        ".npz",
        ".lexicon",
        ".pst",
        ".trm",
        ".toc",
    }
    return sorted(kept)


def answered(client: Client, query: str) -> tuple[bool, set[str]]:
    """Return (whether the database answered, titles) of a results page; the page itself must be whole."""
    response = client.get(RESULTS, {"q": query})
    assert response.status_code == 200
    found = response.context["found"]
    assert (NOTICE in response.content.decode()) == found.degraded
    assert "<h1" in response.content.decode()
    return found.degraded, {result.document.title for result in found.results}


def everything_answers(client: Client, right: dict[str, set[str]]) -> bool:
    """Ask every page that searches; return whether the database answered."""
    degraded = False
    for query in QUERIES:
        by_database, titles = answered(client, query)
        degraded = degraded or by_database
        assert by_database or titles == right[query], query
    suggested = client.get(SUGGEST, {"q": "เทศบาล"})
    assert suggested.status_code == 200
    assert [row["text"] for row in suggested.json()["suggestions"]] == ["พระราชบัญญัติเทศบาล"]
    key = IndexedDocument.objects.get(title="พระราชบัญญัติเทศบาล").key
    assert isinstance(similar_documents(key), list)
    return degraded


def explained() -> bool:
    """Explain a search; return whether the command could. It must say so in a sentence when not."""
    try:
        call_command("explain_search", "เทศบาล", stdout=StringIO())
    except CommandError as error:
        assert "rebuild_search" in str(error)
        return False
    return True


@pytest.mark.parametrize("way", WAYS)
def test_every_page_answers_whatever_happened_to_any_file(
    client: Client, stocked: Shelf, whole: Path, is_open: bool, way: str
) -> None:
    right = {query: answered(client, query)[1] for query in QUERIES}
    assert all(right.values())
    for name in files(whole):
        folder = restored(whole, is_open=is_open)
        WAYS[way](folder.parent / name)
        degraded = everything_answers(client, right)
        if not is_open:
            assert degraded, f"{name} {way}: nobody noticed"


@pytest.mark.parametrize("way", ["missing", "halved", "half zeroed", "scrambled"])
def test_health_says_what_is_wrong_with_any_file_and_the_task_mends_it(
    client: Client, stocked: Shelf, whole: Path, is_open: bool, way: str
) -> None:
    right = {query: answered(client, query)[1] for query in QUERIES}
    for name in files(whole):
        folder = restored(whole, is_open=is_open)
        assert health.problem() == ""
        WAYS[way](folder.parent / name)
        told = health.problem()
        assert told, f"{name} {way}: health says that all is well"
        assert told in html.unescape(SearchPanel().render_html())
        assert repair_index.func() == 7
        assert health.problem() == ""
        site_index._engine_at.cache_clear()
        assert answered(client, QUERIES[0]) == (False, right[QUERIES[0]])


@pytest.mark.parametrize("name", ["CURRENT", "*.pst", "*.lexicon", "*.scalars.npz"])
def test_explaining_over_a_damaged_index_says_what_to_do(stocked: Shelf, name: str) -> None:
    assert explained()
    for path in list(site_index.engine().root.rglob(name)):
        path.write_bytes(b"garbage")
    site_index._engine_at.cache_clear()
    assert not explained()


def test_files_of_two_segments_exchanged_are_noticed(
    client: Client, stocked: Shelf, whole: Path, is_open: bool
) -> None:
    right = {query: answered(client, query)[1] for query in QUERIES}
    one, other = (segment.id for segment in site_index.engine().state.segments)
    names = [Path(name).name for name in files(whole) if one in name]
    assert len(names) >= 6
    for name in names:
        folder = restored(whole, is_open=is_open)
        exchange(folder / name, folder / name.replace(one, other))
        degraded = everything_answers(client, right)
        assert degraded or is_open, name
        assert health.problem(), name


def test_files_of_another_kind_in_the_place_of_one_are_noticed(
    client: Client, stocked: Shelf, whole: Path
) -> None:
    right = {query: answered(client, query)[1] for query in QUERIES}
    [one, _] = (segment.id for segment in site_index.engine().state.segments)
    names = [Path(name).name for name in files(whole) if one in name]
    for name, other in zip(names, names[1:], strict=False):
        folder = restored(whole, is_open=False)
        exchange(folder / name, folder / other)
        assert everything_answers(client, right), name


def test_a_folder_of_another_day_is_told_from_its_own_checksums(
    client: Client, stocked: Shelf, whole: Path
) -> None:
    """Half a backup: the files of yesterday under the CURRENT of today."""
    stocked.put(document("เรื่องของวันนี้", "ข้าวโพด"))
    site_index.refresh()
    today = (site_index.engine().root / "CURRENT").read_bytes()
    restored(whole, is_open=False)
    (site_index.engine().root / "CURRENT").write_bytes(today)
    assert answered(client, "เทศบาล")[1]
    assert health.problem()
    repair_index.func()
    assert answered(client, "ข้าวโพด") == (False, {"เรื่องของวันนี้"})


@pytest.mark.parametrize("way", ["missing", "halved", "scrambled", "a folder"])
def test_a_change_over_damaged_files_mends_them(
    client: Client, stocked: Shelf, whole: Path, way: str
) -> None:
    for name in files(whole):
        folder = restored(whole, is_open=False)
        WAYS[way](folder.parent / name)
        stocked.put(document("เรื่องใหม่", "ข้าวโพดหวาน", key="shelf:new"))
        site_index.refresh()
        degraded, titles = answered(client, "ข้าวโพดหวาน")
        assert titles == {"เรื่องใหม่"}
        assert not degraded or health.problem(), name
        IndexedDocument.objects.filter(key="shelf:new").delete()
        stocked.held.pop("shelf:new")


def test_damage_is_looked_at_once_in_a_while_and_not_at_every_search(
    client: Client, stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in site_index.engine().root.rglob("*.lexicon"):
        path.write_bytes(b"garbage")
    site_index._engine_at.cache_clear()
    store = site_index.engine().store
    looks: list[int] = []
    read = type(store)._read
    monkeypatch.setattr(type(store), "_read", lambda self, *a, **k: looks.append(1) or read(self, *a, **k))
    assert answered(client, "เทศบาล")[0]
    first = len(looks)
    for query in QUERIES:
        assert answered(client, query)[0]
    assert len(looks) == first
    monkeypatch.setattr("portal.search.engine.store._REST_SECONDS", -1.0)
    store._given_up = None
    assert answered(client, "เทศบาล")[0]
    assert len(looks) > first, "later it is looked at again"


def test_a_sound_file_is_read_whole_once_and_again_when_it_changed(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.search.engine import checksums

    reads: list[Path] = []
    read = checksums._whole
    monkeypatch.setattr(checksums, "_whole", lambda path: reads.append(path) or read(path))
    assert health.problem() == ""
    first = len(reads)
    assert first >= 10
    assert health.problem() == ""
    assert len(reads) == first
    path = reads[0]
    path.write_bytes(path.read_bytes())
    assert health.problem() == ""
    assert reads[first:] == [path]


def test_no_index_is_a_problem_with_a_name_and_no_documents_are_none(shelf: Shelf) -> None:
    assert health.problem() == "no index yet"
    site_index.rebuild()
    assert health.problem() == ""


def test_an_index_of_another_analysis_is_a_problem_with_a_name(
    stocked: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.search.engine.analysis.version", lambda: "another")
    assert "another analysis" in health.problem()


def test_an_index_of_an_older_layout_is_rebuilt_and_not_an_error(client: Client, stocked: Shelf) -> None:
    """Before checksums CURRENT named none."""
    current = site_index.engine().root / "CURRENT"
    folder = next(site_index.engine().root.glob("build-*")).name
    current.write_text(
        json.dumps({"folder": folder, "version": site_index.engine().store.version, "serial": 1})
    )
    site_index._engine_at.cache_clear()
    assert answered(client, "เทศบาล")[0]
    assert not site_index.is_current()
    repair_index.func()
    assert site_index.is_current()
    assert not answered(client, "เทศบาล")[0]


def test_an_error_in_the_middle_of_a_search_is_answered_whole_by_the_database(
    client: Client, stocked: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise EOFError("Ran out of input")

    monkeypatch.setattr("portal.search.engine.segment.read_list", broken)
    site_index._engine_at.cache_clear()
    degraded, titles = answered(client, "เทศบาล")
    assert degraded
    assert "พระราชบัญญัติเทศบาล" in titles
    assert "Ran out of input" in caplog.text
    with pytest.raises(IndexUnavailableError, match="Ran out of input"):
        site_index.now()
