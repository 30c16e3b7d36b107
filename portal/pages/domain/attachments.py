"""Which pages use a file now, and who may have it (issue 7: what is not public is not served).

The one rule: a file is given out while a page that this person may read uses it. What counts is what readers of the page
are shown, not what an editor has in a draft: the file that a draft takes away stays until the draft is published, and the
one that it brings comes only then. Nothing is remembered, so a page that is withdrawn, restricted or made secret takes
its files with it at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.db.models import ForeignKey, Model, Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, get_page_models


class Access(Enum):
    """Who has a file."""

    PUBLIC = "public"
    """Everybody: some page without any restriction shows it."""
    PERSON = "person"
    """This person: a page that they may read shows it, or they edit pages. No cache may keep it."""
    NOBODY = "nobody"
    """Not this person."""


def _names(model: type[Model], wanted: type[Model]) -> tuple[list[str], list[str]]:
    """Return the fields of a model that point to a file or picture, and those whose text may link to some."""
    files, texts = [], []
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey) and issubclass(wanted, field.related_model):
            files.append(field.name)
        elif hasattr(field, "extract_references"):
            texts.append(field.name)
    return files, texts


def _mentions(rows: Any, name: str, document: Model) -> Iterator[Model]:
    """Yield the rows whose text or blocks in field `name` link to the file."""
    wanted, key = type(document), str(document.pk)
    # Blocks are JSON in the database; as text, both kinds name the file by its number.
    for row in rows.annotate(words=Cast(name, TextField())).filter(words__contains=key):
        field = row._meta.get_field(name)
        links = field.extract_references(getattr(row, name))
        if any(model is wanted and str(pk) == key for model, pk, *_paths in links):
            yield row


def pages_using(document: Model) -> Iterator[Page]:
    """Yield the live pages that show a file or a picture now, as their own types; a page may come more than once.

    Fields of pages, of their rows, links in their texts and blocks: whatever a page type has, found by itself.
    """
    for model in get_page_models():
        live = model.objects.live()
        files, texts = _names(model, type(document))
        for name in files:
            yield from live.filter(**{name: document})
        for name in texts:
            yield from _mentions(live, name, document)
        for relation in get_all_child_relations(model):
            yield from _by_rows(live, relation, document)


def _by_rows(live: Any, relation: Any, document: Model) -> Iterator[Page]:
    """Yield the pages one of whose rows of a kind holds the file."""
    row_model, link = relation.related_model, relation.field
    files, texts = _names(row_model, type(document))
    held = Q(pk__in=[])
    for name in files:
        held |= Q(**{name: document})
    if files:
        yield from live.filter(pk__in=row_model.objects.filter(held).values(link.attname))
    for name in texts:
        rows = row_model.objects.filter(**{f"{link.name}__in": live})
        holders = {getattr(row, link.attname) for row in _mentions(rows, name, document)}
        yield from live.filter(pk__in=holders)


def _is_shown(page: Page) -> bool:
    """Say whether the page is before its readers at this moment: its type shows it, and its time is not over."""
    over = page.expire_at is not None and page.expire_at <= timezone.now()
    return getattr(page, "is_open", True) and not over


def access_to(document: Model, request: HttpRequest) -> Access:
    """Say who may have a file.

    The session is asked only when no public page shows the file, so that what is public stays free of cookies.

    Args:
        document: a file or a picture of Wagtail's library.
        request: of whoever asks for it.
    """
    restricted = []
    for page in pages_using(document):
        if not _is_shown(page):
            continue
        restrictions = list(page.get_view_restrictions())
        if not restrictions:
            return Access.PUBLIC
        restricted.append(restrictions)
    if any(all(rule.accept_request(request) for rule in rules) for rules in restricted):
        return Access.PERSON
    return Access.PERSON if request.user.has_perm("wagtailadmin.access_admin") else Access.NOBODY
