"""Does a person who types this stand in danger? A pure function over the words of a query (issue 12, points 3 and 4).

Who types "โดนผัวตี" needs a number to call before any law. What is asked: a deed of violence and somebody who does or
suffers it, phrases of despair, an unready pregnancy, being held or sold, a cry for help; in Thai as it is spoken, and in
English. Who names a law ("มาตรา 276 ข่มขืน"), a campaign or a thing ("ยาฆ่าแมลง", "ตีราคา") is in no danger. Deeds are compared
with whole words, so that no syllable of a harmless word rings the bell.

When in doubt the bell rings for people, not for things: a block too many costs a look, one too few may cost a life.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.search.engine import analysis
from portal.search.query import danger_words as words

MOST_READ = 600
"""Characters that are looked at: a cry for help is short, and a letter is no cry."""

_NEAR_PASSIVE, _NEAR_DOER, _NEAR_VICTIM = 6, 7, 2
"""Words between "โดน" and the deed, between who does it and the deed, between the deed and who suffers it."""


class DangerKind(StrEnum):
    """What kind of danger; the block of the page, its numbers and its guide follow from it."""

    VIOLENCE = "violence"
    CHILD = "child"
    DESPAIR = "despair"
    PREGNANCY = "unready_pregnancy"
    TRAFFICKING = "human_trafficking"
    RESCUE = "rescue"


@dataclass(frozen=True)
class Danger:
    """A danger that a query speaks of.

    Attributes:
        kind: the most urgent one.
        official: words by which documents speak of it.
        problem: the kind of help (`portal.vocabulary.ProblemType`) whose guide answers it, "" when there is none.
    """

    kind: DangerKind
    official: tuple[str, ...]
    problem: str = ""


_OF_KIND = {
    DangerKind.VIOLENCE: Danger(DangerKind.VIOLENCE, ("ถูกทำร้าย", "ความรุนแรง"), "violence"),
    DangerKind.CHILD: Danger(
        DangerKind.CHILD, ("เด็กถูกทำร้าย", "ถูกทำร้าย", "คุ้มครองเด็ก", "ความรุนแรง"), "violence"
    ),
    DangerKind.DESPAIR: Danger(DangerKind.DESPAIR, ("พระราชบัญญัติสุขภาพจิต", "หมายเลขฉุกเฉินที่ควรบันทึกไว้ในโทรศัพท์")),
    DangerKind.PREGNANCY: Danger(DangerKind.PREGNANCY, ("ท้องไม่พร้อม", "การตั้งครรภ์ในวัยรุ่น"), "unready_pregnancy"),
    DangerKind.TRAFFICKING: Danger(DangerKind.TRAFFICKING, ("เหยื่อค้ามนุษย์", "การค้ามนุษย์"), "human_trafficking"),
    DangerKind.RESCUE: Danger(DangerKind.RESCUE, ("หมายเลขฉุกเฉินที่ควรบันทึกไว้ในโทรศัพท์",)),
}


def danger_in(text: str) -> Danger | None:
    """Return the danger that a query speaks of, or None. Never raises; its work is bounded by `MOST_READ`.

    Args:
        text: as it was typed.
    """
    folded = analysis.fold(text[:MOST_READ].replace("\x00", ""))
    bare = folded.replace(" ", "")
    if words.LAW.match(bare):
        return None
    found = analysis.tokens_of_folded(folded)
    kind = _kind(found, bare)
    if kind is None or (_is_about(folded, bare) and not _speaks_of_oneself(found)):
        return None
    return _OF_KIND[kind]


def _is_about(folded: str, bare: str) -> bool:
    """Say whether a text speaks of a law or a campaign."""
    return any((words.LAW.search(bare), words.ENGLISH_LAW.search(folded), words.CAMPAIGN.search(bare)))


def _kind(found: Sequence[str], bare: str) -> DangerKind | None:
    if words.DESPAIR.search(bare):
        return DangerKind.DESPAIR
    if words.ABORTION.search(bare) or _is_unready(found, bare):
        return DangerKind.PREGNANCY
    if words.TRAFFICKED.search(bare):
        return DangerKind.TRAFFICKING
    if _is_violent(found) or words.HARM.search(bare):
        return DangerKind.VIOLENCE if words.CHILD.isdisjoint(found) else DangerKind.CHILD
    return DangerKind.RESCUE if words.RESCUE.search(bare) else None


def _speaks_of_oneself(found: Sequence[str]) -> bool:
    return not words.ME.isdisjoint(found) or any(
        _deed_after(found, place, _NEAR_PASSIVE) for place, word in enumerate(found) if word in words.PASSIVE
    )


def _is_unready(found: Sequence[str], bare: str) -> bool:
    """Say whether a pregnancy is spoken of that somebody needs help with."""
    for place, word in enumerate(found):
        if word in words.PREGNANT:
            beside = {*found[max(0, place - 1) : place], *found[place + 1 : place + 2]}
            if words.NOT_PREGNANT.isdisjoint(beside) and words.PREGNANT_NEED.search(bare):
                return True
    return False


def _is_violent(found: Sequence[str]) -> bool:
    """Say whether somebody does violence to somebody."""
    for place, word in enumerate(found):
        if word in words.PASSIVE and _deed_after(found, place, _NEAR_PASSIVE):
            return True
        if not _is_deed(found, place):
            continue
        if word in words.SEVERE:
            return True
        if word in words.BOUND_BY_OTHERS:
            continue
        before = found[max(0, place - _NEAR_DOER) : place]
        after = found[place + 1 : place + 1 + _NEAR_VICTIM]
        if not words.PEOPLE.isdisjoint(before) or not words.FAMILY.isdisjoint(after):
            return True
    return False


def _deed_after(found: Sequence[str], place: int, reach: int) -> bool:
    return any(_is_deed(found, at) for at in range(place + 1, min(len(found), place + 1 + reach)))


def _is_deed(found: Sequence[str], place: int) -> bool:
    """Say whether the word at a place is a deed of violence to people, not to things."""
    if found[place] not in words.VIOLENT:
        return False
    if found[place] in words.SEVERE:
        return True
    after = found[place + 1] if place + 1 < len(found) else ""
    before = found[place - 1] if place else ""
    return after not in words.HARMLESS_NEXT and before not in words.HARMLESS_BEFORE
