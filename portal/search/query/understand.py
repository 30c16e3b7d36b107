"""Typed text → `QueryAnalysis`: what the person means, before anything is searched.

Pure: what must be known about the index (its words, the editors' synonyms) comes in as `Knowledge`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from portal.search.engine import analysis
from portal.search.query import abbreviations, dates, layout, years
from portal.search.query.borders import Borders, longest
from portal.search.query.danger import Danger, danger_in
from portal.search.query.particles import without_particles
from portal.thai.references import Reference, parse_reference
from portal.thai.words import is_word

LONGEST_TEXT = 20_000
"""Characters of a pasted text (a letter, a ruling) that are read for its telling words."""

MOST_WORDS = 80
"""Words of a query that are searched; a pasted page brings no more."""

LONGEST_WRITTEN = 2 * analysis.LONGEST_QUERY
"""Characters of a query with its abbreviations written out: "ฉ." grows to four times its length."""

MOST_PHRASES, MOST_FORMS, MOST_FORM_WORDS, MOST_VALUES = 8, 40, 120, 20
"""Texts in quotes, other forms (of abbreviations and synonyms), words of all of them, values of one filter."""

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,120})[\"“”„«»]")
_FILTER = re.compile(r"(?<!\S)([^\s:\"]{2,20}):(\"[^\"]+\"|\S+)")
_FILTER_NAMES = {
    "kind": "kind", "ประเภท": "kind", "agency": "agency", "หน่วยงาน": "agency", "topic": "topic", "เรื่อง": "topic",
    "status": "status", "สถานะ": "status", "year": "year", "ปี": "year", "พ.ศ.": "year",
}  # fmt: skip
_LEADING_LABEL = re.compile(r"^(?:หนังสือ|คำสั่ง|เลขที่|ที่|เรื่อง|ด่วนที่สุด|ด่วนมาก)\s+")
_DIGIT = re.compile(r"[0-9๐-๙]")
_LATIN = re.compile(r"[a-z]{2,}")


class Knowledge(Protocol):
    """What understanding a query needs to know about the index."""

    def knows(self, word: str) -> bool:
        """Say whether the index holds a word."""

    def synonyms(self) -> list[tuple[str, str]]:
        """Return (typed, meant) pairs, folded, in every direction that applies."""


class Nothing:
    """Knowledge of an empty index."""

    def knows(self, word: str) -> bool:
        """No word is known."""
        return False

    def synonyms(self) -> list[tuple[str, str]]:
        """No synonyms."""
        return []


@dataclass(frozen=True)
class QueryAnalysis:
    """What a typed query means.

    Attributes:
        raw: as it was typed, cut to a bounded length.
        box: the same without the filters typed into it: what links of the page carry as `q`.
        text: the folded text that is searched: filters and quotes taken out, abbreviations written out, years B.E.
        words: its words in order.
        phrases: folded texts that stood in quotes and must occur as they are.
        references: reference numbers in it, the bare number of a query that is nothing else included.
        years: B.E. years in it.
        filters: `kind:`, `year:` ... typed into the box, by field.
        expansions: other forms to search too: words of each, in order.
        layout: the text as it was meant when it was typed on the wrong keyboard layout, else empty.
        meanings: what synonyms make of its words, folded.
        whole: a text that is longer than a query, as it was typed, to be searched by its telling words; else "".
        danger: the danger that the person seems to be in.
    """

    raw: str
    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    years: tuple[int, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    expansions: tuple[tuple[str, ...], ...] = ()
    layout: str = ""
    box: str = ""
    meanings: tuple[str, ...] = ()
    whole: str = ""
    danger: Danger | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to search for."""
        return not (self.words or self.phrases or self.references)


def _take_filters(
    text: str, plain: Collection[tuple[str, str]] = ()
) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Take `kind:law`-like words out of the text; unknown names stay in it, and of `plain` ones the value does."""
    if ":" not in text:
        return text, {}
    found: dict[str, tuple[str, ...]] = {}

    def keep(match: re.Match[str]) -> str:
        name = _FILTER_NAMES.get(match[1].lower())
        if name is None:
            return match[0]
        value = match[2].strip('"')
        if name == "year":
            named = years.find_years(value)
            if not named:
                return match[0]
            value = str(named[0])
        if (name, value) in plain:
            return f" {value} "
        found[name] = (*found.get(name, ()), value)[:MOST_VALUES]
        return " "

    return _FILTER.sub(keep, text), found


def mistyped_layout(text: str, knowledge: Knowledge) -> str:
    """Return the Thai that was meant by keys on the English layout, or "" when the text is fine as it is.

    The rule (search.md 6): only ASCII, its Latin words are unknown to the index, and more than half of the mapped
    text consists of Thai words of three letters or more.
    """
    bare = text.replace(" ", "")
    if len(bare) < 3 or not bare.isascii() or bare.isdigit():
        return ""
    latin = _LATIN.findall(text.lower())
    if latin and all(knowledge.knows(word) for word in latin):
        return ""
    mapped = layout.to_thai(text)
    folded = analysis.fold(mapped)
    words = [word for word in analysis.tokens_of_folded(folded) if layout.is_thai(word[0])]
    letters = sum(map(len, words))
    known = sum(len(word) for word in words if len(word) >= 3 and (knowledge.knows(word) or is_word(word)))
    return mapped if letters >= 4 and known * 2 > letters else ""


def _references(text: str) -> tuple[Reference, ...]:
    """Return the reference numbers in a query."""
    if not _DIGIT.search(text):
        return ()
    whole = parse_reference(text) or parse_reference(_LEADING_LABEL.sub("", text))
    if whole is not None:
        return (whole,)
    return tuple(analysis.references_in(text))


def _years(searched: str, references: tuple[Reference, ...]) -> tuple[int, ...]:
    """Return the years in a query; the digits of a reference number are none."""
    if not _DIGIT.search(searched) or (references and not references[0].is_weak):
        return ()
    return years.find_years(searched)


def _expansions(folded: str, meanings: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    forms = [other for _, other in abbreviations.other_forms(folded)] + list(meanings)
    found: list[tuple[str, ...]] = []
    room = MOST_FORM_WORDS
    for form in list(dict.fromkeys(forms))[:MOST_FORMS]:
        words = tuple(analysis.tokens(form[: analysis.LONGEST_QUERY]))[:room]
        room -= len(words)
        if words:
            found.append(words)
    return tuple(found)


def _meanings(folded: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what synonyms say of the words of a text, those of longer terms alone where terms overlap."""
    borders = Borders(folded)
    found = [
        (place, meant)
        for typed, meant in knowledge.synonyms()
        if typed and typed in folded
        for place in borders.places(typed)
    ]
    return tuple(longest(found)[:MOST_FORMS])


def understand(
    raw: str, knowledge: Knowledge | None = None, *, plain: Collection[tuple[str, str]] = ()
) -> QueryAnalysis:
    """Return what a typed query means. Never raises, whatever was typed; time is bounded by its cut length.

    Args:
        raw: as it came from the box.
        knowledge: about the index; without it nothing is known.
        plain: (field, value) of typed filters that no document has, so that their values are words of the text.
    """
    knowledge = knowledge or Nothing()
    whole = raw[:LONGEST_TEXT].replace("\x00", "")
    raw = whole[: analysis.LONGEST_QUERY]
    text, filters = _take_filters(raw, plain)
    meant = mistyped_layout(text.strip(), knowledge)
    text = meant or text
    box = " ".join(text.split()) if filters else raw.strip()
    quoted = (analysis.fold(match[1]) for match in _QUOTED.finditer(text))
    phrases = tuple(dict.fromkeys(filter(None, quoted)))[:MOST_PHRASES]
    text = _QUOTED.sub(r" \1 ", text)
    references = _references(text)
    folded = analysis.fold(text)
    if not references and _DIGIT.search(folded):
        folded = years.spell_buddhist(dates.spell_dates(folded))
    written = abbreviations.write_out(folded)[:LONGEST_WRITTEN]
    searched = folded if written == folded else analysis.fold(written)
    words = tuple(without_particles(analysis.tokens_of_folded(searched))[:MOST_WORDS])
    meanings, danger = _meanings(folded, knowledge), danger_in(text)
    return QueryAnalysis(
        raw=raw,
        text=searched,
        words=words,
        phrases=phrases,
        references=references,
        years=_years(searched, references),
        filters=filters,
        expansions=_expansions(folded, (*meanings, *(danger.official if danger else ()))),
        meanings=meanings,
        whole=whole if len(whole) > analysis.LONGEST_QUERY else "",
        danger=danger,
        layout=meant,
        box=box,
    )
