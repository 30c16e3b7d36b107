"""Fields of the index and what a document hands to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whoosh import fields, formats
from whoosh.analysis import IDAnalyzer
from whoosh.codec.whoosh3 import W3Codec

TITLE, BODY, FACET, REFERENCE, SKELETON, KEY = "title", "body", "facet", "reference", "skeleton", "key"
WORD_FIELDS = (BODY, TITLE)
"""Fields that are scored by words, in the order of the alphabet as Whoosh wants it."""

BLOCK_LIMIT = 1024
"""Postings in a block. Whoosh's own 128 costs eight times the Python work when a list is read."""


class TokenField(fields.FieldType):
    """A field whose value is a list of tokens; each posting weighs as often as the token occurs.

    Frequencies are kept as weights only (Existence format), which is what scoring reads; no positions.
    """

    def __init__(self, *, scorable: bool = True) -> None:
        super().__init__(format=formats.Existence(), analyzer=IDAnalyzer(), scorable=scorable)
        self.spelling = False

    def index(self, value: Sequence[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (token, count, weight, no payload): what stock Whoosh asks for when it indexes by itself."""
        for token, count in Counter(value).items():
            yield token.encode(), count, float(count), b""


def make_schema() -> fields.Schema:
    """Return the schema of an index of documents."""
    return fields.Schema(
        **{
            BODY: TokenField(),
            FACET: TokenField(scorable=False),
            KEY: TokenField(scorable=False),
            REFERENCE: TokenField(scorable=False),
            SKELETON: TokenField(scorable=False),
            TITLE: TokenField(),
        }
    )


def make_codec() -> W3Codec:
    """Return Whoosh's codec with long, uncompressed blocks: read fast, still plain Whoosh files."""
    return W3Codec(blocklimit=BLOCK_LIMIT, compression=0)


@dataclass(frozen=True)
class Entry:
    """One document for the index.

    Attributes:
        key: whole number that the caller knows the document by (its primary key).
        title: title and other names, folded.
        passages: its text, folded, part by part; positions are what a hit names.
        facets: "field=value" words to filter and count by.
        references: tokens of reference numbers, "o:" before its own and "c:" before cited ones.
        prior: factor of its score, below 1 for what something newer replaced.
        ordinal: whole number to sort by (day of the date), 0 when unknown.
        year_be: B.E. year, 0 when unknown.
    """

    key: int
    title: str
    passages: Sequence[str]
    facets: Sequence[str] = ()
    references: Sequence[str] = ()
    prior: float = 1.0
    ordinal: int = 0
    year_be: int = 0
    extra: dict[str, Sequence[str]] = field(default_factory=dict)
