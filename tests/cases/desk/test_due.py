"""Deadlines in words: enough to act on, the same in every row, never wrong about what is over."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from cases.desk.due import due_of, next_due, span_words
from cases.desk.names import brief

NOW = dt.datetime(2026, 11, 22, 5, 0, tzinfo=dt.UTC)


def clock(*, started: float, due: float, body: int = 1) -> Any:
    """A running clock, times in hours from now."""
    organization = SimpleNamespace(short_name=f"หน่วยงาน {body}", display_name="ชื่อเต็มที่ยาวมาก")
    return SimpleNamespace(
        kind="act",
        started_at=NOW + dt.timedelta(hours=started),
        due_at=NOW + dt.timedelta(hours=due),
        organization=organization,
        organization_id=body,
        get_kind_display=lambda: "ตอบรับเรื่อง",
    )


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (dt.timedelta(seconds=5), "1 นาที"),
        (dt.timedelta(minutes=59, seconds=59), "59 นาที"),
        (dt.timedelta(hours=1), "1 ชั่วโมง"),
        (dt.timedelta(hours=47, minutes=59), "47 ชั่วโมง"),
        (dt.timedelta(days=2), "2 วัน"),
        (dt.timedelta(days=2, hours=23), "2 วัน"),
    ],
)
def test_spans_are_told_in_the_unit_that_says_enough(span: dt.timedelta, words: str) -> None:
    with translation.override("th"):
        assert span_words(span) == words


@pytest.mark.parametrize(
    ("started", "due", "words", "percent", "tone"),
    [
        (-1, 9, "เหลือ 9 ชั่วโมง", 10, ""),
        (-8, 2, "เหลือ 2 ชั่วโมง", 80, "soon"),
        (-10, 0, "เหลือ 1 นาที", 100, "soon"),
        (-20, -10, "เกินกำหนด 10 ชั่วโมง", 100, "late"),
        (1, 25, "เหลือ 25 ชั่วโมง", 0, ""),
        (0, 0, "เหลือ 1 นาที", 100, "soon"),
    ],
)
def test_what_is_left_and_what_is_over(
    started: float, due: float, words: str, percent: int, tone: str
) -> None:
    with translation.override("th"):
        found = due_of(clock(started=started, due=due), NOW, own=1)
    assert (found.words, found.percent, found.tone) == (words, percent, tone)


def test_ones_own_deadline_comes_before_the_nearer_one_of_another() -> None:
    found = next_due([clock(started=-1, due=1, body=2), clock(started=-1, due=30, body=1)], 1, NOW)
    assert found is not None
    assert found.holder == "หน่วยงาน 1"


def test_without_ones_own_the_nearest_of_anybody() -> None:
    found = next_due([clock(started=-1, due=5, body=3), clock(started=-1, due=1, body=2)], 1, NOW)
    assert found is not None
    assert found.holder == "หน่วยงาน 2"


@pytest.mark.parametrize(("body", "own", "is_anothers"), [(1, 1, False), (2, 1, True)])
def test_the_body_that_must_act_is_named_only_when_it_is_another(
    body: int, own: int, is_anothers: bool
) -> None:
    assert due_of(clock(started=-1, due=5, body=body), NOW, own).is_anothers is is_anothers
    found = next_due([clock(started=-1, due=5, body=body)], own, NOW)
    assert found is not None
    assert found.is_anothers is is_anothers


def test_nothing_runs_nothing_is_due() -> None:
    assert next_due([], 1, NOW) is None


def test_bodies_without_a_short_name_keep_their_full_one() -> None:
    with translation.override("th"):
        assert brief(SimpleNamespace(short_name="", display_name="โรงพยาบาลกระบี่")) == "โรงพยาบาลกระบี่"
        assert brief(SimpleNamespace(short_name="รพ.กระบี่", display_name="โรงพยาบาลกระบี่")) == "รพ.กระบี่"
    with translation.override("en"):
        assert brief(SimpleNamespace(short_name="รพ.กระบี่", display_name="Krabi Hospital")) == "Krabi Hospital"
