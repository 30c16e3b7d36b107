"""Pages of a PDF as pictures, drawn in a process of their own: the decoder is a C program that reads what strangers made."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from legal_library.reading.refusals import UnreadableFile

WIDTH = 1000
"""Pixels: the small letters of a page are read on a phone that enlarges it."""
TALLEST = 3000
"""Pixels: a scroll drawn as one page must not take the memory of the machine."""
COVER_WIDTH = 240
QUALITY = 60
SECONDS = 300
MEMORY = 1_500_000_000
COVER = "cover.webp"
_ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def pictures_of(content: bytes, most: int) -> Iterator[list[Path]]:
    """Draw the pages of a PDF; the files are there as long as the context is.

    Args:
        content: a PDF.
        most: pages that are drawn at most, from the first one.

    Returns:
        The cover, small, and then each page in its order.

    Raises:
        UnreadableFile: it is damaged, locked with a password, or takes too long.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, no shell, the file comes in by a pipe
                [sys.executable, "-m", "legal_library.reading.page_pictures", folder, str(most)],
                input=content,
                capture_output=True,
                timeout=2 * SECONDS,
                env={
                    "PATH": os.defpath,
                    "LANG": "C.UTF-8",
                    "PYTHONPATH": str(_ROOT),
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
                cwd=_ROOT,
                check=False,
                preexec_fn=_bounds,  # noqa: PLW1509 - it sets two limits and touches nothing else
            )
        except subprocess.TimeoutExpired as late:
            raise UnreadableFile(_("อ่านไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน")) from late
        drawn = sorted(Path(folder).glob("[0-9]*.webp"))
        if done.returncode != 0 or not drawn:
            raise UnreadableFile(_("อ่านไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน"))
        yield [Path(folder) / COVER, *drawn]


def _bounds() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def main() -> None:
    """Draw the PDF that comes in into a folder."""
    # pdfium is loaded in the process apart only: it must never hold that of the portal.
    import pypdfium2

    folder, most = Path(sys.argv[1]), int(sys.argv[2])
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError:
        sys.exit(1)
    for number in range(min(len(document), most)):
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTH / width, TALLEST / height)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
        picture.save(folder / f"{number + 1:05}.webp", quality=QUALITY)
        if number == 0:
            picture.thumbnail((COVER_WIDTH, TALLEST))
            picture.save(folder / COVER, quality=QUALITY)


if __name__ == "__main__":
    main()
