"""Which cases somebody means by what they typed: bounded work, and never more than may be known.

What may be read decides what may be found: the reference and one's own register number find whatever may be known;
names, telephone numbers and places find what may be opened; words of the story find only where the story may be read. A
case that may not be known has no part in any answer, and none can be told from one that does not exist (privacy 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from cases.domain import terms
from cases.domain.identity import REFERENCE_LENGTH
from cases.domain.queries.worklists import Rows, everything
from cases.domain.terms import Kind, number_of
from cases.machine.vocabulary import Scope
from cases.models import AffectedPerson, Case, CaseTerm, RegisterEntry, Reporter
from portal.organizations import areas, places
from portal.thai.codes import clean
from portal.thai.dates import bangkok_today, fiscal_year
from portal.thai.digits import to_arabic
from portal.thai.names import name_key, name_words
from portal.thai.phone import phone_ending, phone_key

if TYPE_CHECKING:
    from portal.actors import Officer

MOST = 200
"""Cases that one search finds, the newest; whoever needs an older one says more."""
MOST_TERMS = 6
"""Terms of one word that are asked for; what they find is compared with the word itself."""
YEARS_BACK = 15
"""Fiscal years in which a register number without a year is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        cases: newest first.
        closed: those of them that may be known and not opened.
        is_more: there are older ones.
    """

    cases: tuple[int, ...] = ()
    closed: frozenset[int] = frozenset()
    is_more: bool = False


def as_reference(text: str) -> str | None:
    """Return the public reference that a text is, in its stored form; None when it is none."""
    cleaned = clean(text)
    plain = cleaned.replace("-", "")
    return cleaned if len(plain) == REFERENCE_LENGTH and plain.isascii() else None


def as_register_number(text: str) -> tuple[int, int | None] | None:
    """Return (number, fiscal year or None) when a text is a register number such as "12/2570" or "๑๒"; else None."""
    parts = to_arabic(text).replace(" ", "").split("/")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 6 for part in parts) or len(parts) > 2:
        return None
    return int(parts[0]), int(parts[1]) if len(parts) == 2 else None


def search(actor: Officer, text: str) -> Found:
    """Return the cases that a text means; a constant number of queries.

    A reference or a part of it, a register number of the actor's organization, the name of a person in any spelling,
    the last four digits or more of a telephone number, a place, words of the story; name and number may stand together.

    Args:
        actor: who asks.
        text: what was typed.
    """
    words = text.strip()
    if not words:
        return Found()
    opened = {*_by_people(actor, words), *_by_story(actor, words), *_by_place(actor, words)}
    known = {*_by_reference(actor, words), *_by_register(actor, words)} - opened
    if known:
        opened |= set(Case.objects.visible_to(actor).filter(pk__in=known).values_list("pk", flat=True))
    every = sorted(opened | known, reverse=True)
    return Found(tuple(every[:MOST]), frozenset(known - opened), len(every) > MOST)


def _newest(rows: Rows) -> Iterator[int]:
    """Yield the cases of entries, newest first, one more than are shown."""
    yield from rows.order_by("-case").values_list("case", flat=True)[: MOST + 1]


def _having(rows: Rows, numbers: Iterable[int]) -> Rows:
    """Return entries of the cases that have every one of these terms."""
    for number in numbers:
        rows = rows.filter(Exists(CaseTerm.objects.filter(term=number, case=OuterRef("case"))))
    return rows


# By each way ------------------------------------------------------------------------------------------------------


def _by_reference(actor: Officer, text: str) -> Iterator[int]:
    """By the whole reference, or by four to seven characters of it from its beginning, or by its second half."""
    plain = clean(text).replace("-", "")
    if not (terms.HALF <= len(plain) <= REFERENCE_LENGTH and plain.isascii()):
        return
    having = CaseTerm.objects.filter(term=number_of(Kind.HALF, plain[: terms.HALF])).values("case")
    known = Case.objects.known_to(actor).filter(pk__in=having)
    if len(plain) > terms.HALF:
        known = known.filter(reference__startswith=f"{plain[: terms.HALF]}-{plain[terms.HALF :]}")
    yield from known.order_by("-pk").values_list("pk", flat=True)[: MOST + 1]


def _by_register(actor: Officer, text: str) -> Iterator[int]:
    """By the number in the book of the actor's organization."""
    register = as_register_number(text)
    if register is None:
        return
    number, year = register
    now = fiscal_year(bangkok_today())
    years = [year] if year is not None else list(range(now - YEARS_BACK, now + 2))
    entries = RegisterEntry.objects.filter(
        organization=actor.organization, number=number, fiscal_year__in=years
    )
    yield from Case.objects.known_to(actor).filter(pk__in=entries.values("case")).values_list("pk", flat=True)


def _by_people(actor: Officer, text: str) -> Iterator[int]:
    """By a name, by the end of a number, or by both; on the keys, never on what was typed once."""
    numbers = [ending for word in text.split() if (ending := phone_ending(word))]
    rest = " ".join(word for word in text.split() if not phone_ending(word))
    if whole := phone_ending(text):
        numbers, rest = [whole], ""
    wanted = [number_of(Kind.ENDING, number[-terms.ENDING :]) for number in numbers]
    wanted += _terms_of_name(rest)
    if not wanted:
        return
    maybe = list(_newest(_having(everything(actor), wanted)))
    for people in (Reporter.objects, AffectedPerson.objects):
        # Names are sealed: of the few cases that may be meant each is compared here.
        for person in people.filter(case__in=maybe).only("case_id", "name", "phone"):
            if _is_meant(person, numbers, rest):
                yield person.case_id


def _terms_of_name(text: str) -> list[int]:
    """Return the terms that a case has if it tells of a person of this name; none for a text that is no name."""
    found: list[int] = []
    for word in name_words(text):
        if len(word) >= terms.PIECE:
            spread = terms.pieces(word)
            step = max(1, len(spread) // MOST_TERMS)
            found += [number_of(Kind.PIECE, piece) for piece in spread[::step][:MOST_TERMS]]
        elif len(word) == terms.PIECE - 1:
            found.append(number_of(Kind.BEGINNING, word))
    if not name_words(text) and text.strip():
        found.append(number_of(Kind.SIGN, text.strip()))
    return found


def _is_meant(person: Reporter | AffectedPerson, numbers: list[str], rest: str) -> bool:
    """Say whether a person is meant. A text of which no key is left is compared as it is."""
    phone = phone_key(person.phone)
    if not all(f"{number} " in phone for number in numbers):
        return False
    words = name_words(rest)
    if not words:
        return rest.casefold() in person.name.casefold()
    name = name_key(person.name)
    # Blanks may stand where the name has none ("สม ชาย") and be missing where it has one.
    return all(word in name for word in words) or name_key(rest) in name


def _by_story(actor: Officer, text: str) -> Iterator[int]:
    """By words of what was told, all of them; only where the story may be read."""
    words = terms.story_words(text)[:MOST_TERMS]
    if not words or phone_ending(text):
        return
    may_read = everything(actor).filter(scope__gte=Scope.REFERRAL)
    yield from _newest(_having(may_read, (number_of(Kind.WORD, word) for word in words)))


def _by_place(actor: Officer, text: str) -> Iterator[int]:
    """By a subdistrict or a district, as people write it, near the actor's own."""
    office = actor.organization
    code = places.read(text, near=office.province_code).code
    if len(code) < 4 and len(office.district_code) == 4:
        below = areas.find(text, office.district_code)
        code = below.code if below is not None else ""
    if len(code) >= 4:
        yield from _newest(everything(actor).filter(place__startswith=code))
