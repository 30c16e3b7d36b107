"""What a line of the table says of its verb: what it does to a case always, and what it may do besides.

A **deed** is one thing that can happen to a case, in the words of the machine. `Does` is what a line declares, a `Rule`
what happens everywhere in the same way, whichever verb leads to it (`cases.machine.by_rule`). `cases.machine.compared`
holds every act against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cases.machine.vocabulary import (
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
    WaitingState,
)

if TYPE_CHECKING:
    from cases.machine.verb import Ask


class What(Enum):
    """Kinds of deeds."""

    BECOMES = "becomes"
    """The stage is another one: from which to which."""
    OPENS = "opens"
    """Something begins to wait: its kind, and the state in which it begins."""
    TURNS = "turns"
    """What waits is in another state: its kind, and which."""
    MOVES = "moves"
    """What waits is another organization's now: its kind."""
    NOTES = "notes"
    """Something else about what waits: its kind."""
    STARTS = "starts"
    """A duty begins: its kind, and why."""
    STOPS = "stops"
    """A duty ends: its kind, and how."""
    ASSIGNS = "assigns"
    """A duty is somebody else's of its organization."""
    GRANTS = "grants"
    """An organization may read: why, and how much."""
    REVOKES = "revokes"
    """A reason to read ends: which."""
    SETS = "sets"
    """A fact of the case has a new value: which; and whether it is now, where it is yes or no, or a time or none."""
    REWRITES = "rewrites"
    """What is never rewritten has been. No line declares it."""


class Deed(NamedTuple):
    """One thing that can happen to a case.

    Attributes:
        what: of which kind.
        of: on what it is done; a stage, what waits, a duty, a reason to read, or the name of a fact.
        how: what else tells it from others of its kind.
    """

    what: What
    of: str
    how: object = None

    @property
    def subject(self) -> str:
        """On what it is done, as a word."""
        return str(getattr(self.of, "value", self.of))

    @property
    def detail(self) -> str:
        """What else tells it from others, as a word; "" for nothing."""
        if isinstance(self.how, Scope):
            return self.how.name.lower()
        if isinstance(self.how, bool):
            return "yes" if self.how else "no"
        return "" if self.how is None else str(getattr(self.how, "value", self.how))

    def __str__(self) -> str:
        """Return it in few words, for logs and messages: ``starts act (back)``."""
        return f"{self.what.value} {self.subject}" + (f" ({self.detail})" if self.detail else "")


Deeds: TypeAlias = frozenset[Deed]
NO_DEEDS: Deeds = frozenset()

BEGINS_AS = {
    WaitingKind.HANDOVER: WaitingState.SENT,
    WaitingKind.JOINT: WaitingState.SENT,
    WaitingKind.INFORM: WaitingState.SENT,
    WaitingKind.QUESTION: WaitingState.OPEN,
    WaitingKind.APPROVAL: WaitingState.OPEN,
    WaitingKind.FOLLOW_UP: WaitingState.OPEN,
    WaitingKind.VISIT: WaitingState.DISPATCHED,
    WaitingKind.COMMITTEE_ITEM: WaitingState.SUBMITTED,
}
"""In which state each kind of what waits begins."""
SCOPE_OF = {
    GrantReason.HOLDER: Scope.FULL,
    GrantReason.ASKED: Scope.REFERRAL,
    GrantReason.JOINT: Scope.PART,
    GrantReason.OUTSIDE: Scope.PART,
    GrantReason.OWN_ROW: Scope.PART,
    GrantReason.HANDED_UP: Scope.PART,
    GrantReason.APPROVAL: Scope.FULL,
    GrantReason.WAS_HOLDER: Scope.SUMMARY,
    GrantReason.SENDER: Scope.SUMMARY,
    GrantReason.COORDINATES: Scope.SUMMARY,
    GrantReason.TOLD: Scope.SUMMARY,
    GrantReason.LADDER: Scope.METADATA,
    GrantReason.BREAK_GLASS: Scope.FULL,
}
"""How much may be read for each reason (cases.md, 2): no verb grants more, and none less."""


def becomes(before: Stage, after: Stage) -> Deeds:
    """Return the deed: the stage is another one."""
    return frozenset({Deed(What.BECOMES, before, after)})


def opens(*kinds: WaitingKind, already: WaitingState | None = None) -> Deeds:
    """Return the deeds: one of these kinds begins to wait, in its first state or already in another one."""
    return frozenset(Deed(What.OPENS, kind, already or BEGINS_AS[kind]) for kind in kinds)


def turns(*kinds: WaitingKind, to: WaitingState) -> Deeds:
    """Return the deeds: what waits of these kinds is in a state now."""
    return frozenset(Deed(What.TURNS, kind, to) for kind in kinds)


def moves(*kinds: WaitingKind) -> Deeds:
    """Return the deeds: what waits of these kinds is another organization's now."""
    return frozenset(Deed(What.MOVES, kind) for kind in kinds)


def notes(*kinds: WaitingKind) -> Deeds:
    """Return the deeds: something else about what waits of these kinds is kept."""
    return frozenset(Deed(What.NOTES, kind) for kind in kinds)


def starts(*kinds: DutyKind, basis: DutyBasis = DutyBasis.FIRST) -> Deeds:
    """Return the deeds: duties of these kinds begin, for a reason."""
    return frozenset(Deed(What.STARTS, kind, basis) for kind in kinds)


def stops(*kinds: DutyKind, how: DutyEnd = DutyEnd.DONE) -> Deeds:
    """Return the deeds: duties of these kinds end, in a way."""
    return frozenset(Deed(What.STOPS, kind, how) for kind in kinds)


def goes_on(*kinds: DutyKind, basis: DutyBasis) -> Deeds:
    """Return the deeds: duties of these kinds are superseded by others of their chains."""
    return stops(*kinds, how=DutyEnd.SUPERSEDED) | starts(*kinds, basis=basis)


def grants(*reasons: GrantReason) -> Deeds:
    """Return the deeds: somebody may read for these reasons, as much as each of them gives."""
    return frozenset(Deed(What.GRANTS, reason, SCOPE_OF[reason]) for reason in reasons)


def revokes(*reasons: GrantReason) -> Deeds:
    """Return the deeds: these reasons to read end."""
    return frozenset(Deed(What.REVOKES, reason) for reason in reasons)


def sets(*facts: str, **values: bool) -> Deeds:
    """Return the deeds: these facts have new values; those that are yes or no, or a time or none, the one that is named."""
    named = (Deed(What.SETS, name, value) for name, value in values.items())
    return frozenset(Deed(What.SETS, name) for name in facts) | frozenset(named)


def set_to(name: str, value: object) -> Deed:
    """Return the deed: a fact has this value now. Of what is neither yes or no nor a time or none, only that it changed."""
    told = value is None or isinstance(value, (bool, dt.datetime))
    return Deed(What.SETS, name, bool(value) if told else None)


ASSIGNS = frozenset({Deed(What.ASSIGNS, "duty")})
"""The deed: a duty is somebody else's of its organization."""
CHANGES_BASE = sets("base")
"""The deed: forms that were drawn before have to be looked at again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Does:
    """What a verb does to a case. What stands nowhere here it does not do.

    What ends counts as owed where there is something to end, a step where the case stood at its beginning, a duty of
    the case that begins where none runs yet (`cases.machine.compared`): so `always` holds whatever the case looked like.

    Attributes:
        always: what happens every time.
        sometimes: what may happen besides, once in an act.
        many: what may happen besides any number of times: to everything that waits, to everybody who may read.
        one_of: what may happen, and at least one of it does.
        by_words: facts that the office sets within the act, because only the words of a form say so
            (`cases.domain.act.Act.set_fact`).
        by: rules that it follows every time.
        may_follow: rules that it follows at times, for some cases.
    """

    always: Deeds = NO_DEEDS
    sometimes: Deeds = NO_DEEDS
    many: Deeds = NO_DEEDS
    one_of: Deeds = NO_DEEDS
    by_words: Deeds = NO_DEEDS
    by: tuple[Rule, ...] = ()
    may_follow: tuple[Rule, ...] = ()

    @cached_property
    def may(self) -> Deeds:
        """All that may happen."""
        own = self.always | self.sometimes | self.many | self.one_of
        return own.union(*(rule.may for rule in (*self.by, *self.may_follow)))

    @cached_property
    def must(self) -> Deeds:
        """All that happens every time."""
        return self.always.union(*(rule.must for rule in self.by))

    @cached_property
    def often(self) -> Deeds:
        """All that may happen more than once in an act."""
        return self.many.union(*(rule.often for rule in (*self.by, *self.may_follow)))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that it may follow, with those that these follow, each once."""
        found: dict[Rule, None] = {}
        for rule in (*self.by, *self.may_follow):
            found |= dict.fromkeys((rule, *rule.rules))
        return tuple(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule(Does):
    """What happens everywhere in the same way, whichever verb leads to it.

    Attributes:
        name: by which lines and the document name it.
        words: what it is, in a sentence for engineers.
    """

    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Variants:
    """What a verb does that does different things, by what it acts on and what was filled in.

    Attributes:
        which: says which it is.
        each: what it does, by that.
    """

    which: Callable[[Ask], str]
    each: Mapping[str, Does]


def kind_of(ask: Ask) -> str:
    """Return the kind of what waits and is acted on, for verbs that do different things by that."""
    assert ask.row is not None
    return ask.row.kind
