"""By what a matter is known again: the numbers, the house and the names that stand in it, and what they sound like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from cases.domain.likeness import Report
from cases.models import SURE_KINDS, Case, CaseKey, KeyKind
from cases.vocabulary import Relation
from portal.sealing import digests
from portal.thai.houses import read_house
from portal.thai.landmarks import landmarks
from portal.thai.names import name_key
from portal.thai.persons import read_person
from portal.thai.phone import numbers_in
from portal.thai.sounds import sound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from cases.domain.submission import AffectedDetails, ReporterDetails, Submission
    from cases.models import AffectedPerson, Reporter

FEWEST_DIGITS = 9
"""Of a telephone number that is somebody's own: 1300 and extensions are everybody's."""
FEWEST_LETTERS = 8
"""Of a name that tells one person from others: first names alone are borne by thousands."""
LONGEST = 120
SOUND_OF_GIVEN, SOUND_OF_FAMILY = 3, 5
"""So many consonants of a name are looked for: the end of a name is where it is misheard or left out."""
FEWEST_SOUNDS = 2
MOST_LOOSE = 24
"""So many loose keys a matter has at most: each is a look into the index."""
OF_THE_HOUSEHOLD = (Relation.SELF, Relation.FAMILY)
"""Who reports as such belongs to the household; the number of anybody else is that of many."""

Keys = frozenset[tuple[KeyKind, str]]
"""Kinds with digests: a key is compared and never read."""


def digested(kind: KeyKind, key: str) -> tuple[KeyKind, str]:
    """Return a key as it is kept and compared: numbers, houses and names stand in no table in clear."""
    return kind, digests.digest_of("case keys", f"{kind.value}:{key[:LONGEST]}")


@dataclass(frozen=True, slots=True)
class Traits:
    """What two cases are compared by.

    Attributes:
        keys: numbers, house, names.
        problem: what is wrong.
        province, subdistrict: codes, "" where not known.
        loose: what only leads to what may be alike.
        report: what it says of a household, by which it is compared then; None where nobody compares.
    """

    keys: Keys
    problem: str
    province: str
    subdistrict: str
    loose: Keys = frozenset()
    report: Report | None = None


def keys_of(*, phones: Iterable[str], names: Iterable[str], subdistrict: str, moo: str, detail: str) -> Keys:
    """Return the digests of the keys of a matter.

    Args:
        phones: as typed; several numbers may stand in one.
        names: as typed.
        subdistrict: code; without one no house is told from others.
        moo: number of the village as typed.
        detail: house and landmark as typed.
    """
    numbers = {number for phone in phones for number in numbers_in(phone) if _is_somebodys(number)}
    named = {key[:LONGEST] for name in names if len(key := name_key(name)) >= FEWEST_LETTERS}
    house = read_house(detail)
    village = read_house(f"หมู่ {moo}").moo or house.moo
    home = f"{subdistrict}/{village}/{house.number}" if subdistrict and house.number else ""
    return frozenset(
        [
            *(digested(KeyKind.PHONE, number) for number in numbers),
            *(digested(KeyKind.NAME, name) for name in named),
            *([digested(KeyKind.HOME, home)] if home else []),
        ]
    )


def loose_keys_of(report: Report) -> Keys:
    """Return the keys that lead to what may be alike: sounds of names, landmarks, house and village of a subdistrict.

    Args:
        report: what is known; without a subdistrict nothing is near anything.
    """
    place = report.subdistrict
    if not place:
        return frozenset()
    heard: dict[str, None] = {}
    for person in report.people:
        for name in (person.given, *sorted(person.called)):
            heard[f"{place}/{sound(name)[:SOUND_OF_GIVEN]}"] = None
        heard[f"{place}//{sound(person.family)[:SOUND_OF_FAMILY]}"] = None
    sounds = [key for key in heard if len(key.rpartition("/")[2]) >= FEWEST_SOUNDS]
    near = [f"{place}/{mark}" for mark in sorted(report.landmarks)]
    near += [f"{place}#{report.house}"] if report.house else []
    near += [f"{place}@{report.moo}"] if report.moo else []
    keys = [*((KeyKind.NEAR, key) for key in near), *((KeyKind.SOUND, key) for key in sounds)]
    return frozenset(digested(kind, key) for kind, key in keys[:MOST_LOOSE])


def _is_somebodys(number: str) -> bool:
    """Short numbers are everybody's; one digit again and again is what people write who have none."""
    return len(number) >= FEWEST_DIGITS and len(set(number)) > 1


def _report(
    *,
    reporter: ReporterDetails | Reporter | None,
    affected: Iterable[AffectedDetails | AffectedPerson],
    place: tuple[str, str, str],
    problem: str,
    at: dt.datetime,
) -> Report:
    """Return what a request says of a household; `place` is subdistrict, village and detail as typed."""
    subdistrict, moo, detail = place
    people = list(affected)
    belongs = reporter is not None and reporter.relation in OF_THE_HOUSEHOLD
    names = [person.name for person in people]
    own = [person.phone for person in people]
    if reporter is not None and belongs:
        names.append(reporter.name)
        own.append(reporter.phone)
    lent = [reporter.phone] if reporter is not None and not belongs else []
    house = read_house(detail)
    read = (read_person(name) for name in dict.fromkeys(names) if name)
    return Report(
        people=tuple(person for person in read if person.is_known),
        own=_numbers(own),
        lent=_numbers(lent),
        subdistrict=subdistrict,
        moo=read_house(f"หมู่ {moo}").moo or house.moo,
        house=house.number,
        landmarks=frozenset(landmarks(detail)),
        problem=problem,
        at=at,
    )


def _numbers(typed: Iterable[str]) -> frozenset[str]:
    return frozenset(number for phone in typed for number in numbers_in(phone) if _is_somebodys(number))


def report_of_case(case: Case) -> Report:
    """Return what a case says of a household."""
    return _report(
        reporter=getattr(case, "reporter", None),
        affected=case.affected_people.all(),
        place=(case.subdistrict_code, case.moo, case.place_detail),
        problem=case.problem,
        at=case.received_at,
    )


def traits_of(submission: Submission) -> Traits:
    """Return the traits of a request that is not kept yet."""
    people: list[ReporterDetails | AffectedDetails] = [submission.reporter, *submission.affected]
    keys = keys_of(
        phones=[person.phone for person in people],
        names=[person.name for person in people],
        subdistrict=submission.subdistrict_code,
        moo=submission.moo,
        detail=submission.place_detail,
    )
    report = _report(
        reporter=submission.reporter,
        affected=submission.affected,
        place=(submission.subdistrict_code, submission.moo, submission.place_detail),
        problem=submission.problem,
        at=timezone.now(),
    )
    return Traits(
        keys,
        submission.problem,
        submission.province_code,
        submission.subdistrict_code,
        loose_keys_of(report),
        report,
    )


def traits_of_case(case: Case) -> Traits:
    """Return the traits of a case, as they were remembered."""
    keys = frozenset((KeyKind(row.kind), row.key) for row in case.keys.all())
    sure = frozenset(key for key in keys if key[0] in SURE_KINDS)
    report = report_of_case(case)
    return Traits(sure, case.problem, case.province_code, case.subdistrict_code, keys - sure, report)


def remember(case: Case) -> None:
    """Write down by what a case is known from now on; in the transaction that changed its people or place."""
    reporter = getattr(case, "reporter", None)
    people = [*([reporter] if reporter is not None else []), *case.affected_people.all()]
    wanted = keys_of(
        phones=[person.phone for person in people],
        names=[person.name for person in people],
        subdistrict=case.subdistrict_code,
        moo=case.moo,
        detail=case.place_detail,
    ) | loose_keys_of(report_of_case(case))
    known = {(KeyKind(row.kind), row.key): row.pk for row in case.keys.all()}
    CaseKey.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    CaseKey.objects.bulk_create(
        CaseKey(case=case, kind=kind, key=key) for kind, key in sorted(wanted - set(known))
    )
