"""Provisions of the library that pages of the ground floor cite.

The ground floor must not import the library, so the library registers how its provisions are found when it starts
(`AppConfig.ready`)::

    from portal.pages import cited

    cited.register(provisions.held)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from portal.page_cache.memory import remembered

Place = tuple[str, str]
"""Address of a document in the library, and the anchor of a provision in it ("" for the whole document)."""


@dataclass(frozen=True)
class Cited:
    """A place in the library that anybody may read.

    Attributes:
        path: of its page, without language and without the slash before it.
        key: names the provision for a request for help; "" where only the document is held.
    """

    path: str
    key: str

    @property
    def url(self) -> str:
        """Address in the reader's language."""
        return reverse("wagtail_serve", args=[self.path])


Finder = Callable[[Iterable[Place]], Mapping[Place, Cited]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let provisions be found; given places, the finder returns those that anybody may read."""
    if finder not in _finders:
        _finders.append(finder)


def find(places: Iterable[Place]) -> dict[Place, Cited]:
    """Return the places that are held and public; the others are cited in words alone.

    Asked once for every state of the database.

    Args:
        places: any number; each is looked up at most once.
    """
    wanted = tuple(sorted(set(places)))
    if not wanted:
        return {}
    return remembered(("pages.cited", wanted), lambda: _found(wanted))


def _found(wanted: tuple[Place, ...]) -> dict[Place, Cited]:
    found: dict[Place, Cited] = {}
    for finder in _finders:
        found |= finder(wanted)
    return found
