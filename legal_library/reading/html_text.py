"""A web page to plain text: paragraphs and line breaks stay, tables become rows between bars, the rest is dropped."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "svg", "title"})
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
_THAI_NAMES = frozenset({"windows-874", "tis-620", "tis620", "iso-8859-11"})
"""Names of the Thai code page on web pages; Python knows its widest form as cp874."""


class _Words(HTMLParser):
    """Collects the visible text of a page as lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._unseen = 0
        self._in_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self.lines.append("")
        elif tag == "tr":
            self._in_row = True
            self.lines[len(self.lines) - (not self.lines[-1]) :] = ["|"]
        elif tag in ("td", "th") and self._in_row:
            self.lines[-1] += " "
        elif tag in _BLOCKS and not self._in_row:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("td", "th") and self._in_row:
            self.lines[-1] = f"{self.lines[-1].rstrip()} |"
        elif tag == "tr":
            self._in_row = False
            self.lines.append("")
        elif tag == "table" or tag in _BLOCKS and not self._in_row:
            self.lines += ["", ""] if self.lines[-1].strip() else [""]

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.lines[-1] += " ".join(f"x{data}x".split())[1:-1]


def html_text(content: bytes) -> str:
    """Return the visible text of a web page.

    Args:
        content: the file; its letters are those that it names, else Unicode, else the Thai code page.
    """
    parser = _Words()
    parser.feed(_decoded(content))
    parser.close()
    text = "\n".join(line.strip() for line in parser.lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _decoded(content: bytes) -> str:
    named = _CHARSET.search(content[:4096])
    name = named[1].decode("ascii").lower() if named else "utf-8-sig"
    name = "cp874" if name in _THAI_NAMES else name
    try:
        codecs.lookup(name)
        return content.decode(name)
    except (LookupError, UnicodeDecodeError):
        return content.decode("cp874", errors="replace")
