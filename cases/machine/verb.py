"""What one line of the table of verbs is made of: who may, what must hold, and what it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

from cases.machine.declared import Variants, set_to
from cases.machine.vocabulary import ALIVE, OPEN_STAGES, Scope, Stage, Verb, WaitingKind, WaitingState
from cases.vocabulary import Consent, Visibility

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.declared import Does
    from cases.machine.standing import Waiting

Answer: TypeAlias = str | Promise | None
"""What a guard says: None when it holds, else the Thai sentence that says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the actor filled in, as far as it decides what happens. What they wrote is kept elsewhere.

    Attributes:
        target: the organization that is asked, told, or sent to.
        ground: consent or legal ground on which the story is disclosed; None when nothing was chosen.
        mode: whether the whole case or a part is asked for, where the verb leaves it open; None for what is usual.
        to: codes by name: new values of problem, severity or confidentiality, of the place the code of
            its area; why a case is to be closed.
        due: the date or time that was set.
        happened_at: when it was, for what is written down later.
        duty: the number of the duty that it is about.
        person: to whom something is assigned.
        outcome: how the other side answered, for answers that somebody writes down.
        next_due: the date of the next follow-up, when one is set in the same act.
        told: the reporter was reached.
        unread_left: later messages came than the page showed; they stay unread.
        risk_assessed: the risk was judged in this act.
        consent: the new consent.
        dues: new due times, by the number of the duty.
        targets: organizations that are told at once, where it is more than one.
        before_committee: help could not wait for the committee of the local administration.
        to_read: the holder has to read what was written down.
        wants_help: the citizen wants help after all.
        still_helped: other help is on record beside that which was recorded by mistake.
        unwanted: organizations that the reporter does not want to know, seen from a new place.
        conflict: the organization that answers has an interest of its own in the matter.
    """

    target: int | None = None
    ground: Consent | None = None
    mode: WaitingKind | None = None
    to: Mapping[str, str] = field(default_factory=dict)
    due: dt.datetime | None = None
    happened_at: dt.datetime | None = None
    duty: int | None = None
    person: int | None = None
    outcome: WaitingState | None = None
    next_due: dt.datetime | None = None
    told: bool = False
    unread_left: bool = False
    risk_assessed: bool = False
    consent: Consent | None = None
    dues: Mapping[int, dt.datetime] = field(default_factory=dict)
    targets: frozenset[int] = frozenset()
    before_committee: bool = False
    to_read: bool = False
    wants_help: bool = False
    still_helped: bool = True
    unwanted: frozenset[int] = frozenset()
    conflict: bool = False


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Ask:
    """One wish to act: on what that waits, with what was filled in.

    Attributes:
        row: what waits and is acted on; None for verbs of the case itself.
        given: what was filled in.
        blank: its form is only drawn, so that nothing can be filled in yet: what its fields ask for is not missed.
    """

    row: Waiting | None = None
    given: Given = NOTHING
    blank: bool = False


Who: TypeAlias = Callable[["Change", Ask], bool]
Guard: TypeAlias = Callable[["Change", Ask], Answer]
FIELDS: dict[str, str] = {}
"""By the name of a guard, what of `Given` it is about: forms show its sentence there."""


def about(name: str) -> Callable[[Guard], Guard]:
    """Say of which field of a form a guard speaks."""

    def decorate(guard: Guard) -> Guard:
        FIELDS[guard.__name__] = name
        return guard

    return decorate


Do: TypeAlias = Callable[["Change", Ask], None]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table.

    Attributes:
        verb: its name.
        row: the number by which docs/design/cases.md cites it; "new" for those of the second edition.
        who: whether this actor may at all.
        who_words: the same in Thai, for pages and documents.
        do: what it does.
        does: what that may be, and what of it happens every time; anything else fails (`cases.machine.compared`).
        guards: what else must hold, in the order in which it is said.
        stages: in which it may happen.
        scope: how much its actor must be allowed to read; None when it reads nothing.
        answers: the kinds of what waits that it acts on; empty for verbs of the case itself.
        in_states: in which state that must be.
        compares: a form that was drawn before stage, holder, problem, severity or confidentiality changed is
            looked at again.
        visibility: who may read its entry in the history.
    """

    verb: Verb
    row: str
    who: Who
    who_words: str | Promise
    do: Do
    does: Does | Variants
    guards: tuple[Guard, ...] = ()
    stages: frozenset[Stage] = OPEN_STAGES
    scope: Scope | None = None
    answers: frozenset[WaitingKind] = frozenset()
    in_states: frozenset[WaitingState] = ALIVE
    compares: bool = False
    visibility: Visibility = Visibility.SHARED

    def variants(self) -> dict[str, Does]:
        """Return what it does, by the variant; a verb that always does the same has one without a name."""
        return dict(self.does.each) if isinstance(self.does, Variants) else {"": self.does}

    def declared(self, ask: Ask) -> tuple[str, Does | None]:
        """Return which variant is asked for, and what it does; None when it is none of them."""
        if not isinstance(self.does, Variants):
            return "", self.does
        which = self.does.which(ask)
        return which, self.does.each.get(which)

    def may_set(self, name: str, value: object) -> bool:
        """Whether the words of its form may give a fact of the case a value."""
        deed = set_to(name, value)
        return any(deed in does.by_words for does in self.variants().values())
