"""What rooms above do about danger in a case that is there already, within the transaction of the act: together or not at all.

Of new requests they hear by `cases.domain.taken_in`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import Case
    from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Listener:
    """What a room does about danger; each takes the case, locked and as it is stored after the act.

    Attributes:
        raised: takes too whether the case was not in danger until now, or nobody had to take it.
        read: whatever was told of the danger was read at the holder.
        sent: takes too the organization that the case was sent to: it was asked, or has it at once.
    """

    raised: Callable[[Case, bool], None]
    read: Callable[[Case], None]
    sent: Callable[[Case, Organization], None]


_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Let a room hear of danger; the same one a second time counts once."""
    if listener not in _listeners:
        _listeners.append(listener)


def raised(case: Case, *, anew: bool) -> None:
    """Tell everybody who registered that somebody is in danger, said once more or for the first time.

    Args:
        case: as it is stored.
        anew: it was not in danger until now, or nobody had to take it; else it is danger that is told again.
    """
    for listener in _listeners:
        listener.raised(case, anew)


def read(case: Case) -> None:
    """Tell everybody who registered that nothing of a case is unread any more; nothing where it is not in danger."""
    if not case.danger_now:
        return
    for listener in _listeners:
        listener.read(case)


def sent(case: Case, organization: Organization) -> None:
    """Tell everybody who registered to whom a case in danger was sent; nothing where it is not in danger.

    Args:
        case: as it is stored.
        organization: that is asked to take it, or has it now.
    """
    if not case.danger_now:
        return
    for listener in _listeners:
        listener.sent(case, organization)
