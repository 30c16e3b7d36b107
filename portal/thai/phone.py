"""Telephone numbers as people in Thailand write them: with extensions, in Thai digits, official ranges, short numbers.

Measured in domain.md 3.1: the phonenumbers library refuses "0 2251 9000 ต่อ 4131" and calls 1300 invalid, so
extensions are taken off first and short numbers have their own list.

Two readings: `parse_phone` and `parse_phones` are strict and say what is wrong; `numbers_in` and `phones_in` find every
number in any words ("081-234-5678 หรือ 075-611234 (ลูกสาว)") and refuse nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import phonenumbers

from portal.thai.bounds import LINE, bounded
from portal.thai.digits import to_arabic
from portal.thai.messages import ThaiValueError, gettext_noop
from portal.thai.text import fold, repair

SHORT_NUMBERS = frozenset(
    ["191", "199", "1111", "1155", "1300", "1323", "1387", "1506", "1546", "1567", "1663", "1669", "1784"]
)
"""Short numbers that help people (domain.md 3.1); what answers there stands in the table of numbers to call."""

_EXTENSION = re.compile(
    r"\s*[,;]?\s*(?:ต่อ|extension|ext\.?|#|(?<=\d)\s*x)\s*:?\s*(?P<list>\d{1,6}(?:\s*(?:,|-|–|ถึง|หรือ|และ|/|\s)\s*\d{1,6})*)\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:หมายเลข)?โทรศัพท์(?:มือถือ)?|โทร(?:\.|สาร)?(?:\s*/\s*โทรสาร)?|มือถือ|เบอร์(?:โทร)?|สายด่วน|tel|phone|fax|mobile)\s*[.:]?\s*",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"\+?[\d\s().\-–—/]+")
_BETWEEN = re.compile(r"[,;]|หรือ|และ|กับ")
_RANGE = re.compile(r"^(?P<first>.*\d) ?(?:-|ถึง) ?(?P<through>\d{1,4})")
_WIDEST_RANGE = 99
_LONGEST_LINE = 300

_EXTENSION_IN_WORDS = re.compile(
    r"(?:ต่อ|ext(?:ension)?\.?|#|(?<=\d) ?x) ?:? ?\d{1,6}(?!\d)(?: ?[,/] ?\d{1,6}(?!\d))*"
)
_RUN_OF_DIGITS = re.compile(r"\+?\d(?:[ ().\-/]{0,3}\d)*(?: ?ถึง ?\d{1,4}(?!\d))?")
_NUMBER_SIGNS = re.compile(r"[+\d ().\-/]+(?:ถึง ?\d{1,4})?")
_MOST_NUMBERS = 15
MIN_ENDING = 4
"""So many last digits tell a number from others well enough to look for it."""


class PhoneError(ThaiValueError):
    """A text that is no telephone number. Codes: empty, characters, short, long, unknown."""

    messages = {
        "empty": gettext_noop("กรอกหมายเลขโทรศัพท์"),
        "characters": gettext_noop("หมายเลขโทรศัพท์มีแต่ตัวเลข ถ้ามีหมายเลขภายในให้เขียน ต่อ ตามด้วยตัวเลข"),
        "short": gettext_noop("หมายเลขโทรศัพท์สั้นเกินไป ตรวจตัวเลขอีกครั้ง"),
        "long": gettext_noop("หมายเลขโทรศัพท์ยาวเกินไป ตรวจตัวเลขอีกครั้ง"),
        "unknown": gettext_noop("ไม่มีหมายเลขโทรศัพท์นี้ ตรวจตัวเลขอีกครั้ง"),
    }


@dataclass(frozen=True)
class Phone:
    """One telephone number.

    Attributes:
        e164: "+6622519000"; a short number stands as it is dialled, "1300".
        extensions: numbers behind "ต่อ", in the order written.
        is_short: whether it is one of `SHORT_NUMBERS`.
        through: last digits of the last number of an official range: "6" of "0-7561-1234-6"; else empty.
    """

    e164: str
    extensions: tuple[str, ...] = ()
    is_short: bool = False
    through: str = ""

    @property
    def national(self) -> str:
        """The number as dialled in Thailand, digits only: "022519000", "1300"; foreign numbers with "+"."""
        return "0" + self.e164[3:] if self.e164.startswith("+66") else self.e164

    @property
    def display(self) -> str:
        """The number as shown: "0-2251-9000-9 ต่อ 4131, 4135", "081-234-5678", "1300", "+44 20 7946 0018"."""
        number = self.national
        if number.startswith("+"):
            parsed = phonenumbers.parse(number, None)
            number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        elif not self.is_short and len(number) == 9:
            number = f"{number[0]}-{number[1:5]}-{number[5:]}"
        elif not self.is_short and len(number) == 10:
            number = f"{number[:3]}-{number[3:6]}-{number[6:]}"
        if self.through:
            number = f"{number}-{self.through}"
        return f"{number} ต่อ {', '.join(self.extensions)}" if self.extensions else number

    @property
    def is_mobile(self) -> bool:
        """Whether it is a Thai mobile telephone, to which a text can be sent."""
        return self.national[:2] in ("06", "08", "09")

    @property
    def uri(self) -> str:
        """The address for a link that dials: "tel:+6622519000;ext=4131", "tel:1300" (RFC 3966)."""
        return f"tel:{self.e164}" + (f";ext={self.extensions[0]}" if self.extensions else "")

    def __str__(self) -> str:
        return self.display


def _split_extension(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the number without its extensions, and the extensions."""
    match = _EXTENSION.search(text)
    if not match:
        return text, ()
    return text[: match.start()], tuple(re.findall(r"\d+", match["list"]))


def _length(digits: str) -> int:
    """Return how many digits a Thai number has that begins like this: mobile ones ten, others nine."""
    return 10 if digits[1:2] in tuple("689") else 9


def _national(digits: str) -> str:
    """Return digits that begin with the country code as they are dialled within the country."""
    bare = digits.removeprefix("00")
    return "0" + bare[2:] if bare.startswith("66") and len(bare) in (10, 11) else digits


def _is_range(first: str, through: str) -> bool:
    """Say whether a whole Thai number and further digits are an official range: 075611234 and 6."""
    if not first.startswith("0") or len(first) != _length(first) or not 0 < len(through) <= 4:
        return False
    return 0 < int(through) - int(first[-len(through) :]) <= _WIDEST_RANGE


def _split_range(number: str) -> tuple[str, str]:
    """Return the first number of an official range and the last digits of its last one; "" when it is none."""
    match = _RANGE.fullmatch(number)
    if match and _is_range(_national(re.sub(r"\D", "", match["first"])), match["through"]):
        return match["first"], match["through"]
    return number, ""


_REASONS = {
    phonenumbers.ValidationResult.TOO_SHORT: "short",
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "short",
    phonenumbers.ValidationResult.TOO_LONG: "long",
}


def _one_line(text: str) -> str:
    """Return typed text with Arabic digits, one kind of dash and single blanks."""
    return " ".join(to_arabic(repair(text)).replace("–", "-").replace("—", "-").replace("−", "-").split())


def parse_phone(text: str) -> Phone:
    """Read one telephone number: Thai digits, blanks, "+66", "โทร.", "ต่อ 4131, 4135", short numbers, ranges.

    Numbers without a country code are Thai. Short numbers must be in `SHORT_NUMBERS`.

    Raises:
        PhoneError: with a code of that class and a Thai sentence.
    """
    bounded(text, _LONGEST_LINE, PhoneError("long"))
    plain = _LABEL.sub("", _one_line(text))
    if not plain:
        raise PhoneError("empty")
    number, extensions = _split_extension(plain)
    number, through = _split_range(number.strip(" ,;."))
    if not _ALLOWED.fullmatch(number):
        raise PhoneError("characters")
    digits = re.sub(r"\D", "", number)
    if digits in SHORT_NUMBERS and not number.startswith("+"):
        return Phone(digits, extensions, is_short=True)
    try:
        parsed = phonenumbers.parse(number, "TH")
    except phonenumbers.NumberParseException as error:
        too_long = error.error_type == phonenumbers.NumberParseException.TOO_LONG
        raise PhoneError("long" if too_long else "short") from None
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason in _REASONS:
        raise PhoneError(_REASONS[reason])
    if not phonenumbers.is_valid_number(parsed):
        raise PhoneError("unknown")
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, extensions, through=through)


def parse_phones(text: str) -> list[Phone]:
    """Read a line of numbers, "โทร. ๐-๗๕๖๑-๑๘๙๙, ๐-๗๕๖๒-๒๔๓๗" or "0 2251 9000 ต่อ 4131 , 4135".

    A short piece behind a number with extensions is one more extension of it.

    Raises:
        PhoneError: when any piece is neither.
    """
    bounded(text, _LONGEST_LINE, PhoneError("long"))
    # Line ends part numbers as commas do.
    plain = _LABEL.sub("", _one_line(re.sub(r"[\r\n]", ",", text)))
    found: list[Phone] = []
    for piece in _BETWEEN.split(plain):
        if not piece.strip():
            continue
        bare = piece.strip()
        if found and found[-1].extensions and bare.isdecimal() and len(bare) <= 6:
            found[-1] = replace(found[-1], extensions=(*found[-1].extensions, bare))
        else:
            found.append(parse_phone(bare))
    if not found:
        raise PhoneError("empty")
    return found


def _cut(run: str) -> list[str]:
    """Return the numbers of a run of digits and signs: Thai ones show by their beginning how long they are."""
    digits = _national("".join(sign for sign in run if "0" <= sign <= "9"))
    tail = _RANGE.fullmatch(run)
    found: list[str] = []
    while digits.startswith("0") and len(digits) >= _length(digits):
        first, digits = digits[: _length(digits)], digits[_length(digits) :]
        found.append(first)
        if tail and digits == tail["through"] and _is_range(first, digits):
            last = int(digits)
            found += [
                first[: -len(digits)] + str(number).zfill(len(digits))
                for number in range(int(first[-len(digits) :]) + 1, last + 1)
            ]
            return found
    return [*found, digits] if digits else found


def numbers_in(text: str) -> tuple[str, ...]:
    """Return every telephone number in any words, as dialled in Thailand, digits only; refuses nothing.

    All numbers of an official range, extensions none; digits that make no whole number stand as they are. At most
    fifteen, so that they fit a column.

    Args:
        text: as typed; its first 1,000 characters count.
    """
    plain = _EXTENSION_IN_WORDS.sub(" | ", fold(text[:LINE]))
    found: list[str] = []
    for run in _RUN_OF_DIGITS.finditer(plain):
        found += _cut(run.group())
    return tuple(dict.fromkeys(found))[:_MOST_NUMBERS]


def _read(number: str) -> Phone | None:
    """Return a number that stands among words. A short one may be the number of a house there."""
    try:
        phone = parse_phone(number)
    except PhoneError:
        return None
    return None if phone.is_short else phone


def phones_in(text: str) -> tuple[Phone, ...]:
    """Return the telephone numbers in any words that can be dialled; refuses nothing.

    Other than `numbers_in` it leaves out digits that make no whole number: a link that dials them would reach a stranger.

    Args:
        text: as typed; its first 1,000 characters count.
    """
    try:
        return tuple(parse_phones(text))
    except PhoneError:
        plain = _EXTENSION_IN_WORDS.sub(" | ", fold(text[:LINE]))
    found: list[Phone] = []
    for run in _RUN_OF_DIGITS.finditer(plain):
        numbers = [run.group()] if run.group().startswith("+") else _cut(run.group())
        read = [_read(number) for number in numbers]
        # One digit too many is a slip somewhere in the run, nobody knows where.
        if all(read):
            found += [phone for phone in read if phone]
    return tuple(dict.fromkeys(found))[:_MOST_NUMBERS]


def phone_key(text: str) -> str:
    """Return the numbers in a text as one string in which each ends with a blank, so that endings can be looked for.

    A number is found by its last digits with `phone_key__contains=f"{digits} "`; "" when there is no number.
    """
    found = numbers_in(text)
    return f" {' '.join(found)} " if found else ""


def phone_ending(typed: str) -> str:
    """Return the last digits of a number that somebody looks for, or "" when the text is no part of a number.

    "234-5678", "๕๖๗๘", "+66 81 234 5678" and "โทร. 0-7561-1234 ต่อ 12" are; four digits at least.

    Args:
        typed: as typed; its first 1,000 characters count.
    """
    plain = _LABEL.sub("", _EXTENSION_IN_WORDS.sub("", fold(typed[:LINE]))).strip(" ,;.")
    if not _NUMBER_SIGNS.fullmatch(plain):
        return ""
    found = numbers_in(plain)
    # Digits left over behind a whole number are a slip of the finger, not another number.
    if not found or len(found[0]) < MIN_ENDING or len(found[-1]) != len(found[0]):
        return ""
    return found[0]


def is_told_in_words(text: str) -> bool:
    """Say whether a text tells numbers in its own way: with words or remarks beside them, or several whole numbers.

    Digits alone that are no whole number are a slip of the finger, and a text without any digit tells no number.

    Args:
        text: as typed; its first 1,000 characters count.
    """
    plain = _EXTENSION_IN_WORDS.sub("", fold(text[:LINE]))
    found = numbers_in(plain)
    if not found:
        return False
    has_words = any(sign.isalpha() for sign in _LABEL.sub("", plain))
    return has_words or all(number.startswith("0") and len(number) == _length(number) for number in found)


def kept_phones(text: str, *, longest: int | None = None) -> str:
    """Return what is kept of what a citizen typed as telephone number: tidied where it is one, else the words as typed.

    Args:
        text: one line, no longer than the field; its first 1,000 characters count.
        longest: characters that the field holds.
    """
    try:
        return tidy_phones(text, longest=longest)
    except PhoneError:
        return " ".join(text[:LINE].split())


def tidy_phones(text: str, *, longest: int | None = None) -> str:
    """Return what a field for telephone numbers keeps of a typed text.

    Numbers alone in their one spelling, "0-7561-1899, 081-234-5678 ต่อ 4"; with words or remarks beside them the text as
    it is. "" for an empty text.

    Args:
        text: one line, as typed.
        longest: characters that the field holds.

    Raises:
        PhoneError: there is no number in it, or digits alone that are none; "long" when it does not fit.
    """
    if not bounded(text, _LONGEST_LINE, PhoneError("long")).strip():
        return ""
    try:
        kept = ", ".join(number.display for number in parse_phones(text))
    except PhoneError:
        if not is_told_in_words(text):
            raise
        kept = " ".join(text.split())
    if longest is not None and len(kept) > longest:
        raise PhoneError("long")
    return kept
