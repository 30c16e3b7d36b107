"""Is a query a question or the name of a thing? The two want different documents first.

Who types "ฝากทรัพย์" or the title of a law wants the document that is about it, which names it in its first words: a
definition, a title, a base rule rather than one that refers to it. Who asks "ใครเป็นผู้อนุญาตให้ขุดดิน" wants the
sentence with the answer, wherever it stands. Thai marks a question by its words, not by a sign at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

ASKING = frozenset(
    [
        "ใคร", "อะไร", "อะไรบ้าง", "ไหน", "ที่ไหน", "กี่", "เท่าไร", "เท่าไหร่", "เท่าใด", "อย่างไร", "อย่างไรบ้าง", "ยังไง",
        "เมื่อไร", "เมื่อไหร่", "เมื่อใด", "ทำไม", "เพราะอะไร", "เพราะเหตุใด", "เหตุใด", "หรือไม่", "หรือเปล่า", "หรือยัง",
        "ไหม", "มั้ย", "who", "whom", "whose", "what", "when", "where", "why", "how", "which",
    ]
)  # fmt: skip
"""Words that only questions have."""

_OPEN_ENDS = ("เรียกว่า", "ชื่อว่า", "คือ", "ว่า", "บ้าง", "จาก", "เช่น")
"""Endings of a last word that leave a sentence open for the answer."""

_WHICH = "ใด"
_WHOEVER = ("ผู้ใด", "หนึ่งใด", "หนึ่งคนใด", "หนึ่งอย่างใด", "หนึ่งผู้ใด", "หนึ่งส่วนใด")
"""Where laws write "which" they mostly mean "whoever" or "any"."""

_LONGEST_WHICH = 40
"""Words of a text in which "which" still asks; what is longer was copied from a document."""


def is_question(words: Sequence[str], text: str) -> bool:
    """Say whether a query asks for an answer rather than names a topic.

    Args:
        words: its words, folded, in order.
        text: the folded text.
    """
    if not words:
        return False
    return (
        text.endswith("?")
        or words[-1].endswith(_OPEN_ENDS)
        or not ASKING.isdisjoint(words)
        or _asks_which(words, text)
    )


def _asks_which(words: Sequence[str], text: str) -> bool:
    if len(words) > _LONGEST_WHICH or not any(word.endswith(_WHICH) for word in words):
        return False
    return not any(whoever in text for whoever in _WHOEVER)
