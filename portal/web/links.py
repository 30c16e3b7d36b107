"""Addresses that leave the page: in feeds, sitemaps, mail, papers and linked data.

They are made of the address that the operator gave (`KLANG_BASE_URL`), never of what a request says about its host:
whoever sends a foreign Host header would otherwise put his address into what is kept and sent to others, and a host of the
inner network would stand on paper.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def absolute(address: str | None) -> str:
    """Return a full address at the configured host.

    Args:
        address: a path; of a full address, path, query and anchor are kept and the host is not. None is the front page.
    """
    parts = urlsplit(address or "/")
    path = "/" + parts.path.lstrip("/")
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + urlunsplit(
        ("", "", path, parts.query, parts.fragment)
    )


@lru_cache(maxsize=2000)
def _address(name: str, urlconf: str, prefix: str, language: str | None) -> str:
    del urlconf, prefix, language
    return reverse(name)


def address_of(name: str) -> str:
    """Return the address of a page that takes no arguments, in the reader's language, looked up once.

    For frames and lists, where a page has a hundred of them: `reverse` walks through all patterns each time.

    Args:
        name: of the address, "desk:register".

    Raises:
        NoReverseMatch: there is none, or it takes arguments.
    """
    return _address(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), get_language())
