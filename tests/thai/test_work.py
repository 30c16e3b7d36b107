"""No text holds a process: the work of every reader is bounded, counted in steps and never in seconds.

Issue 7, "One request must never stop the rest": Unicode over 90,000 combining marks took 19 seconds.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import portal.thai
from portal.thai import (
    ages,
    bounds,
    codes,
    collation,
    dates,
    digits,
    filenames,
    houses,
    keyboard,
    landmarks,
    moments,
    months,
    names,
    national_id,
    numbers,
    persons,
    phone,
    reading,
    references,
    romanization,
    sounds,
    text,
    traces,
    words,
)
from portal.thai.bounds import LIMIT, LINE, MOST_SIGNS, TextTooLong, bounded, normalized
from portal.thai.messages import ThaiValueError
from tests.properties import WITH_FIXTURES
from tests.thai.steps import Counter, StepLimitReached
from tests.thai.work import Handed, count_handed

UNITS = [
    "่", "ุ่", "่ิ้ี", "\u0315\u0300", "\u0f73", "\uff9e", "\U0001d165\u0300", "่\u200b", "ก่", "ำ่", "า\u0e4d", "\u0e4dา",
    "1", "๑", "1 ", "1-", "1x", "1/", "1.", ".", ",", " ", " \n", "(", "((", "(ก", ")", "เ", "ก ", "aa", "A b ", "#", "/", "-",
    "ต่อ", "ต่อ 1", "หรือ", "ว ", "ว. ", "ที่", "ที่ ", "มท ", "มท.", "0891.", "พ.ศ. ", "พศ", "หนังสือ", "ด่วน", "วัน", "เดือน", "ปี",
    "ม.ค.", "โทร", "tel", "นาย", "ว่าที่", "ต.", "อ.", "จ.", "ตำบล", "อำเภอ", "หมู่", "ร้อย", "สิบ", "ประมาณ",
]  # fmt: skip
PREFIXES = ["", "1", "ก", "ที่ ", "1 ม", "1 ต่อ 1", "มท 0891.3/ว ", "โทร. "]
SUFFIXES = ["", "!", "1", "ก", " ปี"]

MODULES = [
    importlib.import_module(f"portal.thai.{module.name}")
    for module in pkgutil.iter_modules(portal.thai.__path__)
]
PATTERNS = {
    f"{module.__name__.removeprefix('portal.thai.')}.{name}": pattern
    for module in MODULES
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
} | {"names._titles": names._titles()}

READS_LINES: dict[str, Callable[[str], Any]] = {
    "dates.parse_date": dates.parse_date,
    "dates.parse_date_parts": lambda typed: dates.parse_date_parts(typed, typed, typed),
    "moments.parse_moment": moments.parse_moment,
    "moments.parse_time": moments.parse_time,
    "ages.read_age": ages.read_age,
    "months.month_number": months.month_number,
    "national_id.parse_national_id": national_id.parse_national_id,
    "national_id.is_national_id": national_id.is_national_id,
    "national_id.format_national_id": national_id.format_national_id,
    "national_id.mask_national_id": national_id.mask_national_id,
    "phone.parse_phone": phone.parse_phone,
    "phone.parse_phones": phone.parse_phones,
    "phone.tidy_phones": phone.tidy_phones,
    "romanization.romanized_words": romanization.romanized_words,
    "romanization.latin_address": lambda typed: romanization.latin_address(typed, 60),
    "references.parse_reference": references.parse_reference,
}
"""Readers of one typed line: longer text is no such thing, whatever it holds."""

READS_TEXTS: dict[str, Callable[[str], Any]] = {
    "bounds.bounded": bounded,
    "bounds.normalized": normalized,
    "text.repair": text.repair,
    "text.fold": text.fold,
    "text.skeleton": text.skeleton,
    "references.find_references": references.find_references,
    "words.spans": words.spans,
    "words.segment": words.segment,
}
"""Readers of running text: linear, and refused beyond the limit."""

LOOKED_AT = {"dates.": 60, "phone.": 300, "moments.": 80, "ages.": 60}
"""Characters that reach the patterns of a module, blanks made single (not in moments): these may go back a little."""

CUTS: dict[str, Callable[[str], Any]] = {
    "text.key": text.key,
    "names.name_key": names.name_key,
    "names.name_words": names.name_words,
    "names.without_title": names.without_title,
    "phone.numbers_in": phone.numbers_in,
    "phone.phones_in": phone.phones_in,
    "phone.kept_phones": phone.kept_phones,
    "phone.phone_key": phone.phone_key,
    "phone.phone_ending": phone.phone_ending,
    "phone.is_told_in_words": phone.is_told_in_words,
    "collation.sort_key": collation.sort_key,
    "filenames.file_slug": filenames.file_slug,
    "reading.hard_places": lambda typed: list(reading.hard_places(typed, {})),
    "codes.clean": codes.clean,
    "houses.read_house": houses.read_house,
    "houses.house_order": houses.house_order,
    "houses.village_order": houses.village_order,
    "landmarks.landmarks": landmarks.landmarks,
    "persons.read_person": persons.read_person,
    "sounds.sound": sounds.sound,
}
"""Take the beginning of a text that is too long: they name or find things and cannot refuse."""

LOOKS_ONCE = {
    "digits.to_arabic": digits.to_arabic,
    "digits.only_digits": digits.only_digits,
    "words.is_word": words.is_word,
    "numbers.words_to_digits": numbers.words_to_digits,
    "keyboard.walks": lambda typed: list(keyboard.walks(typed)),
    "romanization.code_letters": romanization.code_letters,
    "text.keepable": text.keepable,
    "traces.personal_traces": traces.personal_traces,
    "messages.gettext_noop": str,
}
"""One look at each character, or one look-up."""


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    """What goes to Unicode during the test."""
    return count_handed(monkeypatch)


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    """The step counter recurses where the matcher of the library loops."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def hostile(units: int) -> st.SearchStrategy[str]:
    """Return texts of one repeated unit between a beginning and an end."""
    return st.builds(
        lambda prefix, unit, suffix: prefix + unit * units + suffix,
        st.sampled_from(PREFIXES),
        st.sampled_from(UNITS),
        st.sampled_from(SUFFIXES),
    )


def steps(pattern: re.Pattern[str], typed: str, *, most: int = 2_000_000) -> int:
    """Return the steps that a pattern takes on a text."""
    return Counter(pattern, most).search(typed)


def takes_text(function: Callable[..., Any]) -> bool:
    """Say whether a function's first argument is a text."""
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation == "str" and first.name != "code"


class TestDoor:
    """Every reader of `portal.thai` stands behind `bounded`."""

    def test_no_reader_of_text_is_forgotten(self) -> None:
        known = {*READS_LINES, *READS_TEXTS, *CUTS, *LOOKS_ONCE}
        found = {
            f"{module.__name__.removeprefix('portal.thai.')}.{name}"
            for module in MODULES
            for name, function in vars(module).items()
            if inspect.isfunction(function)
            and function.__module__ == module.__name__
            and not name.startswith("_")
            and takes_text(function)
        }
        assert found - known == set(), "a new reader: bound it, and name it in one of the tables above"
        assert known - found == set()

    @pytest.mark.parametrize("name", READS_LINES)
    def test_a_line_is_refused_by_its_raw_length_before_any_work(self, name: str, handed: Handed) -> None:
        for unit in UNITS:
            try:
                assert READS_LINES[name](unit * (LINE + 1)) in (None, False), repr(unit)
            except ThaiValueError as error:
                assert error.code, repr(unit)  # noqa: PT017
            assert handed.characters == 0, repr(unit)

    @pytest.mark.parametrize("name", READS_TEXTS)
    def test_running_text_is_refused_by_its_raw_length_before_any_work(
        self, name: str, handed: Handed
    ) -> None:
        with pytest.raises(TextTooLong) as refused:
            READS_TEXTS[name]("่" * (LIMIT + 1))
        assert refused.value.code == "too_long"
        assert handed.characters == 0

    @pytest.mark.parametrize("name", CUTS)
    def test_what_cannot_refuse_looks_at_the_beginning_only(self, name: str, handed: Handed) -> None:
        for unit in UNITS:
            handed.characters = 0
            CUTS[name](unit * 90_000)
            assert handed.characters <= 30 * LINE, repr(unit)
            assert handed.heap <= MOST_SIGNS, repr(unit)

    def test_a_reader_may_refuse_with_its_own_words(self) -> None:
        with pytest.raises(dates.DateError, match="วันที่"):
            bounded("12345", 4, dates.DateError("format"))
        assert bounded("1234", 4) == "1234"

    def test_unicode_is_asked_in_one_place_only(self) -> None:
        root = Path(portal.thai.__path__[0]).parent.parent
        asking = {
            str(path.relative_to(root))
            for room in ("portal", "cases", "legal_library", "announcements")
            for path in (root / room).rglob("*.py")
            if re.search(
                r"unicodedata\.(?:is_)?normalize|import (?:is_)?normalize\b", path.read_text(encoding="utf-8")
            )
        }
        assert asking == {"portal/thai/bounds.py"}


class TestNormalForms:
    """Unicode gets as much work as the text is long, and no heap to sort."""

    @pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
    def test_no_heap_of_signs_reaches_unicode(self, form: bounds.Form, handed: Handed) -> None:
        for unit in UNITS:
            handed.characters = 0
            normalized("ก" + unit * 2_000, form)
            assert handed.heap <= MOST_SIGNS, repr(unit)
            assert handed.characters <= 1 + len(unit) * 2_000, repr(unit)

    @given(hostile(700))
    @settings(max_examples=60, suppress_health_check=WITH_FIXTURES)
    def test_repairing_hands_over_a_few_times_the_text_at_most(
        self, monkeypatch: pytest.MonkeyPatch, typed: str
    ) -> None:
        with monkeypatch.context() as patch:
            counted = count_handed(patch)
            for reader in (text.repair, text.fold, text.skeleton):
                counted.characters = 0
                reader(typed)
                assert counted.characters <= 20 * len(typed) + 100
            assert counted.heap <= MOST_SIGNS

    def test_every_sign_of_unicode_is_known(self) -> None:
        signs = [
            chr(code)
            for code in range(sys.maxunicode + 1)
            if unicodedata.combining(unicodedata.normalize("NFKD", chr(code))[:1] or " ")
        ]
        pattern = bounds._heap(astral=True)
        assert [sign for sign in signs if not pattern.fullmatch(sign * (MOST_SIGNS + 1))] == []

    @given(st.text(max_size=60))
    @settings(max_examples=100)
    def test_what_people_write_is_normalized_as_unicode_says(self, typed: str) -> None:
        for form in ("NFC", "NFKD"):
            assert normalized(typed, form) == unicodedata.normalize(form, typed)

    def test_thirty_signs_stay(self) -> None:
        assert normalized("x" + "\u0323" * 80) == "x" + "\u0323" * MOST_SIGNS
        assert normalized("ก" + "่" * MOST_SIGNS) == "ก" + "่" * MOST_SIGNS


class TestPatterns:
    """No expression goes back over a text again and again."""

    @pytest.mark.parametrize("name", [name for name in PATTERNS if not name.startswith(tuple(LOOKED_AT))])
    @given(prefix=st.sampled_from(PREFIXES), unit=st.sampled_from(UNITS), suffix=st.sampled_from(SUFFIXES))
    @settings(max_examples=15)
    def test_twice_the_text_takes_twice_the_steps(
        self, name: str, prefix: str, unit: str, suffix: str
    ) -> None:
        pattern = PATTERNS[name]
        once, twice = (steps(pattern, prefix + unit * size + suffix) for size in (30, 60))
        assert twice <= 2.4 * once + 400

    @pytest.mark.parametrize("name", [name for name in PATTERNS if name.startswith(tuple(LOOKED_AT))])
    @given(data=st.data())
    @settings(max_examples=15)
    def test_readers_of_short_lines_take_few_steps_on_what_reaches_them(
        self, name: str, data: st.DataObject
    ) -> None:
        longest = LOOKED_AT[f"{name.partition('.')[0]}."]
        typed = data.draw(hostile(longest))
        cleaned = typed if name.startswith("moments.") else " ".join(typed.split())
        assert steps(PATTERNS[name], cleaned[:longest]) <= 60_000

    @given(hostile(400))
    @settings(max_examples=60)
    def test_no_reader_of_lines_breaks(self, typed: str) -> None:
        for cut in (typed, typed[:LINE], typed[:60], typed[:13]):
            for reader in READS_LINES.values():
                try:
                    reader(cut)
                except ThaiValueError as error:
                    assert error.message  # noqa: PT017

    @pytest.mark.parametrize("digits_of", ["9", "๙", "٣"])
    @pytest.mark.parametrize("length", [3, 5, 9, 60, 400, 4301, 90_000])
    def test_a_long_number_in_any_part_of_a_date_is_refused(self, digits_of: str, length: int) -> None:
        for place in range(3):
            parts = ["1", "1", "2530"]
            parts[place] = digits_of * length
            with pytest.raises(dates.DateError):
                dates.parse_date_parts(*parts)


class TestReferences:
    """Many numbers in one text."""

    @pytest.mark.parametrize("number", ["มท 0891.3/ว 1918 ", "ว 1918, ", "0891.3/ว 1918 ", "ที่ 12/2556 "])
    def test_a_number_is_not_compared_with_all_before_it(
        self, number: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = 0

        def counting(values: Any) -> bool:
            nonlocal asked
            asked += len(values)
            return builtin(values)

        builtin = any
        monkeypatch.setattr(references, "any", counting, raising=False)
        found = references.find_references(number * 500)
        assert len(found) == 500
        assert asked <= 6 * len(number) * 500


class TestStepCounter:
    """The counter finds what it is there to find."""

    @pytest.mark.parametrize("pattern", [r"\s*;?\s*x", r"(?:a+)+b", r"\d*\d*x", r".*?,.*?,.*?!"])
    def test_a_pattern_that_goes_back_is_seen(self, pattern: str) -> None:
        unit = {r"\s*;?\s*x": " ", r"(?:a+)+b": "a", r"\d*\d*x": "1", r".*?,.*?,.*?!": ","}[pattern]
        try:
            once, twice = (steps(re.compile(pattern), unit * size, most=300_000) for size in (12, 24))
        except StepLimitReached:
            return
        assert twice > 2.9 * once

    @given(
        st.sampled_from(sorted(PATTERNS)),
        st.sampled_from(PREFIXES),
        st.sampled_from(UNITS),
        st.sampled_from(SUFFIXES),
    )
    @settings(max_examples=100)
    def test_it_matches_what_the_library_matches(
        self, name: str, prefix: str, unit: str, suffix: str
    ) -> None:
        typed = prefix + unit * 6 + suffix
        counter = Counter(PATTERNS[name], 2_000_000)
        counter.search(typed)
        first = PATTERNS[name].search(typed)
        assert counter.first == (first.span() if first else None)
