"""Words that everybody around an office would try first (ASVS 6.2.11): they do not make a password.

A password may hold such a word; what is left without it must still be as long as a password. So a sentence with the name
of one's province passes, and "Krabi-klang-1300" does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.romanized import spellings
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.organizations.naming import FORMS
from portal.thai import keyboard
from portal.thai.phone import SHORT_NUMBERS
from portal.thai.text import fold

if TYPE_CHECKING:
    from portal.accounts.models import User

LEAST = 12
"""Characters that must be left."""
LONGEST = 256
"""Characters that are looked at; forms take no longer ones."""
SHORTEST_WORD = 3
SHORTEST_STEM = 5
"""Of places in the names of other offices: there are thousands, and short ones are ordinary words."""

SERVICE = (
    "klang",
    "กลาง",
    "สถานที่กลาง",
    "ศูนย์ช่วยเหลือประชาชน",
    "ศูนย์ปฏิบัติการร่วม",
    "ศูนย์ช่วยเหลือ",
    "oscc",
    "onestop",
    "crisis",
    "center",
    "centre",
    "1300",
    "1669",
    "191",
    "พมจ",
    "msdhs",
    "dla",
    "เทศบาล",
    "tessaban",
    "อบต",
    "obt",
    "อบจ",
    "ตำบล",
    "tambon",
    "อำเภอ",
    "amphoe",
    "จังหวัด",
    "changwat",
    "ศูนย์ดำรงธรรม",
    "ดำรงธรรม",
    "ศูนย์บริการ",
    "กระทรวงมหาดไทย",
    "มหาดไทย",
    "กระทรวง",
    "krasuang",
    "ministry",
    "interior",
    "สายด่วน",
    "hotline",
    "saiduan",
    *sorted(SHORT_NUMBERS),
)
"""Names of the service, of its neighbors and numbers, and of the kinds of office that use it."""
ROMANIZED = ("damrongtham", "mahatthai")
"""Of those, what is spelled in many ways in Latin letters."""
NICKNAMES = (
    *("กทม", "กรุงเทพ", "krungthep", "bkk", "โคราช", "korat", "อยุธยา", "ayutthaya", "แปดริ้ว", "paetrio"),
    *(
        "ปากน้ำ",
        "paknam",
        "แม่กลอง",
        "maeklong",
        "เมืองคอน",
        "เมืองกาญจน์",
        "เมืองจันท์",
        "เมืองชล",
        "ราชบุรี",
        "rajburi",
    ),
    *(
        "rajasima",
        "rajathani",
        "ayudhya",
        "petchburi",
        "petburi",
        "lobburi",
        "roied",
        "bhuket",
        "petchabun",
        "krungthepmahanakhon",
    ),
)
"""What people call provinces beside their names, and spellings that follow the Thai letters and not the sound."""
COMMON = (
    "password",
    "passwd",
    "admin",
    "administrator",
    "welcome",
    "letmein",
    "login",
    "thailand",
    "sawasdee",
    "sawatdee",
    "รหัสผ่าน",
    "รหัส",
    "เจ้าหน้าที่",
    "สวัสดี",
    "ประเทศไทย",
    "ผู้ดูแลระบบ",
)
_more: list[Callable[[], Iterable[str]]] = []
_GAP = "¦"
"""Stands where a word was, so that what is left on both sides does not join into a new one."""
_LEET = str.maketrans(
    {"@": "a", "4": "a", "0": "o", "1": "l", "3": "e", "$": "s", "5": "s", "7": "t", "!": "i"}
)
_SEPARATORS = re.compile(r"[\s\-_.,/+*#:;|~]+")
_YEAR = re.compile(r"(?:19|20|24|25|26)\d\d")


class LengthValidator(password_validation.MinimumLengthValidator):
    """Django's, in Thai: Django has no Thai words for its own."""

    def get_error_message(self) -> str:
        """Say how long it has to be."""
        return gettext("รหัสผ่านสั้นเกินไป ใช้อย่างน้อย %(least)d ตัวอักษร") % {"least": self.min_length}


class CommonValidator(password_validation.CommonPasswordValidator):
    """Django's list of the passwords that are tried first, in Thai words."""

    def get_error_message(self) -> str:
        """Say what is wrong with it."""
        return gettext("รหัสผ่านนี้มีคนใช้กันมาก ใช้รหัสผ่านอื่น")


class NumericValidator(password_validation.NumericPasswordValidator):
    """Django's, in Thai words."""

    def get_error_message(self) -> str:
        """Say what is wrong with it."""
        return gettext("รหัสผ่านมีแต่ตัวเลข เพิ่มตัวอักษรด้วย")


class SimilarityValidator(password_validation.UserAttributeSimilarityValidator):
    """Django's, in Thai words."""

    def get_error_message(self) -> str:
        """Say what is wrong with it; the message of Django names the attribute, which helps whoever guesses."""
        return gettext("รหัสผ่านคล้ายชื่อหรือข้อมูลของคุณเกินไป")


class ContextWordsValidator:
    """Refuse a password that little is left of without names, places, the service's own words and rows of keys."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Check one password.

        Raises:
            ValidationError: with code "password_context".
        """
        text = password[:LONGEST]
        left = min(remainder(one, context_words(user)) for one in _spellings(text))
        if left < min(LEAST, len(_SEPARATORS.sub("", text))):
            raise ValidationError(
                gettext(
                    "รหัสผ่านนี้เดาได้ง่าย เพราะเป็นชื่อคน ชื่อหน่วยงาน ชื่อสถานที่ ชื่อหรือเลขของบริการ หรือปุ่มที่เรียงกัน "
                    "เติมคำอื่นที่ไม่เกี่ยวกันให้เหลืออย่างน้อย %(least)d ตัวอักษรเมื่อไม่นับคำเหล่านี้"
                )
                % {"least": LEAST},
                code="password_context",
            )

    def get_help_text(self) -> str:
        """Say what makes a good one."""
        return str(_("อย่าใช้ชื่อคน ชื่อหน่วยงาน ชื่อจังหวัดหรืออำเภอ ชื่อหรือเลขของบริการ หรือปุ่มที่เรียงกันบนแป้นพิมพ์"))


def _spellings(text: str) -> Iterator[str]:
    """Yield what a password may stand for: itself, on the other layout, with signs for letters, backwards."""
    yield text
    yield text.translate(keyboard.TO_THAI)
    yield text.translate(keyboard.TO_ENGLISH)
    yield text.translate(_LEET)
    yield text[::-1]


def remainder(text: str, words: Iterable[str]) -> int:
    """Return how many characters are left without words, rows of keys, years, blanks and separators.

    Args:
        text: one spelling of a password.
        words: folded and without blanks; longer ones are taken out first.
    """
    longest_first = sorted(words, key=len, reverse=True)

    def bare(left: str) -> str:
        return _SEPARATORS.sub("", fold(left))

    def without_words(left: str) -> str:
        for word in longest_first:
            left = left.replace(word, _GAP)
        return left

    def without_names(left: str) -> str:
        return _names_as_spelled().sub(_GAP, left)

    # In every order: a row of keys or a short word may lie within a name, and what sounds like a name across two words.
    walked, whole = bare(_without_walks(text)), bare(text)
    ways = (
        without_words(without_names(walked)),
        without_names(without_words(walked)),
        _without_walks(without_words(without_names(whole))),
    )
    return min(len(_YEAR.sub("", left).replace(_GAP, "")) for left in ways)


@cache
def _names_as_spelled() -> re.Pattern[str]:
    """Return how provinces and services are spelled in Latin letters."""
    latin = [name for name in NICKNAMES if name.isascii()]
    return spellings([*(province.name_en for province in areas.provinces()), *ROMANIZED, *latin])


def _without_walks(text: str) -> str:
    """Take out rows of four keys and more; rows of three where half of the text is made of them ("qweasdzxc")."""
    threes = _covered(text, 3)
    covered = threes if len(threes) * 2 >= len(text) else _covered(text, 4)
    return "".join(_GAP if at in covered else character for at, character in enumerate(text))


def _covered(text: str, shortest: int) -> set[int]:
    return {at for start, end in keyboard.walks(text, shortest=shortest) for at in range(start, end)}


def register(words: Callable[[], Iterable[str]]) -> None:
    """Let a room above this one add words that everybody would try; the same function a second time counts once."""
    if words not in _more:
        _more.append(words)


def context_words(user: User | None) -> set[str]:
    """Return what somebody who knows the person and the office would try."""
    words = (
        set(_public_words()) | _names_of_organizations() | _folded(word for more in _more for word in more())
    )
    if user is not None:
        words |= _folded(_parts_of(user))
    return words


def _folded(texts: Iterable[str]) -> set[str]:
    folded = {_SEPARATORS.sub("", fold(text)) for text in texts}
    return {word for word in folded if len(word) >= SHORTEST_WORD}


@cache
def _public_words() -> frozenset[str]:
    """Return words of the service and every province and district in both languages."""
    places = [
        place for province in areas.provinces() for place in (province, *areas.districts(province.code))
    ]
    names = [name for place in places for name in (place.name_th, place.name_en)]
    return frozenset(_folded([*SERVICE, *NICKNAMES, *COMMON, *names, *_kinds()]))


def _names_of_organizations() -> set[str]:
    rows = Organization.objects.values_list("name_th", "short_name", "name_en")
    names = {name for row in rows for name in row if name}
    return _folded(names | {stem for name in names if len(stem := _stem(name)) >= SHORTEST_STEM})


def _stem(name: str) -> str:
    """Return the place in an organization's name: "อบต.ท่าศาลา" gives "ท่าศาลา"."""
    for kind in _kinds():
        if name.startswith(kind):
            return name[len(kind) :].strip()
    return name


@cache
def _kinds() -> tuple[str, ...]:
    """Return what names of organizations begin with, longest first."""
    return tuple(
        sorted({part for form in FORMS.values() for part in (form.prefix, form.short)}, key=len, reverse=True)
    )


def _parts_of(user: User) -> Iterator[str]:
    """Yield the parts of a person's names, the address, the phone, and the places and names of their offices."""
    for text in (user.username, user.display_name, user.first_name, user.last_name, user.email):
        yield text
        yield from re.split(r"[\s@._\-]+", text)
    yield re.sub(r"\D", "", user.phone)
    if user.pk is None:
        return
    for body in Organization.objects.filter(appointments__user=user).distinct():
        for name in (body.name_th, body.name_en, body.short_name):
            yield from (name, _stem(name))
            yield from name.split()
        if place := areas.area(body.subdistrict_code or body.district_code or body.province_code):
            yield from (place.name_th, place.name_en)
