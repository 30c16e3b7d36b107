"""Objects that may no longer be found by Wagtail's search API leave its index.

modelsearch adds and changes entries, and removes deleted objects; an object that is saved outside of its model's
`get_indexed_objects()` (withdrawn, unpublished) would stay (search.md, "Facts about Wagtail's search layer").
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_instance, get_indexed_models

log = logging.getLogger(__name__)


def forget_if_hidden(instance: Model, raw: bool = False, **_: Any) -> None:
    """Remove a saved object from every index that follows changes when its model no longer offers it."""
    if raw:
        return
    backends = list(get_search_backends(with_auto_update=True))
    if not backends or get_indexed_instance(instance) is not None:
        return

    def remove() -> None:
        for backend in backends:
            try:
                backend.delete(instance)
            except OSError:
                log.exception("An object could not be removed from the search index of editors.")

    transaction.on_commit(remove)


def connect() -> None:
    """Listen to every model that the search API indexes."""
    for model in get_indexed_models():
        post_save.connect(
            forget_if_hidden, sender=model, dispatch_uid=f"klang-forget-{model._meta.label_lower}"
        )
