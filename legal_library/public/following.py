"""Following a view of the library by mail (S1.26): what appeared, changed its standing or was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import QueryDict

from legal_library.domain.topics import is_sensitive
from legal_library.models import DocumentPage, LibraryIndexPage, Topic
from legal_library.models.document import DocumentQuerySet
from legal_library.public import browse, feeds
from legal_library.public.search_source import news_between
from portal.pages.models.frame import first_live
from portal.web.feeds import Entry
from portal.web.following import MOST_NEWS, Followed

NAME = "library"


class LibraryList:
    """The list of the library as one that can be followed."""

    name = NAME

    def read(self, params: QueryDict) -> Followed | None:
        """Return the view that parameters mean; see `followed`. None too for one that a name narrowed which is gone."""
        index = first_live(LibraryIndexPage)
        if index is None or _is_wider(params):
            return None
        return followed(index, params, index.get_url())

    def news(self, query: str, since: datetime, until: datetime) -> Sequence[Entry]:
        """Return the documents of a view that were news within a time, and those that were withdrawn in it."""
        index, params = first_live(LibraryIndexPage), QueryDict(query)
        if index is None or self.read(params) is None:
            return []
        view = browse.view_of(params)
        entries = entries_of_news(view.narrowed(index.published_documents()), since, until)
        gone = view.narrowed(feeds.withdrawn_documents(index)).filter(
            withdrawals__lifted_at=None,
            withdrawals__recorded_at__gt=since,
            withdrawals__recorded_at__lte=until,
        )
        return [*(feeds.gone_entry(page) for page in gone[:MOST_NEWS]), *entries][:MOST_NEWS]


def _is_wider(params: Mapping[str, str]) -> bool:
    """Say whether the list would leave a filter out, as that of a kind that was deleted: who followed it wants no more."""
    known = browse.view_of(params).values
    return any(params.get(each.name, "").strip() and each.name not in known for each in browse.FILTERS)


def entries_of_news(documents: DocumentQuerySet, since: datetime, until: datetime) -> list[Entry]:
    """Return those of the documents that were news within a time, the newest first, `MOST_NEWS` at most.

    Args:
        documents: narrowed already, so that a large import of other kinds pushes nothing out.
        since: excluded.
        until: included.
    """
    moments = news_between(since, until)
    shown = documents.order_by().filter(pk__in=list(moments)).values_list("pk", flat=True)
    newest = sorted(shown, key=lambda pk: moments[pk], reverse=True)[:MOST_NEWS]
    pages = DocumentPage.objects.published().select_related("agency").in_bulk(newest)
    return [feeds.entry_of(pages[pk]) for pk in newest if pk in pages]


def followed(index: LibraryIndexPage, params: Mapping[str, str], address: str) -> Followed | None:
    """Return a view of the list as something to follow.

    Args:
        index: the library.
        params: parameters of the list's address.
        address: of the list without parameters, in the reader's language.

    Returns:
        None for a filter that names nothing, and for a topic with which it is dangerous to be seen.
    """
    view = browse.view_of(params)
    if None in view.words().values():
        return None
    topic = view.values.get("topic")
    if topic and is_sensitive(Topic.objects.filter(slug=topic)):
        return None
    return Followed(
        list_name=NAME, query=view.query, title=view.title(index.display_title), url=view.address(address)
    )
