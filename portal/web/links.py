"""Addresses that leave the page: in feeds, sitemaps, mail, papers and linked data.

They are made of the address that the operator gave (`KLANG_BASE_URL`), never of what a request says about its host:
whoever sends a foreign Host header would otherwise put his address into what is kept and sent to others, and a host of the
inner network would stand on paper.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings


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
