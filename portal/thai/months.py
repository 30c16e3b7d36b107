"""Names of the months in Thai and English, printed and read."""

from __future__ import annotations

import re

MONTHS_TH = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_TH_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_EN_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_SPOKEN = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา", "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_MISSPELT = {"กรกฏาคม": 7, "กรกฏา": 7, "กุมภาพันธุ์": 2, "กุมภาพัน": 2, "พฤษจิกายน": 11, "sept": 9}
_LONGEST_NAME = 40
_NOT_LETTERS = re.compile(r"[\s.]")


def _bare(name: str) -> str:
    """Return a month's name without dots and blanks, in lower case."""
    return _NOT_LETTERS.sub("", name).lower()


_NUMBERS: dict[str, int] = {
    **{
        _bare(name): number
        for names in (MONTHS_TH, MONTHS_TH_SHORT, MONTHS_EN, MONTHS_EN_SHORT, _SPOKEN)
        for number, name in enumerate(names, start=1)
    },
    **_MISSPELT,
}


def month_number(name: str) -> int | None:
    """Return the number (1–12) of a month's name, or None when it is no month.

    Understood: full names, abbreviations with or without dots, spoken short forms (กันยา), common misspellings,
    and English names, in any case.
    """
    return _NUMBERS.get(_bare(name)) if len(name) <= _LONGEST_NAME else None
