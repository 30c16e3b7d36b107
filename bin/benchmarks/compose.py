"""Documents of legal length, composed from the sections of real laws, to measure speed at any size.

Lengths follow what was seen in the wild: a median of some 3,400 characters, a tenth beyond 12,000 (search.md 5). Runs
of neighbouring sections keep the topics together.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from portal.search.engine import analysis
from portal.search.engine.columns import Analyzed, head_skeleton
from portal.search.engine.protocol import Entry

_SECTION = re.compile(r"(?=(?:^|\n)\s*มาตรา\s+[๐-๙\d]+)")
_AGENCIES = ("มท", "กค", "สธ", "พม", "นร", "กบ")
_KINDS = ("law", "regulation", "circular", "announcement", "guide")


def sections(texts: Sequence[str], *, longest: int = 4000) -> list[str]:
    """Return the sections of laws; texts that are sections already come back as they are."""
    found: list[str] = []
    for text in texts:
        parts = _SECTION.split(text) if len(text) > longest else [text]
        found.extend(part.strip()[:longest] for part in parts if len(part.strip()) > 40)
    return found


@dataclass(frozen=True)
class Recipe:
    """One composed document: which sections, and what it is called."""

    title: str
    sections: tuple[int, ...]
    reference: str
    year_be: int
    kind: str


def recipes(count: int, lengths: Sequence[int], titles: Sequence[str], seed: int = 7) -> Iterator[Recipe]:
    """Yield recipes, the same ones for the same seed.

    Args:
        count: how many.
        lengths: characters of each section.
        titles: names to draw from.
        seed: of the random choice.
    """
    draw = random.Random(seed)  # noqa: S311  # not for secrets
    for _ in range(count):
        usual = draw.random() < 0.85
        wanted = int(draw.lognormvariate(7.824, 0.6) if usual else draw.lognormvariate(9.616, 0.7))
        wanted = min(max(wanted, 400), 120_000)
        chosen: list[int] = []
        at, length = draw.randrange(len(lengths)), 0
        while length < wanted:
            for _ in range(draw.randint(2, 8)):
                chosen.append(at)
                length += lengths[at]
                at = (at + 1) % len(lengths)
                if length >= wanted:
                    break
            if draw.random() < 0.5:
                at = draw.randrange(len(lengths))
        reference = f"{draw.choice(_AGENCIES)} {draw.randint(801, 899):04d}.{draw.randint(1, 9)}/ว {draw.randint(1, 9999)}"
        yield Recipe(
            f"{draw.choice(titles)} {reference}",
            tuple(chosen),
            reference,
            draw.randint(2500, 2569),
            draw.choice(_KINDS),
        )


class Kitchen:
    """Analyzes each section once, so that a hundred thousand documents can be composed in minutes.

    Args:
        texts: sections.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.folded = [analysis.fold(text) for text in texts]
        self.words = [analysis.tokens_of_folded(text) for text in self.folded]
        self._bytes = [analysis.to_bytes(text) for text in self.folded]

    def text(self, recipe: Recipe) -> str:
        """Return the text of a document, its sections parted by empty lines."""
        return "\n\n".join(self.folded[number] for number in recipe.sections)

    def joined_words(self, recipe: Recipe) -> str:
        """Return the words of a document, parted by blanks, for engines that take words."""
        return " ".join(" ".join(self.words[number]) for number in recipe.sections)

    def entry(self, number: int, recipe: Recipe) -> Entry:
        """Return the entry of a document with the facets and references of a real one."""
        tokens = analysis.reference_tokens((recipe.reference,), weak=True)
        return Entry(
            key=number,
            title=analysis.fold(recipe.title),
            passages=[self.folded[section] for section in recipe.sections],
            facets=[f"kind={recipe.kind}", f"year={recipe.year_be}", f"agency={recipe.reference.split()[0]}"],
            references=[f"o:{token}" for token, _ in tokens],
            ordinal=700_000 + number % 20_000,
            year_be=recipe.year_be,
        )

    def analyzed(self, number: int, recipe: Recipe) -> Analyzed:
        """Return a document as the writer takes it, without segmenting its sections again."""
        entry = self.entry(number, recipe)
        title = analysis.tokens_of_folded(entry.title)
        body: list[str] = []
        parts = [analysis.to_bytes(entry.title)]
        rows = [(0, 0, -1)]
        at_word, at_character = len(title), len(parts[0]) + 1
        for passage, section in enumerate(recipe.sections):
            body.extend(self.words[section])
            parts.append(self._bytes[section])
            rows.append((at_word, at_character, passage))
            at_word += len(self.words[section])
            at_character += len(parts[-1]) + 1
        layout = np.array(rows, np.int32)
        return Analyzed(
            entry,
            title,
            body,
            b"\n".join(parts) + b"\n",
            layout[:, 0].copy(),
            layout[:, 1].copy(),
            layout[:, 2].copy(),
            head_skeleton(entry),
        )
