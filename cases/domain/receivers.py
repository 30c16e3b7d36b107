"""Who receives a request of a citizen instead of the center: a room above may say so, as an event does for its short form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.domain.submission import Submission
    from cases.vocabulary import Consent
    from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organization that receives a request instead of the center.

    Attributes:
        organization: which.
        ground: by what right it reads the story; it stands with the first event of the case.
    """

    organization: Organization
    ground: Consent


Finder = Callable[["Submission"], "Receiver | None"]
"""Takes what was asked; returns who receives it, or None where the room has nothing to say."""
_finders: list[Finder] = []


def register(find: Finder) -> None:
    """Let a room name the receiver of requests; the same one a second time counts once.

    Args:
        find: asked for each request of a citizen, in the order of registering.
    """
    if find not in _finders:
        _finders.append(find)


def receiver_of(submission: Submission) -> Receiver | None:
    """Return whom the first room names; None where none does."""
    return next((found for find in _finders if (found := find(submission)) is not None), None)
