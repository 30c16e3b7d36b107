"""What a reader may do at once about danger that their own office works on now: rooms above this one offer it.

They register it, and this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.models import Case
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Onward:
    """A step that is offered.

    Attributes:
        template: draws its button, with `step`, into the form that brings the next request; the button names its own address.
        shown: what it shows, as the template knows it.
    """

    template: str
    shown: Any


Maker = Callable[[Case, Officer], Onward | None]
"""Takes the request in danger and its reader; returns the step, or None where there is none for them."""
_makers: list[Maker] = []


def register(make: Maker) -> None:
    """Let a room offer a step; the same one a second time counts once.

    Args:
        make: makes it, with a number of queries that does not grow.
    """
    if make not in _makers:
        _makers.append(make)


def steps_after(case: Case, actor: Officer) -> list[Onward]:
    """Return what is offered after a request, in the order in which rooms registered.

    Args:
        case: in danger, and worked on by the actor's organization.
        actor: its reader.
    """
    return [step for make in _makers if (step := make(case, actor)) is not None]
