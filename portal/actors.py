"""Who acts. There are four kinds of actor and no other; an act without one cannot be written down.

All four answer the same questions (`kind`, `person`, `appointment`, `organization`, `role`, `functions`), so that whoever records an
act need not ask which kind it has; what only officers have is asked of an `Officer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from portal.vocabulary import ActorKind

if TYPE_CHECKING:
    from portal.accounts.functions import Function
    from portal.accounts.models import Appointment, User
    from portal.accounts.roles import Role
    from portal.organizations.models import Organization as OrganizationRow


@dataclass(frozen=True, slots=True)
class Officer:
    """A person who acts for an organization by the order that put them there (S2.60).

    Attributes:
        person: the signed-in member of staff.
        appointment: the order by which they act.
        organization: for which they act.
        role: what the order calls them; nothing is decided by it.
        functions: what the order lets them do, with what comes with it (`portal.accounts.functions.INCLUDED`).
    """

    person: User
    appointment: Appointment
    organization: OrganizationRow
    role: Role
    functions: frozenset[Function]
    kind: ClassVar[ActorKind] = ActorKind.OFFICER

    @property
    def works_on_cases(self) -> bool:
        """One of the functions is case work; those of editors and administrators are not (privacy 2)."""
        return any(function.is_case_work for function in self.functions)

    @property
    def supervises(self) -> bool:
        """Decides on what others of the organization ask for: its supervisor, or a deputy."""
        return any(function.is_supervision for function in self.functions)


class _Nobody:
    """What actors without a place in an office answer."""

    __slots__ = ()

    person: ClassVar[None] = None
    appointment: ClassVar[None] = None
    role: ClassVar[str] = ""
    functions: ClassVar[frozenset[Function]] = frozenset()
    works_on_cases: ClassVar[bool] = False
    supervises: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Citizen(_Nobody):
    """Whoever sends a request, or has shown the reference and the secret of one.

    Attributes:
        reference: of the case; "" as long as the request is being sent and has none.
    """

    reference: str = ""
    kind: ClassVar[ActorKind] = ActorKind.CITIZEN
    organization: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class OutsideOrganization(_Nobody):
    """An organization in which nobody signs in, answering by a signed link that was sent to it.

    Attributes:
        organization: which.
        link: identifies the link, not its secret.
    """

    organization: OrganizationRow
    link: str
    kind: ClassVar[ActorKind] = ActorKind.OUTSIDE


@dataclass(frozen=True, slots=True)
class System(_Nobody):
    """The portal itself: by rule, by a date that came, by a command of the operator."""

    kind: ClassVar[ActorKind] = ActorKind.SYSTEM
    organization: ClassVar[None] = None


Actor: TypeAlias = Officer | Citizen | OutsideOrganization | System
