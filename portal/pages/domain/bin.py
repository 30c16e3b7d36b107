"""Keeping what is deleted in `/cms/` for a while, and putting it back as a draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from portal.pages.editing.addresses import free_slug
from portal.pages.models.base import BasePage
from portal.pages.models.bin import BinnedPage

KEPT = timedelta(days=30)
"""How long a deleted page can be put back."""
_OF_THE_OLD_PLACE = frozenset(
    {
        *("path", "depth", "numchild", "url_path", "translation_key", "live", "has_unpublished_changes"),
        *("first_published_at", "last_published_at", "live_revision", "latest_revision", "go_live_at"),
        *(
            "expire_at",
            "expired",
            "locked",
            "locked_at",
            "locked_by",
            "alias_of",
            "latest_revision_created_at",
        ),
    }
)
"""What belongs to the tree and to the life of the old page; the new one gets its own."""


def keep(page: Page, user: Any) -> list[BinnedPage]:
    """Keep a page that is about to be deleted, with all below it.

    Args:
        page: any page of ours.
        user: who deletes it.
    """
    forget_old()
    pages = page.get_descendants(inclusive=True).specific()
    return [_kept(one, user) for one in pages if isinstance(one, BasePage)]


def _kept(page: BasePage, user: Any) -> BinnedPage:
    newest = page.get_latest_revision_as_object()
    return BinnedPage.objects.create(
        title=newest.title,
        kind=ContentType.objects.get_for_model(type(page)),
        parent=page.get_parent(),
        content=newest.serializable_data(),
        deleted_by=user,
    )


def forget_old() -> int:
    """Delete what has lain long enough; returns how many."""
    return BinnedPage.objects.filter(deleted_at__lt=timezone.now() - KEPT).delete()[0]


def can_restore(row: BinnedPage, user: Any) -> bool:
    """Say whether a person may put a page back: its parent is there, and they may add such a page below it."""
    model = row.kind.model_class()
    if row.parent is None or model is None:
        return False
    parent = row.parent.specific
    return parent.permissions_for_user(user).can_add_subpage() and model.can_create_at(parent)


@transaction.atomic
def restore(row: BinnedPage, user: Any) -> BasePage:
    """Put a page back below its old parent, as a draft with an address of its own; what it pointed to and is gone is left out.

    Args:
        row: for which `can_restore` says yes.
        user: who does it.
    """
    model = row.kind.model_class()
    data = _without_keys(
        {name: value for name, value in row.content.items() if name not in _OF_THE_OLD_PLACE}
    )
    page = model.from_serializable_data(data, check_fks=True, strict_fks=False)
    page.live, page.has_unpublished_changes = False, True
    page.owner = user
    page.slug = free_slug(row.content["slug"], row.parent.specific, page)
    row.parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    row.delete()
    return page


def _without_keys(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a page or row without primary keys, also of its rows: they are other rows now."""
    cleaned: dict[str, Any] = {}
    for name, value in data.items():
        if name == "pk":
            cleaned[name] = None
        elif (
            isinstance(value, list) and value and all(isinstance(row, dict) and "pk" in row for row in value)
        ):
            cleaned[name] = [{**_without_keys(row), "page": None} for row in value]
        else:
            cleaned[name] = value
    return cleaned
