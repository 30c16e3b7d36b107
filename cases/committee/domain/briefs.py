"""What the committee is given to read of one case: a line of the table and a page, in full or without names (S1.07).

Members are people of the community. A crisis case is therefore always given without names, village and story, also in the
full variant; whoever has to know more reads the case itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.committee.vocabulary import Variant
from cases.domain.view import Part, Referral
from cases.domain.view.parts import Help, Person
from cases.machine.vocabulary import Verb
from cases.vocabulary import AgeBand, Severity
from portal.organizations import areas
from portal.thai.dates import format_date, to_bangkok
from portal.thai.names import without_title

Content: TypeAlias = dict[str, Any]
LONGEST_STORY = 1500
"""Letters of the story on a brief: a brief is one page."""
MASK = "(…)"
_NUMBERS = re.compile(r"[0-9๐-๙](?:[ .\-]?[0-9๐-๙]){6,}")
"""Runs of seven digits or more: telephone numbers, identity cards."""
_SHORTEST = 3
"""Letters of a name that are taken out wherever they stand; shorter ones are words of the language as well."""


def brief_of(view: Part, *, variant: Variant) -> Content:
    """Return what the committee reads of a case, in Thai, as JSON-able values.

    Args:
        view: what the secretary may read; nothing else goes into a brief.
        variant: with names, or without.
    """
    names_shown = variant == Variant.FULL and not view.is_restricted
    with override("th"):
        hide = _nothing if names_shown else _Hider(view)
        return {
            "reference": view.reference,
            "register": view.number,
            "problem": str(view.problem.label) if view.problem is not None else "",
            "urgent": str(Severity(view.severity).label) if view.severity != Severity.NORMAL else "",
            "received": format_date(to_bangkok(view.received_at).date()),
            "place": _place(view, exact=names_shown),
            "people": [_person(one, named=names_shown) for one in view.people],
            "proposal": hide(_proposal(view)),
            "story": _story(view) if names_shown else "",
            "help": [_help(one, described=names_shown) for one in view.help],
            "variant": variant.value,
            "restricted": view.is_restricted,
        }


def _nothing(text: str) -> str:
    return text


class _Hider:
    """Takes names and numbers of the people of a case out of what somebody wrote."""

    def __init__(self, view: Part) -> None:
        known = [person.name for person in view.people]
        if view.contact is not None:
            known.append(view.contact.name)
        self._words = sorted(set(_words(known)), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for word in self._words:
            text = text.replace(word, MASK)
        return _NUMBERS.sub(MASK, text)


def _words(names: Iterable[str]) -> Iterator[str]:
    for name in filter(None, names):
        yield name
        for bare in (without_title(name), name):
            yield from (word for word in bare.split() if len(word) >= _SHORTEST)


def _place(view: Part, *, exact: bool) -> str:
    where = view.where
    area = where.subdistrict_code or where.district_code or where.province_code
    coarse = areas.full_name(area) if area else where.country
    if not exact:
        return coarse
    moo = f"หมู่ที่ {where.moo}" if where.moo else ""
    return " ".join(part for part in (where.place_detail, moo, where.village, coarse) if part)


def _person(person: Person, *, named: bool) -> list[str]:
    """Return the words about one person: name or nothing, age or its band, groups, household."""
    if named and person.age is not None:
        age = f"อายุ {person.age} ปี"
    else:
        band = AgeBand(person.age_band)
        age = str(band.label) if band != AgeBand.UNKNOWN else ""
    household = f"ครัวเรือน {person.household_size} คน" if person.household_size else ""
    words = (
        person.name if named else "",
        age,
        *(str(group.label) for group in person.target_groups),
        household,
    )
    return [word for word in words if word]


def _proposal(view: Part) -> str:
    """Return what was proposed to the committee last: the note of the act by which the case was submitted."""
    for entry in view.entries:
        if entry.verb == Verb.SUBMIT_COMMITTEE and entry.note is not None:
            return entry.note.text
    return ""


def _story(view: Part) -> str:
    if not isinstance(view, Referral):
        return ""
    story = view.story
    return story if len(story) <= LONGEST_STORY else f"{story[:LONGEST_STORY].rstrip()} …"


def _help(one: Help, *, described: bool) -> str:
    amount = f"{one.amount_baht:,.2f} บาท" if one.amount_baht is not None else one.quantity_words
    words = (
        format_date(one.given_on),
        str(one.kind.label),
        amount,
        one.organization.display_name,
        _("ช่วยก่อนมติคณะกรรมการ") if one.before_committee else "",
        one.description if described else "",
    )
    return " · ".join(word for word in words if word)


def digest_of(content: Content) -> str:
    """Return the digest of a brief: SHA-256 over its values in one fixed spelling."""
    spelled = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def digest_of_all(head: Iterable[str], digests: Iterable[str]) -> str:
    """Return the digest of an agenda: over what stands in its head and the digests of its briefs, in their order."""
    return hashlib.sha256("\n".join([*head, *digests]).encode()).hexdigest()
