"""What rooms above a page show on it: they register it, and the page knows none of them. Here the board of an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec

from cases.events.models import Event
from portal.actors import Officer

Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page.

    Attributes:
        template: draws it, with the panel.
        shown: what it shows, as the template knows it.
    """

    template: str
    shown: Any


class Panels(Generic[Given]):
    """The parts of one page that other rooms make; each takes what the page is about, and who reads."""

    def __init__(self) -> None:
        self._makers: list[Callable[Given, Panel | None]] = []

    def register(self, make: Callable[Given, Panel | None]) -> None:
        """Let a room have a part of the page; the same one a second time counts once.

        Args:
            make: makes it with a number of queries that does not grow, or returns None where there is nothing for the reader.
        """
        if make not in self._makers:
            self._makers.append(make)

    def of(self, *about: Given.args, **more: Given.kwargs) -> list[Panel]:
        """Return what rooms show, in the order in which they registered."""
        return [panel for make in self._makers if (panel := make(*about, **more)) is not None]


_board: Panels[[Event, Officer]] = Panels()
register = _board.register
panels_of = _board.of
