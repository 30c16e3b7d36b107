"""Who stands first, by rules that can be said in a sentence each; weights stay as they are (issue 12 point 4).

1. Who is in trouble reads a guide before a law. A guide leads when the query, or what synonyms make of it, holds one of
   its search words; the more of them the better. The guide to the danger that was seen stands before all others, the guide
   to everything (quality of life) behind those to something.
2. Who names a number, a law, a quotation or a kind of document gets what was named: rule 1 is silent.
3. Pages about the site itself (cookies, privacy) stand behind all content, unless their name was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.search.engine import analysis
from portal.search.engine.protocol import Hit
from portal.search.models import IndexedDocument
from portal.search.query.borders import Borders
from portal.search.query.danger_words import LAW
from portal.search.query.names import name_key, name_keys
from portal.search.query.understand import QueryAnalysis

WINDOW = 40
"""The best hits among which rules are applied; what stands behind them is never seen by a person in trouble."""

GUIDE, STANDING = "guide", "page"
_DANGER, _GUIDE, _GENERAL, _OTHER, _LAST = range(5)


@dataclass(frozen=True)
class Guide:
    """What leads to a guide.

    Attributes:
        words: its search words and titles, folded.
        is_general: whether it answers whatever nothing more particular answers.
    """

    words: frozenset[str]
    is_general: bool


Guides = Mapping[int, Guide]


def read_guides() -> dict[int, Guide]:
    """Read what leads to each guide from the projection, by its key."""
    rows = IndexedDocument.objects.live().filter(kind=GUIDE).values_list("pk", "title", "aliases", "general")
    return {
        pk: Guide(
            frozenset(filter(None, (analysis.fold(name) for name in (title, *aliases.splitlines())))), general
        )
        for pk, title, aliases, general in rows
    }


def is_problem(understood: QueryAnalysis) -> bool:
    """Say whether a query tells of a trouble rather than names a document (rule 2)."""
    named = understood.references or understood.phrases or "kind" in understood.filters
    return not named and (understood.danger is not None or not LAW.search(understood.text.replace(" ", "")))


def votes(understood: QueryAnalysis, guides: Guides) -> dict[int, int]:
    """Return how many words of a query lead to each guide; those to which none leads are left out."""
    said = {*understood.meanings, *(understood.danger.official if understood.danger else ())}
    borders = Borders(understood.text)
    found = {}
    for key, guide in guides.items():
        typed = [word for word in guide.words - said if word in understood.text]
        count = len(said & guide.words) + sum(1 for word in typed if any(borders.places(word)))
        if count:
            found[key] = count
    return found


def arranged(
    hits: Sequence[Hit], understood: QueryAnalysis, guides: Guides, standing: Mapping[int, str]
) -> list[Hit]:
    """Return hits in the order of the rules; within each rule the order of the engine stays.

    Args:
        hits: the best ones, in the order of the engine.
        understood: the query.
        guides: what leads to each guide.
        standing: keys of pages about the site itself among the hits, with their titles.
    """
    leading = votes(understood, guides) if is_problem(understood) else {}
    urgent = understood.danger.official[0] if understood.danger else ""
    typed = name_key(understood.text)

    def place(hit: Hit) -> tuple[int, int]:
        if hit.key in leading:
            guide = guides[hit.key]
            tier = _DANGER if urgent in guide.words else _GENERAL if guide.is_general else _GUIDE
            return tier, -leading[hit.key]
        if hit.key in standing and typed not in name_keys(standing[hit.key]):
            return _LAST, 0
        return _OTHER, 0

    return sorted(hits, key=place)


def standing_among(hits: Sequence[Hit]) -> dict[int, str]:
    """Return keys and titles of the pages about the site itself among hits; one query."""
    rows = IndexedDocument.objects.filter(pk__in=[hit.key for hit in hits], kind=STANDING)
    return dict(rows.values_list("pk", "title"))
