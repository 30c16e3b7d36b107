"""What a line of the table does to the clocks of a case. `cases.domain.act` carries it out; nothing else may.

An effect says which clock, of what (the case itself, or a referral), and where it is not always so, under which
condition. Conditions look at the act before anything is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cases.vocabulary import ClockKind


class Of(Enum):
    """Whose clock."""

    CASE = "the case's own"
    ANSWERED = "of the referral that is answered"
    SENT = "of the referral that is sent"
    ANYTHING = "whatever runs"


class When(Enum):
    """In which acts an effect happens."""

    ALWAYS = ""
    WORKED_ON = "worked on before it was sent"
    NOT_WORKED_ON = "not worked on before it was sent"


class Due(Enum):
    """When a started clock is due."""

    LIMIT = ""
    GIVEN = "on the day that was set"
    LEFT = "with the time that was left"


class Since(Enum):
    """From when on a started clock counts."""

    NOW = ""
    RECEIPT = "since receipt"


@dataclass(frozen=True, slots=True)
class Stop:
    """A clock stops, if it runs.

    Attributes:
        kind: which.
        of: whose.
        when: in which acts.
    """

    kind: ClockKind
    of: Of = Of.CASE
    when: When = When.ALWAYS

    def __str__(self) -> str:
        return self.kind.value + _remarks(self.when.value)


@dataclass(frozen=True, slots=True)
class StopAll:
    """Whatever runs stops: the case ends."""

    of: Of = Of.ANYTHING
    when: When = When.ALWAYS

    def __str__(self) -> str:
        return "all"


@dataclass(frozen=True, slots=True)
class Start:
    """A clock starts; one of its kind that runs already goes on as it is.

    Attributes:
        kind: which.
        of: whose; the organization that has to act is the holder, or the target of the referral.
        when: in which acts.
        due: when it is due.
        since: from when on it counts.
    """

    kind: ClockKind
    of: Of = Of.CASE
    when: When = When.ALWAYS
    due: Due = Due.LIMIT
    since: Since = Since.NOW

    def __str__(self) -> str:
        return self.kind.value + _remarks(self.when.value, self.due.value, self.since.value)


def _remarks(*remarks: str) -> str:
    said = ", ".join(remark for remark in remarks if remark)
    return f" ({said})" if said else ""
