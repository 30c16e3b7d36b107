"""Which provisions an amendment touched: from the words of a relation to the anchors of the text (indigo #1149)."""

from __future__ import annotations

import re

from legal_library.domain.anchors import anchor_of
from legal_library.reading.numbering import INSERTED_PATTERN
from portal.thai.digits import to_arabic

_NUMBER = rf"\d{{1,4}}(?:/\d{{1,3}})?(?:\s*(?:{INSERTED_PATTERN})(?=[\s,]|$))?"
_NAMED = re.compile(
    rf"(?P<kind>มาตรา|ข้อ|หมวดที่|หมวด|ส่วนที่|ส่วน)\s*(?P<first>{_NUMBER})"
    rf"(?P<more>(?:\s*(?:,|และ|กับ|ถึง|-|–)\s*{_NUMBER})*)"
)
_MORE = re.compile(rf"(?P<join>,|และ|กับ|ถึง|-|–)\s*(?P<number>{_NUMBER})")
MOST = 200
"""Provisions of one range: a longer one is a mistake of typing."""


def labels_in(words: str) -> list[str]:
    """Return the provisions that words name, each as a label: "มาตรา 5, 7 และ 9 ถึง 11" is five of them.

    Args:
        words: as an editor wrote them, in either digits.
    """
    found: list[str] = []
    for match in _NAMED.finditer(to_arabic(words)):
        kind, last = match["kind"], match["first"].strip()
        found.append(f"{kind} {last}")
        for more in _MORE.finditer(match["more"]):
            number = more["number"].strip()
            if more["join"] in ("ถึง", "-", "–") and last.isdecimal() and number.isdecimal():
                between = range(int(last) + 1, min(int(number), int(last) + MOST))
                found += [f"{kind} {one}" for one in between]
            found.append(f"{kind} {number}")
            last = number
    return list(dict.fromkeys(found))


def anchors_in(words: str) -> list[str]:
    """Return the anchors of the provisions that words name."""
    return [anchor for anchor in map(anchor_of, labels_in(words)) if anchor]
