"""A text with marks to passages: how the texts of the starter content are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
