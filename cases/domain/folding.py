"""Which alarms are not written one by one, and who else is written to: said by rooms above (events).

The alarm itself, its event in the history and who was told are kept for each; only the mail waits to go out with others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import Alarm, AlarmNotice, Case
    from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Folder:
    """What a room does about alarms.

    Attributes:
        keep: takes an alarm and its notices; keeps those that go out with others and returns the keys of their
            organizations.
        also: takes a case and the organization that is written to; returns more addresses.
    """

    keep: Callable[[Alarm, Sequence[AlarmNotice]], frozenset[int]]
    also: Callable[[Case, Organization], list[str]]


_folders: list[Folder] = []


def register(folder: Folder) -> None:
    """Let a room fold alarms; the same one a second time counts once."""
    if folder not in _folders:
        _folders.append(folder)


def keep(alarm: Alarm, notices: Sequence[AlarmNotice]) -> frozenset[int]:
    """Return the organizations that are not written to now, because their alarm is kept to go out with others."""
    return frozenset[int]().union(*(folder.keep(alarm, notices) for folder in _folders))


def also(case: Case, organization: Organization) -> list[str]:
    """Return the addresses of those who are on duty there beside the usual ones."""
    return [address for folder in _folders for address in folder.also(case, organization)]
