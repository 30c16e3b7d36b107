"""The second source document as one file: its four documents behind each other, word for word, without our marks."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from weasyprint import HTML

from legal_library.starter.loading import DATA

PARTS = ("krabi-letter.txt", "dla-letter.txt", "mou.txt", "guideline.txt")
FONT = Path(__file__).resolve().parents[3] / "static/fonts/KlangSarabun-Regular.ttf"


@cache
def source_text() -> str:
    """Return its text. A marked heading is the source's own line; a mark is ours."""
    return "\n\n\n".join("\n".join(_own(name)) for name in PARTS)


def _own(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [line.removeprefix("# ") for line in lines if not line.startswith("@@ ")]


def as_pdf(*texts: str) -> bytes:
    """Return texts as a born-digital PDF, each from a new page."""
    css = (
        f"@font-face{{font-family:K;src:url({FONT.as_uri()})}}"
        "@page{size:A4;margin:2cm}body{font:12pt/1.6 K}"
        "div{white-space:pre-wrap}div+div{break-before:page}"
    )
    body = "".join(f"<div>{escape(text)}</div>" for text in texts)
    return HTML(string=f"<style>{css}</style><body>{body}").write_pdf()


@cache
def source_pdf() -> bytes:
    """Return it as a PDF of some twenty pages."""
    return as_pdf(*("\n".join(_own(name)) for name in PARTS))
