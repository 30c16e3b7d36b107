"""A text that is replaced by a newer one: which passages are the same, and what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from legal_library.domain.anchors import anchors
from legal_library.reading.marked import MarkedPassage


@dataclass(frozen=True)
class Change:
    """What a new text does to the old one: how many passages are new, changed, left as they were, and gone."""

    added: int
    changed: int
    kept: int
    removed: int


def title_of(passage: MarkedPassage) -> str:
    """Return the name of a passage in the contents."""
    return passage.label or passage.heading


def with_anchors(
    new: Sequence[MarkedPassage], old: Sequence[MarkedPassage], *, elsewhere: frozenset[str] = frozenset()
) -> list[MarkedPassage]:
    """Give every passage of a new text its anchor: the one that it names, that of the old passage with its label, or a new one.

    A text that is pasted again names no anchors. The first มาตรา ๕ of the new text is the first มาตรา ๕ of the old one, so
    links to it still lead there.

    Args:
        new: as read or cut.
        old: what it replaces.
        elsewhere: anchors of the document outside of what is replaced.
    """
    named = {passage.anchor for passage in new if passage.anchor}
    free: dict[str, list[str]] = defaultdict(list)
    for passage in old:
        if passage.anchor not in named:
            free[title_of(passage)].append(passage.anchor)
    found = []
    for passage in new:
        waiting = free[title_of(passage)]
        found.append(passage.anchor or (waiting.pop(0) if waiting else ""))
    pairs = [(title_of(passage), anchor) for passage, anchor in zip(new, found, strict=True)]
    return [
        replace(passage, anchor=anchor)
        for passage, anchor in zip(new, anchors(pairs, elsewhere=elsewhere), strict=True)
    ]


def compare(new: Sequence[MarkedPassage], old: Sequence[MarkedPassage]) -> Change:
    """Count what changes; passages are the same when their anchors are."""
    before = {passage.anchor: passage for passage in old}
    both = [passage for passage in new if passage.anchor in before]
    kept = sum(1 for passage in both if before[passage.anchor] == passage)
    return Change(
        added=len(new) - len(both),
        changed=len(both) - kept,
        kept=kept,
        removed=len(before) - len({passage.anchor for passage in both}),
    )
