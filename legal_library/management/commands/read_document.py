"""`manage.py read_document FILE… [--json]`: say what documents are in a file, and store nothing (docs/library.md)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from legal_library.proposing.proposals import kind_of
from legal_library.reading.letters.found import Piece, Reading, Sure
from legal_library.reading.letters.ocr import engine
from legal_library.reading.letters.pages import leaves_of
from legal_library.reading.letters.reading import read_pages
from legal_library.reading.refusals import UnreadableFile
from legal_library.terms import name_of
from legal_library.vocabulary import Vocabulary


class Command(BaseCommand):
    """Each file by itself: one that cannot be read is told of, and the others are read."""

    help = (
        "Read official letters (PDF, scan, picture, DOCX, HTML, text): the documents in each file, with every field, where it "
        "stands and how sure it is, and what is irregular. Nothing is stored. Ends with 1 when a file could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON object a file, one a line")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        failed = 0
        for path in files:
            try:
                reading = _read(path)
            except (UnreadableFile, OSError) as error:
                failed += 1
                self._fail(path, error, as_json=options["json"])
                continue
            if options["json"]:
                self.stdout.write(json.dumps(_told(reading), ensure_ascii=False))
            else:
                self.stdout.write("\n".join(_lines(path.name, reading)))
        if failed:
            raise CommandError(_("อ่านไม่ได้ %(count)d ไฟล์") % {"count": failed}, returncode=1)

    def _fail(self, path: Path, error: Exception, *, as_json: bool) -> None:
        words = _("เปิดไฟล์ไม่ได้") if isinstance(error, OSError) else str(error)
        if as_json:
            self.stdout.write(json.dumps({"name": path.name, "problem": words}, ensure_ascii=False))
        else:
            self.stderr.write(f"{path.name}: {words}")


def _read(path: Path) -> Reading:
    content = path.read_bytes()
    with leaves_of(content, path.name, engine=engine(), pictures=False) as leaves:
        return read_pages(path.name, leaves.pages)


def _told(reading: Reading) -> dict[str, Any]:
    """Return a reading as data, each document with the kind that it most likely is."""
    data = reading.as_json()
    for piece, told in zip(reading.pieces, data["pieces"], strict=True):
        told["kind"] = kind_of(piece).value
    return data


def _lines(name: str, reading: Reading) -> Iterator[str]:
    yield f"{name}: {_('พบ %(count)d ฉบับ') % {'count': len(reading.pieces)}}"
    for number, piece in enumerate(reading.pieces, start=1):
        yield f"\n{number}. {piece.title or '–'} ({name_of(Vocabulary.KIND, kind_of(piece))})"
        yield from _lines_of(piece)


def _lines_of(piece: Piece) -> Iterator[str]:
    for one in piece.fields:
        mark = " ?" if one.sure == Sure.LOOK else ""
        value = one.value.replace("\n", " / ")
        yield f"   {one.name}: {value} [{one.place.page}:{one.place.line}]{mark}"
    for row in piece.enclosures:
        where = f" → {row.piece + 1}" if row.piece is not None else ""
        yield f"   + {row.title} {row.quantity or ''} {row.unit}{where}".rstrip()
    for one in piece.oddities:
        yield f"   ! {one.words}: {one.written} [{one.place.page}:{one.place.line}]"
