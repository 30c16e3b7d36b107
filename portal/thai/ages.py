"""Ages as people tell them: "44", "แรกเกิด", "3 เดือน", "ประมาณ 60", "หกสิบกว่า", "15-16 ปี"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.thai.bounds import bounded
from portal.thai.messages import ThaiValueError, gettext_noop
from portal.thai.numbers import words_to_digits
from portal.thai.text import fold

OLDEST = 130
"""Years; older than anyone ever was."""

LONGEST = 60
"""Characters of an age; more is a story."""


class AgeError(ThaiValueError):
    """Far too many words for an age. Code: long."""

    messages = {
        "long": gettext_noop("เขียนอายุสั้น ๆ เช่น ประมาณ 60"),
    }


@dataclass(frozen=True)
class Age:
    """What somebody said about an age.

    Attributes:
        years: full years as far as they can be known, else None.
        words: what was typed where it says more than the number, or cannot be read; else "".
    """

    years: int | None = None
    words: str = ""


_LEAD = re.compile(
    r"^(?:(?:อายุ|ประมาณ|ราวๆ|ราว|เกือบ|ใกล้|น่าจะ|คง|สัก|ได้|ถ้าจำไม่ผิด|about|around|aged?|approx\.?|[~≈]|ๆ) ?)+"
)
_MORE = r"(?: ?(?:กว่าๆ|กว่า|เศษๆ|เศษ|ปลายๆ|ปลาย|ต้นๆ|ต้น|ขึ้นไป|ครึ่ง|เต็ม|บริบูรณ์|โดยประมาณ|มั้ง|\+))?"
_YEAR = r"(?: ?(?:ปี|ขวบ|years? old|years?|yrs?|y/?o))?"
_PLAIN = re.compile(r"\d{1,3}(?: ?(?:ปี|ขวบ))?")
_YEARS = re.compile(rf"(?P<years>\d{{1,3}})(?:\.\d{{1,2}})?{_MORE}{_YEAR}{_MORE}")
_YEARS_AND_LESS = re.compile(
    rf"(?P<years>\d{{1,3}}) ?(?:ปี|ขวบ|years?) ?(?:กับ|และ|and)? ?\d{{1,2}} ?(?:เดือน|months?){_MORE}"
)
_MONTHS = re.compile(rf"(?P<months>\d{{1,3}}){_MORE} ?(?:เดือน|months?){_MORE}")
_RANGE = re.compile(
    rf"(?P<years>\d{{1,3}}){_YEAR} ?(?:-|ถึง|หรือ|to|or) ?(?P<through>\d{{1,3}}){_MORE}{_YEAR}{_MORE}"
)
_UNDER_ONE = re.compile(
    r"(?:เด็ก|ทารก)?(?:แรกเกิด|แรกคลอด|เพิ่งเกิด|พึ่งเกิด|เพิ่งคลอด)|ทารก|เด็กอ่อน|ครึ่งปี|(?:วัน|สัปดาห์|เดือน)เดียว|ไม่ถึง(?:ปี|ขวบ)|ยังไม่ถึง(?:ปี|ขวบ)|ยังไม่ครบ(?:ปี|ขวบ)"
    rf"|new ?born|baby|infant|\d{{1,3}}{_MORE} ?(?:วัน|สัปดาห์|อาทิตย์|days?|weeks?){_MORE}"
)
_ABOUT_ONE = re.compile(r"(?:ปี|ขวบ) ?(?:เดียว|ครึ่ง|กว่าๆ|กว่า|เศษ|เต็ม)|(?:หนึ่ง|1)? ?(?:ปี|ขวบ)")


def _years(plain: str) -> int | None:
    """Return the full years that a folded text without its lead tells, or None."""
    if _UNDER_ONE.fullmatch(plain):
        return 0
    if match := _MONTHS.fullmatch(plain):
        return int(match["months"]) // 12
    if match := (_YEARS.fullmatch(plain) or _YEARS_AND_LESS.fullmatch(plain)):
        return int(match["years"])
    if match := _RANGE.fullmatch(plain):
        return int(match["years"]) if int(match["years"]) <= int(match["through"]) <= OLDEST else None
    return 1 if _ABOUT_ONE.fullmatch(plain) else None


def read_age(text: str) -> Age:
    """Read an age; what cannot be read is kept as words, a number that is no age as well.

    Months, weeks and days give full years (0 for a baby), of a range the lower end counts.

    Raises:
        AgeError: it is longer than an age.

    Source: domain.md 3 "dates / date-input": an approximate age is allowed; issue 7, "Fields take what people write".
    """
    typed = " ".join(bounded(text, 4 * LONGEST, AgeError("long")).split())
    if len(typed) > LONGEST:
        raise AgeError("long")
    folded = fold(typed).replace(" ๆ", "ๆ")
    plain = _LEAD.sub("", words_to_digits(_LEAD.sub("", folded))).strip(" .")
    years = _years(plain)
    if years is not None and years <= OLDEST:
        return Age(years, "" if _PLAIN.fullmatch(folded) else typed)
    return Age(None, typed)
