"""Two at the same moment: one wins, the other is told, and history stays linear (R03, R04, R08; ASVS 2.3.4).

Real threads with a connection each, on the database of the settings: SQLite's IMMEDIATE transactions and PostgreSQL's
row locks must give the same result.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from cases.domain.closure import approve, refuse
from cases.domain.intake import submit_case
from cases.domain.referral import accept_referral, recall_referral, refer_case, return_referral
from cases.domain.screening import screen_case
from cases.domain.verifying import faults_of
from cases.errors import CaseChanged, CaseError
from cases.machine.vocabulary import DutyKind, Stage, WaitingState
from cases.models import Case, CaseEvent, Referral, RegisterEntry
from cases.vocabulary import Consent, HandoverReason, ReturnReason, Severity
from portal.actors import Citizen
from portal.letters.models import OutgoingLetter
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.domain.verbs import running, waiting_approval
from tests.cases.factories import World, submission

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def district(transactional_db: None) -> World:
    """The district, committed, so that other connections see it."""
    return factories.world()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads that start together; returns results and case errors, in order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return call()
        except CaseError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def errors(results: list[Any]) -> list[CaseError]:
    return [result for result in results if isinstance(result, CaseError)]


def assert_linear(case: Case) -> None:
    """Every event follows the one before, and the case stands where the last one left it."""
    state = ""
    for number, event in enumerate(case.events.all(), start=1):
        assert (event.sequence, event.from_stage) == (number, state)
        state = event.to_stage
    case.refresh_from_db()
    assert (case.stage, case.version) == (state, case.events.count())
    assert faults_of(case) == []


@pytest.mark.parametrize("problem", [ProblemType.DISASTER, ProblemType.VIOLENCE])
def test_one_token_sent_ten_times_at_once_is_one_case(district, problem):
    token, request = uuid.uuid4(), submission(problem=problem)
    results = at_once(*[lambda: submit_case(submission=request, token=token, actor=Citizen())] * 10)
    assert len({result.case.pk for result in results}) == 1
    assert len({result.secret for result in results}) == 1
    assert sum(result.created for result in results) == 1
    assert Case.objects.count() == RegisterEntry.objects.count() == 1
    assert OutgoingLetter.objects.count() == problem.is_crisis


def test_register_numbers_have_no_gaps_when_many_come_at_once(district):
    """The register is as many as the cases, and its numbers follow each other (R30)."""
    at_once(
        *[
            lambda: submit_case(submission=submission(), token=uuid.uuid4(), actor=Citizen())
            for _ in range(12)
        ]
    )
    numbers = RegisterEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 13))
    assert len(set(Case.objects.values_list("reference", flat=True))) == 12


@pytest.mark.parametrize("_round", range(4))
def test_two_accepts_at_once_are_one(district, _round):
    pending = factories.pending_referral(district)
    base = pending.case.base
    results = at_once(
        lambda: accept_referral(referral=pending, actor=district.local.officer, base=base),
        lambda: accept_referral(referral=pending, actor=district.local.supervisor, base=base),
    )
    assert [type(error) for error in errors(results)] == [CaseChanged]
    case = pending.case
    assert_linear(case)
    assert case.holder_id == district.local.organization.pk
    assert RegisterEntry.objects.filter(case=case, organization=district.local.organization).count() == 1
    assert running(case) == [DutyKind.ACT]


def test_accept_return_and_recall_at_once_are_one(district):
    pending = factories.pending_referral(district)
    results = at_once(
        lambda: accept_referral(referral=pending, actor=district.local.officer),
        lambda: return_referral(
            referral=pending, actor=district.local.supervisor, reason=ReturnReason.WRONG_AREA, note="คนละตำบล"
        ),
        lambda: recall_referral(referral=pending, actor=district.center.officer),
    )
    assert len(errors(results)) == 2
    assert_linear(pending.case)
    pending.refresh_from_db()
    assert pending.state in {WaitingState.ACCEPTED, WaitingState.RETURNED, WaitingState.RECALLED}
    assert (pending.case.holder_id == district.local.organization.pk) == (
        pending.state == WaitingState.ACCEPTED
    )


def test_two_forwards_at_once_are_one_letter_and_one_handover(district):
    case = factories.screened_case(district)
    targets = (district.local, district.other_local, district.lead, district.hospital)
    results = at_once(
        *[
            lambda target=target: refer_case(
                case=case,
                target=target.organization,
                actor=district.center.officer,
                reason=HandoverReason.PROPER_AREA,
                consent=Consent.GIVEN,
            )
            for target in targets
        ]
    )
    assert len(errors(results)) == 3
    assert Referral.objects.filter(case=case).pending_handover().count() == 1
    assert OutgoingLetter.objects.count() == 1
    assert OutgoingLetter.objects.get().running_number == 1
    assert_linear(case)


def test_approving_and_refusing_at_once_is_one_decision(district):
    case = factories.closing_case(district)
    approval = waiting_approval(case)
    results = at_once(
        lambda: approve(approval=approval, actor=district.local.supervisor, base=case.base),
        lambda: refuse(approval=approval, actor=district.local.supervisor, note="ยังไม่เสร็จ", base=case.base),
    )
    assert [type(error) for error in errors(results)] == [CaseChanged]
    assert_linear(case)
    assert case.stage in {Stage.CLOSED, Stage.FOLLOWING_UP}


def test_twenty_screenings_at_once_are_one_event(district):
    case = factories.received_case(district)

    def screen() -> Case:
        return screen_case(
            case=case, actor=district.center.officer, problem=ProblemType.DISASTER, severity=Severity.NORMAL
        )

    results = at_once(*[screen] * 20)
    assert len(errors(results)) == 19
    assert CaseEvent.objects.filter(case=case, verb="screen").count() == 1
    assert_linear(case)


def test_busy_cases_do_not_block_each_other_for_good(district):
    """Opposite acts on crossing bodies: locks are taken in one order, so nobody waits for ever."""
    pairs = [factories.pending_referral(district) for _ in range(4)]
    results = at_once(
        *[lambda r=r: accept_referral(referral=r, actor=district.local.officer) for r in pairs],
        *[
            lambda: submit_case(
                submission=submission(problem=ProblemType.VIOLENCE), token=uuid.uuid4(), actor=Citizen()
            )
        ]
        * 2,
    )
    assert not errors(results)
    assert RegisterEntry.objects.filter(organization=district.local.organization).count() == 4
