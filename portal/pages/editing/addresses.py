"""Addresses of pages: when one is readable, and when it still follows the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from wagtail.contrib.routable_page.models import RoutablePageMixin

if TYPE_CHECKING:
    from portal.pages.models.base import BasePage

PAGES = "wagtail_serve"
"""The name under which Wagtail's pages are served."""
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


def is_answered_before(slug: str, parent: BasePage) -> bool:
    """Say whether something else answers at the address that a page would get, so that nobody could ever read it.

    Below the home page these are the portal's own addresses (`/search/`, `/request/`), below a list its parts (`feed/`).

    Args:
        slug: of the page.
        parent: the page below which it stands.
    """
    above = parent.specific
    if isinstance(above, RoutablePageMixin):
        try:
            above.resolve_subpage(f"/{slug}/")
        except Resolver404:
            pass
        else:
            return True
    url = above.get_url()
    if url is None:
        return False
    try:
        return resolve(f"{urlsplit(url).path}{slug}/").url_name != PAGES
    except Resolver404:
        return False


def free_slug(wanted: str, parent: BasePage, page: BasePage) -> str:
    """Return `wanted`, or with the first number behind it that is free below `parent`.

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
    while candidate in taken or is_answered_before(candidate, parent):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate
