"""What rooms above hear of what people need, beside the requests: counted for the office that heard it (S1.27)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from django.utils.functional import Promise

    from portal.organizations.models import Organization

Place = tuple[str, str]
"""Theme (a value of `ProblemType`) and subdistrict; "" where the place is not known."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One way by which an office hears of needs.

    Attributes:
        label: in words.
        count: takes the office, the first moment and the first moment after; returns how many, by theme and place. Only
            what this office may read whole.
    """

    label: str | Promise
    count: Callable[[Organization, dt.datetime, dt.datetime], Mapping[Place, int]]


_ways: list[Heard] = []


@dataclass(frozen=True, slots=True)
class Asked:
    """Households that an office asked in a time.

    Attributes:
        households: how many answered.
        needing: how many of them need something.
    """

    households: int = 0
    needing: int = 0


CountAsked = Callable[["Organization", "dt.datetime", "dt.datetime"], Asked]
"""Takes the office, the first moment and the first moment after."""
_askers: list[CountAsked] = []


def register_asked(count: CountAsked) -> None:
    """Let a room that asks households say how many; the same one a second time counts once."""
    if count not in _askers:
        _askers.append(count)


def asked(organization: Organization, begin: dt.datetime, end: dt.datetime) -> Asked:
    """Return how many households an office asked in a time, over all rooms (S1.09, S1.10).

    Args:
        organization: the office.
        begin: first moment.
        end: first moment after it.
    """
    counted = [count(organization, begin, end) for count in _askers]
    return Asked(sum(one.households for one in counted), sum(one.needing for one in counted))


def register(way: Heard) -> None:
    """Let a room tell of needs; the same one a second time counts once."""
    if way not in _ways:
        _ways.append(way)


def heard(
    organization: Organization, begin: dt.datetime, end: dt.datetime
) -> list[tuple[str | Promise, Mapping[Place, int]]]:
    """Return what an office heard of needs in a time, way by way; a way without any is left out.

    Args:
        organization: the office.
        begin: first moment.
        end: first moment after it.
    """
    counted = [(way.label, way.count(organization, begin, end)) for way in _ways]
    return [(label, numbers) for label, numbers in counted if numbers]
