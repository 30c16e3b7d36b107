"""What the reporter and the office have written to each other; nothing that was written for other readers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from cases.domain.queries.names import brief
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from cases.vocabulary import Visibility
from portal.composed import Composed
from portal.vocabulary import ActorKind

MOST_MESSAGES = 50
"""Messages on one page, the newest."""
_WITHOUT_WORDS = (Verb.ADD_FILE, Verb.CHANGE_CONTACT, Verb.WITHDRAW)
"""Acts of the citizen that show as a line of their own, with words or without."""


@dataclass(frozen=True)
class Message:
    """One thing that was said.

    Attributes:
        at: when.
        verb: by which act.
        is_own: the citizen said it.
        by: the organization of the other side; "" for a restricted case, which names none.
        text: the words; "" where there are none, and for what the citizen of a restricted case wrote: nothing of what
            was told is shown there (privacy 8).
        files: how many files came with it.
    """

    at: dt.datetime
    verb: Verb
    is_own: bool
    by: str
    text: str
    files: int = 0


_FROM_OFFICE = Q(actor_kind=ActorKind.OFFICER, note__readers=Visibility.PUBLIC, visibility=Visibility.PUBLIC)
_FROM_CITIZEN = Q(actor_kind=ActorKind.CITIZEN) & (Q(note__isnull=False) | Q(verb__in=_WITHOUT_WORDS))
_NEWEST = Composed(
    lambda case: (
        CaseEvent.objects.filter(_FROM_OFFICE | _FROM_CITIZEN, case=case)
        .select_related("note", "organization")
        .order_by("-sequence")[: MOST_MESSAGES + 1]
    ),
    case=int,
)


def conversation(case: Case) -> tuple[tuple[Message, ...], bool]:
    """Return the newest messages, oldest of these first, and whether there are older ones. One query.

    An officer's words are among them only if the writer chose the reporter as a reader and the entry itself is public;
    no person is named.
    """
    newest = _NEWEST(case=case.pk)
    shown = newest[:MOST_MESSAGES]
    return tuple(_message(event, case) for event in reversed(shown)), len(newest) > len(shown)


def _message(event: CaseEvent, case: Case) -> Message:
    is_own = event.actor_kind == ActorKind.CITIZEN
    # The note of a new contact holds the old one, for the office.
    hides_words = is_own and (case.is_restricted or event.verb == Verb.CHANGE_CONTACT)
    note = getattr(event, "note", None)
    organization = event.organization
    return Message(
        at=event.at,
        verb=Verb(event.verb),
        is_own=is_own,
        by="" if case.is_restricted or organization is None else brief(organization),
        text="" if note is None or hides_words else note.text,
        files=len(event.changes.get("files", ())),
    )
