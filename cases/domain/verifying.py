"""Whether what is stored is what the machine promises: asked of a live system, and of every test that walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from django.db import transaction

from cases.domain import lists, store
from cases.domain.act import lock_case, situation_of
from cases.machine.change import Change
from cases.machine.invariants import broken, unsound
from cases.models import Case
from cases.vocabulary import Track
from portal.actors import System
from portal.vocabulary import ProblemType


def faults_of(case: Case) -> list[str]:
    """Return what of a case does not hold, as sentences for engineers, without anything that a person wrote.

    Acts may go on meanwhile: what looks wrong is looked at again with the case locked.
    """
    return _faults(case, broken)


def damage_of(case: Case) -> list[str]:
    """Return the same without what people have to mend: an organization in which nobody works has a line of its own (R21)."""
    return _faults(case, unsound)


def _faults(case: Case, asked: Callable[[Change], list[str]]) -> list[str]:
    if not _found(case, asked):
        return []
    with transaction.atomic():
        return _found(lock_case(case), asked)


def _found(case: Case, asked: Callable[[Change], list[str]]) -> list[str]:
    return [
        *asked(situation_of(case, System()).change()),
        *_differences(case),
        *_history(case),
        *_beside(case),
        *lists.faults_of(case, store.load(case)),
    ]


def _differences(case: Case) -> Iterator[str]:
    """What the tables say and the history does not."""
    stored, told = store.load(case), store.replayed(case)
    for item in fields(stored):
        kept, by_events = getattr(stored, item.name), getattr(told, item.name)
        if kept == by_events:
            continue
        if isinstance(kept, dict):
            numbers = sorted(key for key in {*kept, *by_events} if kept.get(key) != by_events.get(key))
            yield f"{item.name} {numbers} are stored otherwise than the history says"
        else:
            yield f"{item.name} is {kept!r}, and {by_events!r} by the history"


def _history(case: Case) -> Iterator[str]:
    events = list(
        case.events.order_by("sequence").values_list("sequence", "from_stage", "to_stage", "holder")
    )
    if [event[0] for event in events] != list(range(1, case.version + 1)):
        yield f"{len(events)} events and version {case.version}: the history has a gap or a tail"
    stage = ""
    for sequence, before, after, _holder in events:
        if before != stage:
            yield f"event {sequence} begins at {before!r}, the one before ended at {stage!r}"
        stage = after
    if events and (events[-1][2], events[-1][3]) != (case.stage, case.holder_id):
        yield f"the last event ends at {events[-1][2]} with {events[-1][3]}"


def _beside(case: Case) -> Iterator[str]:
    """What only the tables know."""
    if (case.track == Track.CRISIS) != ProblemType(case.problem).is_crisis:
        yield f"{case.problem} is on the {case.track} track"
    if not case.is_closed and not case.register_entries.filter(organization=case.holder_id).exists():
        yield f"{case.holder_id} holds the case and has no register number for it"
