"""A new request in full, what looks like it beside it, and the keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.marks import CONFIDENCE, in_short
from cases.domain.queries.similar import Similar
from cases.households.desk.presenting import Side, side_of
from cases.models import Case
from cases.strip.domain.since import Since
from cases.strip.domain.twins import Piece, pieces_of
from cases.strip.vocabulary import Answer
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        digit: that presses it.
        value: what is sent: an answer, and behind a colon the reference of the request beside it.
        label: the words.
        is_main: the usual answer.
    """

    digit: int
    value: str
    label: str | Promise
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Twin:
    """A request that looks like the one that is read.

    Attributes:
        side: itself.
        sure: how sure it is.
        same: what both have in common, a word each.
        different: in what they differ, likewise.
    """

    side: Side
    sure: str
    same: Sequence[str]
    different: Sequence[str]


def twins_shown(found: Sequence[Similar], actor: Officer, now: dt.datetime) -> list[Twin]:
    """Return what stands beside a request.

    Args:
        found: what looks like it.
        actor: the reader.
        now: the time.
    """
    shown = []
    for one in found:
        side = side_of(one.case, actor, now)
        if side is not None and one.likeness is not None:
            step = one.likeness.confidence
            shown.append(Twin(side, str(CONFIDENCE[step]) if step else "", *in_short(one.likeness.marks)))
    return shown


@dataclass(frozen=True, slots=True)
class Beside:
    """A request in pieces: what none of those beside it says stands apart, so that eyes go there.

    What stands beside was read by somebody before: whoever reads the new one sees what both have in common, and learns what is new.

    Attributes:
        where: its place.
        story: what happened.
    """

    where: Sequence[Piece]
    story: Sequence[Piece]


def in_pieces(side: Side, twins: Sequence[Twin]) -> Beside:
    """Return a request as it reads beside others.

    Args:
        side: the request, as its reader reads it.
        twins: what stands beside it.
    """
    return Beside(
        where=pieces_of(side.where, "\n".join(twin.side.where for twin in twins)),
        story=pieces_of(side.story, "\n".join(twin.side.story for twin in twins)),
    )


def keys_of(case: Case, twins: Sequence[Twin], since: Since) -> list[Key]:
    """Return the keys for a request: how bad, the same or not, later. Danger is lowered by a key of its own.

    Args:
        case: that is read.
        twins: what stands beside it; of two each has a key.
        since: what came after it was sent; as long as that is unread, no key says that there is no danger.
    """
    if case.danger_now:
        keys = [Key(1, Answer.DANGER, _("อันตรายจริง รับทันที"), is_main=True)]
        if not since.is_unread:
            keys.append(Key(2, Answer.NO_DANGER, Answer.NO_DANGER.label))
    else:
        keys = [
            Key(1, Answer.NORMAL, Answer.NORMAL.label, is_main=True),
            Key(2, Answer.URGENT, Answer.URGENT.label),
            Key(3, Answer.DANGER, Answer.DANGER.label),
        ]
    # Digits stay where the fingers know them, however many stand beside.
    for digit, twin in zip((4, 5), twins, strict=False):
        words = _("เรื่องเดียวกับ %(reference)s") % {"reference": twin.side.reference}
        keys.append(Key(digit, f"{Answer.SAME}:{twin.side.reference}", words))
    for digit, twin in zip((6, 7), twins, strict=False):
        words = _("คนละครัวเรือนกับ %(reference)s") % {"reference": twin.side.reference}
        keys.append(Key(digit, f"{Answer.APART}:{twin.side.reference}", words))
    keys.append(Key(9, Answer.LATER, Answer.LATER.label))
    return keys
