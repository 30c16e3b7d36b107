"""Source text to HTML. The words are never changed, only laid out."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from legal_library.reading.items import Piece, pieces

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_RULE_ROW = re.compile(r"^\|(?=[^-]*-)[\s|:-]*\|$")
_EMPTY_ROW = re.compile(r"^\|[\s|]*\|$")


def _table(lines: list[str]) -> SafeString:
    """Rows between bars, as scanners write tables; the ruler and empty rows are only drawing."""
    rows = [line for line in lines if not _RULE_ROW.match(line) and not _EMPTY_ROW.match(line)]
    cells = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    body = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((c,) for c in row)),) for row in cells)
    )
    return format_html(
        '<div class="table-wrap" tabindex="0" role="region" aria-label="ตารางในต้นฉบับ"><table class="table source-table">{}</table></div>',
        body,
    )


class _Items:
    """Lays lines out, and gives every item of a list its own line and, the first of its number, a place to link to."""

    def __init__(self, anchor: str) -> None:
        self.anchor, self.counted, self.named = anchor, 0, set[str]()

    def lines(self, text: str) -> SafeString:
        """Return the lines of a block."""
        rows = [piece for line in text.split("\n") for piece in self._pieces(line.strip())]
        return mark_safe("<br>".join(self._row(piece) for piece in rows))  # noqa: S308 - every piece is escaped

    def _pieces(self, line: str) -> list[Piece]:
        found = pieces(line, self.counted)
        if found[-1].number:
            self.counted = int(found[-1].number.partition("/")[0])
        return found

    def _row(self, piece: Piece) -> SafeString:
        if not piece.number or not self.anchor or piece.number in self.named:
            return escape(piece.text)
        self.named.add(piece.number)
        place = f"{self.anchor}-i{piece.number.replace('/', '-')}"
        return format_html('<span id="{}">{}</span>', place, piece.text)


def _bullets(lines: list[str]) -> SafeString:
    items = ((line.strip().removeprefix("- "),) for line in lines)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))


def _block(text: str, items: _Items) -> SafeString:
    """One block between blank lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    bars = [line.lstrip().startswith("|") for line in lines]
    if all(bars):
        return _table([line.strip() for line in lines])
    if all(line.lstrip().startswith("- ") and not line.lstrip().startswith("- |") for line in lines):
        return _bullets(lines)
    if bars.count(True) > 1 and all(bars[1:]):
        # The scanner of the second source began its table with a bullet: "- | | | |".
        return _table([line.strip().removeprefix("- ") for line in lines])
    return format_html("<p>{}</p>", items.lines("\n".join(lines)))


def to_html(text: str, anchor: str = "") -> SafeString:
    """Return source text as HTML: blank lines part paragraphs, line breaks stay, bars become tables.

    Args:
        text: plain text; every character of it is escaped.
        anchor: of the passage; its items (๑) (๒) get places of their own below it, `m5-i1`.
    """
    blocks = [block for block in _BLANK_LINE.split(text.strip("\n")) if block.strip()]
    items = _Items(anchor)
    return mark_safe("\n".join(_block(block, items) for block in blocks))  # noqa: S308 - each block is built escaped
