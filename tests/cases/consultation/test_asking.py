"""A question is kept once, found by two codes alone, and asks for as little as possible (S1.25, R03)."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from cases.consultation.domain import answering, asking
from cases.consultation.domain.rules import set_rule
from cases.consultation.models import Consultation
from cases.errors import GuardFailed
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from tests.cases.consultation.conftest import CANARY, MAIL, TOKEN


def test_the_same_form_twice_is_one_question_with_the_same_codes(asked) -> None:
    again = asking.ask(token=TOKEN, question="อีกครั้ง")
    assert again.consultation == asked.consultation
    assert again.secret == asked.secret
    assert Consultation.objects.get().question == CANARY


def test_of_the_secret_only_a_hash_is_kept(asked) -> None:
    row = Consultation.objects.values().get()
    assert asked.secret.replace("-", "") not in repr(row)
    assert str(TOKEN) not in repr(row)


def test_both_codes_in_any_spelling_find_it_and_nothing_else_does(asked) -> None:
    reference, secret = asked.consultation.reference, asked.secret
    assert (
        asking.find(reference=reference.lower(), secret=secret.replace("-", " ").lower())
        == asked.consultation
    )
    other = asking.ask(token=uuid.uuid4(), question="อื่น")
    for wrong in (
        (reference, other.secret),
        (other.consultation.reference, secret),
        ("", ""),
        (reference, ""),
    ):
        assert asking.find(reference=wrong[0], secret=wrong[1]) is None


def test_an_address_that_was_not_called_safe_is_not_kept(world) -> None:
    """Privacy 7: silence means no."""
    kept = asking.ask(token=uuid.uuid4(), question="ถาม", email=MAIL, may_email=False).consultation
    assert (kept.email, kept.may_email) == ("", False)


def test_the_record_knows_that_something_was_asked_and_nothing_of_it(asked) -> None:
    entry = AuditEntry.objects.get(action="consultation.ask")
    assert entry.subject == asked.consultation.reference
    assert "คะนารี" not in repr(entry.__dict__)


def test_it_is_due_in_working_days_that_the_center_may_change(world, time_machine) -> None:
    time_machine.move_to("2026-11-26T10:00:00+07:00", tick=False)  # Thursday
    first = asking.ask(token=uuid.uuid4(), question="ถาม").consultation
    assert timezone.localtime(first.due_at).date().isoformat() == "2026-12-01"
    set_rule(actor=world.center.supervisor, working_days=1, keep_days=365)
    second = asking.ask(token=uuid.uuid4(), question="ถาม").consultation
    assert timezone.localtime(second.due_at).date().isoformat() == "2026-11-27"
    first.refresh_from_db()
    assert timezone.localtime(first.due_at).date().isoformat() == "2026-12-01", "what waits keeps its day"


def test_words_of_danger_are_looked_at_first_and_within_two_hours(world, time_machine) -> None:
    time_machine.move_to("2026-11-28T23:00:00+07:00", tick=False)  # Saturday night
    calm = asking.ask(token=uuid.uuid4(), question="น้ำท่วมขอเงินที่ไหน").consultation
    danger = asking.ask(token=uuid.uuid4(), question="โดนผัวตี ทำยังไงดี").consultation
    assert (calm.danger, danger.danger) == ("", "violence")
    assert danger.due_at - danger.asked_at == asking.IN_DANGER
    assert list(answering.waiting(world.center.officer)) == [danger, calm]


def test_without_a_center_nobody_is_left_waiting(db) -> None:
    Organization.objects.all().delete()
    with pytest.raises(GuardFailed):
        asking.ask(token=uuid.uuid4(), question="ถาม")
