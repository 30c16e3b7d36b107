"""A graded set over the starter library and guides: what people type finds what they mean."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from benchmarks.metrics import Score
from legal_library.models import DocumentPage
from portal.pages.models import GuidePage
from portal.search.site import knowledge
from portal.search.site.find import find
from portal.search.sources import changes, site_index
from tests.pages.loaded import starter, starter_content

__all__ = ["starter", "starter_content"]

GRADED = Path(__file__).with_name("graded.txt")
pytestmark = pytest.mark.usefixtures("starter")


def graded() -> list[tuple[str, frozenset[str]]]:
    """Return (query, slugs that answer it)."""
    pairs = []
    for line in GRADED.read_text(encoding="utf-8").splitlines():
        query, mark, slugs = line.rpartition(" = ")
        if mark and not line.startswith("#"):
            pairs.append((query, frozenset(slugs.split())))
    return pairs


@pytest.fixture
def library_index(
    starter: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Index the starter library."""
    settings.KLANG = {**settings.KLANG, "INDEX_DIR": tmp_path / "index"}
    monkeypatch.setattr(changes, "_rebuild_asked_at", time.monotonic())
    knowledge.SYNONYMS.forget()
    site_index.rebuild()
    yield
    site_index._engine_at.cache_clear()


def test_the_set_is_large_and_names_records_that_exist() -> None:
    pairs = graded()
    assert len(pairs) >= 150
    assert len({query for query, _ in pairs}) == len(pairs)
    named = {slug for _, slugs in pairs for slug in slugs}
    documents = set(DocumentPage.objects.values_list("slug", flat=True))
    guides = set(GuidePage.objects.values_list("slug", flat=True))
    assert named <= documents | guides
    assert not documents & guides, "a slug must name one page"
    assert guides <= named, "every guide is found by ordinary words"


@pytest.mark.usefixtures("library_index")
def test_people_find_what_they_mean() -> None:
    score = Score()
    wrong: list[str] = []
    references: list[str] = []
    for query, right in graded():
        params = QueryDict(mutable=True)
        params["q"] = query
        found = find(params)
        slugs = [result.document.path.rstrip("/").rpartition("/")[2] for result in found.results]
        score.add(slugs, right)
        if not slugs or slugs[0] not in right:
            wrong.append(f"{query}: {slugs[:3]}, right: {sorted(right)[:2]}")
            if found.analysis.references:
                references.append(query)
    figures = score.figures()
    listing = "\n".join(wrong)
    assert not references, f"a reference must find its own document first: {references}"
    assert figures["answered"] == 1.0, listing
    assert figures["hit@1"] >= 0.93, f"{figures}\n{listing}"
    assert figures["R@10"] >= 0.98, f"{figures}\n{listing}"
    assert figures["MRR@10"] >= 0.95, f"{figures}\n{listing}"
