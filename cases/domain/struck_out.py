"""What rooms above do with help that was struck out, within its own transaction: kept together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import AssistanceRecord
    from portal.actors import Officer

Follower = Callable[["AssistanceRecord", "Officer"], None]
"""Takes the record, which counts no more, and who struck it out; its case is locked."""
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Let a room hear of help that was recorded by mistake; the same one a second time counts once.

    Args:
        follower: what is called for each record.
    """
    if follower not in _followers:
        _followers.append(follower)


def follow(record: AssistanceRecord, actor: Officer) -> None:
    """Tell everybody who registered of a record that was struck out, in the caller's transaction."""
    for follower in _followers:
        follower(record, actor)
