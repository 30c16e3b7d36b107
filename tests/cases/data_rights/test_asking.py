"""Asking about one's data: once, by who may, told to who answers, by a day (PDPA s.30–36)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine

from cases.data_rights.domain import reading, reminding
from cases.data_rights.domain.rules import MOST_OPEN
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import RequestState, Right, Way
from cases.domain.erasing import erase
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case
from portal.audit.models import AuditEntry
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.data_rights.conftest import WORDS, Ask
from tests.cases.domain.test_succession import end
from tests.cases.factories import World

NOON = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)


def mails(template: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template=template).order_by("pk"))


@time_machine.travel(NOON, tick=False)
def test_what_is_asked_is_kept_once_with_its_day_and_told_to_who_is_responsible(
    world: World, case: Case, ask: Ask
):
    token = uuid.uuid4()
    made = [ask(token=token) for _twice in range(2)]
    assert RightsRequest.objects.count() == 1
    assert made[0] == made[1]
    row = RightsRequest.objects.get()
    assert (row.number, row.way, row.words, row.taken_by) == (1, Way.SECRET, WORDS, None)
    assert row.due_on == dt.date(2026, 12, 20), "thirty days"
    message = mails("data_rights_asked")[0]
    assert message.to == world.local.organization.email
    assert set(message.context) == {"reference", "link", "body_name", "due"}, "no word of the person"
    entry = AuditEntry.objects.get(action="data_rights.ask")
    assert (entry.subject, entry.data) == (case.reference, {"right": "correct", "number": 1})


def test_words_lie_sealed(ask: Ask):
    from django.db import connection

    ask()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM data_rights_rightsrequest")
        stored = str(cursor.fetchall())
    assert "7741" not in stored
    assert "คะนารี" not in stored


def test_a_copy_needs_no_words_and_everything_else_does(ask: Ask, protector):
    assert ask(Right.COPY, words=" ").words == ""
    for right in set(Right) - {Right.COPY}:
        with pytest.raises(GuardFailed) as refused:
            ask(right, words=" ")
        assert refused.value.field == "words"
    with pytest.raises(GuardFailed):
        ask(words="ก" * 2001)


def test_so_many_wait_at_a_time(ask: Ask):
    for _each in range(MOST_OPEN):
        ask()
    with pytest.raises(GuardFailed, match="รอคำตอบก่อน"):
        ask()


def test_at_the_office_somebody_is_identified_and_a_foreign_case_is_told_like_none(
    world: World, case: Case, ask_office: Ask
):
    made = ask_office()
    assert (made.way, made.identified, made.taken_by) == (
        Way.OFFICE,
        "ตรวจบัตรต่อหน้า",
        world.local.officer.person,
    )
    assert ask_office(reference=f" {case.reference.lower()} ").number == 2, "as people write it"
    with pytest.raises(GuardFailed) as nobody:
        ask_office(identified="  ")
    assert nobody.value.field == "identified"
    said = set()
    for actor, reference in (
        (world.other_local.officer, case.reference),
        (world.center.supervisor, case.reference),
        (world.local.officer, "AAAA-AAAA"),
    ):
        with pytest.raises(GuardFailed) as refused:
            ask_office(actor=actor, reference=reference)
        said.add((refused.value.field, str(refused.value.message)))
    assert len(said) == 1
    assert RightsRequest.objects.count() == 2


def test_who_works_on_no_case_takes_none(ask_office: Ask, protector):
    with pytest.raises(NotAllowed):
        ask_office(actor=protector)


def test_of_a_closed_case_that_nobody_may_read_any_more_a_supervisor_takes_it(world: World, ask_office: Ask):
    with time_machine.travel(NOON, tick=False):
        closed = factories.closed_case(world)
    closed.grants.update(until=NOON)
    assert not Case.objects.visible_to(world.local.officer).filter(pk=closed.pk).exists()
    with pytest.raises(GuardFailed):
        ask_office(reference=closed.reference)
    made = ask_office(reference=closed.reference, actor=world.local.supervisor)
    assert made in reading.waiting(world.local.supervisor)
    assert made not in reading.waiting(world.local.officer)


def test_each_reads_what_is_theirs_to_answer(world: World, case: Case, ask: Ask, protector):
    asked, complaint = ask(), ask(Right.COMPLAIN)
    doors = {one: set(reading.requests_of(one)) for one in (*world.officers, protector)}
    assert doors[world.local.officer] == doors[world.local.supervisor] == {asked}
    assert doors[protector] == {complaint}, "a complaint, never a case"
    others = set(world.officers) - {world.local.officer, world.local.supervisor}
    assert not any(doors[one] for one in others), "the center has forwarded the case: it answers nothing"
    case.recused.add(world.local.officer.person)
    assert not reading.requests_of(world.local.officer).exists(), "nobody answers in their own matter"


def test_a_data_protection_officer_watches_every_clock_and_no_word(world: World, ask: Ask, protector):
    asked = ask()
    row = reading.watched_by(protector).get(pk=asked.pk)
    assert {"words", "answer", "identified"} <= row.get_deferred_fields()
    assert not reading.watched_by(world.local.supervisor).exists()


def test_complaints_are_told_to_who_protects_data(world: World, ask: Ask, protector):
    row = ask(Right.COMPLAIN)
    assert [one.to for one in mails("data_rights_asked")] == [world.center.organization.email]
    protector.appointment.functions.all().delete()
    reminding.remind(row.due_on)
    assert not mails("data_rights_due"), (
        "nobody is left who may read it, and the office complained of is not told"
    )


def test_a_complaint_is_not_taken_while_nobody_could_read_it(world: World, ask: Ask):
    """It would lie unread, or with the office that is complained of; the person is told where to go instead."""
    with pytest.raises(GuardFailed, match="ได้โดยตรง") as refused:
        ask(Right.COMPLAIN)
    assert refused.value.field == "right"
    assert not RightsRequest.objects.exists()
    assert not mails("data_rights_asked")


def test_offices_are_reminded_once_before_and_once_after_the_day(world: World, ask: Ask):
    with time_machine.travel(NOON, tick=False):
        row = ask()
    for day, soon, late in ((-8, 0, 0), (-7, 1, 0), (0, 1, 0), (1, 1, 1), (9, 1, 1)):
        reminding.remind(row.due_on + dt.timedelta(days=day))
        assert (len(mails("data_rights_due")), len(mails("data_rights_late"))) == (soon, late), day
    assert row.is_late(row.due_on + dt.timedelta(days=1))
    row.state = RequestState.GRANTED
    assert not row.is_late(row.due_on + dt.timedelta(days=1))


def test_words_go_with_the_case(world: World, ask: Ask):
    with time_machine.travel(NOON, tick=False):
        closed = factories.closed_case(world)
        row = ask(case=closed)
        erase(closed)
    row = RightsRequest.objects.get(pk=row.pk)
    assert (row.words, row.identified, row.answer) == ("", "", "")
    assert row.right == Right.CORRECT, "the figures stay"
    with pytest.raises(GuardFailed, match="ลบแล้ว"):
        ask(case=Case.objects.get(pk=closed.pk))


def test_of_an_office_that_ended_the_heir_takes_and_answers(world: World, ask: Ask, ask_office: Ask):
    with time_machine.travel(NOON, tick=False):
        closed = factories.closed_case(world)
    end(world.local.organization, world.other_local.organization)
    head = world.other_local.supervisor
    made = ask(Right.CORRECT, case=closed)
    assert [one.to for one in mails("data_rights_asked")] == [world.other_local.organization.email]
    assert made in reading.waiting(head)
    assert made not in reading.waiting(world.center.supervisor)
    assert made not in reading.waiting(world.other_local.officer), "of a closed case a head alone"
    assert ask_office(reference=closed.reference, actor=head).case == closed
    with pytest.raises(GuardFailed):
        ask_office(reference=closed.reference, actor=world.center.supervisor)
