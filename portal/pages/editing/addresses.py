"""Addresses of pages: when one is readable, and when it still follows the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.pages.models.base import BasePage

_READABLE = re.compile(r"[A-Za-z0-9]")


def is_readable_slug(slug: str) -> bool:
    """Say whether a slug holds a letter or a digit: browsers make "-" or "--" of a Thai title."""
    return bool(_READABLE.search(slug or ""))


def slug_follows(page: BasePage) -> bool:
    """Say whether the slug of a page is still our suggestion for it and goes on following its title and number.

    It does until the page is published for the first time, unless an editor has chosen another one.
    """
    if page.first_published_at or page.live and page.pk:
        return False
    suggestion = re.escape(page.suggested_slug())
    return not is_readable_slug(page.slug) or re.fullmatch(rf"{suggestion}(-\d+)?", page.slug) is not None


def free_slug(wanted: str, parent: BasePage, page: BasePage) -> str:
    """Return `wanted`, or with the first number behind it that no other page below `parent` has.

    Args:
        wanted: the suggestion.
        parent: the page below which it stands.
        page: the page itself, new or not; its own slug is free for it.
    """
    taken = set(
        parent.get_children()
        .exclude(pk=page.pk)
        .filter(slug__startswith=wanted)
        .values_list("slug", flat=True)
    )
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate
