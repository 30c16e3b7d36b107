"""May it be used today: dates beat what an editor chose, unknown stays unknown."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.utils.translation import override

from legal_library.domain.standing import _ANSWERS, _TONES, standing_on, status_on
from legal_library.models import DocumentPage
from legal_library.vocabulary import DocumentStatus

# The names of statuses are rows.
pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PAST, FUTURE = date(2020, 1, 1), date(2030, 1, 1)


@pytest.mark.parametrize(
    ("status", "effective_on", "repealed_on", "expected"),
    [
        ("in_force", None, None, DocumentStatus.IN_FORCE),
        ("in_force", PAST, None, DocumentStatus.IN_FORCE),
        ("in_force", FUTURE, None, DocumentStatus.NOT_YET_IN_FORCE),
        ("in_force", TODAY, None, DocumentStatus.IN_FORCE),
        ("in_force", PAST, TODAY, DocumentStatus.REPEALED),
        ("in_force", PAST, FUTURE, DocumentStatus.IN_FORCE),
        ("not_yet_in_force", PAST, None, DocumentStatus.IN_FORCE),
        ("not_yet_in_force", None, None, DocumentStatus.NOT_YET_IN_FORCE),
        ("amended", PAST, None, DocumentStatus.AMENDED),
        ("suspended", PAST, None, DocumentStatus.SUSPENDED),
        ("suspended", PAST, PAST, DocumentStatus.REPEALED),
        ("unverified", PAST, None, DocumentStatus.UNVERIFIED),
        ("unverified", None, None, DocumentStatus.UNVERIFIED),
    ],
)
def test_status_of_a_day(
    status: str, effective_on: date | None, repealed_on: date | None, expected: DocumentStatus
) -> None:
    assert status_on(TODAY, status=status, effective_on=effective_on, repealed_on=repealed_on) == expected


def test_every_status_has_an_answer_and_a_tone() -> None:
    assert set(_ANSWERS) == set(_TONES) == set(DocumentStatus)


def test_what_nobody_checked_is_never_called_usable() -> None:
    with override("th"):
        standing = standing_on(TODAY, status="unverified")
    assert standing.answer.startswith("ไม่ทราบ")
    assert standing.tone == "warn"


def test_today_is_today_in_thailand() -> None:
    page = DocumentPage(kind="act", status="in_force", effective_on=date(2026, 11, 23))
    with time_machine.travel("2026-11-22T16:59:00Z", tick=False):
        assert page.standing.status == DocumentStatus.NOT_YET_IN_FORCE
    del page.standing
    with time_machine.travel("2026-11-22T17:00:00Z", tick=False):
        assert page.standing.status == DocumentStatus.IN_FORCE


@pytest.mark.parametrize(
    ("status", "checked_on", "years"),
    [
        ("in_force", date(2021, 6, 30), 5),
        ("amended", date(2025, 11, 22), 1),
        ("in_force", date(2025, 11, 23), 0),
        ("in_force", None, 0),
        ("repealed", date(2000, 1, 1), 0),
        ("unverified", date(2000, 1, 1), 0),
    ],
)
def test_certainty_ages_and_the_first_words_say_so(status: str, checked_on: date | None, years: int) -> None:
    with override("th"):
        standing = standing_on(TODAY, status=status, checked_on=checked_on)
    assert standing.answer.startswith(f"ตรวจครั้งล่าสุด {years} ปีก่อน") == bool(years)
    assert (f"{years} ปีก่อน" in standing.label) == bool(years)
    if years:
        assert standing.tone == "warn"
