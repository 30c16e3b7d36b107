"""What rooms above the desk attach to a case: on its page and on its print, beside what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.domain.view import Part


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that belongs to the case and is none of its facts.

    Attributes:
        title: what it is.
        text: of it.
    """

    title: str
    text: str


Find = Callable[[Part], list[Attached]]
"""Takes what the reader may read of a case; returns what is attached."""

_finders: list[Find] = []


def register(find: Find) -> None:
    """Let a room attach something; the same function a second time counts once."""
    if find not in _finders:
        _finders.append(find)


def attached_to(view: Part) -> list[Attached]:
    """Return everything that is attached to a case."""
    return [one for find in _finders for one in find(view)]
