"""An act is held against its line of the table: what else it did, or what it left out, and it fails.

What ends is owed where there is something to end; a duty of the case that begins, where none of its kind runs; a fact
that is yes or no, where it is the other. So a case that stands oddly can still be acted on, and an omission is found.

Beside what the lines say, two things hold for every act. It starts no second duty of a kind for the same thing, and lets
only one thing begin to wait. And where stage, holder, problem, severity or confidentiality changed, forms that were
drawn before are looked at again.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from cases.errors import NotDeclaredError
from cases.machine.declared import Deed, Does, What, set_to
from cases.machine.effects import Put, SetFact
from cases.machine.standing import Duty, Grant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.machine.change import Change
    from cases.machine.effects import Thing
    from cases.machine.standing import Standing, Waiting
    from cases.machine.verb import Ask, Line

logger = logging.getLogger(__name__)

ONCE = frozenset({What.OPENS, What.TURNS, What.GRANTS})
"""Kinds of deeds that happen once in an act, unless its line says that they happen to many."""
COMPARED = ("stage", "holder", "problem", "severity", "confidentiality")
"""Facts after whose change forms that were drawn before have to be looked at again (cases.md, 4)."""


def compare(line: Line, before: Standing, change: Change, ask: Ask) -> None:
    """Say nothing when an act did what its line declares.

    Args:
        line: of the table.
        before: how the case stood.
        change: the act, done.
        ask: on what it was done.

    Raises:
        NotDeclaredError: it did something else, or left something out.
    """
    which, does = line.declared(ask)
    undeclared: tuple[str, ...] = (f"any variant {which}",)
    missing: tuple[str, ...] = ()
    if does is not None:
        done = deeds_of(before, change)
        undeclared = tuple(sorted(_undeclared(done, before, change, does)))
        missing = tuple(sorted(_missing(done, before, change, does, ask.row)))
    if undeclared or missing:
        raise not_as_declared(line, undeclared, missing)


def not_as_declared(
    line: Line, undeclared: tuple[str, ...], missing: tuple[str, ...] = ()
) -> NotDeclaredError:
    """Return the error of an act that did something else than its line declares, told in the log.

    The log hides what errors say, because a database quotes what people typed. What this one says are words of the
    machine: what a person wrote or who they are is in none of them.

    Args:
        line: of the table.
        undeclared: what happened and is not declared.
        missing: what always happens and did not.
    """
    error = NotDeclaredError(line.verb.value, undeclared=undeclared, missing=missing)
    logger.error("%s", error)
    return error


def deeds_of(before: Standing, change: Change) -> Counter[Deed]:
    """Return what an act did, as deeds, and how often each.

    Args:
        before: how the case stood.
        change: the act, done.
    """
    done: Counter[Deed] = Counter()
    known: dict[int, Thing] = {}
    for effect in change.effects:
        if isinstance(effect, SetFact):
            if effect.name != "stage":
                done[set_to(effect.name, effect.value)] += 1
            continue
        thing = effect.thing
        old = known.get(thing.number)
        known[thing.number] = thing
        if isinstance(thing, Duty):
            done.update(_of_duty(old or before.duties.get(thing.number), thing))
        elif isinstance(thing, Grant):
            done.update(_of_grant(old or before.grants.get(thing.number), thing))
        else:
            done.update(_of_row(old or before.waiting.get(thing.number), thing))
    if before.stage != change.standing.stage:
        done[Deed(What.BECOMES, before.stage, change.standing.stage)] += 1
    return done


def _of_duty(old: Thing | None, duty: Duty) -> Iterator[Deed]:
    if old is None:
        yield Deed(What.STARTS, duty.kind, duty.basis)
        old = replace(duty, ended=None, how=None)
    if not isinstance(old, Duty) or old != replace(duty, person=old.person, ended=old.ended, how=old.how):
        yield Deed(What.REWRITES, "duty", duty.kind)
        return
    if old.person != duty.person:
        yield Deed(What.ASSIGNS, "duty")
    if old.ended is None and duty.ended is not None:
        yield Deed(What.STOPS, duty.kind, duty.how)
    elif old.ended != duty.ended or old.how != duty.how:
        yield Deed(What.REWRITES, "duty", duty.kind)


def _of_grant(old: Thing | None, grant: Grant) -> Iterator[Deed]:
    if old is None:
        yield Deed(What.GRANTS, grant.reason, grant.scope)
    elif isinstance(old, Grant) and old.until is None and old == replace(grant, until=None):
        if grant.until is not None:
            yield Deed(What.REVOKES, grant.reason)
    else:
        yield Deed(What.REWRITES, "grant", grant.reason)


def _of_row(old: Thing | None, row: Waiting) -> Iterator[Deed]:
    if old is None:
        yield Deed(What.OPENS, row.kind, row.state)
        return
    if isinstance(old, (Duty, Grant)) or old.kind != row.kind:
        yield Deed(What.REWRITES, row.kind)
        return
    if old.state != row.state:
        yield Deed(What.TURNS, row.kind, row.state)
    if old.organization != row.organization:
        yield Deed(What.MOVES, row.kind)
    if old != replace(row, state=old.state, organization=old.organization):
        yield Deed(What.NOTES, row.kind)


def _undeclared(done: Counter[Deed], before: Standing, change: Change, does: Does) -> Iterator[str]:
    may, often = does.may, does.often
    opened = 0
    for deed, times in done.items():
        if deed not in may:
            yield str(deed)
        elif times > 1 and deed.what in ONCE and deed not in often:
            yield f"{deed}, {times} times"
        if deed.what is What.OPENS:
            opened += times
    if opened > 1:
        yield f"opens {opened} things"
    duties = change.standing.duties
    fresh = [
        duty for duty in _put(change) if duty.number not in before.duties and duties[duty.number].is_open
    ]
    if fresh:
        running = Counter((duty.kind, duty.waiting) for duty in duties.values() if duty.ended is None)
        yield from (
            f"starts a second {duty.kind.value}" for duty in fresh if running[duty.kind, duty.waiting] > 1
        )


def _put(change: Change) -> Iterator[Duty]:
    for effect in change.effects:
        if isinstance(effect, Put) and isinstance(effect.thing, Duty):
            yield effect.thing


def _missing(
    done: Counter[Deed], before: Standing, change: Change, does: Does, row: Waiting | None
) -> Iterator[str]:
    for deed in does.must:
        if deed not in done and _is_owed(deed, before, change, row):
            yield str(deed)
    if does.one_of and not any(deed in done or _holds(deed, change) for deed in does.one_of):
        yield "one of: " + ", ".join(sorted(str(deed) for deed in does.one_of))
    after = change.standing
    if after.base != change.identity and any(
        getattr(before, name) != getattr(after, name) for name in COMPARED
    ):
        yield "sets base after a change of stage, holder or class"


def _is_owed(deed: Deed, before: Standing, change: Change, row: Waiting | None) -> bool:
    """Whether a deed had to happen in this case: there was something to end, or nothing that runs already."""
    here = {0, row.number} if row is not None else {0}
    if deed.what is What.STOPS:
        return any(duty.kind == deed.of and duty.waiting in here for duty in before.open_duties())
    if deed.what is What.REVOKES:
        return any(grant.reason == deed.of and grant.waiting in here for grant in before.grants_of())
    if deed.what is What.STARTS:
        return not any(duty.kind == deed.of for duty in change.standing.open_duties(waiting=0))
    if deed.what is What.BECOMES:
        return before.stage == deed.of
    return not _holds(deed, change)


def _holds(deed: Deed, change: Change) -> bool:
    """Whether a fact has the value already that a deed gives it."""
    if deed.what is not What.SETS:
        return False
    if deed.how is None:
        return deed.of == "base" and change.standing.base == change.identity
    return bool(getattr(change.standing, deed.of)) == deed.how
