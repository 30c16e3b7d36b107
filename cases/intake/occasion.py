"""Occasions for which people ask with a short form: a declared event (issue 14).

The room of events stands above this one and registers how its events are found; intake knows only what the form needs.
The form, the draft, sending, receipt and tracking are those of every request (docs/events.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.vocabulary import ProblemType


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the short form needs to know.

    Attributes:
        slug: identifies it in addresses and drafts.
        name: in Thai, for the words that officers read.
        shown: in the reader's language.
        problem: which kind of help it is.
        area: codes of the subdistricts that are offered.
        url: its page for everybody.
        is_direct: what is asked goes straight to the local administration of the place, so its form asks who must not know.
    """

    slug: str
    name: str
    shown: str
    problem: ProblemType
    area: tuple[str, ...]
    url: str
    is_direct: bool = False


@dataclass(frozen=True, slots=True)
class Finder:
    """How occasions are found.

    Attributes:
        by_slug: one, running or over; None for none.
        running: all that run, the latest first.
    """

    by_slug: Callable[[str], Occasion | None]
    running: Callable[[], list[Occasion]]


_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let a room bring occasions; the same finder a second time counts once."""
    if finder not in _finders:
        _finders.append(finder)


def find(slug: str) -> Occasion | None:
    """Return the occasion of a slug, None for none. One that is over is found: what was begun in it is still sent."""
    found = (finder.by_slug(slug) for finder in _finders if slug)
    return next((one for one in found if one is not None), None)


def running() -> list[Occasion]:
    """Return what runs now."""
    return [one for finder in _finders for one in finder.running()]
