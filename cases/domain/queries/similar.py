"""Cases that may be the same matter, across organizations, and what each reader may know of them (S1.35).

The work is bounded whatever is in the tables: equal keys are found by an index, at most so many of each are looked at.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.domain.recognition import Traits
from cases.models import AssistanceRecord, Case, CaseKey, KeyKind
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.actors import Officer

MOST = 8
MOST_BY_PLACE = 3
"""In a flood a whole village asks for the same: more than so many say nothing."""
OF_EACH_KIND = 40
REMEMBERED = dt.timedelta(days=366)
"""A closed case counts as the same matter no longer than this."""
SAME_TIME = {True: dt.timedelta(days=3), False: dt.timedelta(days=30)}
"""How near in time requests for the same place and problem are: a disaster is over sooner than a hardship."""


class Standing(Enum):
    """How much a reader may know of a case that is like theirs."""

    READ = "read"
    KNOWN = "known"
    """That it exists, its reference and who holds it."""
    ELSEWHERE = "elsewhere"
    """That somebody else has such a case, and nothing more."""


@dataclass(frozen=True, slots=True)
class Similar:
    """One case that may be the same matter.

    Attributes:
        case: which; what of it may be shown is said by `standing`.
        why: what is the same; empty for the same place, problem and time.
        standing: of the reader.
        helped: help for the same problem was recorded within a year, for the same number, house or name.
    """

    case: Case
    why: frozenset[KeyKind]
    standing: Standing
    helped: bool


def find_similar(
    *, traits: Traits, actor: Officer, now: dt.datetime, besides: Case | None = None
) -> list[Similar]:
    """Return cases that may be the same matter, the likeliest first.

    A restricted case is found only by those who may read it, and a case from which the reader's organization was left
    out, or the reader stepped back, not at all. Of another's case nobody learns by place and time alone.

    Args:
        traits: of the request in hand.
        actor: who asks.
        now: the time.
        besides: the case itself.
    """
    why = _by_keys(traits)
    near = _by_place(traits, now)
    alive = {
        case.pk: case
        for case in Case.objects.filter(pk__in=[*why, *near]).select_related("holder")
        if not case.closed_at or case.closed_at > now - REMEMBERED
    }
    if besides is not None:
        alive.pop(besides.pk, None)
    likely = [case for case in alive.values() if _is_like(case, why[case.pk], traits) or case.pk in near]
    standing = _standing(likely, why, actor)
    helped = _helped(standing, why, traits, now)
    found = [
        Similar(case, frozenset(why[case.pk]), standing[case.pk], case.pk in helped)
        for case in likely
        if case.pk in standing
    ]
    found.sort(key=lambda one: (-len(one.why), one.case.is_closed, -one.case.received_at.timestamp()))
    by_place = islice((one for one in found if not one.why), MOST_BY_PLACE)
    return [*(one for one in found if one.why), *by_place][:MOST]


def _by_keys(traits: Traits) -> dict[int, set[KeyKind]]:
    """Return the newest cases that share a key, with what is the same."""
    why: dict[int, set[KeyKind]] = defaultdict(set)
    for kind in KeyKind:
        keys = [key for of, key in traits.keys if of == kind]
        if keys:
            rows = CaseKey.objects.filter(kind=kind, key__in=keys).order_by("-case_id")
            for case in rows.values_list("case_id", flat=True)[:OF_EACH_KIND]:
                why[case].add(kind)
    return why


def _by_place(traits: Traits, now: dt.datetime) -> set[int]:
    """Return the newest cases of the same place, problem and time."""
    if not traits.subdistrict:
        return set()
    since = now - SAME_TIME[traits.problem == ProblemType.DISASTER]
    rows = Case.objects.filter(
        subdistrict_code=traits.subdistrict, problem=traits.problem, received_at__gte=since
    ).order_by("-received_at")
    return set(rows.values_list("pk", flat=True)[:OF_EACH_KIND])


def _is_like(case: Case, why: set[KeyKind], traits: Traits) -> bool:
    """A name alone is that of the same person only in the same province."""
    return bool(why - {KeyKind.NAME}) or (KeyKind.NAME in why and case.province_code == traits.province)


def _standing(cases: Iterable[Case], why: dict[int, set[KeyKind]], actor: Officer) -> dict[int, Standing]:
    by_pk = {case.pk: case for case in cases}
    ours = Case.objects.filter(pk__in=by_pk)
    read = set(ours.visible_to(actor).filter(pk__in=by_pk).values_list("pk", flat=True))
    known = set(ours.known_to(actor).filter(pk__in=by_pk).values_list("pk", flat=True))
    stepped_back = set(ours.filter(recused=actor.person.pk).values_list("pk", flat=True))
    found = {}
    for pk, case in by_pk.items():
        if pk in read:
            found[pk] = Standing.READ
        elif (
            case.is_restricted or pk in stepped_back or actor.organization.pk in case.excluded or not why[pk]
        ):
            continue
        else:
            found[pk] = Standing.KNOWN if pk in known else Standing.ELSEWHERE
    return found


def _helped(
    standing: dict[int, Standing], why: dict[int, set[KeyKind]], traits: Traits, now: dt.datetime
) -> set[int]:
    """Return the cases in which somebody who shares a key was helped for the same problem within a year."""
    same = [pk for pk in standing if why[pk]]
    rows = AssistanceRecord.objects.filter(
        case__in=same, case__problem=traits.problem, given_on__gte=(now - REMEMBERED).date()
    )
    return set(rows.values_list("case_id", flat=True))


NEAR_BY = _("ที่เดียวกัน ปัญหาเดียวกัน เวลาใกล้กัน")
