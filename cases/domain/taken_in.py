"""What rooms above do with every request that was taken in, within its own transaction: kept together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import Case

Follower = Callable[[Sequence["Case"], str], None]
"""Takes the new cases, and the occasion on whose form they were written ("" for the usual one)."""
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Let a room hear of requests; the same one a second time counts once.

    Args:
        follower: what is called for each request, however it came.
    """
    if follower not in _followers:
        _followers.append(follower)


def follow(cases: Sequence[Case], occasion: str = "") -> None:
    """Tell everybody who registered of new cases, in the caller's transaction."""
    for follower in _followers:
        follower(cases, occasion)
