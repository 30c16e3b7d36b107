"""*Done* is said only of what was done; *no* has a ground, a head, and goes on record beside the data (PDPA s.30–36)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from cases.data_rights.domain import deciding, reading
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import Ground, RequestState, Right
from cases.domain import asking as talking
from cases.domain import disclosures, facts, retention
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case
from cases.vocabulary import Consent, ConsentBy
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.outbox.models import OutboxMessage
from portal.thai.dates import bangkok_today
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.data_rights.conftest import WORDS, Ask
from tests.cases.factories import World

NOON = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
ANSWER = "ทำให้แล้ว ตรวจดูได้"


def decide(asked: RightsRequest, actor, state=RequestState.GRANTED, **values) -> RightsRequest:
    return deciding.decide(actor=actor, asked=asked, state=state, **({"answer": ANSWER} | values))


def refused_at(asked: RightsRequest, actor, state=RequestState.GRANTED, **values) -> str | None:
    with pytest.raises(GuardFailed) as refused:
        decide(asked, actor, state, **values)
    asked.refresh_from_db()
    assert asked.state == RequestState.OPEN, "nothing was written"
    return refused.value.field


def test_a_copy_is_given_before_it_is_called_given(world: World, case: Case, ask: Ask):
    disclosures.copy_for(case=case, actor=world.local.officer, identified="ก่อนขอ")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1), tick=False):
        asked = ask(Right.COPY)
        assert refused_at(asked, world.local.officer) == "state", "the copy of before is not this one"
        disclosures.copy_for(case=case, actor=world.local.officer, identified="ตรวจบัตร")
        assert decide(asked, world.local.officer).state == RequestState.GRANTED


def test_data_is_corrected_before_it_is_called_corrected(world: World, case: Case, ask: Ask):
    asked = ask()
    assert refused_at(asked, world.local.officer) == "state"
    facts.change_contact(
        case=case, actor=world.local.officer, contact={"phone": "089-555-7741"}, identified="โทรกลับเบอร์เดิม"
    )
    row = decide(asked, world.local.officer)
    assert (row.decided_by, row.organization) == (world.local.officer.person, world.local.organization)
    assert not reading.standing_of(case.reference).notes, "what was corrected needs no note"


@pytest.mark.parametrize("right", [Right.RESTRICT, Right.OBJECT])
def test_use_ends_where_the_story_can_go_to_nobody_else(world: World, case: Case, ask: Ask, right: Right):
    asked = ask(right)
    assert refused_at(asked, world.local.officer) == "state"
    talking.change_consent(
        case=case,
        actor=world.local.officer,
        consent=Consent.REFUSED,
        by=ConsentBy.PERSON,
        note="มาบอกที่สำนักงาน",
    )
    decide(asked, world.local.officer)


def test_data_of_an_open_case_is_not_erased_and_of_a_closed_one_two_people_let_go(
    world: World, case: Case, ask: Ask
):
    assert refused_at(ask(Right.ERASE), world.local.supervisor) == "state"
    with time_machine.travel(NOON, tick=False):
        closed = factories.closed_case(world)
        asked = ask(Right.ERASE, case=closed)
        assert not retention.over(retention.of_organization(world.local.supervisor)).exists()
        decide(asked, world.local.officer)
        closed.refresh_from_db()
        assert closed.retention_until == bangkok_today() - dt.timedelta(days=1)
        assert not closed.anonymized, "two people still have to let it go"
        assert closed in retention.over(retention.of_organization(world.local.supervisor))
    assert AuditEntry.objects.filter(action="retention.bring_forward", subject=closed.reference).exists()


def test_what_an_order_holds_back_is_not_called_erased(world: World, ask: Ask):
    head = world.local.supervisor
    with time_machine.travel(NOON, tick=False):
        closed = factories.closed_case(world)
        asked = ask(Right.ERASE, case=closed)
        retention.hold(actor=head, case=closed, reason="คดีดำที่ 12/2570")
        assert refused_at(asked, world.local.officer) == "state"
        retention.lift(actor=head, case=closed)
        decide(asked, world.local.officer)


def test_what_a_law_keeps_is_not_erased_by_a_yes_in_part(world: World, ask: Ask):
    """Erasing takes a case as a whole; whoever was told that a part is kept finds it kept."""
    with time_machine.travel(NOON, tick=False):
        closed = factories.closed_case(world)
        until = closed.retention_until
        asked = ask(Right.ERASE, case=closed)
        retention.hold(actor=world.local.supervisor, case=closed, reason="คดีดำที่ 12/2570")
        decide(asked, world.local.officer, RequestState.PARTLY, ground=Ground.LAW)
        closed.refresh_from_db()
        assert closed.retention_until == until
        assert not AuditEntry.objects.filter(action="retention.bring_forward").exists()


def test_nothing_is_erased_under_a_question_that_waits(world: World, ask: Ask):
    """Who asked for a copy would be given an empty one, and who complains could not be shown to be right."""
    head, second = world.local.supervisor, officer(world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    with time_machine.travel(NOON, tick=False):
        closed = factories.closed_case(world)
        Case.objects.filter(pk=closed.pk).update(retention_until=bangkok_today() - dt.timedelta(days=2))
        release = retention.ask_release(actor=head, cases=[closed.pk])
        waiting = ask(Right.COPY, case=closed)
        assert retention.decide(actor=second, release=release, approve=True) == 0
        disclosures.copy_for(case=closed, actor=world.local.officer, identified="ตรวจบัตร")
        decide(waiting, world.local.officer)
        assert retention.carry_out_all() == 1


def test_no_needs_a_ground_words_and_a_head(world: World, ask: Ask):
    asked = ask()
    officer, head = world.local.officer, world.local.supervisor
    no = {"ground": Ground.IS_RIGHT, "state": RequestState.REFUSED}
    assert refused_at(asked, officer, **no) == "state", "one person's no"
    assert refused_at(asked, head, RequestState.REFUSED) == "ground"
    assert refused_at(asked, head, RequestState.REFUSED, ground="nonsense") == "ground"
    assert refused_at(asked, head, **no, answer="  ") == "answer"
    row = decide(asked, head, **no)
    entry = AuditEntry.objects.get(action="data_rights.decide")
    assert entry.data == {"number": row.number, "state": "refused", "ground": "is_right"}
    with pytest.raises(GuardFailed, match="มีผู้ตอบ"):
        decide(asked, head, **no)


def test_what_is_not_corrected_gets_the_note_of_its_person(world: World, case: Case, ask: Ask):
    """Official Information Act B.E. 2540 s.25."""
    asked = ask()
    assert reading.standing_of(case.reference).waiting == 1
    decide(asked, world.local.supervisor, RequestState.REFUSED, ground=Ground.IS_RIGHT)
    standing = reading.standing_of(case.reference)
    assert standing.waiting == 0
    assert [note.words for note in standing.notes] == [WORDS]


def test_foreign_requests_cannot_be_answered(world: World, ask: Ask, protector):
    asked, complaint = ask(), ask(Right.COMPLAIN)
    for somebody in (world.other_local.supervisor, world.center.supervisor, protector):
        with pytest.raises(NotAllowed):
            decide(asked, somebody, RequestState.REFUSED, ground=Ground.LAW)
    with pytest.raises(NotAllowed):
        decide(complaint, world.local.supervisor)
    decide(complaint, protector)
    with pytest.raises(NotAllowed):
        decide(asked, world.local.supervisor, RequestState.OPEN)


def test_the_person_is_told_without_a_word_of_it(world: World, case: Case, ask: Ask):
    reporter = case.reporter
    for may_email, count in ((False, 0), (True, 1)):
        reporter.email, reporter.may_email = factories.CANARY_EMAIL, may_email
        reporter.save()
        decide(ask(), world.local.supervisor, RequestState.REFUSED, ground=Ground.LAW)
        news = OutboxMessage.objects.filter(template="case_news", dedup_key__contains=":rights:")
        assert news.count() == count
    assert set(news.get().context) == {"reference", "link"}


def test_the_tables_know_a_decision_only_whole(world: World, ask: Ask):
    asked = ask()
    for broken in (
        {"state": RequestState.GRANTED},
        {"decided_by": world.local.officer.person.pk},
        {"state": RequestState.REFUSED, "decided_at": NOON},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RightsRequest.objects.filter(pk=asked.pk).update(**broken)
    decide(asked, world.local.supervisor, RequestState.REFUSED, ground=Ground.LAW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(ground="")
