"""`manage.py bench_search`, started by `bin/bench search`: speed at several sizes, in a scratch database."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.search.evaluation import bench, bench_site
from portal.search.evaluation.collection import BadCollectionError, read_documents
from portal.search.evaluation.compose import Kitchen, recipes, sections
from portal.search.models import IndexedDocument

_SAMPLE = 1500


class Command(BaseCommand):
    """Fills the database that it is given: only for the scratch one that `bin/bench` makes."""

    help = "Measure indexing, searching, pages, memory and updates over documents composed from sections of laws."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--documents", required=True, type=Path, help="laws or sections: JSON lines (.gz too)"
        )
        parser.add_argument(
            "--sizes", default="1000,10000,50000,100000", help="numbers of documents, with commas"
        )
        parser.add_argument(
            "--compare", action="store_true", help="time FTS5 and tantivy too, queries interleaved"
        )
        parser.add_argument(
            "--compare-up-to", type=int, default=50_000, help="sizes at which rivals still run"
        )
        parser.add_argument(
            "--pages", type=int, default=10_000, help="documents for the page measurements, 0 for none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if IndexedDocument.objects.exists():
            raise CommandError(
                "This database holds documents. Run bin/bench search, which makes a scratch one."
            )
        try:
            documents = list(read_documents(options["documents"]))
        except (OSError, BadCollectionError) as error:
            raise CommandError(str(error)) from error
        sizes = [int(size) for size in options["sizes"].split(",") if size]
        texts = sections([document.text for document in documents])
        titles = sorted({document.title for document in documents if document.title}) or [
            "พระราชบัญญัติตัวอย่าง พ.ศ. 2560"
        ]
        kitchen = Kitchen(texts)
        stuff = bench.material(texts, titles, kitchen)
        write = self.stdout.write
        lengths = [len(text) for text in texts]
        with tempfile.TemporaryDirectory(prefix="klang-bench-", dir=settings.KLANG_VAR) as name:
            folder = Path(name)
            sample = list(recipes(_SAMPLE, lengths, titles))
            write(f"indexing from plain text: {bench.index_speed(kitchen, sample, folder):,.0f} documents/s")
            for size in sizes:
                place = folder / str(size)
                place.mkdir()
                compare = options["compare"] and size <= options["compare_up_to"]
                bench.at_size(size, kitchen, stuff, place, write, compare=compare)
                if size == min(sizes, key=lambda other: abs(other - 10_000)):
                    bench.understood(bench._Ours(place).store, folder, write)
                    bench.visibility(bench._Ours(place).store, kitchen, stuff, write)
        if options["pages"]:
            write(f"\npages over {options['pages']:,} documents")
            bench_site.fill(options["pages"], kitchen, stuff)
            bench_site.pages(stuff, write)
