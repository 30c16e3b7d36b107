"""Waiting ends: nobody has to remember, and running it twice or late changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.db import IntegrityError

from cases import tasks
from cases.domain.asking import ask_reporter, end_question, record_answer
from cases.errors import GuardFailed
from cases.machine.vocabulary import DutyKind, Stage, Verb, WaitingState
from cases.models import Case, Question
from portal.actors import Citizen
from portal.vocabulary import ActorKind
from tests.cases import factories
from tests.cases.domain.verbs import duty_of, running
from tests.cases.factories import World

MONDAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)


def asked(world: World) -> Question:
    return ask_reporter(case=factories.working_case(world), actor=world.local.officer, question="บ้านเลขที่")


def test_after_15_days_without_an_answer_the_work_goes_on_with_the_time_that_was_left(world, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    case = asked(world).case
    left = case.duties.get(kind=DutyKind.ACT).due_at - MONDAY
    time_machine.move_to(MONDAY + dt.timedelta(days=15, seconds=-1), tick=False)
    assert tasks.end_unanswered_questions.call() == 0
    later = MONDAY + dt.timedelta(days=18)
    time_machine.move_to(later, tick=False)
    assert tasks.end_unanswered_questions.call() == 1
    case.refresh_from_db()
    assert case.stage == Stage.WORKING
    assert running(case) == [DutyKind.ACT]
    assert duty_of(case, DutyKind.ACT).due_at == later + left
    event = case.events.last()
    assert (event.verb, event.user, event.actor_kind) == (Verb.QUESTION_END, None, ActorKind.SYSTEM)
    assert tasks.end_unanswered_questions.call() == 0
    assert case.events.count() == case.version


def test_a_case_that_was_answered_is_left_alone(world, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    question = asked(world)
    actor = Citizen(question.case.reference)
    case = record_answer(question=question, actor=actor, answer="เลขที่ 9").case
    time_machine.move_to(MONDAY + dt.timedelta(days=40), tick=False)
    assert tasks.end_unanswered_questions.call() == 0
    assert Case.objects.get().version == case.version


def test_nobody_is_cut_short(world):
    with pytest.raises(GuardFailed, match="ยังไม่ครบ"):
        end_question(question=asked(world))


def test_a_case_that_changes_at_that_moment_is_skipped(world, time_machine, monkeypatch):
    time_machine.move_to(MONDAY, tick=False)
    asked(world)
    time_machine.move_to(MONDAY + dt.timedelta(days=16), tick=False)

    def gone(*, question: Question) -> Case:
        raise GuardFailed("changed")

    monkeypatch.setattr(tasks.asking, "end_question", gone)
    assert tasks.end_unanswered_questions.call() == 0


def test_a_question_that_cannot_be_ended_keeps_no_other_waiting(world, time_machine, monkeypatch, caplog):
    time_machine.move_to(MONDAY, tick=False)
    broken, sound = asked(world), asked(world)
    time_machine.move_to(MONDAY + dt.timedelta(days=18), tick=False)

    def fails_for_one(*, question: Question) -> Case:
        if question == broken:
            raise IntegrityError("its own trouble")
        return end_question(question=question)

    monkeypatch.setattr(tasks.asking, "end_question", fails_for_one)
    assert tasks.end_unanswered_questions.call() == 1
    assert Question.objects.get(pk=sound.pk).state == WaitingState.EXPIRED
    assert Question.objects.get(pk=broken.pk).state == WaitingState.OPEN
    assert "its own trouble" in caplog.text


def test_the_task_comes_round_by_itself():
    assert "cases.tasks.end_unanswered_questions" in settings.KLANG["PERIODIC"]
