"""What the machine has to know of the world outside a case: offices and their people, time limits, and who acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from portal.accounts.functions import Function
from portal.vocabulary import ActorKind, ProblemType

if TYPE_CHECKING:
    from cases.machine.standing import Standing
    from cases.machine.vocabulary import DutyKind

DOES_CASE_WORK = frozenset({Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.DEPUTY})
"""Who has one of these can act on a case at all."""
DECIDES = frozenset({Function.SUPERVISE, Function.DEPUTY})
"""Who has one of these decides on what others ask for; both include intake and work."""


class Offices(Protocol):
    """The organizations as they are now, seen from the place of one case. Organizations and persons are numbers."""

    def is_active(self, organization: int) -> bool:
        """It exists and was not closed."""

    def is_local(self, organization: int) -> bool:
        """It is a local administration."""

    def only_oversees(self, organization: int) -> bool:
        """It watches others and is never asked to act on a case: governor, department, provincial local office."""

    def people(self, organization: int) -> Mapping[int, frozenset[Function]]:
        """Who can sign in for it today, and for what."""

    def is_reachable_outside(self, organization: int) -> bool:
        """It can be asked by letter, telephone or link although nobody signs in."""

    def successor(self, organization: int) -> int | None:
        """Who took over from one that ended; None while it exists, or when nobody did."""

    def center(self) -> int:
        """The joint center that answers for the place of the case."""

    def department(self) -> int | None:
        """Who decides where the center cannot: the supervisor named in the settings."""

    def lead_agency(self, problem: ProblemType) -> int | None:
        """Who leads a crisis problem in the province of the case."""

    def unit_of(self, lead_agency: int) -> int | None:
        """The service unit that a lead agency has named."""

    def is_in_province(self, organization: int) -> bool:
        """It sits in the province of the case; whoever watches the whole country sits in none."""

    def seen_from(self, place: str) -> Offices:
        """The same organizations, seen from another place: the code of its area."""


class Limits(Protocol):
    """How long things may take."""

    def due(self, kind: DutyKind, standing: Standing, start: dt.datetime) -> dt.datetime:
        """Return when something is due that begins at a time, for a case as it stands."""

    def longest_pause(self, standing: Standing) -> dt.timedelta:
        """Return for how long the time of the work may stand still, all pauses of a case together."""

    def alarm_at(self, standing: Standing, late_since: dt.datetime, level: int) -> dt.datetime:
        """Return when an alarm climbs to a level (1 to 3)."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts, as the machine sees it.

    Attributes:
        kind: officer, citizen, outside organization or the system.
        person: the officer's person.
        organization: for which an officer or an outside organization acts.
        functions: what the officer is appointed for.
    """

    kind: ActorKind
    person: int | None = None
    organization: int | None = None
    functions: frozenset[Function] = frozenset()

    @property
    def is_officer(self) -> bool:
        """A member of staff."""
        return self.kind == ActorKind.OFFICER

    @property
    def is_citizen(self) -> bool:
        """Whoever asks for help, of this case."""
        return self.kind == ActorKind.CITIZEN

    @property
    def is_system(self) -> bool:
        """The portal itself."""
        return self.kind == ActorKind.SYSTEM

    @property
    def is_outside(self) -> bool:
        """An organization that answers by its link."""
        return self.kind == ActorKind.OUTSIDE

    @property
    def decides(self) -> bool:
        """May decide on what others ask for."""
        return bool(self.functions & DECIDES)
