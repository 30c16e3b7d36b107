"""What the end of an organization means to other rooms: they say it here, and whoever ends one asks here.

The ground floor knows nothing of cases or duties, yet a list that closes an organization has to say what hangs on it
before, and hand it over after. So every room that keeps something for organizations registers two functions when
Django starts (`AppConfig.ready`):

* `report` says in Thai what an end would move or leave without an owner, and writes nothing;
* `carry_out` hands it over, in the transaction in which the organization is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portal.actors import Actor
    from portal.organizations.models import Organization

Report = Callable[["Organization"], list[str]]
"""Takes the organization as the database holds it, still open; returns Thai sentences, none when nothing hangs on it."""


class CarryOut(Protocol):
    """Hands over what an organization that has just been closed still holds."""

    def __call__(self, organization: Organization, *, successor: Organization | None, actor: Actor) -> None:
        """Do it; an error undoes the closing too."""


@dataclass(frozen=True, slots=True)
class _Consequence:
    """What one room does at an end."""

    report: Report
    carry_out: CarryOut


_consequences: list[_Consequence] = []


def register(*, report: Report, carry_out: CarryOut) -> None:
    """Let a room take part in every end of an organization; the same pair a second time counts once.

    Args:
        report: says what an end would mean.
        carry_out: does it.
    """
    consequence = _Consequence(report, carry_out)
    if consequence not in _consequences:
        _consequences.append(consequence)


def unregister(*, report: Report, carry_out: CarryOut) -> None:
    """Take a pair out again.

    Raises:
        ValueError: it was never registered.
    """
    _consequences.remove(_Consequence(report, carry_out))


def report(organization: Organization) -> list[str]:
    """Return what the end of an organization would mean, room by room; reads only.

    Args:
        organization: saved; whatever its fields say in memory, rooms go by its id.
    """
    return [sentence for consequence in _consequences for sentence in consequence.report(organization)]


def carry_out(organization: Organization, *, successor: Organization | None = None, actor: Actor) -> None:
    """Let every room hand over what a closed organization holds, in the caller's transaction.

    Args:
        organization: saved as closed.
        successor: who takes over; None when nobody was named.
        actor: who closed it: an officer, or the system, as when a list is imported.
    """
    for consequence in _consequences:
        consequence.carry_out(organization, successor=successor, actor=actor)
