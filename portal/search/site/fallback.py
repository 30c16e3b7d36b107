"""Search without an index: the folded text in the database, every word, or any word when none has all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from portal.search.engine.protocol import DEFAULT_WEIGHTS, Answer, Entry, Explanation, Hit, Query
from portal.search.models import IndexedDocument, IndexedPassage

_MOST_WORDS = 12
_COLUMNS = {
    "kind": "kind",
    "agency": "agency",
    "topic": "topics__name",
    "status": "status",
    "year": "year_be",
}
"""Where the projection keeps the value of each facet."""


class _NoWords:
    """The database keeps no list of words."""

    def __len__(self) -> int:
        return 0

    def __contains__(self, word: str) -> bool:
        return False

    def frequency(self, word: str) -> int:
        return 0

    def containing(self, part: str, *, limit: int = 60) -> list[str]:
        return []

    def near(self, word: str, *, most: int | None = None) -> list[tuple[int, str]]:
        return []

    def alike(self, word: str, *, limit: int) -> list[str]:
        return []


class DatabaseEngine:
    """The projection itself as an engine (`portal.search.engine.protocol.SearchEngine`), on SQLite and PostgreSQL alike.

    It answers by date, for the database cannot say what fits best; it counts no facets and offers no corrections and
    no similar documents. It is always there, and never damaged.
    """

    words = _NoWords()

    @property
    def living(self) -> int:
        """How many documents can be found."""
        return IndexedDocument.objects.live().count()

    def now(self) -> DatabaseEngine:
        """Return itself: the database has one state, which its transaction shows."""
        return self

    def index(self, entries: Iterable[Entry], *, remove: Iterable[int] = (), anew: bool = False) -> int:
        """Do nothing: `portal.search.sources.projection` has written the rows already; return how many there are."""
        return sum(1 for _ in entries)

    def search(
        self,
        query: Query,
        *,
        start: int = 0,
        stop: int = 10,
        facets: Sequence[str] = (),
        order: str = "newest",
        floor: float = 0.0,
        counted: bool = True,
    ) -> Answer:
        """Answer a query by date: "oldest" begins with the oldest documents, anything else with the newest."""
        rows = _matching(query)
        total = rows.count() if counted else 0
        # PostgreSQL would put undated ones first, SQLite last: said, not left to them.
        date = F("date").asc(nulls_last=True) if order == "oldest" else F("date").desc(nulls_last=True)
        keys = list(rows.order_by(date, "pk").values_list("pk", flat=True)[start:stop])
        best = _best_passages(keys, [word for word in query.typed if len(word) > 1][:3])
        hits = tuple(Hit(key, 0.0, best.get(key, -1)) for key in keys)
        return Answer(hits, total if counted else len(hits))

    def suggest(self, text: str, *, rough: bool = False, forbidden: tuple[int, ...] = ()) -> str:
        """Offer nothing."""
        return ""

    def shows(self, word: str, forbidden: tuple[int, ...] = ()) -> bool:
        """Say no: without a list of words none is offered."""
        return False

    def similar(
        self,
        key: int,
        *,
        title: str,
        summary: str,
        text: str,
        groups: Mapping[str, tuple[str, ...]],
        most: int,
    ) -> tuple[int, ...]:
        """Offer nothing."""
        return ()

    def explain(self, query: Query, keys: Sequence[int]) -> Explanation:
        """Say that nothing was weighed."""
        return Explanation((), dict.fromkeys(keys, 0.0), DEFAULT_WEIGHTS)


def _best_passages(keys: Sequence[int], words: Sequence[str]) -> dict[int, int]:
    """Return the passage of each document that holds the last of the words found in it, the first one that does.

    Args:
        keys: of the documents.
        words: folded.
    """
    if not words:
        return {}
    held = (When(text__contains=word, then=place) for place, word in reversed(list(enumerate(words))))
    found = IndexedPassage.objects.filter(document__in=keys).annotate(
        last=Case(*held, output_field=IntegerField())
    )
    # What comes later in this order stands.
    ordered = found.filter(last__isnull=False).order_by("last", "-position")
    return dict(ordered.values_list("document", "position"))


def _chosen(query: Query) -> QuerySet[IndexedDocument]:
    rows: QuerySet[IndexedDocument] = IndexedDocument.objects.live().exclude(pk__in=query.forbidden)
    for field, values in query.groups.items():
        if values:
            rows = rows.filter(**{f"{_COLUMNS[field]}__in": values})
    return rows.distinct()


def _matching(query: Query) -> QuerySet[IndexedDocument]:
    rows = _chosen(query)
    for phrase in query.phrases:
        rows = rows.filter(folded__contains=phrase)
    # Names of documents ("n:…") stand in the index alone.
    numbers = [token for token in query.references if not token.startswith("n:")]
    if numbers:
        bearing = rows.filter(references__token__in=numbers)
        if bearing.exists():
            return bearing
    words = [word for word in query.typed if len(word) > 1][:_MOST_WORDS]
    if not words:
        is_empty = not (query.typed or query.phrases or numbers)
        return rows if (is_empty and query.groups) or query.phrases else rows.none()
    every = rows
    for word in words:
        every = every.filter(folded__contains=word)
    if every.exists():
        return every
    return rows.filter(reduce(or_, (Q(folded__contains=word) for word in words)))
