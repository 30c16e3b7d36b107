"""By what a matter is known again: the numbers, the house and the names that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.models import Case, CaseKey, KeyKind
from portal.thai.houses import read_house
from portal.thai.names import name_key
from portal.thai.phone import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cases.domain.submission import AffectedDetails, ReporterDetails, Submission

FEWEST_DIGITS = 9
"""Of a telephone number that is somebody's own: 1300 and extensions are everybody's."""
FEWEST_LETTERS = 8
"""Of a name that tells one person from others: first names alone are borne by thousands."""
LONGEST = 120

Keys = frozenset[tuple[KeyKind, str]]


@dataclass(frozen=True, slots=True)
class Traits:
    """What two cases are compared by.

    Attributes:
        keys: numbers, house, names.
        problem: what is wrong.
        province, subdistrict: codes, "" where not known.
    """

    keys: Keys
    problem: str
    province: str
    subdistrict: str


def keys_of(*, phones: Iterable[str], names: Iterable[str], subdistrict: str, moo: str, detail: str) -> Keys:
    """Return the keys of a matter.

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
            *((KeyKind.PHONE, number) for number in numbers),
            *((KeyKind.NAME, name) for name in named),
            *([(KeyKind.HOME, home)] if home else []),
        ]
    )


def _is_somebodys(number: str) -> bool:
    """Short numbers are everybody's; one digit again and again is what people write who have none."""
    return len(number) >= FEWEST_DIGITS and len(set(number)) > 1


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
    return Traits(keys, submission.problem, submission.province_code, submission.subdistrict_code)


def traits_of_case(case: Case) -> Traits:
    """Return the traits of a case, as they were remembered."""
    keys = frozenset((KeyKind(row.kind), row.key) for row in case.keys.all())
    return Traits(keys, case.problem, case.province_code, case.subdistrict_code)


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
    )
    known = {(KeyKind(row.kind), row.key): row.pk for row in case.keys.all()}
    CaseKey.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    CaseKey.objects.bulk_create(
        CaseKey(case=case, kind=kind, key=key) for kind, key in sorted(wanted - set(known))
    )
