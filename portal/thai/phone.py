"""Telephone numbers as people in Thailand write them: with extensions, in Thai digits, and the short numbers.

Measured in domain.md 3.1: the phonenumbers library refuses "0 2251 9000 ต่อ 4131" and calls 1300 invalid, so
extensions are taken off first and short numbers have their own list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from portal.thai.bounds import bounded
from portal.thai.digits import to_arabic
from portal.thai.messages import ThaiValueError, gettext_noop
from portal.thai.text import repair

SHORT_NUMBERS: dict[str, str] = {
    "191": "เหตุด่วนเหตุร้าย ตำรวจ",
    "199": "ดับเพลิงและกู้ภัย",
    "1669": "เจ็บป่วยฉุกเฉิน",
    "1300": "ศูนย์ช่วยเหลือสังคม",
    "1323": "สายด่วนสุขภาพจิต",
    "1387": "สายเด็ก",
    "1567": "ศูนย์ดำรงธรรม",
    "1784": "สายด่วนสาธารณภัย",
    "1111": "ศูนย์บริการข้อมูลภาครัฐ",
}
"""Short numbers that help people, with what answers there (domain.md 3.1)."""

_EXTENSION = re.compile(
    r"\s*[,;]?\s*(?:ต่อ|extension|ext\.?|#|(?<=\d)\s*x)\s*:?\s*(?P<list>\d{1,6}(?:\s*(?:,|-|–|ถึง|หรือ|และ|/|\s)\s*\d{1,6})*)\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:หมายเลข)?โทรศัพท์(?:มือถือ)?|โทร(?:\.|สาร)?(?:\s*/\s*โทรสาร)?|มือถือ|เบอร์(?:โทร)?|สายด่วน|tel|phone|fax|mobile)\s*[.:]?\s*",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"\+?[\d\s().\-–—/]+")
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\bหรือ\b|(?<=\d)\s*หรือ\s*(?=\d))\s*")
_LONGEST_LINE = 300


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
    """

    e164: str
    extensions: tuple[str, ...] = ()
    is_short: bool = False

    @property
    def national(self) -> str:
        """The number as dialled in Thailand, digits only: "022519000", "1300"; foreign numbers with "+"."""
        return "0" + self.e164[3:] if self.e164.startswith("+66") else self.e164

    @property
    def display(self) -> str:
        """The number as shown: "0-2251-9000 ต่อ 4131, 4135", "081-234-5678", "1300", "+44 20 7946 0018"."""
        number = self.national
        if number.startswith("+"):
            parsed = phonenumbers.parse(number, None)
            number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        elif not self.is_short and len(number) == 9:
            number = f"{number[0]}-{number[1:5]}-{number[5:]}"
        elif not self.is_short and len(number) == 10:
            number = f"{number[:3]}-{number[3:6]}-{number[6:]}"
        return f"{number} ต่อ {', '.join(self.extensions)}" if self.extensions else number

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


_REASONS = {
    phonenumbers.ValidationResult.TOO_SHORT: "short",
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "short",
    phonenumbers.ValidationResult.TOO_LONG: "long",
}


def parse_phone(text: str) -> Phone:
    """Read one telephone number: Thai digits, blanks, hyphens, "+66", "โทร.", "ต่อ 4131, 4135", short numbers.

    Numbers without a country code are Thai. Short numbers must be in `SHORT_NUMBERS`.

    Raises:
        PhoneError: with a code of that class and a Thai sentence.
    """
    bounded(text, _LONGEST_LINE, PhoneError("long"))
    plain = _LABEL.sub("", " ".join(to_arabic(repair(text)).split()))
    if not plain:
        raise PhoneError("empty")
    number, extensions = _split_extension(plain)
    number = number.strip(" ,;.")
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
    return Phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), extensions)


def parse_phones(text: str) -> list[Phone]:
    """Read a line of numbers, "โทร. ๐-๗๕๖๑-๑๘๙๙, ๐-๗๕๖๒-๒๔๓๗" or "0 2251 9000 ต่อ 4131 , 4135".

    A short piece behind a number with extensions is one more extension of it.

    Raises:
        PhoneError: when any piece is neither.
    """
    bounded(text, _LONGEST_LINE, PhoneError("long"))
    plain = _LABEL.sub("", to_arabic(repair(text)).strip())
    found: list[Phone] = []
    for piece in _BETWEEN.split(plain):
        if not piece.strip():
            continue
        bare = piece.strip()
        if found and found[-1].extensions and bare.isdecimal() and len(bare) <= 6:
            found[-1] = Phone(found[-1].e164, (*found[-1].extensions, bare), found[-1].is_short)
        else:
            found.append(parse_phone(bare))
    if not found:
        raise PhoneError("empty")
    return found
