"""What people wrote goes when its time is over; figures and what was published stay (R23)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import CharField, EmailField, TextField
from django.utils import timezone

from cases.consultation.domain import answering, asking, keeping
from cases.consultation.models import Consultation
from cases.consultation.tasks import erase_old_questions
from tests.cases.consultation.conftest import CANARY, MAIL
from tests.cases.domain.test_erasing import dump
from tests.outbox.addresses import mails_to

KEPT = {"reference", "submission_key", "problem", "state"}
"""Text columns that say nothing of anybody once the secret is gone."""


def test_it_goes_after_the_days_of_the_center_and_not_before(world, asked, time_machine) -> None:
    answering.answer(actor=world.center.officer, consultation=asked.consultation, text="ตอบ")
    start = timezone.now()
    time_machine.move_to(start + dt.timedelta(days=364), tick=False)
    assert keeping.erase_old() == 0
    time_machine.move_to(start + dt.timedelta(days=366), tick=False)
    assert keeping.erase_old() == 1
    assert keeping.erase_old() == 0, "once"
    kept = Consultation.objects.get()
    assert (kept.question, kept.answer, kept.email) == ("", "", "")
    assert kept.problem == "disaster"
    assert kept.erased_at is not None
    assert not mails_to(MAIL)
    assert asking.find(reference=kept.reference, secret=asked.secret) is None


def test_what_waits_for_an_answer_stays(world, asked, time_machine) -> None:
    time_machine.move_to(timezone.now() + dt.timedelta(days=4000), tick=False)
    assert keeping.erase_old() == 0
    assert Consultation.objects.get().question


def test_every_text_column_is_erased_or_says_nothing_of_anybody() -> None:
    texts = {
        field.name
        for field in Consultation._meta.fields
        if isinstance(field, (CharField, TextField, EmailField))
    }
    assert texts == KEPT | {name for name in keeping.ERASED if name != "may_email"}


def test_the_work_is_bounded_and_goes_on_the_next_time(world, monkeypatch, time_machine) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    for _ in range(2):
        kept = asking.ask(token=uuid.uuid4(), question="ถาม").consultation
        answering.answer(actor=world.center.officer, consultation=kept, text="ตอบ")
    time_machine.move_to(timezone.now() + dt.timedelta(days=400), tick=False)
    assert [keeping.erase_old() for _ in range(3)] == [1, 1, 0]


def test_the_task_may_run_again_after_it_died(world) -> None:
    erase_old_questions.func()
    assert getattr(erase_old_questions.func, "is_repeatable", False)


def test_no_table_holds_what_was_asked_and_answered_in_clear(asked) -> None:
    """Decision 0012: question, address and answer are sealed."""
    text = dump()
    for secret in (CANARY, "081-770-0131", MAIL):
        assert secret not in text
    again = Consultation.objects.get(pk=asked.consultation.pk)
    assert (again.question, again.email) == (CANARY, MAIL)
