"""What looks like a new request among the open cases of the same organization, and in which words it differs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.domain.likeness import LEAST, Confidence
from cases.domain.queries.similar import Similar, Standing, find_similar
from cases.domain.recognition import traits_of_case
from cases.households.domain.joining import apart_from, household_of
from cases.households.models import Member
from cases.models import Case
from portal.thai.bounds import normalized
from portal.thai.words import segment

if TYPE_CHECKING:
    from portal.actors import Officer

MOST = 2
LONGEST = 1_000
"""Characters of a story whose words are compared."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a story.

    Attributes:
        text: as written.
        differs: the other story does not have them.
    """

    text: str
    differs: bool


def twins_of(case: Case, actor: Officer, now: dt.datetime) -> list[Similar]:
    """Return the open cases that are likely of the same household, the likeliest first; never one that was told apart from it.

    Args:
        case: a new request.
        actor: who reads it; other organizations' cases are left out, for they could not be joined.
        now: the time.
    """
    apart, together = apart_from(case), _together_with(case)
    found = find_similar(traits=traits_of_case(case), actor=actor, now=now, besides=case)
    return [
        one
        for one in found
        if one.standing is Standing.READ
        and one.likeness is not None
        and one.likeness.score >= LEAST[Confidence.LIKELY]
        and one.case.holder_id == case.holder_id
        and not (one.case.is_closed or one.case.is_crisis or one.case.is_restricted)
        and one.case.pk not in apart
        and one.case.pk not in together
    ][:MOST]


def _together_with(case: Case) -> set[int]:
    household = household_of(case)
    rows = (
        Member.objects.filter(household=household, ended_at__isnull=True)
        if household
        else Member.objects.none()
    )
    return set(rows.values_list("case", flat=True))


def pieces_of(story: str, other: str) -> Sequence[Piece]:
    """Return a whole story in pieces: the words that another one does not have stand apart, so that eyes go there.

    What is longer than `LONGEST` is not compared, and counts as different.

    Args:
        story: what is shown.
        other: what somebody has read already.
    """
    story, rest = normalized(story[:LONGEST]), story[LONGEST:]
    known = Counter(segment(normalized(other[:LONGEST])))
    pieces: list[Piece] = []
    at = 0
    for word in segment(story):
        begin = story.find(word, at)
        if begin < 0:
            continue
        if begin > at:
            _add(pieces, story[at:begin], differs=False)
        _add(pieces, word, differs=word not in known)
        at = begin + len(word)
    if at < len(story):
        _add(pieces, story[at:], differs=False)
    if rest:
        _add(pieces, rest, differs=True)
    return pieces


def _add(pieces: list[Piece], text: str, *, differs: bool) -> None:
    """Add words to the last piece where they are of its kind; blanks go with whatever stands before them."""
    if pieces and (pieces[-1].differs == differs or not text.strip()):
        pieces[-1] = Piece(pieces[-1].text + text, pieces[-1].differs)
    else:
        pieces.append(Piece(text, differs))
