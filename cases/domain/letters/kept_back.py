"""Letters of rooms above this one that are not for everybody who reads the book of their office."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from portal.actors import Officer
from portal.letters.models import OutgoingLetter

Keeper = Callable[[Officer, Collection[str]], set[str]]
"""Takes who reads, and the occasions of letters of their office; returns those whose letters are not theirs to read."""

_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Let a room say which of its letters somebody may not read; the same one a second time counts once."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def kept_back(actor: Officer, letters: Iterable[OutgoingLetter]) -> set[int]:
    """Return the keys of those letters that an officer of their office may not read.

    Args:
        actor: who reads.
        letters: of the actor's office.
    """
    known = list(letters)
    occasions = {letter.occasion for letter in known if letter.occasion}
    hidden: set[str] = set()
    for keeper in _keepers:
        hidden |= keeper(actor, occasions)
    return {letter.pk for letter in known if letter.occasion in hidden}
