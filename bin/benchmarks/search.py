"""`bin/bench search`: speed at several sizes, in a scratch database. Import it when Django is set up."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings

from benchmarks import pages, speed
from benchmarks.collection import BadCollectionError, read_documents
from benchmarks.compose import Kitchen, recipes, sections
from portal.search.models import IndexedDocument

_SAMPLE = 1500


def run(
    write: speed.Write,
    *,
    documents: Path,
    sizes: list[int],
    compare: bool = False,
    compare_up_to: int = 50_000,
    page_documents: int = 10_000,
) -> None:
    """Measure indexing, searching, pages, memory and updates over documents composed from sections of laws.

    It fills the database that it is given: only for the scratch one that `bin/bench` makes.

    Args:
        write: prints one line.
        documents: laws or sections.
        sizes: numbers of documents.
        compare: time FTS5 and tantivy too, queries interleaved.
        compare_up_to: sizes at which rivals still run.
        page_documents: documents for the page measurements, 0 for none.

    Raises:
        BadCollectionError: the file is no collection, or the database holds documents.
        OSError: the file cannot be read.
    """
    if IndexedDocument.objects.exists():
        raise BadCollectionError(
            "This database holds documents. Run bin/bench search, which makes a scratch one."
        )
    held = list(read_documents(documents))
    texts = sections([document.text for document in held])
    titles = sorted({document.title for document in held if document.title}) or ["พระราชบัญญัติตัวอย่าง พ.ศ. 2560"]
    kitchen = Kitchen(texts)
    stuff = speed.material(texts, titles, kitchen)
    lengths = [len(text) for text in texts]
    with tempfile.TemporaryDirectory(prefix="klang-bench-", dir=settings.KLANG_VAR) as name:
        folder = Path(name)
        sample = list(recipes(_SAMPLE, lengths, titles))
        write(f"indexing from plain text: {speed.index_speed(kitchen, sample, folder):,.0f} documents/s")
        for size in sizes:
            place = folder / str(size)
            place.mkdir()
            speed.at_size(size, kitchen, stuff, place, write, compare=compare and size <= compare_up_to)
            if size == min(sizes, key=lambda other: abs(other - 10_000)):
                speed.understood(speed.Ours(place).engine, folder, write)
                speed.visibility(speed.Ours(place).engine, kitchen, stuff, write)
    if page_documents:
        write(f"\npages over {page_documents:,} documents")
        pages.fill(page_documents, kitchen, stuff)
        pages.pages(stuff, write)
