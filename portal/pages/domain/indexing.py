"""Keeps search in step with pages: published, changed, withdrawn, moved, made private, deleted.

A room registers its page types with the function that names a page for search::

    indexing.follow(DocumentPage, key_of)

Only the key is passed on; the room's source then says what, if anything, the public may find (a draft or a private
page gives nothing, so it leaves the index).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.search.sources import changes
from portal.search.sources.tasks import rebuild_index

KeyOf = Callable[[Page], str]
AT_ONCE = 200
"""More pages than these are left to a rebuild in the background."""

_followed: dict[type[Page], KeyOf] = {}


def follow(model: type[Page], key_of: KeyOf) -> None:
    """Keep search in step with the pages of one type.

    Args:
        model: a page type whose room registered a search source.
        key_of: given a page of it, its key in search.
    """
    _followed[model] = key_of
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"search-deleted-{model.__name__}")


def update(page: Page) -> None:
    """Tell search that a page changed; pages of other types are none of its business."""
    key_of = _followed.get(type(page))
    if key_of:
        changes.update(key_of(page))


def update_below(page: Page) -> None:
    """Tell search that a page and all below it changed: moved, or public no more."""
    models = tuple(_followed)
    below = page.get_descendants(inclusive=True).type(*models)
    if below.count() > AT_ONCE:
        transaction.on_commit(rebuild_index.enqueue)
        return
    for child in below.specific():
        update(child)


def _changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    update(instance.specific)


def _moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    update_below(instance)


def _deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    changes.remove(_followed[sender](instance))


def _restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    update_below(instance.page)


def connect() -> None:
    """Begin to listen; called once when the app is ready."""
    for signal, receiver in (
        (page_published, _changed),
        (page_unpublished, _changed),
        (post_page_move, _moved),
        (page_slug_changed, _moved),
    ):
        signal.connect(receiver, dispatch_uid=f"search-{receiver.__name__}")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search-restricted")
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search-unrestricted")
