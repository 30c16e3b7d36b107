"""Questions that wait follow the calendar, as duties of cases do; what is counted in hours, missed or answered stays."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from cases.consultation import tasks
from cases.consultation.domain import answering, asking, rules
from cases.consultation.domain.following import follow_calendar
from cases.consultation.models import Consultation
from portal.audit.models import AuditEntry
from portal.calendar.domain.days import keep
from portal.calendar.models import Holiday
from portal.calendar.working_days import end_of_day

MONDAY = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
THURSDAY, FRIDAY = dt.date(2026, 11, 26), dt.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def monday(time_machine):
    """A Monday without holidays until December."""
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def waiting(world) -> Consultation:
    """A question that should be answered within three working days."""
    return ask("ขอถุงยังชีพได้ที่ไหน")


def ask(words: str) -> Consultation:
    return asking.ask(token=uuid.uuid4(), question=words).consultation


def announced(day: dt.date) -> Holiday:
    return keep(Holiday(day=day, name="วันหยุดพิเศษ"))


def test_a_day_announced_late_moves_what_waits_and_the_record_keeps_both_times(waiting: Consultation):
    assert (waiting.due_at, waiting.working_days) == (end_of_day(THURSDAY), 3)
    announced(dt.date(2026, 11, 25))
    assert follow_calendar() == 1
    waiting.refresh_from_db()
    assert waiting.due_at == end_of_day(FRIDAY)
    entry = AuditEntry.objects.get(action="consultation.follow_calendar")
    assert (entry.subject, entry.organization) == (waiting.reference, waiting.organization)
    assert dt.datetime.fromisoformat(entry.data["was"]) == end_of_day(THURSDAY)
    assert dt.datetime.fromisoformat(entry.data["due"]) == waiting.due_at
    assert follow_calendar() == 0


def test_a_correction_back_moves_it_back(waiting: Consultation):
    day = announced(dt.date(2026, 11, 25))
    follow_calendar()
    day = Holiday.objects.get(pk=day.pk)
    day.is_closed = False
    keep(day)
    assert follow_calendar() == 1
    waiting.refresh_from_db()
    assert waiting.due_at == end_of_day(THURSDAY)


def test_what_is_missed_stays_missed(waiting: Consultation, monday):
    monday.move_to(dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC), tick=False)
    announced(dt.date(2026, 11, 25))
    assert follow_calendar() == 0
    waiting.refresh_from_db()
    assert waiting.due_at == end_of_day(THURSDAY)


def test_words_of_danger_are_looked_at_by_the_hour_whatever_day_it_is(world):
    danger = ask("อยากตาย ไม่อยากอยู่แล้ว")
    assert (danger.due_at, danger.working_days) == (MONDAY + asking.IN_DANGER, None)
    announced(dt.date(2026, 11, 23))
    announced(dt.date(2026, 11, 24))
    assert follow_calendar() == 0
    danger.refresh_from_db()
    assert danger.due_at == MONDAY + asking.IN_DANGER


def test_what_is_answered_stays(waiting: Consultation, world):
    answering.answer(actor=world.center.officer, consultation=waiting, text="ที่เทศบาล")
    announced(dt.date(2026, 11, 25))
    assert follow_calendar() == 0


def test_a_changed_rule_moves_nothing_and_the_days_of_then_are_counted(waiting: Consultation, world):
    rules.set_rule(actor=world.center.supervisor, working_days=10, keep_days=365)
    assert follow_calendar() == 0
    announced(dt.date(2026, 11, 25))
    assert follow_calendar() == 1
    waiting.refresh_from_db()
    assert waiting.due_at == end_of_day(FRIDAY)
    assert ask("ถามอีกข้อ").working_days == 10


def test_a_change_of_the_calendar_puts_the_counting_into_the_queue(
    waiting: Consultation, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        announced(dt.date(2026, 11, 25))
    waiting.refresh_from_db()
    assert waiting.due_at == end_of_day(FRIDAY)
    assert tasks.follow_calendar.call() == 0
