"""The library on the home page: its kinds with counts (look.md)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.http import urlencode

from legal_library import terms
from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.vocabulary import Vocabulary
from portal.page_cache.memory import remembered
from portal.pages.models.frame import first_live


def _counts(index: LibraryIndexPage) -> dict[str, int]:
    documents = DocumentPage.objects.child_of(index).published()
    return dict(documents.order_by().values_list("kind").annotate(count=Count("pk")))


def library_section(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the home page shows of the library; nothing when there is no public library.

    Args:
        request: for addresses in the reader's language.
    """
    index = first_live(LibraryIndexPage)
    if index is None:
        return None
    counts = remembered("library.kinds", lambda: _counts(index))
    url = index.get_url(request)
    kinds = [
        {
            "label": label,
            "count": counts[kind],
            "url": f"{url}?{urlencode({'kind': kind})}",
        }
        for kind, label in terms.choices(Vocabulary.KIND)
        if kind in counts
    ]
    return {"url": url, "kinds": kinds, "total": sum(counts.values())} if kinds else None
