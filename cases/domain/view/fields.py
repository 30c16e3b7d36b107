"""Which field of a case belongs to which scope: the one table. Each class adds what its scope shows beyond the one before.

A scope that does not show a field has no such attribute: what a page reads by mistake is an error or empty, never a leak.
`ROWS` says of fields with many rows which of them a scope shows (docs/cases.md, "Who sees what", is made from both).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from cases.domain.view.decision import Decision
from cases.domain.view.parts import (
    Area,
    Contact,
    Due,
    Entry,
    File,
    Found,
    Help,
    Person,
    Place,
    Planned,
    Risk,
    Sent,
    Waits,
)
from cases.machine.vocabulary import Scope, Stage
from cases.vocabulary import Severity
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType


class Whose(Enum):
    """Whose row it is, seen from the reader's organization. A row may be several of these."""

    OWN = "one's own"
    """Written, added, sent or to be done by the own organization."""
    REPORTERS = "the reporter's"
    """What came from the person who asks for help."""
    MARKED = "marked for all"
    """Its writer chose every organization that works on the case, or the reporter, as readers."""
    OF_THE_CASE = "the case's"
    """A deadline of the case itself, and not of something that waits beside it."""
    LATE = "late ones"
    """A deadline that has passed."""
    OTHERS = "others'"
    """What none of these is."""


EVERYBODYS = frozenset(Whose)
_OWN = frozenset({Whose.OWN})
_PASSED = frozenset({Whose.LATE})
_DUES = frozenset({Whose.OWN, Whose.OF_THE_CASE})
_WRITTEN = frozenset({Whose.OWN, Whose.REPORTERS, Whose.MARKED})

Rows: TypeAlias = dict[Scope, frozenset[Whose]]
ROWS: dict[str, Rows] = {
    "dues": {
        Scope.METADATA: _PASSED,
        Scope.SUMMARY: _DUES,
        Scope.PART: _DUES,
        Scope.REFERRAL: _DUES,
        Scope.FULL: EVERYBODYS,
    },
    "referrals": {
        Scope.SUMMARY: _OWN,
        Scope.PART: _OWN,
        Scope.REFERRAL: _OWN,
        Scope.FULL: EVERYBODYS,
    },
    "waits": {Scope.PART: _OWN, Scope.REFERRAL: _OWN, Scope.FULL: EVERYBODYS},
    "entries": {
        Scope.PART: _WRITTEN,
        Scope.REFERRAL: _WRITTEN,
        # What an office did for itself is told to whoever holds the case now as well.
        Scope.FULL: _WRITTEN,
    },
    "notes": {
        Scope.PART: frozenset({Whose.OWN, Whose.MARKED}),
        Scope.REFERRAL: frozenset({Whose.OWN, Whose.REPORTERS}),
        Scope.FULL: _WRITTEN,
    },
    "files": {
        Scope.PART: frozenset({Whose.OWN, Whose.MARKED}),
        Scope.REFERRAL: frozenset({Whose.OWN, Whose.REPORTERS}),
        Scope.FULL: _WRITTEN,
    },
    "help": {Scope.PART: EVERYBODYS, Scope.REFERRAL: EVERYBODYS, Scope.FULL: EVERYBODYS},
    "plan": {Scope.PART: EVERYBODYS, Scope.REFERRAL: EVERYBODYS, Scope.FULL: EVERYBODYS},
    "found": {Scope.PART: _OWN, Scope.REFERRAL: EVERYBODYS, Scope.FULL: EVERYBODYS},
    "risks": {Scope.PART: EVERYBODYS, Scope.REFERRAL: EVERYBODYS, Scope.FULL: EVERYBODYS},
}
"""By field, which rows each scope shows. Notes stand within the entries of the history and have readers of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Whoever hears an alarm: which case, who holds it, how late it is.

    Attributes:
        decision: how much may be read, and why.
        reference: the public one.
        holder: who is responsible.
        dues: deadlines.
    """

    decision: Decision = field(repr=False)
    reference: str
    holder: Organization
    dues: tuple[Due, ...]

    @property
    def scope(self) -> Scope:
        """How much of the case this is."""
        assert self.decision.scope is not None
        return self.decision.scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Metadata):
    """Whoever held, sent or coordinates the case, or was told of it: how it stands, not what happened.

    Attributes:
        number: in the own register; "" without one.
        problem: what kind of matter it is; None of a restricted case.
        area: its subdistrict; None of a restricted case.
        stage: how far the work is.
        is_restricted: every reading is recorded.
        received_at: when it came in.
        closed_at: when it was closed; None while it is open.
        referrals: what was sent to whom.
    """

    number: str
    problem: ProblemType | None
    area: Area | None
    stage: Stage
    is_restricted: bool
    received_at: dt.datetime
    closed_at: dt.datetime | None
    referrals: tuple[Sent, ...]

    @property
    def is_closed(self) -> bool:
        """Nothing runs any more."""
        return self.stage == Stage.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Summary):
    """Whoever does a part: the facts, and what others marked for all.

    Attributes:
        problem: as above, of every case.
        area: as above, of every case.
        severity: how fast help must come.
        danger_now: the reporter said that somebody is in danger.
        further_problems: beside the first.
        channel: how it came in, in words.
        provision: of the library, from which the request was begun, by its key; "" for none.
        received_by: who took it in.
        consent: to passing the story on, as a code.
        consent_by: who said so, as a code; "" where nobody did.
        where: the place.
        people: who needs help.
        contact: who reports; None once the data is gone.
        closure_reason: why it was closed, as a code.
        outcome: how it ended, as a code.
        version: how many acts there were.
        waits: what waits beside the stage.
        entries: the history, newest first.
        files: to open.
        help: what was given.
        plan: what is to be given, and became of it.
        found: the follow-ups.
        risks: of its happening again.
    """

    severity: Severity
    danger_now: bool
    further_problems: tuple[ProblemType, ...]
    channel: str
    provision: str
    received_by: Organization
    consent: str
    consent_by: str
    where: Place
    people: tuple[Person, ...]
    contact: Contact | None
    closure_reason: str
    outcome: str
    version: int
    waits: tuple[Waits, ...]
    entries: tuple[Entry, ...]
    files: tuple[File, ...]
    help: tuple[Help, ...]
    plan: tuple[Planned, ...]
    found: tuple[Found, ...]
    risks: tuple[Risk, ...]

    @property
    def is_crisis(self) -> bool:
        """One of the four problems for which the 24 hours count (S2.40)."""
        return self.problem is not None and self.problem.is_crisis


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Part):
    """Whoever is asked to take the case over or to do a part: the story too.

    Attributes:
        story: what happened, in the words of the person.
    """

    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Full(Referral):
    """The holder, and whoever has to decide or broke the glass.

    Attributes:
        created_by: who wrote it down; "" for the citizen.
        proposed_organization: the local administration that the reporter named.
        avoid_local: the reporter wants no local administration to know.
        duplicate_of: the reference of the case that it repeats; "" without one.
        duplicates: the references of those that repeat this one.
        reopen_count: how often it was opened again.
    """

    created_by: str
    proposed_organization: Organization | None
    avoid_local: bool
    duplicate_of: str
    duplicates: tuple[str, ...]
    reopen_count: int


CaseView: TypeAlias = Metadata | Summary | Part | Referral | Full
VIEWS: dict[Scope, type[Metadata]] = {
    Scope.METADATA: Metadata,
    Scope.SUMMARY: Summary,
    Scope.PART: Part,
    Scope.REFERRAL: Referral,
    Scope.FULL: Full,
}
