"""One case among many: what a list, the register, a table to take away or a letter reads of it, by the same table of fields.

`case_view` reads a whole case; a list of 25 or a book of 4,400 cannot ask so much of each. Which fields a scope shows is
said once, by the classes of `cases.domain.view.fields`: what is taken out there is gone here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from cases.domain.view.fields import VIEWS
from cases.domain.view.parts import Area, copied
from cases.machine.vocabulary import Scope, Stage
from cases.vocabulary import Severity
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from cases.models import Case
    from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """What one reader may know of a case in a list; what the scope does not show is None.

    Attributes:
        scope: how much may be read; None for nothing.
        can_open: its content may be read, and not only how it stands.
        reference: the public one.
        holder: who is responsible.
        stage: how far the work is.
        problem: what kind of matter it is.
        area: its subdistrict.
        is_restricted: every reading is recorded.
        received_at: when it came in.
        severity: how fast help must come.
        channel: how it came in, as a code.
    """

    scope: Scope | None
    reference: str | None = None
    holder: Organization | None = None
    stage: Stage | None = None
    problem: ProblemType | None = None
    area: Area | None = None
    is_restricted: bool | None = None
    received_at: dt.datetime | None = None
    severity: Severity | None = None
    channel: str | None = None

    @property
    def can_open(self) -> bool:
        """The reader has a reason to read what the case is about."""
        return self.scope is not None and self.scope >= Scope.PART


READS: dict[str, Callable[[Case], Any]] = {
    "reference": lambda case: case.reference,
    "holder": lambda case: case.holder,
    "stage": lambda case: Stage(case.stage),
    "problem": lambda case: ProblemType(case.problem),
    "area": lambda case: copied(Area, case),
    "is_restricted": lambda case: case.is_restricted,
    "received_at": lambda case: case.received_at,
    "severity": lambda case: Severity(case.severity),
    "channel": lambda case: case.channel,
}
_SHOWN = {scope: frozenset(one.name for one in fields(view)) for scope, view in VIEWS.items()}
NEVER_OF_A_RESTRICTED_SUMMARY = frozenset({"problem", "area"})


def shown_by(scope: Scope) -> frozenset[str]:
    """Return the names of the fields that a scope has."""
    return _SHOWN[scope]


def case_line(case: Case, scope: Scope | None, *, leaves: bool = False) -> CaseLine:
    """Return what a list may say of a case.

    Args:
        case: with its holder loaded; nothing else is asked for.
        scope: how much the reader may read, as `Case.objects.with_scope` found it; None for nothing.
        leaves: it goes onto paper, into a file or a letter, where nobody knows who reads on: of a restricted case then
            no more is said than a summary says (privacy 7).
    """
    if scope is None:
        return CaseLine(scope=None)
    shown = shown_by(scope)
    if case.is_restricted and (leaves or scope <= Scope.SUMMARY):
        shown -= NEVER_OF_A_RESTRICTED_SUMMARY
    return CaseLine(scope=scope, **{name: read(case) for name, read in READS.items() if name in shown})
