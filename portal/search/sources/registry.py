"""What can be searched: sources register here and hand over public documents as plain data.

The ground floor knows no library and no announcements. An app that has something to find registers a `Source` in its
`AppConfig.ready`; search asks it for documents when it rebuilds, and for one document when the app says that it
changed (`portal.search.sources.changes.update`).

A source yields PUBLIC, live objects only (library.md, "Search leak"): whatever it hands over may be shown to anyone,
in hits, counts, facets, suggestions and corrections alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Passage:
    """A part of a document that can be shown and linked by itself: a section, a clause, a paragraph.

    Attributes:
        heading: its number or name, "มาตรา 12", "ข้อ ๓"; empty for plain text.
        anchor: fragment of the document's page where it begins ("section-12"), empty for the top.
        text: the text as people read it.
    """

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True)
class SearchDocument:
    """One public document, as search sees it.

    Attributes:
        key: "<source name>:<id>", stable for the life of the object.
        title: what results show; searched.
        title_en: what they show to readers of English; searched when it stands among the aliases too.
        kind: slug of the kind, "law", "circular"; a facet.
        kind_label: its Thai name. It is a msgid: pages translate it, in the context `kind` where the same words mean
            something else elsewhere ("ประกาศ" of a ministry and of the center).
        kind_en: its English name, where the source has one of its own; else the label is translated.
        agency: who issued it, as people know it; a facet.
        topics: Thai names of topics; a facet.
        year_be: B.E. year of the document, None when unknown.
        status: slug of the legal status: "in_force", "superseded", "repealed", "unknown" ...
        status_label: its Thai name (msgid).
        status_en: its English name, where the source has one of its own.
        date: the day that sorting uses (C.E.).
        path: address of its page without host or language, "/library/x/".
        own_references: numbers of the document itself, in normal form ("มท 0891.3/ว 1918").
        cited_references: numbers that it refers to.
        aliases: other names that people use.
        summary: a sentence or two for result lists; searched.
        passages: its text, in reading order.
        superseded: whether something newer replaced it, so that it ranks a little lower.
        sensitive: whether it is dangerous to be seen reading it, so that its page and its results have the quick exit.
        general: whether it answers whatever nothing more particular answers, so that it stands behind that.
        english: English names of its agency and its topics, by the Thai name; what has none is shown in Thai.
    """

    key: str
    title: str
    kind: str
    kind_label: str
    agency: str = ""
    topics: tuple[str, ...] = ()
    year_be: int | None = None
    status: str = ""
    status_label: str = ""
    date: datetime.date | None = None
    path: str = ""
    own_references: tuple[str, ...] = ()
    cited_references: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    summary: str = ""
    passages: list[Passage] = field(default_factory=list)
    superseded: bool = False
    general: bool = False
    sensitive: bool = False
    title_en: str = ""
    english: Mapping[str, str] = field(default_factory=dict)
    kind_en: str = ""
    status_en: str = ""


@runtime_checkable
class Source(Protocol):
    """Where documents of one family come from."""

    name: str
    """First part of its keys, "library"."""

    def documents(self) -> Iterable[SearchDocument]:
        """Yield every public, live document."""

    def document(self, key: str) -> SearchDocument | None:
        """Return the document of `key`, or None when it is gone or not public (any more)."""


class UnknownSourceError(LookupError):
    """No registered source has the prefix of this key."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source, usually from `AppConfig.ready`; a later one of the same name replaces it.

    Raises:
        ValueError: when its name is empty or holds a colon.
    """
    if not source.name or ":" in source.name:
        raise ValueError(f"a source needs a name without a colon, not {source.name!r}")
    _sources[source.name] = source


def unregister(name: str) -> None:
    """Forget a source (tests)."""
    _sources.pop(name, None)


def registered() -> tuple[Source, ...]:
    """Return all sources, ordered by name."""
    return tuple(_sources[name] for name in sorted(_sources))


def source_of(key: str) -> Source:
    """Return the source that a key belongs to.

    Raises:
        UnknownSourceError: when nobody registered its prefix.
    """
    try:
        return _sources[key.partition(":")[0]]
    except KeyError:
        raise UnknownSourceError(key) from None


def all_documents() -> Iterator[SearchDocument]:
    """Yield the documents of every source."""
    for source in registered():
        yield from source.documents()
