"""Cases that may be the same matter, across organizations, and what each reader may know of them (S1.35).

The work is bounded whatever is in the tables: equal keys are found by an index, at most so many of each are looked at.
What the reader may read is compared in full (`cases.domain.likeness`); of others equal keys alone speak.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from cases.domain.likeness import Likeness, compare
from cases.domain.recognition import Traits, report_of_case, traits_of_case
from cases.models import SURE_KINDS, AssistanceRecord, Case, CaseKey, KeyKind
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
        likeness: how it compares in full; None where the reader may not read it, or where nothing speaks for it.
    """

    case: Case
    why: frozenset[KeyKind]
    standing: Standing
    helped: bool
    likeness: Likeness | None = None

    @property
    def rank(self) -> tuple[float, int]:
        """How likely it is the same, the likeliest first."""
        return (-self.likeness.score if self.likeness else 0.0, -len(self.why))


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
    loose = _by_loose_keys(traits)
    alive = {
        case.pk: case
        for case in Case.objects.filter(pk__in={*why, *near, *loose}).select_related("holder", "reporter")
        if not case.closed_at or case.closed_at > now - REMEMBERED
    }
    if besides is not None:
        alive.pop(besides.pk, None)
    standing = _standing(alive.values(), why, actor)
    alike = _compared([alive[pk] for pk, how in standing.items() if how is Standing.READ], traits)
    likely = [
        case
        for case in alive.values()
        if case.pk in standing
        and (_is_like(case, why[case.pk], traits) or case.pk in near or case.pk in alike)
    ]
    helped = _helped([case.pk for case in likely], why, traits, now)
    found = [
        Similar(case, frozenset(why[case.pk]), standing[case.pk], case.pk in helped, alike.get(case.pk))
        for case in likely
    ]
    found.sort(key=lambda one: (*one.rank, one.case.is_closed, -one.case.received_at.timestamp()))
    by_place = islice((one for one in found if not one.why and one.likeness is None), MOST_BY_PLACE)
    return [*(one for one in found if one.why or one.likeness), *by_place][:MOST]


def _by_loose_keys(traits: Traits) -> set[int]:
    """Return the newest cases that share a sound, a landmark, a house or a village: one query, a bounded look for each.

    Django has no union of limited queries on SQLite, so it is written out; the values are parameters.
    """
    keys = sorted(traits.loose)
    if not keys:
        return set()
    # Parts of the statement are the name of the table and a number, both of ours.
    part = (
        f"SELECT case_id FROM (SELECT case_id FROM {CaseKey._meta.db_table} "  # noqa: S608
        f"WHERE kind = %s AND key = %s ORDER BY case_id DESC LIMIT {OF_EACH_KIND}) AS one"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([part] * len(keys)),
            [value for kind, key in keys for value in (str(kind), key)],
        )
        return {row[0] for row in cursor.fetchall()}


def _compared(cases: list[Case], traits: Traits) -> dict[int, Likeness]:
    """Compare in full what the reader may read; returns those of which anything is said, by case."""
    if traits.report is None:
        return {}
    prefetch_related_objects(cases, "affected_people")
    found = {case.pk: compare(traits.report, report_of_case(case)) for case in cases}
    return {pk: likeness for pk, likeness in found.items() if likeness.confidence is not None}


def alike_cases(case: Case, now: dt.datetime) -> list[tuple[Case, Likeness]]:
    """Return open cases that compare well with one, for the system, which shows nothing to anybody.

    Args:
        case: the one in hand.
        now: the time.
    """
    traits = traits_of_case(case)
    found = {*_by_keys(traits), *_by_loose_keys(traits)} - {case.pk}
    others = list(
        Case.objects.filter(pk__in=found, closed_at__isnull=True).select_related("holder", "reporter")
    )
    alike = _compared(others, traits)
    return [(other, alike[other.pk]) for other in others if other.pk in alike]


def _by_keys(traits: Traits) -> dict[int, set[KeyKind]]:
    """Return the newest cases that share a key, with what is the same."""
    why: dict[int, set[KeyKind]] = defaultdict(set)
    for kind in SURE_KINDS:
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
    read = set(ours.visible_to(actor, among=Q(pk__in=by_pk)).values_list("pk", flat=True))
    known = set(ours.known_to(actor, among=Q(pk__in=by_pk)).values_list("pk", flat=True))
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


def _helped(cases: Iterable[int], why: dict[int, set[KeyKind]], traits: Traits, now: dt.datetime) -> set[int]:
    """Return the cases in which somebody who shares a key was helped for the same problem within a year."""
    same = [pk for pk in cases if why[pk]]
    rows = AssistanceRecord.objects.filter(
        case__in=same, case__problem=traits.problem, given_on__gte=(now - REMEMBERED).date()
    )
    return set(rows.values_list("case_id", flat=True))


NEAR_BY = _("ที่เดียวกัน ปัญหาเดียวกัน เวลาใกล้กัน")
