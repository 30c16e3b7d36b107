"""A file to pages: what holds words gives them, what is a picture is read by the OCR engine of the installation, if it has one."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _
from PIL import Image

from legal_library.reading.files import MOST_BYTES, file_text
from legal_library.reading.letters.found import Origin, SourcePage
from legal_library.reading.letters.ocr import Engine
from legal_library.reading.page_pictures import pictures_of
from legal_library.reading.pdf_text import damage, pdf_pages
from legal_library.reading.refusals import UnreadableFile
from portal.files.apart import clean_apart
from portal.files.kinds import PDF, judge
from portal.files.refusals import RefusedFile

MOST_PAGES = 100
"""Pages of one file: a letter with its enclosures; what is longer is a manual and is handed in as one."""


@dataclass(frozen=True)
class Leaves:
    """The pages of a file, with the picture of each where there is one."""

    pages: tuple[SourcePage, ...]
    pictures: tuple[Path, ...]


@contextmanager
def leaves_of(content: bytes, name: str, *, engine: Engine | None, pictures: bool) -> Iterator[Leaves]:
    """Read a file; the pictures are there as long as the context is.

    Args:
        content: PDF, picture, DOCX, HTML or text, told by its content.
        name: its name; one that says PDF or DOCX must be that.
        engine: reads pages that are pictures; None leaves them unread.
        pictures: draw the pages of a PDF even if nothing has to be read from them.

    Raises:
        UnreadableFile: too large, too long, damaged, locked, or not what its name says.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("ไฟล์ใหญ่เกิน %(most)d MB") % {"most": MOST_BYTES // 1024 // 1024})
    if not content:
        raise UnreadableFile(_("ไฟล์ว่างเปล่า"))
    is_pdf = content[:1024].lstrip().startswith(b"%PDF-")
    if name.lower().endswith(".pdf") and not is_pdf:
        raise UnreadableFile(_("ชื่อไฟล์ลงท้ายด้วย .pdf แต่ข้างในไม่ใช่ PDF"))
    if is_pdf:
        yield from _pdf(content, engine, pictures)
    elif picture := _cleaned(content, name):
        yield from _one_picture(picture, engine)
    else:
        yield Leaves((_page(1, file_text(content)),), ())


def _page(number: int, text: str) -> SourcePage:
    return SourcePage(number, text, Origin.TEXT, damage(text))


def _pdf(content: bytes, engine: Engine | None, wanted: bool) -> Iterator[Leaves]:
    texts = pdf_pages(content)
    if len(texts) > MOST_PAGES:
        raise UnreadableFile(
            _("มี %(count)d หน้า อ่านได้ครั้งละไม่เกิน %(most)d หน้า") % {"count": len(texts), "most": MOST_PAGES}
        )
    pages = [_page(number, text) for number, text in enumerate(texts, start=1)]
    if not wanted and (engine is None or all(page.text.strip() for page in pages)):
        yield Leaves(tuple(_unread_marked(pages)), ())
        return
    with pictures_of(content, MOST_PAGES) as (_cover, *drawn):
        if engine is not None:
            pages = [
                page if page.text.strip() else engine.page(page.number, drawn[page.number - 1])
                for page in pages
            ]
        yield Leaves(tuple(_unread_marked(pages)), tuple(drawn))


def _unread_marked(pages: Sequence[SourcePage]) -> list[SourcePage]:
    return [page if page.text.strip() else SourcePage(page.number, "", Origin.NONE) for page in pages]


def _cleaned(content: bytes, name: str) -> bytes | None:
    """Return a picture made anew in a process apart, without what came along; None for what is no picture.

    Raises:
        UnreadableFile: it is one that cannot be decoded, or is too large.
    """
    if judge(content) in (None, PDF):
        return None
    try:
        return clean_apart(content, name).content
    except RefusedFile as error:
        raise UnreadableFile(str(error)) from error


def _one_picture(content: bytes, engine: Engine | None) -> Iterator[Leaves]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "00001.webp"
        with Image.open(io.BytesIO(content)) as picture:
            picture.convert("RGB").save(path, quality=80)
        page = engine.page(1, path) if engine else SourcePage(1, "", Origin.NONE)
        yield Leaves(tuple(_unread_marked([page])), (path,))
