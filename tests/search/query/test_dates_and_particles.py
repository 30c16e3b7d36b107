"""Dates in every spelling are one date; words of tone are searched by nobody (issue 12 point 4)."""

from __future__ import annotations

import pytest

from portal.search.query.dates import spell_dates
from portal.search.query.particles import without_particles
from portal.search.query.understand import understand

WRITTEN = "9 กันยายน 2556"


@pytest.mark.parametrize(
    "typed",
    [
        "9/9/2556",
        "09-09-2556",
        "9.9.2556",
        "9 ก.ย. 2556",
        "9ก.ย.2556",
        "9 กย 2556",
        "9 กันยายน พ.ศ. 2556",
        "9 sep 2013",
        "9/9/2013",
        "๙/๙/๒๕๕๖",
    ],
)
def test_every_spelling_of_a_day_is_searched_as_laws_write_it(typed: str) -> None:
    assert understand(typed).text == WRITTEN
    assert WRITTEN in understand(f"หนังสือลงวันที่ {typed} เรื่องน้ำท่วม").text


@pytest.mark.parametrize(
    "typed", ["31/2/2556", "99/99/2556", "0891.3/2556", "1/2/3/2556", "12.5.25561", "มาตรา 9", "9/9"]
)
def test_what_is_no_day_of_a_calendar_stays(typed: str) -> None:
    assert spell_dates(typed) == typed


def test_only_a_few_dates_of_one_query_are_written_out() -> None:
    assert spell_dates("9/9/2556 " * 10).count("กันยายน") == 4


def test_particles_go_unless_nothing_else_is_there() -> None:
    assert without_particles(["ขอ", "ถุงยังชีพ", "หน่อย", "นะคะ"]) == ["ขอ", "ถุงยังชีพ"]
    assert without_particles(["ครับ"]) == ["ครับ"]
    assert without_particles([]) == []


@pytest.mark.parametrize("typed", ["ช่วยด้วย", "ค่าปรับ", "คณะกรรมการ"])
def test_words_with_a_meaning_are_no_particles(typed: str) -> None:
    words = list(understand(typed).words)
    assert without_particles(words) == words
