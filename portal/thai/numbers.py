"""Numbers in Thai words, as people write small ones: "สิบห้า", "หกสิบ", "ร้อยสอง"."""

from __future__ import annotations

import re

_UNITS = {
    "ศูนย์": 0, "หนึ่ง": 1, "นึง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8,
    "เก้า": 9,
}  # fmt: skip
_ONE = "|".join(_UNITS)
_WORDS = re.compile(
    rf"(?P<hundreds>(?:(?P<hundred>{_ONE}) ?)?ร้อย ?)?(?P<tens>(?:(?P<ten>{_ONE}) ?)?สิบ ?)?(?P<unit>{_ONE})?"
)


def _value(match: re.Match[str]) -> str:
    """Return the number of a match in digits; what is no number comes back."""
    if not match.group():
        return ""
    hundreds = _UNITS[match["hundred"] or "หนึ่ง"] if match["hundreds"] else 0
    tens = _UNITS[match["ten"] or "หนึ่ง"] if match["tens"] else 0
    return str(100 * hundreds + 10 * tens + (_UNITS[match["unit"]] if match["unit"] else 0))


def words_to_digits(text: str) -> str:
    """Return a text in which numbers in words up to 999 stand in Arabic digits: "หกสิบกว่า" gives "60กว่า".

    Meant for short answers to "how many": in prose สาม and ห้า are also parts of other words.

    Args:
        text: repaired, as `portal.thai.text.fold` gives it.
    """
    return _WORDS.sub(_value, text)
