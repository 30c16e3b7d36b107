"""No pattern of the house goes back over a text again and again: its work grows with the length (issue 7).

`test_work.py` tries the readers of `portal.thai` with units that were thought of. This one finds every pattern of all
rooms by itself and makes the hard texts out of the pattern. Steps are counted, never seconds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from portal.thai import ages, moments, phone
from tests.thai.adversaries import ROOMS, adversaries, growth, house_patterns, is_plain
from tests.thai.steps import Counter

pytestmark = pytest.mark.slow

BOUNDED = {
    "portal.thai.dates._LEAD": 1_000,
    "portal.thai.dates._NUMERIC": 60,
    "portal.thai.dates._NAMED": 60,
    "portal.thai.dates._NAME_FIRST": 60,
    "portal.thai.moments._TIME": moments.LONGEST,
    "portal.thai.phone._EXTENSION": phone._LONGEST_LINE,
}
"""Patterns that may go back, because the text that reaches them is short, and how long it is at most.

Dates: `dates._clean` makes blanks single and refuses more than 60 characters after `_LEAD`, before it `bounds.LINE`.
Moments: `parse_moment` refuses more than `moments.LONGEST`. Telephones: `parse_phones` refuses more than `_LONGEST_LINE`.
`test_work.py` counts the steps of all of them at these lengths.
"""

MOST_GROWTH = 0.4
"""A square makes one step and more for each pair of repeats; bounded ones leave a tenth of that."""


@pytest.fixture(scope="module")
def patterns() -> dict[str, re.Pattern[Any]]:
    """Every pattern of the house."""
    return house_patterns()


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    """The step counter recurses where the matcher of the library loops."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def worst(pattern: re.Pattern[Any]) -> tuple[float, str, str]:
    """Return the greatest growth that was found, with the text that shows it."""
    return max((growth(pattern, *pair), *pair) for pair in adversaries(pattern))


def test_patterns_are_found_in_all_rooms_and_in_lines_of_code(patterns: dict[str, re.Pattern[Any]]) -> None:
    assert {name.partition(".")[0] for name in patterns} >= {"portal", "cases", "legal_library"}
    assert len(patterns) > 250
    assert sum(not is_plain(pattern) for pattern in patterns.values()) > 100
    assert any(":" in name for name in patterns), "patterns that are written where they are used"


@pytest.mark.parametrize("room", ROOMS)
def test_the_work_of_every_pattern_grows_with_the_length(
    room: str, patterns: dict[str, re.Pattern[Any]]
) -> None:
    """Who fails here: bound its repeats, anchor it, let no two neighbours take the same letters, or name its bound above."""
    tried = {
        name: worst(pattern)
        for name, pattern in patterns.items()
        if name.startswith(f"{room}.") and name not in BOUNDED and not is_plain(pattern)
    }
    assert {name: found for name, found in tried.items() if found[0] > MOST_GROWTH} == {}


def test_an_exception_that_needs_none_goes(patterns: dict[str, re.Pattern[Any]]) -> None:
    for name in BOUNDED:
        pairs = adversaries(patterns[name])
        assert any(growth(patterns[name], *pair) > MOST_GROWTH for pair in pairs), f"{name} is linear now"


def test_the_bounds_of_the_exceptions_hold() -> None:
    assert all(bound <= 1_000 for bound in BOUNDED.values())
    assert (moments.LONGEST, ages.LONGEST, phone._LONGEST_LINE) == (80, 60, 300)


@pytest.mark.parametrize(
    "written",
    [
        r"<\s*(style|script|head)\b.*?<\s*/\s*\1\s*>",
        r"<\s*(?:br|/p|/div)\b[^>]*>",
        r"(?P<word>[ก-๎]{4,})\s๗(?=\s*(?:\||$|[ก-๎]))",
        r"(?P<left>[ก-๎]+) (?=(?P<right>[ก-๎]+))",
        r"\s*จำนวน\s*(?P<count>[0-9๐-๙]{1,4})\s*(?P<unit>ชุด|ฉบับ)\s*\|?\s*$",
        r"\s*\(\s*ฉบับ\s*(?:Update|ปรับปรุง)\s*ล่าสุด\s*\)\s*$",
        r"^\|[\s|:-]*-[\s|:-]*\|$",
        r"(?:^|/)(?:activex/.*|.*\.(?:exe|dll))$",
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"^\s*\(\s*(?P<name>[^()]{3,120}?)\s*\)\s*$",
        r"ลงชื่อ\s*(?P<mark>.*?)\s*$",
        r"\s+$",
        r"(?:a+)+b",
        r"[^<>]{0,4000}x",
    ],
)
def test_what_was_too_much_is_seen(written: str) -> None:
    """Patterns that stood in the house until they were counted, and three of the textbook."""
    assert worst(re.compile(written, re.DOTALL))[0] > MOST_GROWTH


@pytest.mark.parametrize(
    "written",
    [
        r"<[^<>]*>",
        r"x{0,40}y",
        r"(?<!\s)\s*x",
        r"^\s*x",
        r"^(?>a+)b",
        r"<a(?:b|c)*d",
        r"\d++x?",
        r"(?m)^ *x",
    ],
)
def test_what_is_linear_is_not_blamed(written: str) -> None:
    assert worst(re.compile(written))[0] <= MOST_GROWTH


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"(?>a+)a", "aaa"),
        (r"a++b", "aaab"),
        (r"(?m)^b$", "a\nb\nc"),
        (r"(?s)a.b", "a\nb"),
        (r"a.b", "a\nb"),
        (r"(?m)\Ab|c\Z", "a\nb\nc"),
    ],
)
def test_the_counter_finds_what_the_library_finds(written: str, text: str) -> None:
    pattern = re.compile(written)
    counter = Counter(pattern, 10_000)
    counter.search(text)
    found = pattern.search(text)
    assert counter.first == (found.span() if found else None)
