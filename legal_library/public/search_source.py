"""What search may find of the library: public, live, not secret documents and nothing else (S1.24)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import gettext_noop, override
from wagtail.signals import page_published

from legal_library import terms
from legal_library.domain.standing import status_on
from legal_library.domain.topics import is_sensitive, shows_sensitive
from legal_library.models import Agency, CollectionPage, DocumentPage, Term, Topic
from legal_library.models.standing import status_column
from legal_library.vocabulary import DocumentStatus, RelationKind, Vocabulary
from portal.pages.domain.indexing import AT_ONCE
from portal.pages.public.search_source import GUIDE_KIND, PageSource, public_path, root_path
from portal.search.models import IndexedDocument
from portal.search.site.similar import Similar, similar_documents
from portal.search.sources import changes
from portal.search.sources.registry import Passage, SearchDocument
from portal.search.sources.tasks import rebuild_index
from portal.thai.dates import bangkok_today, format_date

COLLECTION_KIND = "collection"
COLLECTION_LABEL = gettext_noop("ชุดเอกสาร")
SUPERSEDED = frozenset({DocumentStatus.REPEALED, DocumentStatus.SUSPENDED})
_BATCH = 200
MOST_NEWS_LOOKED_AT = 5_000
"""Documents of one day among which those of a view are looked for: an import brings thousands."""


class LibrarySource:
    """The documents of the library as search documents."""

    name = "library"

    def documents(self) -> Iterator[SearchDocument]:
        """Yield every public document, a batch of rows at a time."""
        root = root_path()
        shown = frozenset(DocumentPage.objects.nameable().values_list("pk", flat=True))
        for page in _with_rows(DocumentPage.objects.published().order_by("pk")).iterator(chunk_size=_BATCH):
            yield as_search_document(page, root, shown)

    def document(self, key: str) -> SearchDocument | None:
        """Return one document by its key, or None when it is gone or not public."""
        _, _, pk = key.partition(":")
        if not pk.isdigit():
            return None
        page = _with_rows(DocumentPage.objects.published().filter(pk=int(pk))).first()
        if page is None:
            return None
        targets = [relation.target_id for relation in page.relations.all() if relation.target_id]
        shown = frozenset(DocumentPage.objects.nameable().filter(pk__in=targets).values_list("pk", flat=True))
        return as_search_document(page, root_path(), shown)


def key_of(page: DocumentPage) -> str:
    """Return the key under which search knows a document."""
    return _key(page.pk)


def _key(pk: int) -> str:
    return f"{LibrarySource.name}:{pk}"


def _pk(key: str) -> int | None:
    """Return the primary key of a document of the library, None for a guide."""
    source, _, pk = key.partition(":")
    return int(pk) if source == LibrarySource.name else None


def news_between(since: datetime, until: datetime) -> dict[int, datetime]:
    """Return the documents that appeared or got another standing within a time, by primary key, with the moment.

    Args:
        since: excluded.
        until: included.
    """
    rows = IndexedDocument.objects.live().filter(
        key__startswith=f"{LibrarySource.name}:", news_at__gt=since, news_at__lte=until
    )
    found = rows.order_by("-news_at").values_list("key", "news_at")[:MOST_NEWS_LOOKED_AT]
    return {pk: moment for key, moment in found if moment and (pk := _pk(key)) is not None}


def similar_to(page: DocumentPage, shown: Iterable[int]) -> list[tuple[int | None, Similar]]:
    """Return documents and guides whose text is like that of a document; empty without an index.

    Those of the library come with their primary key. News and the pages about the center use the same words about
    other things and are left out.

    Args:
        page: a published document.
        shown: primary keys of documents that its page names anyway, as relations or enclosures.
    """
    found = similar_documents(
        key_of(page), kinds=(*terms.codes(Vocabulary.KIND), GUIDE_KIND), without=[_key(pk) for pk in shown]
    )
    return [(_pk(row.key), row) for row in found]


def _with_rows(pages: Any) -> Any:
    return pages.select_related("agency").prefetch_related(
        "topics", "passages", "relations__target", "enclosures"
    )


def _cited(page: DocumentPage, shown: frozenset[int]) -> tuple[str, ...]:
    """Return the numbers of other documents that this one names: from its own words, or of public documents."""
    numbers = []
    for relation in page.relations.all():
        if relation.reference:
            numbers.append(relation.reference)
        elif (
            relation.target_id in shown
            and relation.target.reference
            and relation.kind != RelationKind.RELATED
        ):
            numbers.append(relation.target.reference)
    return tuple(dict.fromkeys(numbers))


def _english(page: DocumentPage) -> dict[str, str]:
    names = [*([page.agency] if page.agency else []), *page.topics.all()]
    return {shared.name: shared.name_en for shared in names if shared.name_en}


def _passages(page: DocumentPage) -> list[Passage]:
    rows = [Passage(heading=row.title, anchor=row.anchor, text=_joined(row)) for row in page.passages.all()]
    with override("th"):
        gazette = page.gazette
    if gazette:
        rows.append(Passage(heading="ราชกิจจานุเบกษา", anchor="", text=f"{gazette} ({_short_gazette(page)})"))
    enclosures = [row.title for row in page.enclosures.all()]
    if enclosures:
        rows.append(Passage(heading="สิ่งที่ส่งมาด้วย", anchor="enclosures", text="\n".join(enclosures)))
    return rows


def _short_gazette(page: DocumentPage) -> str:
    """Return the place in the Gazette as officers write it, "120/95 ก/1", with the day of publication."""
    place = "/".join(filter(None, (page.gazette_volume, page.gazette_part, page.gazette_page)))
    day = page.gazette_published_on
    return f"{place} {format_date(day, 'long')}" if day else place


def _joined(row: Any) -> str:
    return f"{row.heading}\n{row.text}" if row.heading and row.heading != row.label else row.text


def as_search_document(page: DocumentPage, root: str, shown: frozenset[int] = frozenset()) -> SearchDocument:
    """Return a document as search sees it, with Thai names whatever the reader's language.

    Args:
        page: a public document with its rows loaded.
        root: tree path of the home page.
        shown: keys of those related documents that are public; a hidden one must not even give its number.
    """
    status = status_on(
        bangkok_today(), status=page.status, effective_on=page.effective_on, repealed_on=page.repealed_on
    )
    with override("th"):
        kind_label = page.kind_label
        status_label = terms.name_of(Vocabulary.STATUS, status)
    return SearchDocument(
        key=key_of(page),
        title=page.title,
        kind=page.kind,
        kind_label=kind_label,
        kind_en=terms.english_of(Vocabulary.KIND, page.kind),
        agency=page.agency.name if page.agency else "",
        topics=tuple(topic.name for topic in page.topics.all()),
        year_be=page.year_be,
        status=status.value,
        status_label=status_label,
        status_en=terms.english_of(Vocabulary.STATUS, status),
        date=page.dated_on,
        path=public_path(page, root),
        own_references=(page.reference,) if page.reference else (),
        cited_references=_cited(page, shown),
        aliases=(*page.other_name_list, *([page.title_en] if page.title_en else [])),
        summary=page.summary,
        passages=_passages(page),
        superseded=status in SUPERSEDED,
        sensitive=is_sensitive(page.topics.all()),
        title_en=page.title_en,
        english=_english(page),
    )


def collection_document(page: CollectionPage, root: str) -> SearchDocument:
    """Return a collection as search sees it: by its title and its introduction.

    Args:
        page: a public collection.
        root: tree path of the home page.
    """
    return SearchDocument(
        key=f"collection:{page.pk}",
        title=page.title,
        kind=COLLECTION_KIND,
        kind_label=COLLECTION_LABEL,
        topics=(page.topic.name,) if page.topic else (),
        path=public_path(page, root),
        aliases=(page.title_en,) if page.title_en else (),
        summary=page.intro,
        # Of a chosen document that is hidden now as well: the collection need not be looked at again when it no longer is.
        sensitive=shows_sensitive(page.topic, (row.document.topics.all() for row in page.chosen.all())),
        title_en=page.title_en,
        english={page.topic.name: page.topic.name_en} if page.topic and page.topic.name_en else {},
    )


COLLECTIONS = PageSource(
    "collection", CollectionPage, collection_document, "topic", "chosen__document__topics"
)


def follow_status(day: date) -> int:
    """Bring in step the documents whose status in search is not that of a day; return how many.

    A law comes into force and goes out of it on its days, without anybody saving it.
    """
    dated = DocumentPage.objects.published().filter(Q(effective_on__lte=day) | Q(repealed_on__lte=day))
    now = dated.order_by().values_list("pk", status_column(day))
    rows = IndexedDocument.objects.live().filter(key__startswith=f"{LibrarySource.name}:")
    said = dict(rows.values_list("key", "status"))
    turned = [_key(pk) for pk, status in now if said.get(_key(pk)) != status]
    _update(turned)
    return len(turned)


def follow_names() -> None:
    """Bring documents and collections in step when an agency, a topic or a term gets another name, or a topic another danger.

    Called once when the app is ready.
    """
    for model in (Agency, Topic):
        post_save.connect(_renamed, sender=model, dispatch_uid=f"search-renamed-{model.__name__}")
    post_save.connect(_reworded, sender=Term, dispatch_uid="search-reworded")
    pre_delete.connect(_topic_going, sender=Topic, dispatch_uid="search-topic-going")
    page_published.connect(_published, sender=DocumentPage, dispatch_uid="search-collections-of")


def _renamed(sender: Any, instance: Agency | Topic, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        _update(_keys_of(instance))


def _keys_of(shared: Agency | Topic) -> list[str]:
    """Return the documents of an agency or a topic, and the collections that a topic makes what they are; some at most."""
    keys = [_key(pk) for pk in shared.documents.values_list("pk", flat=True)[: AT_ONCE + 1]]
    if isinstance(shared, Topic):
        keys += _collections(Q(topic=shared) | Q(chosen__document__topics=shared))
    return keys


def _collections(which: Q) -> list[str]:
    found = CollectionPage.objects.filter(which).order_by().values_list("pk", flat=True).distinct()
    return [f"{COLLECTIONS.name}:{pk}" for pk in found[: AT_ONCE + 1]]


def _published(sender: Any, instance: DocumentPage, **kwargs: Any) -> None:
    """Look again at the collections that chose a document: its topics may be others."""
    _update(_collections(Q(chosen__document=instance)))


def _reworded(sender: Any, instance: Term, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Let search say the new word for a kind or a status at once."""
    if not created and not raw and instance.vocabulary in (Vocabulary.KIND, Vocabulary.STATUS):
        changes.reword(
            LibrarySource.name,
            instance.vocabulary,
            instance.code,
            label=instance.name,
            english=instance.name_en,
        )


def _topic_going(sender: Any, instance: Topic, **kwargs: Any) -> None:
    keys = _keys_of(instance)
    transaction.on_commit(lambda: _update(keys))


def _update(keys: list[str]) -> None:
    """Tell search of what changed; more than a few are left to a rebuild in the background."""
    if len(keys) > AT_ONCE:
        transaction.on_commit(rebuild_index.enqueue)
        return
    for key in keys:
        changes.update(key)
