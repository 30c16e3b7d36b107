"""Between sources and index: `SearchDocument` → rows of the projection → `Entry` of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from portal.search.engine import analysis
from portal.search.engine.protocol import Entry
from portal.search.models import IndexedDocument, IndexedPassage, IndexedReference, IndexedTopic
from portal.search.query.names import name_keys
from portal.search.sources.registry import SearchDocument

SUPERSEDED_PRIOR = 0.85
"""What something newer replaced keeps of its score: below its successor, still findable."""

FACETS = ("kind", "agency", "topic", "status", "year")


def _folded(document: SearchDocument) -> str:
    """Return all searchable text of a document, folded, for search without an index."""
    parts = [document.title, *document.aliases, *document.own_references, document.agency, document.summary]
    parts += [f"{passage.heading} {passage.text}" for passage in document.passages]
    return "\n".join(analysis.fold(part) for part in parts if part)


def store(document: SearchDocument) -> IndexedDocument:
    """Write one document into the projection and mark it as waiting for the index; all or nothing."""
    with transaction.atomic():
        same = IndexedDocument.objects.live().filter(key=document.key, status=document.status)
        news = {} if same.exists() else {"news_at": timezone.now()}
        row, _ = IndexedDocument.objects.update_or_create(
            key=document.key,
            defaults={
                **news,
                "title": document.title[:1000],
                "title_en": document.title_en[:1000],
                "kind": document.kind,
                "kind_label": str(document.kind_label),
                "kind_en": document.kind_en,
                "agency": document.agency[:250],
                "agency_en": document.english.get(document.agency, "")[:250],
                "year_be": document.year_be,
                "status": document.status,
                "status_label": str(document.status_label),
                "status_en": document.status_en,
                "date": document.date,
                "path": document.path,
                "summary": document.summary,
                "aliases": "\n".join(document.aliases),
                "superseded": document.superseded,
                "general": document.general,
                "sensitive": document.sensitive,
                "folded": _folded(document),
                "pending": True,
                "removed": False,
                "changed_at": timezone.now(),
            },
        )
        _store_parts(row, document)
    return row


def _store_parts(row: IndexedDocument, document: SearchDocument) -> None:
    for related in (row.passages, row.topics, row.references):
        related.all().delete()
    IndexedPassage.objects.bulk_create(
        IndexedPassage(
            document=row,
            position=number,
            heading=part.heading[:300],
            anchor=part.anchor[:200],
            text=part.text,
        )
        for number, part in enumerate(document.passages)
    )
    IndexedTopic.objects.bulk_create(
        IndexedTopic(document=row, name=str(name)[:120], name_en=document.english.get(name, "")[:120])
        for name in dict.fromkeys(document.topics)
    )
    IndexedReference.objects.bulk_create(
        IndexedReference(document=row, token=token[:120], normal=normal[:120], own=own)
        for own, numbers in ((True, document.own_references), (False, document.cited_references))
        for token, normal in analysis.reference_tokens(tuple(numbers), weak=own)
    )


def reword(source: str, field: str, value: str, *, label: str, english: str) -> int:
    """Give a kind or a status of one source another name in every row, and mark the rows; return how many they are.

    The words of the rows are read by pages and stand in no index. They are marked all the same: facets and suggestions hold
    their words for as long as the index stays as it is.

    Args:
        source: name of the source.
        field: "kind" or "status".
        value: its slug.
        label: the Thai name.
        english: the English one.
    """
    rows = IndexedDocument.objects.live().filter(**{"key__startswith": f"{source}:", field: value})
    return rows.update(
        **{f"{field}_label": label, f"{field}_en": english}, pending=True, changed_at=timezone.now()
    )


def remove(key: str) -> None:
    """Take a document out of sight at once; its row waits, empty, until the index has dropped it too."""
    with transaction.atomic():
        for row in IndexedDocument.objects.filter(key=key, removed=False):
            for related in (row.passages, row.topics, row.references):
                related.all().delete()
            row.title = row.title_en = row.summary = row.aliases = row.folded = ""
            row.removed = row.pending = True
            row.changed_at = timezone.now()
            row.save()


def entry(row: IndexedDocument) -> Entry:
    """Return what the engine indexes of a row; its passages, topics and references should be prefetched."""
    passages = [" ".join(filter(None, (part.heading, part.text))) for part in row.passages.all()]
    if row.summary:
        # Behind the text, so that passage numbers stay the positions of the rows.
        passages.append(row.summary)
    names = [
        row.title,
        *row.aliases.splitlines(),
        *(part.normal for part in row.references.all() if part.own),
    ]
    facets = [f"kind={row.kind}"]
    facets += [f"agency={row.agency}"] if row.agency else []
    facets += [f"status={row.status}"] if row.status else []
    facets += [f"year={row.year_be}"] if row.year_be else []
    facets += [f"topic={topic.name}" for topic in row.topics.all()]
    return Entry(
        key=row.pk,
        title=" \n".join(dict.fromkeys(analysis.fold(name) for name in names)),
        passages=[analysis.fold(text) for text in passages],
        facets=facets,
        references=[
            *(("o:" if part.own else "c:") + part.token for part in row.references.all()),
            *(f"o:n:{key}" for name in (row.title, *row.aliases.splitlines()) for key in name_keys(name)),
        ],
        prior=SUPERSEDED_PRIOR if row.superseded else 1.0,
        ordinal=row.date.toordinal() if row.date else 0,
        year_be=row.year_be or 0,
    )


def entries(keys: Iterable[int] | None = None) -> Iterator[Entry]:
    """Yield the engine's entries of all live rows, or of those with the given primary keys."""
    rows = IndexedDocument.objects.live().prefetch_related(
        Prefetch("passages", IndexedPassage.objects.order_by("position")), "topics", "references"
    )
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    for row in rows.order_by("pk").iterator(chunk_size=200):
        yield entry(row)
