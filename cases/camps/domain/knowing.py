"""By what families are found, and which of them may be the same. Only keyed digests stand in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.camps.models import Family, FamilyTerm
from portal.audit import services as audit
from portal.sealing.digests import number_of
from portal.thai.names import name_key, name_words, without_title
from portal.thai.phone import numbers_in, phone_ending
from portal.thai.sounds import sound

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

WORD, SOUND, ENDING = "camp word", "camp sound", "camp ending"
FOUND_BY = 4
"""Last digits by which a number is looked for; what was found is compared digit by digit afterwards."""
ALIKE_BY = 6
"""Last digits that have to be the same for two families to be shown as one perhaps."""
MOST_FOUND = 20


def _sounds(name: str) -> str:
    """Return how a whole name sounds, its words in order; "" for one word only, which many people share."""
    words = [heard for word in without_title(name).split() if (heard := sound(word))]
    return " ".join(words) if len(words) > 1 else ""


def terms_of(family: Family) -> set[int]:
    """Return the terms of a family: words of all names, the sound of its head's, the ends of its numbers."""
    names = [family.name, *family.others.splitlines()]
    found = {number_of(WORD, word) for name in names for word in name_words(name)}
    if heard := _sounds(family.name):
        found.add(number_of(SOUND, heard))
    # A name written without a blank between given and family name is one word; so is what it is compared with.
    found |= {number_of(WORD, whole) for name in names if (whole := name_key(name))}
    return found | {number_of(ENDING, number[-FOUND_BY:]) for number in numbers_in(family.phone)}


def keep_terms(family: Family) -> None:
    """Write anew by what a family is found."""
    FamilyTerm.objects.filter(family=family).delete()
    FamilyTerm.objects.bulk_create(FamilyTerm(family=family, term=term) for term in terms_of(family))


def alike(families: QuerySet[Family], *, name: str, phone: str) -> list[Family]:
    """Return the families that may be the same: an equal or equally heard name, or the same last digits of a number.

    Args:
        families: among which, the reader's door already passed.
        name: of the head, as typed.
        phone: as typed.
    """
    numbers = numbers_in(phone)
    wanted = [number_of(ENDING, number[-FOUND_BY:]) for number in numbers]
    if whole := name_key(name):
        wanted.append(number_of(WORD, whole))
    heard = _sounds(name)
    if heard:
        wanted.append(number_of(SOUND, heard))
    ends = {number[-ALIKE_BY:] for number in numbers}
    candidates = families.filter(terms__term__in=wanted).select_related("shelter").distinct()
    return [
        one
        for one in candidates
        if (whole and name_key(one.name) == whole)
        or (heard and _sounds(one.name) == heard)
        or ends & {number[-ALIKE_BY:] for number in numbers_in(one.phone)}
    ][:MOST_FOUND]


def find(*, actor: Officer, families: QuerySet[Family], typed: str, event: str) -> list[Family]:
    """Answer "is my grandmother in a shelter?" for an officer who was asked. That somebody looked is on record, not for whom.

    Args:
        actor: who looks.
        families: that they may see.
        typed: words of a name in any order, or at least four last digits of a number.
        event: its slug, for the record.
    """
    found = _found(families.select_related("shelter"), typed)
    audit.record(actor=actor, action="camp.find", subject=event, data={"found": len(found)})
    return found


def _found(families: QuerySet[Family], typed: str) -> list[Family]:
    if ending := phone_ending(typed):
        rows = families.filter(terms__term=number_of(ENDING, ending[-FOUND_BY:])).distinct()
        return [one for one in rows if any(n.endswith(ending) for n in numbers_in(one.phone))][:MOST_FOUND]
    words = name_words(typed)
    if not words:
        return []
    for word in words:
        families = families.filter(terms__term=number_of(WORD, word))
    return list(families.distinct()[:MOST_FOUND])
