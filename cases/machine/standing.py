"""How a case stands: plain values, and the questions that can be answered from them alone.

Values are never changed in place: an effect puts a new one in the place of an old one (`cases.machine.effects`), so an
old one can be kept and compared. `number` counts everything that a case ever had, whatever its kind; it is unique
within the case and is how effects, duties and grants name each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, TypeAlias

from cases.machine.vocabulary import (
    ALIVE,
    OF_THE_CASE,
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Confidentiality, Consent, Severity
from portal.accounts.functions import Function
from portal.vocabulary import ProblemType

NO_TIME = dt.timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What all that waits has in common.

    Attributes:
        number: within the case.
        state: where it stands.
        organization: who has to act on it next, or acted last.
    """

    number: int
    state: WaitingState
    organization: int

    @property
    def is_alive(self) -> bool:
        """It still asks something of somebody."""
        return self.state in ALIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Waits):
    """One organization asks another to take the case over, to do a part, or to know of it.

    Attributes:
        kind: which of the three.
        sender: who asks.
        parent: the referral that was passed on; 0 for none.
        ground: the consent or the legal ground on which the story was disclosed.
        binding: it may be neither returned nor passed on: the center decided after two returns.
        outside: the organization accepted it without signing in; the holder keeps the record.
        handed_up: a local administration sent it to the center because it is beyond what it can do.
    """

    kind: WaitingKind
    sender: int
    parent: int = 0
    ground: Consent = Consent.GIVEN
    binding: bool = False
    outside: bool = False
    handed_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Waits):
    """Something that only the reporter knows.

    Attributes:
        asked_at: when.
        until: when the portal stops waiting.
        pausing: the time of the work stands still meanwhile.
        rest: how much of it was left when it stopped.
        paused: for how long it stood still in the end.
    """

    asked_at: dt.datetime
    until: dt.datetime
    pausing: bool = False
    rest: dt.timedelta = NO_TIME
    paused: dt.timedelta = NO_TIME
    kind: ClassVar[WaitingKind] = WaitingKind.QUESTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Waits):
    """A decision that another person has to make; `organization` is where it is to be made.

    Attributes:
        subject: on what.
        requester: the person who asked, who never decides.
        requesting: the organization for which they asked.
        about: the duty that is to get more time, or the organization that is to be told; 0 otherwise.
        terms: what is to be done when it is granted, as codes.
        disputed: the citizen objects.
    """

    subject: ApprovalSubject
    requester: int
    requesting: int
    about: int = 0
    terms: Mapping[str, str] = field(default_factory=dict)
    disputed: bool = False
    kind: ClassVar[WaitingKind] = WaitingKind.APPROVAL


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Waits):
    """A date on which somebody looks how the person is.

    Attributes:
        used: its finding has already justified a fresh limit for the work.
    """

    used: bool = False
    kind: ClassVar[WaitingKind] = WaitingKind.FOLLOW_UP


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Waits):
    """A mobile unit on its way.

    Attributes:
        set_out_at: when it left; None as long as it was only sent.
        arrived_at: when it was there; None before.
    """

    set_out_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None
    kind: ClassVar[WaitingKind] = WaitingKind.VISIT


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeItem(Waits):
    """A request to the committee of a local administration."""

    kind: ClassVar[WaitingKind] = WaitingKind.COMMITTEE_ITEM


Waiting: TypeAlias = Referral | Question | Approval | FollowUp | Visit | CommitteeItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who has to do what by when.

    Attributes:
        number: within the case.
        kind: what.
        organization: who.
        function: of those in the organization, whose work it is.
        waiting: the number of what waits for it; 0 when it is the case itself.
        started: when its time began.
        due: by when; never rewritten: another duty of the same chain supersedes this one.
        chain: the number of the first duty that it goes on from; its own when it is the first.
        basis: why it began.
        made: when this one was written down.
        person: to whom it is assigned.
        ended: when it ended.
        how: and how.
    """

    number: int
    kind: DutyKind
    organization: int
    function: Function
    started: dt.datetime
    due: dt.datetime
    made: dt.datetime
    waiting: int = 0
    chain: int
    basis: DutyBasis = DutyBasis.FIRST
    person: int | None = None
    ended: dt.datetime | None = None
    how: DutyEnd | None = None

    @property
    def is_open(self) -> bool:
        """It still has to be done."""
        return self.ended is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Why an organization may read how much of the case.

    Attributes:
        number: within the case.
        organization: who.
        scope: how much.
        reason: why.
        since: from when.
        waiting: the number of what it rests on; 0 when it rests on the case.
        until: when it ended; None while it holds.
    """

    number: int
    organization: int
    scope: Scope
    reason: GrantReason
    since: dt.datetime
    waiting: int = 0
    until: dt.datetime | None = None


@dataclass(slots=True, kw_only=True)
class Standing:
    """How one case stands.

    Attributes:
        stage: how far the work is.
        holder: the one organization that is responsible.
        problem: what it is about; a crisis problem makes the case a crisis.
        severity: how fast help must come.
        confidentiality: how carefully it is read.
        consent: whether the story may be told to others.
        excluded: organizations that may learn nothing: a conflict of interest, or the reporter's wish.
        recused: persons who take no part.
        base: identifies the last event that changed stage, holder, problem, severity or confidentiality.
        received_at: when the request came.
        crisis_since: since when the 24 hours count.
        closed_at: when it was closed; None while it is open.
        helped: somebody recorded help.
        risk_assessed: the risk that it happens again was judged.
        led: who may take a crisis on has accepted it.
        stand_in: the center works on a crisis in the place of a silent lead agency.
        worked_on: work began at some time.
        wants_out: the citizen wishes to withdraw.
        anonymized: the personal data is gone.
        act_due: by which time an organization had to act when it last stopped acting.
        forward_due: the same for finding the responsible organization.
        waiting: whatever waits or waited, by number.
        duties: all duties, by number.
        grants: all grants, by number.
    """

    stage: Stage = Stage.RECEIVED
    holder: int
    problem: ProblemType
    severity: Severity = Severity.NORMAL
    confidentiality: Confidentiality = Confidentiality.NORMAL
    consent: Consent = Consent.NOT_ASKED
    excluded: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()
    base: str = ""
    received_at: dt.datetime
    crisis_since: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    helped: bool = False
    risk_assessed: bool = False
    led: bool = False
    stand_in: bool = False
    worked_on: bool = False
    wants_out: bool = False
    anonymized: bool = False
    act_due: Mapping[int, dt.datetime] = field(default_factory=dict)
    forward_due: Mapping[int, dt.datetime] = field(default_factory=dict)
    waiting: dict[int, Waiting] = field(default_factory=dict)
    duties: dict[int, Duty] = field(default_factory=dict)
    grants: dict[int, Grant] = field(default_factory=dict)

    def copy(self) -> Standing:
        """Return one that can be changed without changing this one."""
        return replace(self, waiting=dict(self.waiting), duties=dict(self.duties), grants=dict(self.grants))

    @property
    def is_crisis(self) -> bool:
        """One of the four problems for which the 24 hours count (S2.40)."""
        return self.problem.is_crisis

    @property
    def is_open(self) -> bool:
        """Somebody still has to do something."""
        return self.stage != Stage.CLOSED

    @property
    def last_number(self) -> int:
        """The highest number in use."""
        return max((0, *self.waiting, *self.duties, *self.grants))

    def alive(self, *kinds: WaitingKind, state: WaitingState | None = None) -> list[Waiting]:
        """Return what waits, of these kinds (all without one), in this state (any without one)."""
        return [
            row
            for row in self.waiting.values()
            if row.is_alive and (not kinds or row.kind in kinds) and (state is None or row.state == state)
        ]

    def referrals(self, *kinds: WaitingKind) -> Iterator[Referral]:
        """Yield every referral of these kinds, also those that ended."""
        return (row for row in self.waiting.values() if isinstance(row, Referral) and row.kind in kinds)

    @property
    def pending_handover(self) -> Referral | None:
        """The handover that waits for its answer; there is at most one."""
        found = (row for row in self.referrals(WaitingKind.HANDOVER) if row.state == WaitingState.SENT)
        return next(found, None)

    @property
    def outside_handover(self) -> Referral | None:
        """The handover that an organization without a sign-in accepted and works on."""
        accepted = (row for row in self.referrals(WaitingKind.HANDOVER) if row.state == WaitingState.ACCEPTED)
        return next((row for row in accepted if row.outside), None)

    def questions(self, *, pausing: bool = False) -> list[Question]:
        """Return the questions that wait; only those for which time stands still, if asked so."""
        alive = [row for row in self.waiting.values() if isinstance(row, Question) and row.is_alive]
        return [row for row in alive if row.pausing] if pausing else alive

    def approvals(self, *subjects: ApprovalSubject, about: int | None = None) -> list[Approval]:
        """Return the decisions that wait, on these subjects (all without one)."""
        return [
            row
            for row in self.waiting.values()
            if isinstance(row, Approval)
            and row.is_alive
            and (not subjects or row.subject in subjects)
            and (about is None or row.about == about)
        ]

    def decided_on_closing(self, organization: int) -> Iterator[list[Duty]]:
        """Yield the duties to decide on each closing that an organization asked for, also on those that were decided."""
        for row in self.waiting.values():
            if isinstance(row, Approval) and row.subject == ApprovalSubject.CLOSE:
                deciding = [duty for duty in self.duties.values() if duty.waiting == row.number]
                if deciding and row.requesting == organization:
                    yield deciding

    def returns_by(self, organization: int) -> int:
        """How often an organization sent the case back."""
        asked = self.referrals(WaitingKind.HANDOVER, WaitingKind.JOINT)
        return sum(row.organization == organization and row.state == WaitingState.RETURNED for row in asked)

    def handed_up_by(self, organization: int) -> bool:
        """Whether it has sent the case up to the center before."""
        return any(
            row.handed_up and row.sender == organization for row in self.referrals(WaitingKind.HANDOVER)
        )

    @property
    def time_stood_still(self) -> dt.timedelta:
        """For how long the time of the work stood still, all pauses together."""
        return sum(
            (row.paused for row in self.waiting.values() if isinstance(row, Question)), start=dt.timedelta()
        )

    def open_duties(
        self, *kinds: DutyKind, waiting: int | None = None, organization: int | None = None
    ) -> list[Duty]:
        """Return the duties that have to be done, by kind, by what waits for them, by who has them."""
        return [
            duty
            for duty in self.duties.values()
            if duty.is_open
            and (not kinds or duty.kind in kinds)
            and (waiting is None or duty.waiting == waiting)
            and (organization is None or duty.organization == organization)
        ]

    def duties_of_the_case(self, *kinds: DutyKind) -> list[Duty]:
        """Return the duties that drive the case itself, of these kinds (all without one)."""
        return self.open_duties(*(kinds or OF_THE_CASE), waiting=0)

    def grants_of(
        self, organization: int | None = None, reason: GrantReason | None = None, waiting: int | None = None
    ) -> list[Grant]:
        """Return the grants that hold, by who has them, why, and on what they rest."""
        return [
            grant
            for grant in self.grants.values()
            if grant.until is None
            and (organization is None or grant.organization == organization)
            and (reason is None or grant.reason == reason)
            and (waiting is None or grant.waiting == waiting)
        ]

    def scope_of(self, organization: int | None) -> Scope | None:
        """Return how much an organization may read now; None for nothing."""
        if organization is None:
            return None
        return max((grant.scope for grant in self.grants_of(organization)), default=None)
