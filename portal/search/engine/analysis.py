"""From text to the tokens of the index: one module for index time and query time, for every backend.

The words come from `portal.thai` (folding, segmentation, reference numbers). No stop words and no stemming: both
cost quality in every collection that was measured (docs/search.md).
"""

from __future__ import annotations

from functools import cache, lru_cache
from zlib import crc32

from portal.thai import text as thai_text
from portal.thai import words as thai_words
from portal.thai.references import Reference, find_references, parse_reference

ANALYSIS_VERSION = 3
"""Raise when tokens change for another reason than the dictionary: every index is then rebuilt."""

LONGEST_QUERY = 400
"""Characters of a query that are looked at; what follows cannot help a person and costs time."""


@cache
def version() -> str:
    """Return the stamp that an index carries; an index with another stamp is rebuilt."""
    return f"{ANALYSIS_VERSION}-{thai_words.dictionary_version()}"


Token = thai_words.Word
"""One word of a folded text and where it stands there: `text`, `start`, `end`."""


def fold(text: str) -> str:
    """Return the folded form of `text`: digits, dashes, case and damaged Thai made equal (`portal.thai.text.fold`)."""
    return thai_text.fold(text)


def spans(folded: str) -> list[Token]:
    """Return the words of a folded text with their places; numbers lose their thousands commas."""
    found = thai_words.spans(folded)
    if "," in folded:
        return [
            Token(word.text.replace(",", ""), word.start, word.end)
            if "," in word.text and word.text[0].isdigit()
            else word
            for word in found
        ]
    return found


def tokens_of_folded(folded: str) -> list[str]:
    """Return the words of an already folded text, in order."""
    return [word.text for word in spans(folded)]


def tokens(text: str) -> list[str]:
    """Return the words of any text, in order."""
    return tokens_of_folded(fold(text))


@lru_cache(maxsize=200_000)
def token_hash(token: str) -> int:
    """Return the 32-bit number that stands for a word in the forward file: stable over versions and machines."""
    return crc32(token.encode())


def to_bytes(folded: str) -> bytes:
    """Return a folded text with one byte a character: TIS-620 for Thai and ASCII, "?" for anything else.

    Character trigrams are compared on these bytes; places of characters stay the same.
    """
    return folded.encode("cp874", "replace")


def skeleton_pieces(folded: str) -> list[str]:
    """Return the different runs of three letters of a text's skeleton, in order (`portal.thai.text.skeleton`).

    Two texts that differ by a wrong letter, a lost tone mark or a blank still share most of them, and none depends on
    where words were cut.
    """
    bare = thai_text.skeleton(folded).replace(" ", "")
    return list(dict.fromkeys(bare[at : at + 3] for at in range(len(bare) - 2)))


def reference_tokens(normal_forms: tuple[str, ...], *, weak: bool) -> list[tuple[str, str]]:
    """Return (token, normal form) of every spelling under which reference numbers are found.

    Args:
        normal_forms: numbers as `Reference.normal` writes them; anything else that parses is accepted.
        weak: also the bare running number, for a document's own number.
    """
    found: dict[str, str] = {}
    for normal in normal_forms:
        reference = parse_reference(normal)
        if reference is None:
            continue
        for token in reference.tokens(weak=weak):
            found.setdefault(token, reference.normal)
    return list(found.items())


def references_in(text: str) -> list[Reference]:
    """Return the reference numbers in running text."""
    return find_references(text)
