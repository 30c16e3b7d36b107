"""Where links into a text lead: an anchor for each passage, made of its label.

มาตรา ๕ is `m5`, ข้อ ๓ is `k3`, หมวด ๒ is `muat2`. An anchor is made once and then kept: whoever has linked to a passage
finds it after others were inserted before it. Where a label comes twice in a text, as ข้อ ๑ in each annex, the later one
takes a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from legal_library.reading.numbering import INSERTED_PATTERN
from portal.thai.digits import to_arabic
from portal.thai.romanization import latin_address
from portal.thai.text import repair

MAX_LENGTH = 40
RESERVED = frozenset(
    {
        *(
            "main",
            "text",
            "facts",
            "notes",
            "enclosures",
            "parties",
            "chain",
            "relations",
            "history",
            "files",
            "similar",
        ),
        *("search-q", "site-search", "toc-title", "home-library"),
    }
)
"""Other places of the page of a document; a test reads the templates."""
_PREFIXES = {
    "มาตรา": "m",
    "ข้อ": "k",
    "หมวด": "muat",
    "หมวดที่": "muat",
    "ส่วนที่": "suan",
    "ส่วน": "suan",
    "ภาค": "phak",
    "ลักษณะ": "laksana",
    "บรรพ": "bap",
    "บทที่": "bot",
    "ตอนที่": "ton",
}
_NUMBERED = re.compile(
    rf"^(?P<kind>{'|'.join(sorted(_PREFIXES, key=len, reverse=True))})\s*"
    rf"(?P<number>\d{{1,6}}(?:[/.]\d{{1,4}}){{0,4}})\.?\s*(?P<inserted>{INSERTED_PATTERN})?(?=\s|$)"
)


def anchor_of(label: str) -> str:
    """Return the anchor that a label asks for; empty when it holds nothing that can be read.

    Args:
        label: "มาตรา ๕ ทวิ", "ข้อ 12 ค่าใช้จ่าย", "บทนิยาม".
    """
    text = " ".join(to_arabic(repair(label)).split())
    if match := _NUMBERED.match(text):
        inserted = latin_address(match["inserted"] or "", 10)
        number = re.sub(r"[/.]", "-", match["number"])
        return "-".join(part for part in (f"{_PREFIXES[match['kind']]}{number}", inserted) if part)[
            :MAX_LENGTH
        ]
    words = latin_address(text, MAX_LENGTH - 5)
    return f"p-{words}" if words[:1].isdigit() else words


def _free(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or with the first number behind it that is free."""
    candidate, number = wanted, 1
    while candidate in taken or candidate in RESERVED:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def anchors(passages: Sequence[tuple[str, str]], *, elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """Return an anchor for each passage of a text: what it has, or a new one; no two are the same.

    Args:
        passages: label and anchor of each, in order; an empty anchor asks for a new one. Where an anchor comes twice,
            the first keeps it, because links lead there.
        elsewhere: anchors of the same text that are not among `passages`.
    """
    taken = set(elsewhere)
    kept = []
    for _label, anchor in passages:
        is_new = bool(anchor) and anchor not in taken
        kept.append(is_new)
        if is_new:
            taken.add(anchor)
    found = []
    for place, ((label, anchor), is_kept) in enumerate(zip(passages, kept, strict=True), start=1):
        if not is_kept:
            anchor = _free(anchor_of(label) or anchor or f"p{place}", taken)
            taken.add(anchor)
        found.append(anchor)
    return found
