"""Which cases somebody means by what they typed: bounded work, and never more than may be known.

What may be read decides what may be found: the reference and one's own register number find whatever may be known;
names, telephone numbers and places find what may be opened; words of the story find only where the story may be read. A
case that may not be known has no part in any answer, and none can be told from one that does not exist (privacy 1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.domain import terms
from cases.domain.identity import REFERENCE_LENGTH
from cases.domain.queries import worklists
from cases.domain.queries.having import Reaches, newest_having, reaches
from cases.domain.queries.standing import case_worker
from cases.domain.terms import Kind, number_of
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import Scope
from cases.models import AffectedPerson, Case, CaseTerm, RegisterEntry, Reporter
from portal.composed import Composed, Keys
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
AT_THE_DOOR = 40
"""Cases that are brought to the door at once: more than have one number, a book's or half a reference's."""


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
    if not words or not actor.works_on_cases:
        return Found()
    person, story = _person_of(words), _story_of(words)
    rare = reaches(actor, (*person.terms, *story)) if person.terms or story else Reaches()
    opened = {*_by_people(actor, person, rare), *_by_story(actor, story, rare), *_by_place(actor, words)}
    known = dict(_known(actor, words))
    opened |= {case for case, may_open in known.items() if may_open}
    every = sorted(opened | known.keys(), reverse=True)
    return Found(tuple(every[:MOST]), frozenset(known.keys() - opened), len(every) > MOST)


# By each way ------------------------------------------------------------------------------------------------------


def _known(actor: Officer, text: str) -> Iterator[tuple[int, bool]]:
    """Yield the cases of a reference or of a part of it, and of a number in the actor's book; of each, whether it may be opened."""
    half, beginning = _half_of(text)
    by_half = set(_OF_HALF(half=number_of(Kind.HALF, half))) if half else set()
    by_number = _of_register(actor, text)
    # Few have any of these numbers, so that the door looks at the grants of few.
    keys = sorted(by_half | by_number)
    for at in range(0, len(keys), AT_THE_DOOR):
        found = _KNOWN(
            keys=keys[at : at + AT_THE_DOOR],
            organization=actor.organization.pk,
            person=actor.person.pk,
            glass_since=timezone.now() - GLASS_OPEN,
        )
        for pk, reference, scope in found:
            if pk in by_number or reference.startswith(beginning):
                yield pk, scope >= Scope.PART


def _half_of(text: str) -> tuple[str, str]:
    """Return by which half a reference is looked for, and how it begins: the whole, or four to seven characters of it.

    Four characters may also be its second half. "" twice for what is no part of one.
    """
    plain = clean(text).replace("-", "")
    if not (terms.HALF <= len(plain) <= REFERENCE_LENGTH and plain.isascii()):
        return "", ""
    half, rest = plain[: terms.HALF], plain[terms.HALF :]
    return half, f"{half}-{rest}" if rest else ""


def _of_register(actor: Officer, text: str) -> set[int]:
    """Return the cases of a number in the book of the actor's organization."""
    register = as_register_number(text)
    if register is None:
        return set()
    number, year = register
    now = fiscal_year(bangkok_today())
    years = [year] if year is not None else list(range(now - YEARS_BACK, now + 2))
    return set(_OF_NUMBER(organization=actor.organization.pk, number=number, years=years))


def _of_half(half: int) -> QuerySet[Any]:
    return CaseTerm.objects.filter(term=half).values_list("case_id", flat=True)


def _of_number(organization: int, number: int, years: Sequence[int]) -> QuerySet[Any]:
    ours = RegisterEntry.objects.filter(organization=organization, number=number, fiscal_year__in=years)
    return ours.order_by().values_list("case_id", flat=True)


def _at_the_door(
    keys: Sequence[int], organization: int, person: int, glass_since: dt.datetime
) -> QuerySet[Any]:
    reader = case_worker(organization, person)
    known = Case.objects.known_to(reader, glass_since=glass_since, among=Q(pk__in=keys))
    widest = Case.objects.all().scope_for(reader, "pk", glass_since=glass_since)
    return known.order_by().values_list("pk", "reference", widest)


_OF_HALF = Composed(_of_half, half=int)
_OF_NUMBER = Composed(_of_number, organization=int, number=int, years=Keys(YEARS_BACK + 2))
_KNOWN = Composed(_at_the_door, keys=Keys(AT_THE_DOOR), organization=int, person=int, glass_since=dt.datetime)


@dataclass(frozen=True, slots=True)
class _Person:
    """Whom a text may mean.

    Attributes:
        numbers: ends of telephone numbers, all of which the person has.
        name: what else was typed.
        words: the keys of its words; none where nothing of it is left.
        terms: that a case has in which such a person is told of; none where the text can mean nobody.
    """

    numbers: tuple[str, ...]
    name: str
    words: tuple[str, ...]
    terms: tuple[int, ...]

    def is_meant(self, person: Reporter | AffectedPerson) -> bool:
        """Say whether a person is meant. A text of which no key is left is compared as it is."""
        # What nobody asked for stays sealed.
        if self.numbers:
            phone = phone_key(person.phone)
            if not all(f"{number} " in phone for number in self.numbers):
                return False
        if not self.words:
            return self.name.casefold() in person.name.casefold()
        name = name_key(person.name)
        # Blanks may stand where the name has none ("สม ชาย") and be missing where it has one.
        return all(word in name for word in self.words) or name_key(self.name) in name


def _person_of(text: str) -> _Person:
    """Read a name, the end of a number, or both."""
    numbers: tuple[str, ...]
    if whole := phone_ending(text):
        numbers, rest = (whole,), ""
    else:
        endings = {word: phone_ending(word) for word in text.split()}
        numbers = tuple(ending for word in text.split() if (ending := endings[word]))
        rest = " ".join(word for word in text.split() if not endings[word])
    by_number = (number_of(Kind.ENDING, number[-terms.ENDING :]) for number in numbers)
    words = name_words(rest)
    return _Person(numbers, rest, words, (*by_number, *_terms_of_name(rest, words)))


def _terms_of_name(text: str, words: tuple[str, ...]) -> list[int]:
    """Return the terms that a case has if it tells of a person of this name; none for a text that is no name."""
    found: list[int] = []
    for word in words:
        if len(word) >= terms.PIECE:
            spread = terms.pieces(word)
            step = max(1, len(spread) // MOST_TERMS)
            found += [number_of(Kind.PIECE, piece) for piece in spread[::step][:MOST_TERMS]]
        elif len(word) == terms.PIECE - 1:
            found.append(number_of(Kind.BEGINNING, word))
    if not words and text.strip():
        found.append(number_of(Kind.SIGN, text.strip()))
    return found


def _by_people(actor: Officer, person: _Person, rare: Reaches) -> Iterator[int]:
    """By a name, by the end of a number, or by both; on the keys, never on what was typed once."""
    left = newest_having(actor, person.terms, rare, most=MOST + 1)
    # Names are sealed: of the few cases that may be meant each is compared here, until one of its people is the one.
    for told in _WHO_IS_TOLD_OF:
        if not left:
            return
        found = {one.case_id for one in told[bool(person.numbers)](cases=left) if person.is_meant(one)}
        yield from found
        left = [case for case in left if case not in found]


def _told_of(table: Any, with_phone: bool) -> Composed[Any]:
    """Return how the people of cases are asked for, with what is compared of them."""
    shown = ("case_id", "name", "phone") if with_phone else ("case_id", "name")
    return Composed(
        lambda cases: table.objects.filter(case__in=cases).only(*shown).order_by(), cases=Keys(MOST + 1)
    )


_WHO_IS_TOLD_OF = [
    {with_phone: _told_of(table, with_phone) for with_phone in (True, False)}
    for table in (Reporter, AffectedPerson)
]


def _story_of(text: str) -> tuple[int, ...]:
    """Return the terms of a story in which all words of a text are; none where the text can mean no story."""
    if phone_ending(text):
        return ()
    return tuple(number_of(Kind.WORD, word) for word in terms.story_words(text)[:MOST_TERMS])


def _by_story(actor: Officer, story: tuple[int, ...], rare: Reaches) -> list[int]:
    """By words of what was told, all of them; only where the story may be read."""
    return newest_having(actor, story, rare, most=MOST + 1, story=True)


def _by_place(actor: Officer, text: str) -> Iterator[int]:
    """By a subdistrict or a district, as people write it, near the actor's own."""
    office = actor.organization
    code = places.read(text, near=office.province_code).code
    if len(code) < 4 and len(office.district_code) == 4:
        below = areas.find(text, office.district_code)
        code = below.code if below is not None else ""
    if len(code) >= 4:
        yield from _IN_PLACE(
            organization=office.pk, person=actor.person.pk, first=code, beyond=worklists.beyond(code)
        )


def _in_place(organization: int, person: int, first: str, beyond: str) -> QuerySet[Any]:
    rows = worklists.entries(organization, person).filter(place__gte=first, place__lt=beyond)
    return rows.order_by("-case_id").values_list("case_id", flat=True)[: MOST + 1]


_IN_PLACE = Composed(_in_place, organization=int, person=int, first=str, beyond=str)
