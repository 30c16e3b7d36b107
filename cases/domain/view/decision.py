"""How much of a case somebody may read, and why: one decision, from plain values.

`Case.objects.visible_to` gives the same answer to the database; a test compares the two on 100,000 pairs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import GrantReason, Scope

if TYPE_CHECKING:
    from cases.machine.standing import Grant


class Refusal(Enum):
    """Why somebody reads nothing, or less than their reasons say."""

    NO_CASE_WORK = auto()
    """The appointment is not for case work: editors and administrators of the holder too (privacy 2)."""
    RECUSED = auto()
    """The person takes no part in their own matter (privacy 16)."""
    NO_REASON = auto()
    """Nothing was granted to the organization, or all of it has ended."""
    EXCLUDED = auto()
    """The reporter asked that the organization learns nothing (privacy 16): at most the metadata."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One grant that holds.

    Attributes:
        why: its reason.
        scope: how much it shows.
        since: from when.
        until: when it will end by itself; None where it ends with its reason.
    """

    why: GrantReason
    scope: Scope
    since: dt.datetime
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the door says.

    Attributes:
        scope: how much may be read; None for nothing.
        reasons: the grants that hold, the widest first; empty for somebody who reads nothing.
        refusal: why it is nothing, or less than the reasons say.
    """

    scope: Scope | None
    reasons: tuple[Reason, ...] = ()
    refusal: Refusal | None = None


def decide(
    *,
    organization: int,
    person: int,
    works_on_cases: bool,
    grants: Iterable[Grant],
    recused: Iterable[int],
    excluded: Iterable[int],
    now: dt.datetime,
) -> Decision:
    """Return how much an officer may read.

    Args:
        organization: for which the officer acts.
        person: who the officer is.
        works_on_cases: the appointment gives a function of case work.
        grants: of the case, those of others and those that ended among them.
        recused: persons who take no part in the case.
        excluded: organizations that may learn nothing.
        now: the time; broken glass closes by itself.
    """
    if not works_on_cases:
        return Decision(None, refusal=Refusal.NO_CASE_WORK)
    if person in recused:
        return Decision(None, refusal=Refusal.RECUSED)
    held = sorted(
        (grant for grant in grants if grant.organization == organization and _holds(grant, now)),
        key=lambda grant: (-grant.scope, grant.number),
    )
    if not held:
        return Decision(None, refusal=Refusal.NO_REASON)
    reasons = tuple(_reason(grant) for grant in held)
    if organization in excluded:
        return Decision(Scope.METADATA, reasons, Refusal.EXCLUDED)
    return Decision(held[0].scope, reasons)


def _holds(grant: Grant, now: dt.datetime) -> bool:
    if grant.until is not None:
        return False
    return grant.reason != GrantReason.BREAK_GLASS or now < grant.since + GLASS_OPEN


def _reason(grant: Grant) -> Reason:
    until = grant.since + GLASS_OPEN if grant.reason == GrantReason.BREAK_GLASS else None
    return Reason(grant.reason, grant.scope, grant.since, until)
