"""Waiting ends: nobody has to remember, and running it twice or late changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.db import IntegrityError

from cases import tasks
from cases.domain.assistance import ask_reporter, record_answer, resume_unanswered
from cases.errors import GuardFailed
from cases.models import Case
from cases.vocabulary import CaseState, ClockKind, Verb
from portal.actors import Citizen
from portal.vocabulary import ActorKind
from tests.cases import factories
from tests.cases.factories import World

MONDAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)


def asked(world: World) -> Case:
    return ask_reporter(case=factories.working_case(world), actor=world.local.officer, question="บ้านเลขที่")


def test_after_15_days_without_an_answer_the_work_goes_on_with_the_time_that_was_left(world, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    case = asked(world)
    left = case.clocks.get(kind=ClockKind.ACT, stopped_at__isnull=False).due_at - MONDAY
    time_machine.move_to(MONDAY + dt.timedelta(days=15), tick=False)
    assert tasks.resume_unanswered_cases.call() == 0
    later = MONDAY + dt.timedelta(days=18)
    time_machine.move_to(later, tick=False)
    assert tasks.resume_unanswered_cases.call() == 1
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    clock = case.clocks.running().get()
    assert (clock.kind, clock.due_at) == (ClockKind.ACT, later + left)
    event = case.events.last()
    assert (event.verb, event.user, event.actor_kind) == (Verb.RESUME, None, ActorKind.SYSTEM)
    assert tasks.resume_unanswered_cases.call() == 0
    assert case.events.count() == case.version


def test_a_case_that_was_answered_is_left_alone(world, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    case = record_answer(case=(case := asked(world)), actor=Citizen(case.reference), answer="เลขที่ 9")
    time_machine.move_to(MONDAY + dt.timedelta(days=40), tick=False)
    assert tasks.resume_unanswered_cases.call() == 0
    assert Case.objects.get().version == case.version


def test_nobody_is_cut_short(world):
    with pytest.raises(GuardFailed, match="ยังไม่ครบ"):
        resume_unanswered(case=asked(world))


def test_a_case_that_changes_at_that_moment_is_skipped(world, time_machine, monkeypatch):
    time_machine.move_to(MONDAY, tick=False)
    asked(world)
    time_machine.move_to(MONDAY + dt.timedelta(days=16), tick=False)

    def gone(*, case: Case) -> Case:
        raise GuardFailed("changed")

    monkeypatch.setattr(tasks, "resume_unanswered", gone)
    assert tasks.resume_unanswered_cases.call() == 0


def test_a_case_that_cannot_be_resumed_keeps_no_other_waiting(world, time_machine, monkeypatch, caplog):
    time_machine.move_to(MONDAY, tick=False)
    broken, sound = asked(world), asked(world)
    time_machine.move_to(MONDAY + dt.timedelta(days=18), tick=False)

    def fails_for_one(*, case: Case) -> Case:
        if case == broken:
            raise IntegrityError("its own trouble")
        return resume_unanswered(case=case)

    monkeypatch.setattr(tasks, "resume_unanswered", fails_for_one)
    assert tasks.resume_unanswered_cases.call() == 1
    assert Case.objects.get(pk=sound.pk).state == CaseState.IN_PROGRESS
    assert Case.objects.get(pk=broken.pk).state == CaseState.AWAITING_INFO
    assert "its own trouble" in caplog.text


def test_the_task_comes_round_by_itself():
    assert "cases.tasks.resume_unanswered_cases" in settings.KLANG["PERIODIC"]
