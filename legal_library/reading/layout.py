"""Source text to HTML. The words are never changed, only laid out."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_RULE_ROW = re.compile(r"^\|[\s|:-]*-[\s|:-]*\|$")
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


def _lines(text: str) -> SafeString:
    return mark_safe("<br>".join(escape(line.strip()) for line in text.split("\n")))  # noqa: S308 - every line escaped


def _bullets(lines: list[str]) -> SafeString:
    items = ((line.strip().removeprefix("- "),) for line in lines)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))


def _block(text: str) -> SafeString:
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
    return format_html("<p>{}</p>", _lines("\n".join(lines)))


def to_html(text: str) -> SafeString:
    """Return source text as HTML: blank lines part paragraphs, line breaks stay, bars become tables.

    Args:
        text: plain text; every character of it is escaped.
    """
    blocks = [block for block in _BLANK_LINE.split(text.strip("\n")) if block.strip()]
    return mark_safe("\n".join(_block(block) for block in blocks))  # noqa: S308 - each block is built escaped
