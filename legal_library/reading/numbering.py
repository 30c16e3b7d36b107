"""How Thai laws number what was put between two sections: มาตรา ๕ ทวิ stands behind มาตรา ๕."""

from __future__ import annotations

INSERTED = (
    *(
        "ทวิ",
        "ตรี",
        "จัตวา",
        "เบญจ",
        "ฉ",
        "สัตต",
        "อัฏฐ",
        "นว",
        "ทศ",
        "เอกาทศ",
        "ทวาทศ",
        "เตรส",
        "จตุทศ",
        "ปัณรส",
        "โสฬส",
    ),
    *("สัตตรส", "อัฏฐารส", "เอกูนวีสติ", "วีสติ", "เอกวีสติ", "ทวาวีสติ", "เตวีสติ", "จตุวีสติ", "ปัญจวีสติ", "ฉพีสติ"),
)
"""The Pali numbers 2, 3, 4 … in their order."""
_SPELLINGS = {
    "ปัญจทศ": "ปัณรส",
    "จตุททศ": "จตุทศ",
    "อัฎฐ": "อัฏฐ",
    "เบญจะ": "เบญจ",
    "สัตตะ": "สัตต",
    "นวะ": "นว",
    "อัฎฐารส": "อัฏฐารส",
}
INSERTED_PATTERN = "|".join(sorted((*INSERTED, *_SPELLINGS), key=len, reverse=True))


def inserted_place(word: str) -> int:
    """Return the number that a word stands for: 2 for ทวิ; 0 for none."""
    word = _SPELLINGS.get(word, word)
    return INSERTED.index(word) + 2 if word else 0
