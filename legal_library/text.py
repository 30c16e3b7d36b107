"""Source text to HTML, and the marked starter files to passages. The words are never changed, only laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_RULE_ROW = re.compile(r"^\|[\s|:-]*-[\s|:-]*\|$")
_EMPTY_ROW = re.compile(r"^\|[\s|]*\|$")
_MARK = re.compile(r"^@@ (?P<anchor>[a-z0-9-]+) \| (?P<label>[^|]+?)(?: \| (?P<level>[12]))?$")
HEADING_MARK = "# "


@dataclass(frozen=True)
class MarkedPassage:
    """A passage of a starter file; see `split_marked`."""

    anchor: str
    label: str
    level: int
    heading: str
    text: str


def split_marked(source: str) -> list[MarkedPassage]:
    """Cut a starter text into passages.

    A line "@@ anchor | label" (and "| 2" for the second level of the contents) begins a passage; a line "# …"
    directly after it is the heading as it stands in the source. Everything else is the source, word for word.

    Raises:
        ValueError: text stands before the first mark, or two passages share an anchor.
    """
    passages: list[MarkedPassage] = []
    head, _, _ = source.partition("@@ ")
    if head.strip():
        raise ValueError("text before the first mark")
    for anchor, label, level, lines in _marked_blocks(source):
        heading = ""
        if lines and lines[0].startswith(HEADING_MARK):
            heading, lines = lines[0].removeprefix(HEADING_MARK), lines[1:]
        passages.append(MarkedPassage(anchor, label, level, heading, "\n".join(lines).strip("\n")))
    if len({passage.anchor for passage in passages}) != len(passages):
        raise ValueError("two passages share an anchor")
    return passages


def _marked_blocks(source: str) -> Iterator[tuple[str, str, int, list[str]]]:
    """Yield (anchor, label, level, lines) of each mark."""
    current: tuple[str, str, int, list[str]] | None = None
    for line in source.splitlines():
        mark = _MARK.match(line)
        if mark:
            if current:
                yield current
            current = (mark["anchor"], mark["label"], int(mark["level"] or 1), [])
        elif current:
            current[3].append(line)
    if current:
        yield current


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
