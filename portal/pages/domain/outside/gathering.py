"""Which addresses of other sites public pages lead to: in fields for addresses, in texts and in blocks."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Field, Model, URLField
from django.utils.encoding import iri_to_uri
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models

from portal.pages.models.base import BasePage
from portal.pages.models.frame import live_pages
from portal.pages.models.links import LONGEST_LINK, OutsideLink
from portal.pages.models.settings import FooterLink, SiteSettings

_LINKED = re.compile(r'href="(https?://[^"]+)"', re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_AT_ONCE = 200
"""Pages that are in memory at a time."""


def uri(address: str) -> str:
    """Return an address as it goes over the line: host in Punycode (RFC 3492), Thai in percent (RFC 3986), no anchor.

    Args:
        address: as somebody typed it, or as another site wrote it into a redirect.

    Returns:
        the same for every spelling; "" for what is no address of the web, or too long.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username is not None:
        return ""
    host = f"[{host}]" if ":" in host else host
    place = host if port is None else f"{host}:{port}"
    whole = parts._replace(scheme=parts.scheme.lower(), netloc=place, path=parts.path or "/", fragment="")
    found = iri_to_uri(whole.geturl()) or ""
    return found if found.isascii() and len(found) <= LONGEST_LINK else ""


def gathered() -> dict[str, list[int]]:
    """Return every address of another site, with the primary keys of the public pages that lead there.

    What readers cannot open holds nothing: drafts, restricted pages, announcements before their first day.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for model in get_page_models():
        if issubclass(model, BasePage):
            for page in _pages(model):
                for address in addresses_of(page):
                    found[address].append(page.pk)
    for address in addresses_of_center():
        found[address].append(OutsideLink.CENTER)
    return dict(found)


def _pages(model: type[BasePage]) -> Iterator[BasePage]:
    if not (_fields(model) or any(_fields(row) for _name, row in _rows(model))):
        return
    for page in live_pages(model).order_by("pk").iterator(chunk_size=_AT_ONCE):
        if page.is_open:
            yield page


def addresses_of(page: Page) -> list[str]:
    """Return the addresses of other sites on one page, each once.

    Args:
        page: as its own type.
    """
    found = list(_in_fields(page))
    for name, model in _rows(type(page)):
        if _fields(model):
            found += [address for row in getattr(page, name).all() for address in _in_fields(row)]
    return _others(found)


def addresses_of_center() -> list[str]:
    """Return those that stand at the foot of every page and beside the address of the center."""
    found = SiteSettings.objects.exclude(map_url="").values_list("map_url", flat=True)
    return _others([*found, *FooterLink.objects.exclude(url="").values_list("url", flat=True)])


def _others(addresses: Iterable[str]) -> list[str]:
    """Return addresses in one spelling, without those of this portal."""
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc.lower()
    uris = (uri(address) for address in addresses)
    return list(dict.fromkeys(one for one in uris if one and urlsplit(one).netloc.lower() != own))


def _rows(model: type[Model]) -> list[tuple[str, type[Model]]]:
    return [(one.get_accessor_name(), one.related_model) for one in get_all_child_relations(model)]


def _fields(model: type[Model]) -> list[Field]:
    return [
        one for one in model._meta.get_fields() if isinstance(one, URLField | RichTextField | StreamField)
    ]


def _in_fields(row: Model) -> Iterator[str]:
    for field in _fields(type(row)):
        value = field.value_from_object(row)
        if isinstance(field, URLField):
            yield value
        elif isinstance(field, StreamField):
            for text in _texts(list(value.raw_data)):
                yield from _in_text(text)
        else:
            yield from _in_text(value)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text inside the raw data of blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _in_text(text: str) -> Iterator[str]:
    if _ADDRESS.fullmatch(text):
        yield text
    for address in _LINKED.findall(text):
        yield html.unescape(address)
