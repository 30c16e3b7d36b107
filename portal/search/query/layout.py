"""Text typed on the wrong keyboard layout: Thai Kedmanee (TIS 820-2538) against US English, both ways."""

from __future__ import annotations

import re

from portal.thai.keyboard import TO_ENGLISH, TO_THAI

_NUMBER = re.compile(r"(?<!\S)\d{2,}(?!\S)")


def to_thai(text: str) -> str:
    """Return what the same keys give on the Thai layout: "l;ylfu" gives "สวัสดี".

    Numbers that stand by themselves are kept: people type them on the number pad, or in the right layout.
    """
    parts, end = [], 0
    for match in _NUMBER.finditer(text):
        parts += [text[end : match.start()].translate(TO_THAI), match[0]]
        end = match.end()
    return "".join([*parts, text[end:].translate(TO_THAI)])


def to_english(text: str) -> str:
    """Return what the same keys give on the English layout: "ส่สนพหพ" gives "l'l;rsr"."""
    return text.translate(TO_ENGLISH)


def is_thai(character: str) -> bool:
    """Say whether a character belongs to the Thai script."""
    return "\u0e01" <= character <= "\u0e5b"
