"""Words that carry tone, not meaning: "หน่อยครับ". They are searched by nobody and damage no query (issue 12 point 4)."""

from __future__ import annotations

from collections.abc import Sequence

_WRITTEN = """ครับ คับ ครัช ครับผม ค่ะ คะ ค้า ค๊ะ นะคะ นะครับ นะค่ะ นะ จ้า จ้ะ จ๊ะ ฮะ ฮับ งับ หน่อย ทีค่ะ เถอะ เด้อ เหอะ นะจ๊ะ please pls thanks"""
PARTICLES = frozenset(_WRITTEN.split())


def without_particles(words: Sequence[str]) -> list[str]:
    """Return the words of a query without its particles; all of them when there is nothing else."""
    kept = [word for word in words if word not in PARTICLES]
    return kept or list(words)
