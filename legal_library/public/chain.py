"""How a circular travelled: from the department to province, district and local administrations, as one thing (library.md, idea 6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from legal_library.models import DocumentRelation
from legal_library.public.neighbors import Neighbors, nameable_by_id
from legal_library.vocabulary import RelationKind

DEEPEST = 6
"""Steps from ministry to village; a longer chain is a circle."""


@dataclass(frozen=True)
class Step:
    """One letter of the chain: `depth` 0 is where it began, `is_self` the one shown."""

    title: str
    url: str
    date: date | None
    depth: int
    is_self: bool


def chain_of(around: Neighbors, request: HttpRequest | None) -> list[Step]:
    """Return the letters by which a circular travelled, from its beginning, every branch of it; [] for one that did not.

    Two questions, and none for a document that passes nothing on and is passed on by none.

    Args:
        around: what stands around the document.
        request: for addresses in the reader's language.
    """
    page = around.page
    rows = [*around.outgoing, *around.incoming]
    if not page.pk or not any(row.kind == RelationKind.RELAYS and row.target_id for row in rows):
        return []
    pairs = DocumentRelation.objects.filter(kind=RelationKind.RELAYS, incoming=False).exclude(target=None)
    down: dict[int, set[int]] = defaultdict(set)
    up: dict[int, set[int]] = defaultdict(set)
    for relaying, relayed in pairs.values_list("page_id", "target_id"):
        down[relayed].add(relaying)
        up[relaying].add(relayed)
    depths = _depths(_origins(page.pk, up), down)
    pages = nameable_by_id(set(depths)) | {page.pk: page}
    steps = [
        Step(
            title=" · ".join(part for part in (pages[pk].reference, pages[pk].display_title) if part),
            url=pages[pk].get_url(request) or "",
            date=pages[pk].dated_on,
            depth=depth,
            is_self=pk == page.pk,
        )
        for pk, depth in depths.items()
        if pk in pages
    ]
    return sorted(steps, key=lambda step: (step.depth, step.date or date.max)) if len(steps) > 1 else []


def _origins(start: int, up: dict[int, set[int]]) -> set[int]:
    """Return where the letter began: what it relays, what that relays, and so on."""
    reached, level = {start}, {start}
    for _step in range(DEEPEST):
        level = {above for one in level for above in up.get(one, ())} - reached
        if not level:
            break
        reached |= level
    tops = {one for one in reached if not up.get(one)}
    return tops or {start}


def _depths(origins: set[int], down: dict[int, set[int]]) -> dict[int, int]:
    """Return how many times each letter below the origins was passed on."""
    depths = dict.fromkeys(origins, 0)
    level = origins
    for depth in range(1, DEEPEST + 1):
        level = {below for one in level for below in down.get(one, ())} - depths.keys()
        if not level:
            break
        depths.update(dict.fromkeys(level, depth))
    return depths
