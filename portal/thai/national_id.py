"""The thirteen-digit number on a Thai identity card.

Never obligatory for help (domain.md 3.1); when given it is checked, shown masked and stored encrypted elsewhere.
"""

from __future__ import annotations

import re

from stdnum.th import pin

from portal.thai.bounds import LINE, bounded
from portal.thai.digits import only_digits, to_arabic
from portal.thai.messages import ThaiValueError, gettext_noop
from portal.thai.text import repair

_ALLOWED = re.compile(r"[\d\s.\-–—/]*")


class NationalIdError(ThaiValueError):
    """A number that is no identity number. Codes: empty, characters, length, checksum."""

    messages = {
        "empty": gettext_noop("กรอกเลขประจำตัวประชาชน"),
        "characters": gettext_noop("เลขประจำตัวประชาชนมีแต่ตัวเลข ตรวจตัวอักษรที่ปนมา"),
        "length": gettext_noop("เลขประจำตัวประชาชนต้องมี 13 หลัก"),
        "checksum": gettext_noop("เลขประจำตัวประชาชนไม่ถูกต้อง ตรวจตัวเลขอีกครั้ง"),
    }


def parse_national_id(text: str) -> str:
    """Return the thirteen Arabic digits of an identity number typed with Thai digits, blanks or hyphens.

    The first digit may be any: 1–8 for entries of the civil register, 0 and 9 for persons registered otherwise
    (domain.md 3.1).

    Raises:
        NationalIdError: with a code of that class.
    """
    plain = to_arabic(repair(bounded(text, LINE, NationalIdError("length")))).strip()
    if not plain:
        raise NationalIdError("empty")
    if not _ALLOWED.fullmatch(plain):
        raise NationalIdError("characters")
    digits = only_digits(plain)
    if len(digits) != 13:
        raise NationalIdError("length")
    if pin.calc_check_digit(digits) != digits[12]:
        raise NationalIdError("checksum")
    return digits


def is_national_id(text: str) -> bool:
    """Return whether `text` is a valid identity number in any spelling."""
    try:
        parse_national_id(text)
    except NationalIdError:
        return False
    return True


def format_national_id(text: str) -> str:
    """Return a valid number as on the card: "1-2345-67890-12-1".

    Raises:
        NationalIdError: as `parse_national_id`.
    """
    return str(pin.format(parse_national_id(text)))


def mask_national_id(text: str) -> str:
    """Return a valid number with its middle hidden: "1-xxxx-xxxxx-12-1".

    Raises:
        NationalIdError: as `parse_national_id`.
    """
    first, _, _, last, check = format_national_id(text).split("-")
    return f"{first}-xxxx-xxxxx-{last}-{check}"
