"""The text layer of a PDF, read in a process of its own: these decoders are C programs that read what strangers made.

`pdftotext -raw` keeps Thai marks in their order with every producer that was measured (documents.md 2); where it is not
installed, or its text is the worse one, pdfium's is taken. The worse one has more signs of damage in it.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from legal_library.reading.refusals import UnreadableFile
from portal.thai.text import repair

SECONDS = 60
MEMORY = 1_500_000_000
MOST_TEXT = 40_000_000
"""Bytes of text that one file may give."""
PAGE_END = "\f"
_ROOT = Path(__file__).resolve().parents[2]
_DAMAGE = re.compile(
    "[\x00\ufffd\uf700-\uf71a\uf884-\uf89e]|\u0e4d\u0e32|[\u0e48-\u0e4c]{2}|(?:^|\\s)[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
)
_WORD = re.compile(r"\S")


def damage(text: str) -> int:
    """Return how many signs of a broken text layer there are: lost letters, old fonts' codes, marks on nothing."""
    return sum(1 for _found in _DAMAGE.finditer(text))


def pdf_pages(content: bytes) -> list[str]:
    """Return the text of each page, repaired; a page that is a picture gives an empty one.

    Raises:
        UnreadableFile: it is damaged, locked with a password, or takes too long.
    """
    texts = [text for text in (_read(command, content) for command in _commands()) if text is not None]
    if not texts:
        raise UnreadableFile(_("อ่านไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน"))
    best = min(texts, key=lambda text: (not _WORD.search(text), damage(text)))
    pages = [repair(page).strip("\n") for page in best.split(PAGE_END)]
    return pages[:-1] if len(pages) > 1 and not pages[-1] else pages


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF, its pages one after the other.

    Raises:
        UnreadableFile: as `pdf_pages`, and where no page has a text layer: it is a scan.
    """
    pages = pdf_pages(content)
    if not any(_WORD.search(page) for page in pages):
        raise UnreadableFile(_("PDF นี้เป็นภาพสแกน ไม่มีข้อความให้คัดลอก พิมพ์ข้อความเองหรือใช้ไฟล์ต้นฉบับ"))
    return "\n".join(pages)


def _commands() -> list[list[str]]:
    poppler = shutil.which("pdftotext")
    ours = [sys.executable, "-m", "legal_library.reading.pdf_text"]
    return [*([[poppler, "-raw", "-enc", "UTF-8", "-q", "-", "-"]] if poppler else []), ours]


def _bounds() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def _read(command: list[str], content: bytes) -> str | None:
    """Return what a reader makes of a file; None where it fails."""
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(  # noqa: S603 - one of two fixed programs, no shell, the file comes in by a pipe
            command,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            cwd=_ROOT,
            check=False,
            preexec_fn=_bounds,  # noqa: PLW1509 - it sets two limits and touches nothing else
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0 or len(done.stdout) > MOST_TEXT:
        return None
    return done.stdout.decode("utf-8", errors="replace").replace("\r\n", "\n")


def main() -> None:
    """Read the PDF that comes in with pdfium; the text goes out, a form feed behind every page."""
    # pdfium is loaded in the process apart only: it must never hold that of the portal.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError:
        sys.exit(1)
    for page in document:
        text = page.get_textpage().get_text_bounded()
        sys.stdout.buffer.write(f"{text}{PAGE_END}".encode())


if __name__ == "__main__":
    main()
