"""A web page to plain text: paragraphs and line breaks stay, tables become rows between bars, the rest is dropped."""

from __future__ import annotations

import re

from portal.web.charsets import decoded
from portal.web.markup import BLOCKS, Piece, shown

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)


class _Lines:
    """Collects the visible text of a page as lines; each is put together once, however many pieces it has."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._line: list[str] = []
        self._in_row = False

    def take(self, kind: Piece, value: str) -> None:
        """Take one step of the walk."""
        if kind is Piece.WORDS:
            if words := " ".join(f"x{value}x".split())[1:-1]:
                self._line.append(words)
        elif kind is Piece.START:
            self._start(value)
        else:
            self._end(value)

    def _start(self, tag: str) -> None:
        if tag == "tr":
            self._in_row = True
            if self._line:
                self.break_line()
            self._line = ["|"]
        elif tag in ("td", "th") and self._in_row:
            self._line.append(" ")
        elif tag == "br" or tag in BLOCKS and not self._in_row:
            self.break_line()

    def _end(self, tag: str) -> None:
        if tag in ("td", "th") and self._in_row:
            while self._line and not self._line[-1].strip():
                self._line.pop()
            if self._line:
                self._line[-1] = self._line[-1].rstrip()
            self._line.append(" |")
        elif tag == "tr":
            self._in_row = False
            self.break_line()
        elif tag == "table" or tag in BLOCKS and not self._in_row:
            has_words = any(not piece.isspace() for piece in self._line)
            self.break_line()
            if has_words:
                self.break_line()

    def break_line(self) -> None:
        """End the line."""
        self.done.append("".join(self._line).strip())
        self._line = []


def html_text(content: bytes) -> str:
    """Return the visible text of a web page.

    Args:
        content: the file; its letters are those that it names, else Unicode, else the Thai code page.
    """
    lines = _Lines()
    for kind, value in shown(_decoded(content)):
        lines.take(kind, value)
    lines.break_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines.done)).strip("\n")


def _decoded(content: bytes) -> str:
    named = _CHARSET.search(content[:4096])
    return decoded(content, named[1].decode("ascii") if named else "", last="cp874")
