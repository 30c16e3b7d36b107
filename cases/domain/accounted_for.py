"""What rooms above learn when somebody saw the people of a case or spoke to them, within the same transaction.

How they were stands in the case; a room that keeps account of the same people follows it (many.md, row observe). What is said
in a crisis or in a restricted case stays in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cases.vocabulary import CallOutcome, VisitResult

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from cases.models import Case
    from portal.actors import Officer, System


class How(StrEnum):
    """How people were."""

    NEEDS = "needs"
    MOVED = "moved"
    SAFE = "safe"


class Way(StrEnum):
    """How it is known: by a voice, by somebody at the door, or by a digit, which is nobody's voice."""

    CALL = "call"
    VISIT = "visit"
    DIGIT = "digit"


OF_CALL: Mapping[CallOutcome, How] = {
    CallOutcome.SAFE: How.SAFE,
    CallOutcome.NEEDS: How.NEEDS,
    CallOutcome.MOVED: How.MOVED,
}
"""Silence, a refusal and what somebody says of a death tell nothing of how people are, and end no need."""
OF_VISIT: Mapping[VisitResult, How] = {
    VisitResult.HELPED: How.SAFE,
    VisitResult.NOT_NEEDED: How.SAFE,
    VisitResult.MOVED: How.MOVED,
    VisitResult.HELPED_PARTLY: How.NEEDS,
    VisitResult.HANDED_UP: How.NEEDS,
}
"""Whom nobody met, who wants no help and who was not reached stay as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How the people of a case were at a moment.

    Attributes:
        case: locked.
        actor: who wrote it down.
        how: how they were.
        way: how it is known.
        at: when they were seen or spoken to.
        token: the same for the same news, however often it comes.
        danger: somebody is in danger; of a need only.
        opened: the new request that was made of it, because the case was closed.
    """

    case: Case
    actor: Officer | System
    how: How
    way: Way
    at: dt.datetime
    token: UUID
    danger: bool = False
    opened: Case | None = None


Follower = Callable[[News], None]
Corrector = Callable[["Case", "UUID", "Officer"], None]
"""Takes the case, the token of the news that was wrong, and who says so."""
_rooms: list[tuple[Follower, Corrector]] = []


def register(*, follow: Follower, take_back: Corrector) -> None:
    """Let a room hear how people are; the same one a second time counts once.

    Args:
        follow: what is called for each news.
        take_back: what is called when it was wrong.
    """
    if (follow, take_back) not in _rooms:
        _rooms.append((follow, take_back))


def tell(news: News) -> None:
    """Tell everybody who registered, in the caller's transaction."""
    if news.case.is_crisis or news.case.is_restricted:
        return
    for follow, _take_back in _rooms:
        follow(news)


def take_back(case: Case, token: UUID, actor: Officer) -> None:
    """Tell everybody who registered that news was wrong, in the caller's transaction.

    Args:
        case: locked.
        token: of the news.
        actor: who corrects it.
    """
    for _follow, correct in _rooms:
        correct(case, token, actor)
