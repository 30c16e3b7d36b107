"""Who may answer, that an answer is given once, and how its asker learns of it (S1.25, S2.60)."""

from __future__ import annotations

import uuid

import pytest

from cases.consultation.domain import answering, asking
from cases.consultation.domain.rules import may_answer, may_keep_rules, set_rule
from cases.consultation.models import Consultation
from cases.errors import GuardFailed, NotAllowed
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.consultation.conftest import MAIL


def test_the_center_answers_by_what_an_order_says_and_nobody_else(world, asked) -> None:
    assert may_answer(world.center.officer)
    assert may_keep_rules(world.center.supervisor)
    assert not may_keep_rules(world.center.officer)
    editor = officer(world.center.organization, Role.CONTENT_EDITOR)
    for other in (
        world.local.officer,
        world.local.supervisor,
        world.lead.officer,
        world.hospital.officer,
        editor,
    ):
        assert not may_answer(other)
        assert list(answering.visible_to(other)) == []
        with pytest.raises(NotAllowed):
            answering.answer(actor=other, consultation=asked.consultation, text="ตอบ")


def test_another_center_reads_nothing(world, asked) -> None:
    other = officer(OrganizationFactory(type=OrganizationType.CENTER, name_th="ศูนย์อื่น"), Role.CENTER_OFFICER)
    assert may_answer(other)
    assert list(answering.visible_to(other)) == []
    with pytest.raises(NotAllowed):
        answering.answer(actor=other, consultation=asked.consultation, text="ตอบ")


def test_an_answer_is_given_once_and_stays(world, asked) -> None:
    answering.answer(actor=world.center.officer, consultation=asked.consultation, text="ยื่นที่ อบต. ได้")
    with pytest.raises(GuardFailed):
        answering.answer(actor=world.center.supervisor, consultation=asked.consultation, text="คำตอบอื่น")
    kept = Consultation.objects.get()
    assert (kept.answer, kept.answered_by) == ("ยื่นที่ อบต. ได้", world.center.officer.person)
    assert list(answering.waiting(world.center.officer)) == []
    assert AuditEntry.objects.filter(action="consultation.answer", subject=kept.reference).count() == 1


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_answer_is_none(world, asked, text: str) -> None:
    with pytest.raises(GuardFailed):
        answering.answer(actor=world.center.officer, consultation=asked.consultation, text=text)
    assert Consultation.objects.get().answered_at is None


def test_the_mail_says_that_there_is_an_answer_and_nothing_more(world, asked) -> None:
    answering.answer(actor=world.center.officer, consultation=asked.consultation, text="คำตอบลับ-7731")
    message = OutboxMessage.objects.get()
    assert message.to == MAIL
    assert set(message.context) == {"reference", "link"}
    assert asked.secret not in repr(message.context)
    assert "7731" not in repr(message.context)


def test_who_allowed_no_mail_gets_none(world) -> None:
    kept = asking.ask(token=uuid.uuid4(), question="ถาม", email=MAIL).consultation
    answering.answer(actor=world.center.officer, consultation=kept, text="ตอบ")
    assert not OutboxMessage.objects.exists()


def test_the_asker_reads_it_and_the_office_sees_that_they_did(world, asked) -> None:
    reference, secret = asked.consultation.reference, asked.secret
    assert asking.find(reference=reference, secret=secret).read_at is None
    asked.consultation.refresh_from_db()
    assert asked.consultation.read_at is None, "there was nothing to read yet"
    answering.answer(actor=world.center.officer, consultation=asked.consultation, text="ตอบ")
    asking.find(reference=reference, secret=secret)
    asked.consultation.refresh_from_db()
    assert asked.consultation.read_at is not None


@pytest.mark.parametrize(("days", "keep"), [(0, 365), (31, 365), (3, 29), (3, 3651)])
def test_numbers_stay_in_their_range(world, days: int, keep: int) -> None:
    with pytest.raises(GuardFailed):
        set_rule(actor=world.center.supervisor, working_days=days, keep_days=keep)
    with pytest.raises(NotAllowed):
        set_rule(actor=world.center.officer, working_days=3, keep_days=365)
