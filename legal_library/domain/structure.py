"""How a text is built: passages, which stand one after the other, as books, chapters and sections within each other.

Known is only what numbers itself: มาตรา, ข้อ and what they stand in. The words are those of the source; nothing is
added, and nothing lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from legal_library.reading.numbering import INSERTED_PATTERN

_SECTION_RANK, _TOP_RANK = 6, 0
_KINDS = {
    "บรรพ": ("book", 1),
    "ภาค": ("part", 2),
    "ลักษณะ": ("title", 3),
    "หมวด": ("chapter", 4),
    "ส่วน": ("division", 5),
    "มาตรา": ("section", _SECTION_RANK),
    "ข้อ": ("clause", _SECTION_RANK),
}
"""Word of the source → element of Akoma Ntoso, and how deep it stands."""
_OTHER = "hcontainer"
_NUMBERED = re.compile(
    rf"^\s*(?P<num>(?P<kind>{'|'.join(_KINDS)})(?:ที่)?\s*[0-9๐-๙]{{1,4}}(?:[/.][0-9๐-๙]{{1,4}})*"
    rf"(?:\s*(?:{INSERTED_PATTERN})(?=\s|\[|$))?\.?(?:\[[0-9๐-๙]{{1,4}}\])*)(?=\s|$)\s*(?P<rest>.*)$",
    re.DOTALL,
)


class Passage(Protocol):
    """A part of a full text, as `DocumentPassage` keeps it."""

    label: str
    heading: str
    text: str
    anchor: str
    level: int


@dataclass
class Part:
    """A part of a text with what stands in it.

    Attributes:
        element: name of its element in Akoma Ntoso.
        anchor: of its passage.
        rank: how deep it stands.
        num: "มาตรา ๕", "" without one.
        heading: its title.
        lines: its own words.
        parts: what stands in it.
    """

    element: str
    anchor: str
    rank: int
    num: str = ""
    heading: str = ""
    lines: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Structure:
    """A whole text: what stands before it begins to number itself, and its parts."""

    opening: list[str]
    parts: list[Part]


def _name(passage: Passage) -> str:
    return passage.label or passage.heading


def is_known(names: Iterable[str]) -> bool:
    """Say whether a text numbers its provisions.

    Args:
        names: of its passages in the table of contents.
    """
    for name in names:
        match = _NUMBERED.match(name)
        if match and _KINDS[match["kind"]][1] == _SECTION_RANK:
            return True
    return False


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _part(passage: Passage) -> Part:
    """Return a passage as a part; its number is taken out of the words where they begin with it."""
    match = _NUMBERED.match(_name(passage))
    if match is None:
        # What stands beside sections, such as the reasons of a law, is in none of them.
        rank = _TOP_RANK if passage.level == 1 else _SECTION_RANK
        return Part(_OTHER, passage.anchor, rank, heading=passage.heading.strip(), lines=_lines(passage.text))
    element, rank = _KINDS[match["kind"]]
    part = Part(element, passage.anchor, rank, num=match["num"])
    if head := _NUMBERED.match(passage.heading):
        part.num, part.heading = head["num"], head["rest"].strip()
        part.lines = _lines(passage.text)
    elif said := _NUMBERED.match(passage.text):
        part.num, part.heading = said["num"], passage.heading.strip()
        part.lines = _lines(said["rest"])
    else:
        part.heading, part.lines = passage.heading.strip(), _lines(passage.text)
    return part


def structure_of(passages: Sequence[Passage]) -> Structure:
    """Return the structure of a text.

    Args:
        passages: in their order.
    """
    opening: list[str] = []
    parts: list[Part] = []
    open_parts: list[Part] = []
    for passage in passages:
        part = _part(passage)
        if part.element == _OTHER and not parts:
            opening += [*([part.heading] if part.heading else []), *part.lines]
            continue
        while open_parts and open_parts[-1].rank >= part.rank:
            open_parts.pop()
        (open_parts[-1].parts if open_parts else parts).append(part)
        open_parts.append(part)
    return Structure(opening, parts)
