"""Reading PDFs back with poppler, as citizens' programs do."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pikepdf


def _run(tool: str, *arguments: str, pdf: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([tool, *arguments[:-1], str(path), arguments[-1]], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def text_of(pdf: bytes, folder: Path, page: int | None = None) -> str:
    """Return the text of a PDF, or of one page (from 1), in the order of its content stream."""
    pages = ("-f", str(page), "-l", str(page)) if page else ()
    return _run("pdftotext", "-raw", *pages, "-", pdf=pdf, folder=folder)


def squeezed(text: str) -> str:
    """Return a text without any blanks: where lines end is the renderer's business."""
    return re.sub(r"\s+", "", text)


def body_of(pdf: bytes, folder: Path) -> str:
    """Return the squeezed text of all pages without page numbers and catch-words."""
    lines = text_of(pdf, folder).replace("\f", "\n").splitlines()
    kept = (line for line in lines if not re.fullmatch(r"\s*(- [๐-๙]+ -|/.*\.\.\.)\s*", line))
    return squeezed("".join(kept))


@dataclass(frozen=True)
class Run:
    """A piece of text with its size in points and its color."""

    text: str
    size: float
    color: str
    family: str


def runs_of(pdf: bytes, folder: Path) -> list[Run]:
    """Return the pieces of text of a PDF with size, color and typeface."""
    path = folder / "runs.pdf"
    path.write_bytes(pdf)
    command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", "-fontfullname", str(path)]
    root = ET.fromstring(subprocess.run(command, capture_output=True, check=True).stdout)
    fonts = {font.get("id"): font for font in root.iter("fontspec")}
    return [
        Run(
            "".join(text.itertext()),
            float(fonts[text.get("font")].get("size")),
            fonts[text.get("font")].get("color").lower(),
            fonts[text.get("font")].get("family"),
        )
        for text in root.iter("text")
    ]


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    import io

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
