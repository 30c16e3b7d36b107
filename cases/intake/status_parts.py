"""What rooms above this one add to the status page of a request.

A room registers a function when Django starts; intake shows what it says and leads to the room's own page, which asks
`cases.intake.views.status_page.tracked` for the request that this session has opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.domain.queries.tracking import Progress


@dataclass(frozen=True, slots=True)
class StatusPart:
    """A section of the page.

    Attributes:
        heading: of it.
        text: a sentence or two, without anything that the page may not show.
        url: of the room's page; without reference or secret.
        label: of the link.
    """

    heading: str
    text: str
    url: str
    label: str


Find = Callable[[Progress], StatusPart | None]

_finders: list[Find] = []
_also_restricted: set[Find] = set()


def register(find: Find, *, also_restricted: bool = False) -> None:
    """Let a room add a section; the same function a second time counts once.

    Args:
        find: says what is shown of a request.
        also_restricted: it says nothing of the matter itself, so a restricted request may show it too.
    """
    if find not in _finders:
        _finders.append(find)
    if also_restricted:
        _also_restricted.add(find)


def parts_of(progress: Progress) -> list[StatusPart]:
    """Return what is added to the page of a request; to a restricted one, which says almost nothing, only what may be."""
    finders = [one for one in _finders if not progress.is_restricted or one in _also_restricted]
    return [part for part in (find(progress) for find in finders) if part is not None]
