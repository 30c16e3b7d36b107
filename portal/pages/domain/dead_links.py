"""Links within the portal that lead nowhere for readers: to pages that are not public, to files that are gone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from portal.pages.models.base import BasePage
from portal.pages.models.frame import public_pages

_ADDRESS = re.compile(r'href="(/[^"#?]*)')
_SERVED = frozenset({"wagtail_serve", "wagtail_serve_file"})


@dataclass(frozen=True)
class DeadLinks:
    """A public page and what in it leads nowhere, in words."""

    page: Page
    to: tuple[str, ...]


def dead_links() -> list[DeadLinks]:
    """Return the public pages with links that lead nowhere.

    Wagtail's own index of references is asked, so that every field, row and block counts: pages that are not public, files
    whose content is gone from the disk; and addresses that somebody typed into a text and that nothing answers.
    """
    shown = {page.pk: page for page in public_pages().filter(live=True) if page.depth > 1}
    found: dict[int, list[str]] = defaultdict(list)
    for source, target in _references(shown):
        if isinstance(target, Page):
            if target.pk not in shown and not _tells_of_itself(target):
                found[source].append(target.title)
        elif not _is_there(target):
            found[source].append(str(target))
    for pk, addresses in _typed(shown):
        found[pk] += addresses
    rows = [DeadLinks(shown[pk], tuple(dict.fromkeys(to))) for pk, to in found.items() if to]
    return sorted(rows, key=lambda row: row.page.title)


def _tells_of_itself(page: Page) -> bool:
    """Say whether a page that is not public still answers with when and why: the address of a withdrawn law."""
    specific = page.specific
    return isinstance(specific, BasePage) and specific.withdrawn(None) is not None


def _references(shown: dict[int, Page]) -> Iterable[tuple[int, Model]]:
    """Yield a public page with each page or file that it points to."""
    wanted = {ContentType.objects.get_for_model(model).pk: model for model in (Page, get_document_model())}
    keys = [str(pk) for pk in shown]
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=keys,
        to_content_type__in=wanted,
    ).values_list("object_id", "to_content_type", "to_object_id")
    pairs = [(int(source), kind, int(target)) for source, kind, target in rows]
    targets = {
        kind: model.objects.in_bulk({target for _source, of, target in pairs if of == kind})
        for kind, model in wanted.items()
    }
    for source, kind, target in pairs:
        if target in targets[kind]:
            yield source, targets[kind][target]


def _is_there(document: Model) -> bool:
    return document.file.storage.exists(document.file.name)


def _typed(shown: dict[int, Page]) -> Iterable[tuple[int, list[str]]]:
    """Yield pages with the addresses that somebody typed into a text of theirs and that nothing answers."""
    served = {page.url_path.split("/", 2)[2]: page for page in shown.values()}
    for page in public_pages().filter(live=True).specific():
        texts = (str(getattr(page, name)) for name in ("body", "body_en") if hasattr(page, name))
        wrong = [path for text in texts for path in _ADDRESS.findall(text) if not _answers(path, served)]
        if page.pk in shown and wrong:
            yield page.pk, wrong


def _answers(path: str, served: dict[str, Page]) -> bool:
    try:
        # As for a reader: the address says in which language it is read, not the screen on which this is listed.
        with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
            match = resolve(path)
    except Resolver404:
        return False
    if match.url_name not in _SERVED:
        return True
    # A page answers below its own address as well: its files, its parts.
    local = path.removeprefix("/en").lstrip("/")
    parts = local.split("/")
    return any("/".join(parts[:length]) + "/" in served for length in range(len(parts), 0, -1)) or not local
