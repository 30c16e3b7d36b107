"""How fast the site's own pages are over composed documents: the whole results page, and suggestions."""

from __future__ import annotations

import datetime

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from benchmarks.compose import Kitchen, recipes
from benchmarks.engines import timed
from benchmarks.metrics import percentile
from benchmarks.speed import Material, Write
from portal.search.models import IndexedDocument, IndexedPassage, IndexedReference
from portal.search.sources import site_index
from portal.search.sources.projection import entries

_BATCH = 500


def fill(size: int, kitchen: Kitchen, stuff: Material) -> None:
    """Write composed documents into the projection of a scratch database and index them."""
    lengths = [len(text) for text in kitchen.folded]
    batch: list[IndexedDocument] = []
    passages: list[list[str]] = []

    def save() -> None:
        rows = IndexedDocument.objects.bulk_create(batch)
        IndexedPassage.objects.bulk_create(
            (
                IndexedPassage(
                    document=row, position=place, heading=f"มาตรา {place + 1}", anchor=f"s{place}", text=text
                )
                for row, parts in zip(rows, passages, strict=True)
                for place, text in enumerate(parts)
            ),
            batch_size=2000,
        )
        IndexedReference.objects.bulk_create(
            IndexedReference(document=row, token=row.summary, normal=row.summary, own=True) for row in rows
        )
        batch.clear()
        passages.clear()

    for number, recipe in enumerate(recipes(size, lengths, stuff.titles)):
        batch.append(
            IndexedDocument(
                key=f"bench:{number}",
                title=recipe.title,
                kind=recipe.kind,
                kind_label=recipe.kind,
                agency=recipe.reference.split()[0],
                year_be=recipe.year_be,
                status="in_force",
                status_label="ใช้บังคับอยู่",
                date=datetime.date(2000, 1, 1) + datetime.timedelta(days=number % 9000),
                path=f"/library/{number}/",
                summary=recipe.reference,
                folded="",
                pending=False,
            )
        )
        passages.append([kitchen.folded[section] for section in recipe.sections])
        if len(batch) == _BATCH:
            save()
    save()
    site_index.engine().index(entries(), anew=True)


def pages(stuff: Material, write: Write) -> None:
    """Time the results page and the suggestions, as the server spends it."""
    client = Client(SERVER_NAME="localhost")

    def get(address: str, typed: str) -> None:
        response = client.get(address, {"q": typed})
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    address = reverse("search:results")
    queries = [query for name in ("words", "phrases", "titles") for query in stuff.queries[name][:40]]
    for query in queries[:10]:
        get(address, query)
    cache.clear()
    times = [timed(lambda query=query: get(address, query))[0] for query in queries]  # type: ignore[misc]
    write(
        f"  results page with facets and highlights: p50 {percentile(times, 0.5) * 1000:.0f} ms, "
        f"p95 {percentile(times, 0.95) * 1000:.0f} ms"
    )
    address = reverse("search:suggest")
    get(address, "พระราช")
    typed = [query[:length] for query in stuff.queries["titles"][:40] for length in (2, 5, 12, 25)]
    times = [timed(lambda text=text: get(address, text))[0] for text in typed]  # type: ignore[misc]
    write(
        f"  suggestions while typing: p50 {percentile(times, 0.5) * 1000:.1f} ms, p95 {percentile(times, 0.95) * 1000:.1f} ms"
    )
