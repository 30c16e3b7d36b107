"""A text with marks to passages and back: how starter texts are written and how editors see a whole text.

A line `@@ anchor | label` (and `| 2` for the second level of the contents) begins a passage; a line `# …` directly after it
is the heading as it stands in the source. Everything else is the source, word for word. An editor may leave the anchor
out. A line of the source that looks like a mark is written with a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEADING_MARK = "# "
_MARK = "@@"
_STRICT = re.compile(r"^@@ (?P<anchor>[a-z0-9-]+) \| (?P<label>[^|]+?)(?: \| (?P<level>[12]))?$")
_ANCHOR = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LOOKS_MARKED = re.compile(r"^\\*(?:@@|# )")
_LONGEST_LABEL = 200


@dataclass(frozen=True)
class MarkedPassage:
    """A passage as it is read: see the module."""

    anchor: str
    label: str
    level: int
    heading: str
    text: str


class MarkError(ValueError):
    """A mark that cannot be read; `line` is its number, from 1."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(f"line {line}: {words}")
        self.line = line
        self.words = words


def split_marked(source: str) -> list[MarkedPassage]:
    """Cut a starter text into passages.

    Raises:
        ValueError: text stands before the first mark, a mark is not complete, or two passages share an anchor.
    """
    head, passages = read_marked(source)
    if head.strip():
        raise ValueError("text before the first mark")
    marks = [line for line in source.split("\n") if line.startswith("@@ ")]
    if not all(_STRICT.match(line) for line in marks):
        raise ValueError("a mark of a starter text has an anchor and a label")
    if len({passage.anchor for passage in passages}) != len(passages):
        raise ValueError("two passages share an anchor")
    return passages


def is_marked(source: str) -> bool:
    """Say whether a text has any mark."""
    return any(line.startswith(_MARK) for line in source.split("\n"))


def read_marked(source: str) -> tuple[str, list[MarkedPassage]]:
    """Return the text before the first mark, and the passages.

    Raises:
        MarkError: an anchor is none, or a label is too long.
    """
    head: list[str] = []
    passages: list[MarkedPassage] = []
    lines = head
    current: tuple[str, str, int] | None = None
    for number, line in enumerate(source.replace("\r\n", "\n").split("\n"), start=1):
        if not line.startswith(_MARK):
            lines.append(line)
            continue
        if current:
            passages.append(_passage(current, lines))
        current, lines = _mark(number, line), []
    if current:
        passages.append(_passage(current, lines))
    return "\n".join(head), passages


def _mark(number: int, line: str) -> tuple[str, str, int]:
    """Return anchor, label and level of a mark."""
    parts = [part.strip() for part in line.removeprefix(_MARK).split("|")]
    level = int(parts.pop()) if len(parts) > 1 and parts[-1] in ("1", "2") else 1
    anchor = parts.pop(0) if len(parts) > 1 else ""
    label = " | ".join(parts)
    if anchor and not _ANCHOR.fullmatch(anchor):
        raise MarkError(number, anchor)
    if len(label) > _LONGEST_LABEL:
        raise MarkError(number, label)
    return anchor, label, level


def _passage(mark: tuple[str, str, int], lines: list[str]) -> MarkedPassage:
    heading = ""
    if lines and lines[0].startswith(HEADING_MARK):
        heading, lines = lines[0].removeprefix(HEADING_MARK), lines[1:]
    text = "\n".join(line[1:] if line[:1] == "\\" and _LOOKS_MARKED.match(line) else line for line in lines)
    return MarkedPassage(*mark, heading, text.strip("\n"))


def write_marked(passages: Iterable[MarkedPassage]) -> str:
    """Return passages as one text with marks; `read_marked` gives the same passages back."""
    return "\n\n".join("\n".join(_written(passage)) for passage in passages) + "\n"


def _written(passage: MarkedPassage) -> Iterator[str]:
    label = " ".join(passage.label.split())
    yield f"{_MARK} {passage.anchor} | {label}" + (
        " | 2" if passage.level == 2 else " | 1" if label[-1:] in "12" else ""
    )
    if passage.heading:
        yield HEADING_MARK + " ".join(passage.heading.split())
    for line in passage.text.replace("\r\n", "\n").strip("\n").split("\n"):
        yield "\\" + line if _LOOKS_MARKED.match(line) else line
