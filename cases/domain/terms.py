"""By what a case is found (S1.04): pieces of names, endings of telephone numbers, words of the story, halves of the reference.

Each is kept as a number that only the key for finding makes (`CaseTerm`), so that what people wrote stands in one place only.
A name is found by any part of it: its pieces of three letters say which cases may be meant, and whoever asks compares the
few that are with the name itself. With another key for finding the numbers are others: `manage.py rebuild_lists`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from django.db import transaction
from django.db.models import QuerySet

from cases.machine.vocabulary import Verb
from cases.models import AffectedPerson, Case, CaseTerm, Reporter
from portal.sealing import digests
from portal.thai.codes import clean
from portal.thai.names import name_key, name_words
from portal.thai.phone import phone_key
from portal.thai.text import fold
from portal.thai.words import segment

CHANGES_WORDS = frozenset({Verb.SUBMIT, Verb.CORRECT_FACTS, Verb.CHANGE_CONTACT, Verb.ANONYMIZE})
"""After these acts something else may be what a case is found by."""
PIECE = 3
"""Letters of a piece of a name."""
ENDING = 4
"""Digits by which a telephone number is told, as people say the end of it."""
HALF = 4
"""Characters of half a reference: "K7M3-9QXF"."""
MOST_WORDS = 400
"""Different words of one story that count, its first ones."""
SHORTEST_WORD = 2


class Kind(Enum):
    """What a term is a part of."""

    PIECE = "piece"
    BEGINNING = "beginning"
    SIGN = "sign"
    ENDING = "ending"
    WORD = "word"
    HALF = "half"


def number_of(kind: Kind, text: str) -> int:
    """Return the number under which something is kept."""
    return digests.number_of("case terms", f"{kind.value}:{text}")


def pieces(word: str) -> list[str]:
    """Return the pieces of a folded name, each once, in its order; a word that is shorter than a piece has none."""
    return list(dict.fromkeys(word[at : at + PIECE] for at in range(len(word) - PIECE + 1)))


def story_words(text: str) -> list[str]:
    """Return the words by which a story is found, each once, in its order."""
    return list(dict.fromkeys(word for word in segment(fold(text)) if len(word) >= SHORTEST_WORD))


def _of_name(name: str) -> Iterator[int]:
    key = name_key(name)
    yield from (number_of(Kind.PIECE, piece) for piece in pieces(key))
    # Whoever looks for two letters means the beginning of a name.
    for word in (key, *name_words(name)):
        if len(word) >= PIECE - 1:
            yield number_of(Kind.BEGINNING, word[: PIECE - 1])
    if not key and name.strip():
        yield number_of(Kind.SIGN, name.strip())


def _of_phone(phone: str) -> Iterator[int]:
    yield from (number_of(Kind.ENDING, number[-ENDING:]) for number in phone_key(phone).split())


def halves(reference: str) -> list[str]:
    """Return the halves of a reference in its stored form."""
    return clean(reference).split("-")


def terms_of(case: Case, people: Iterable[tuple[str, str]]) -> set[int]:
    """Return all terms of a case.

    Args:
        case: with what is known of it.
        people: name and telephone of everybody who reports or needs help.
    """
    found = {number_of(Kind.HALF, half) for half in halves(case.reference)}
    if case.anonymized:
        return found
    for name, phone in people:
        found.update(_of_name(name), _of_phone(phone))
    told = story_words(f"{case.narrative}\n{case.village}\n{case.place_detail}")
    found.update(number_of(Kind.WORD, word) for word in told[:MOST_WORDS])
    return found


def people_of(case: Case) -> list[tuple[str, str]]:
    """Return name and telephone of everybody who reports or needs help; two queries."""
    tables = (Reporter.objects, AffectedPerson.objects)
    rows = (row for table in tables for row in table.filter(case=case).only("case_id", "name", "phone"))
    return [(row.name, row.phone) for row in rows]


def keep(case: Case) -> None:
    """Make the terms of a case what they should be, within the transaction of the act that changed its words."""
    wanted = terms_of(case, people_of(case))
    stored = set(CaseTerm.objects.filter(case=case).values_list("term", flat=True))
    if gone := stored - wanted:
        CaseTerm.objects.filter(case=case, term__in=gone).delete()
    CaseTerm.objects.bulk_create(CaseTerm(case=case, term=term) for term in wanted - stored)


def rebuild(cases: QuerySet[Case] | None = None) -> int:
    """Make terms again; returns of how many.

    Args:
        cases: of which; None for all.
    """
    count = 0
    chosen = Case.objects.all() if cases is None else cases
    for pk in list(chosen.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            keep(Case.objects.select_for_update().get(pk=pk))
        count += 1
    return count
