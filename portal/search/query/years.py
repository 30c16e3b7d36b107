"""Years in a query, as B.E. numbers: "พ.ศ. 2560", "ค.ศ. 2017", "ปี 60", "2560", "2017"."""

from __future__ import annotations

import re

from portal.thai.digits import to_arabic

OFFSET = 543
_BUDDHIST = re.compile(r"(?:พ\.?\s?ศ\.?|พระ?พุทธศักราช|พุทธศักราช|b\.?e\.?)\s*(2[3-6]\d\d)(?!\d)", re.IGNORECASE)
# "road 2017" names no era, nor does the office ก.ค.ศ.; Thai letters may stand before ("ปีค.ศ. 2017").
_COMMON = re.compile(
    r"(?:(?<!\.)ค\.?\s?ศ\.?|คริสต์ศักราช|(?<![a-z])(?:a\.?d\.?|c\.?e\.?))\s*(1[89]\d\d|20\d\d)(?!\d)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\d./])(2[4-6]\d\d|19\d\d|20\d\d)(?![\d/]|\.\d)")
_SHORT = re.compile(r"(?:ปี|พ\.?ศ\.?)\s?(\d\d)(?!\d)")
_LATEST_SHORT = 99


def buddhist(year: int) -> int | None:
    """Return a year as B.E.: 2300 to 2699 is taken as it is, 1800 to 2099 gets 543 added, anything else is no year."""
    if 2300 <= year <= 2699:
        return year
    if 1800 <= year <= 2099:
        return year + OFFSET
    return None


def find_years(text: str) -> tuple[int, ...]:
    """Return the years named in a text, each once, in order, as B.E. numbers."""
    arabic = to_arabic(text)
    found: list[tuple[int, int]] = []
    for match in _BUDDHIST.finditer(arabic):
        found.append((match.start(1), int(match[1])))
    for match in _COMMON.finditer(arabic):
        found.append((match.start(1), int(match[1]) + OFFSET))
    taken = {place for place, _ in found}
    for match in _BARE.finditer(arabic):
        year = buddhist(int(match[1]))
        if match.start(1) not in taken and year is not None:
            found.append((match.start(1), year))
    for match in _SHORT.finditer(arabic):
        found.append((match.start(1), 2500 + int(match[1])))
    return tuple(dict.fromkeys(year for _, year in sorted(found)))


def spell_buddhist(text: str) -> str:
    """Return the text with every Common Era year written the way Thai laws write it: "ค.ศ. 1990" → "พ.ศ. 2533"."""
    arabic = _COMMON.sub(lambda match: f"พ.ศ. {int(match[1]) + OFFSET}", to_arabic(text))

    def bare(match: re.Match[str]) -> str:
        year = int(match[1])
        return str(year + OFFSET) if year < 2100 else match[0]

    return _BARE.sub(bare, arabic)
