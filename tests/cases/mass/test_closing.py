"""Many cases that were helped are closed by two persons, each by its own row (S2.44; mass:request_closure, approve:mass)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain import asking, closure, visits, working
from cases.domain.assistance import record_help
from cases.errors import GuardFailed, NotAllowed
from cases.households.domain import joining
from cases.households.vocabulary import LinkKind
from cases.machine.vocabulary import ApprovalSubject, Stage, Verb, WaitingState
from cases.mass.domain import acting, closing
from cases.mass.models import MassAct
from cases.mass.vocabulary import MassState, MassVerb
from cases.models import Approval, Case, CaseEvent, CaseNote, Visit
from cases.vocabulary import ClosureReason, Outcome, Told, VisitResult
from portal.actors import Citizen
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.mass.test_mass import begun, counts, done, outcome, planned, stages, undone

pytestmark = pytest.mark.django_db
FLOOD = {"problem": ProblemType.DISASTER}
CLOSE = {"outcome": Outcome.HELPED_FULLY.value, "note": "เรือถึงบ้านและมอบถุงยังชีพแล้ว"}


def worked_on(world: World, number: int = 1) -> list[Case]:
    return [factories.working_case(world, **FLOOD) for _each in range(number)]


def helped(world: World, number: int = 1) -> list[Case]:
    cases = worked_on(world, number)
    for case in cases:
        record_help(case=case, actor=world.local.officer, given=factories.help_given())
    return [Case.objects.get(pk=case.pk) for case in cases]


def asked(world: World, number: int = 1) -> list[Case]:
    cases = helped(world, number)
    done(world.local.officer, cases, MassVerb.CLOSE, CLOSE)
    return [Case.objects.get(pk=case.pk) for case in cases]


# Asking ------------------------------------------------------------------------------------------------------------------


def test_what_was_helped_waits_for_a_second_person_and_nothing_is_closed(world: World) -> None:
    cases = helped(world, 2)
    mass = done(world.local.officer, cases, MassVerb.CLOSE, CLOSE)
    assert counts(mass) == {"done": 2}
    assert stages(cases) == [Stage.WORKING] * 2
    for case in cases:
        row = Approval.objects.get(case=case)
        assert (row.subject, row.state) == (ApprovalSubject.CLOSE, WaitingState.OPEN)
        assert row.terms == {"reason": ClosureReason.HELPED, "outcome": Outcome.HELPED_FULLY}
        assert outcome(mass, case).row == row.number
        event = CaseEvent.objects.get(case=case, verb=Verb.REQUEST_CLOSURE)
        assert event.user == world.local.officer.person
        assert CaseNote.objects.get(event=event).text == CLOSE["note"]


def test_every_case_that_is_not_as_easy_is_left_with_its_reason(world: World) -> None:
    """Judged one by one; each sentence stands on the page (S2.44)."""
    local = world.local.officer
    fine, waits, wants_out, unread, partly, on_the_way = helped(world, 6)
    (untouched,) = worked_on(world)
    closure.request_closure(
        case=waits, actor=local, reason=ClosureReason.HELPED, outcome=Outcome.HELPED_FULLY, note="ครบ"
    )
    Case.objects.filter(pk=wants_out.pk).update(wants_out=True)
    asking.send_message(case=unread, actor=Citizen(unread.reference), text="ยังไม่มีน้ำดื่ม")
    sent = [visits.dispatch(case=case, actor=local) for case in (partly, on_the_way)]
    visits.end_visit(visit=sent[0], actor=local, result=VisitResult.HELPED_PARTLY, note="ยังขาดผ้าห่ม")
    cases = [fine, waits, wants_out, unread, partly, on_the_way, untouched]
    mass = planned(local, cases, MassVerb.CLOSE, CLOSE)
    assert counts(mass) == {"fit": 1, "left": 6}
    assert outcome(mass, untouched).reason == str(closing.NOT_HELPED)
    assert outcome(mass, wants_out).reason == str(closing.WANTS_OUT)
    assert outcome(mass, unread).reason == str(closing.TO_READ)
    assert outcome(mass, partly).reason == str(closing.MORE_NEEDED)
    assert "การออกหน่วย" in outcome(mass, on_the_way).reason
    assert outcome(mass, waits).reason == "ขออนุมัติเรื่องนี้ไว้แล้ว รอผลพิจารณา"


def test_a_second_report_of_a_helped_house_ends_as_a_repeated_one(world: World) -> None:
    """The help stands once in the figures: repeated reports are no request (`reporting.NO_REQUEST`)."""
    local = world.local.officer
    first, other = worked_on(world, 2)
    joining.join(one=first, other=other, actor=local, kind=LinkKind.SAME_MATTER)
    neighbor, beside = worked_on(world, 2)
    joining.join(one=neighbor, other=beside, actor=local, kind=LinkKind.SAME_HOUSEHOLD)
    for case in (first, neighbor):
        record_help(case=Case.objects.get(pk=case.pk), actor=local, given=factories.help_given())
    mass = done(local, [first, other, neighbor, beside], MassVerb.CLOSE, CLOSE)
    assert counts(mass) == {"done": 3, "left": 1}
    assert outcome(mass, beside).reason == str(closing.NOT_HELPED)
    assert Approval.objects.get(case=first).terms["reason"] == ClosureReason.HELPED
    assert Approval.objects.get(case=other).terms["reason"] == ClosureReason.DUPLICATE


def test_a_request_is_withdrawn_and_a_decided_one_is_kept(world: World) -> None:
    cases = helped(world, 2)
    mass = done(world.local.officer, cases, MassVerb.CLOSE, CLOSE)
    closure.approve(approval=Approval.objects.get(case=cases[0]), actor=world.local.supervisor)
    undone(mass, world.local.officer)
    assert counts(mass) == {"kept": 1, "undone": 1}
    assert Approval.objects.get(case=cases[1]).state == WaitingState.WITHDRAWN


# Deciding ----------------------------------------------------------------------------------------------------------------


def test_each_case_is_closed_by_its_own_row_and_its_reporter_is_told(world: World) -> None:
    cases = asked(world, 2)
    mass = done(world.local.supervisor, cases, MassVerb.APPROVE, {})
    assert counts(mass) == {"done": 2}
    assert stages(cases) == [Stage.CLOSED] * 2
    for case in cases:
        case.refresh_from_db()
        assert (case.closure_reason, case.outcome) == (ClosureReason.HELPED, Outcome.HELPED_FULLY)
        assert case.retention_until is not None
        event = CaseEvent.objects.get(case=case, verb=Verb.APPROVE)
        assert event.user == world.local.supervisor.person
        assert not case.duties.running().exists()


def test_nobody_approves_their_own_and_what_came_since_is_read_first(world: World) -> None:
    """Two persons (S2.44), also when the one who asked may decide; what came after is left with its reason."""
    head = world.local.supervisor
    fine, later, elsewhere, mine = helped(world, 4)
    done(world.local.officer, [fine, later], MassVerb.CLOSE, CLOSE)
    done(head, [mine], MassVerb.CLOSE, CLOSE)
    working.add_note(case=Case.objects.get(pk=later.pk), actor=world.local.officer, text="ญาติโทรมา")
    mass = planned(head, [fine, later, elsewhere, mine], MassVerb.APPROVE, {})
    assert counts(mass) == {"fit": 1, "left": 3}
    assert outcome(mass, later).reason == str(closing.CAME_AFTER)
    assert outcome(mass, elsewhere).reason == str(closing.NOTHING_ASKED)
    # What the only one who decides here asks for is decided at the center.
    assert outcome(mass, mine).reason == str(closing.NOTHING_ASKED)
    mass = acting.confirm(mass=mass, actor=head)
    closure.refuse(approval=Approval.objects.get(case=fine), actor=head, note="ยังขาดผ้าห่ม")
    acting.work(mass)
    assert counts(mass) == {"left": 4}
    assert stages([fine, later, elsewhere, mine]) == [Stage.WORKING] * 4


def test_nobody_is_both_persons_by_confirming_what_a_colleague_left(world: World) -> None:
    """Two persons (S2.44): what A asked for is not approved by A in B's act, nor asked for by B in A's."""
    local = world.local
    cases = asked(world, 2)
    ready = planned(local.supervisor, cases, MassVerb.APPROVE, {})
    with pytest.raises(NotAllowed):
        acting.confirm(mass=ready, actor=local.officer)
    more = helped(world, 2)
    left = acting.begin(
        actor=local.officer, cases=Case.objects.filter(pk__in=[one.pk for one in more]), origin="selection"
    )
    with pytest.raises(NotAllowed):
        acting.plan(mass=left, actor=local.supervisor, verb=MassVerb.CLOSE, fields=CLOSE)
    assert stages([*cases, *more]) == [Stage.WORKING] * 4


def test_a_text_to_all_is_no_news_about_one(world: World) -> None:
    """Found by the drill: everybody was told that boats come, and no closing could be decided with others any more."""
    cases = asked(world, 2)
    done(world.local.officer, cases, MassVerb.TELL, {"told": Told.ON_THE_WAY.value})
    mass = done(world.local.supervisor, cases, MassVerb.APPROVE, {})
    assert counts(mass) == {"done": 2}


def test_an_officer_who_may_not_decide_closes_nothing(world: World) -> None:
    cases = asked(world)
    mass = planned(world.local.officer, cases, MassVerb.APPROVE, {})
    assert counts(mass) == {"left": 1}
    assert outcome(mass, cases[0]).reason == str(closing.ASKED_YOURSELF)


def test_other_ends_are_decided_one_by_one(world: World) -> None:
    (case,) = helped(world)
    closure.request_closure(
        case=case,
        actor=world.local.officer,
        reason=ClosureReason.MOVED_OR_DECEASED,
        outcome=Outcome.DECEASED,
        note="ญาติแจ้ง",
    )
    mass = planned(world.local.supervisor, [case], MassVerb.APPROVE, {})
    assert outcome(mass, case).reason == str(closing.OTHER_END)


def test_killed_in_the_middle_every_case_is_closed_once_and_opened_again_once(world: World) -> None:
    cases = asked(world, 3)
    mass = acting.confirm(
        mass=planned(world.local.supervisor, cases, MassVerb.APPROVE, {}), actor=world.local.supervisor
    )
    for number in range(3):
        assert Case.objects.filter(stage=Stage.CLOSED).count() == number
        acting.work(MassAct.objects.get(pk=mass.pk), most=1)
    acting.carry_on()
    mass.refresh_from_db()
    assert mass.state == MassState.DONE
    assert CaseEvent.objects.filter(verb=Verb.APPROVE).count() == 3
    undone(mass, world.local.supervisor)
    assert counts(mass) == {"undone": 3}
    assert stages(cases) == [Stage.WORKING] * 3
    assert CaseEvent.objects.filter(verb=Verb.REOPEN).count() == 3
    with pytest.raises(GuardFailed):
        begun(world.other_local.officer, cases)


# Pages -------------------------------------------------------------------------------------------------------------------


def test_from_the_list_of_what_waits_for_a_decision_to_the_end(world: World, login: Login) -> None:
    cases = asked(world, 2)
    client = login(world.local.supervisor)
    client.post(reverse("mass:begin"), {"whole": "1", "query": "list=approve"})
    mass = MassAct.objects.latest("pk")
    assert mass.outcomes.count() == 2
    client.post(reverse("mass:plan", args=[mass.pk, "approve"]), {})
    page = soup(client.get(reverse("mass:act", args=[mass.pk]))).get_text(" ")
    assert all(case.reference in page for case in cases)
    assert f"ขอโดย {world.local.officer.person.display_name}" in page
    assert str(ClosureReason.HELPED.label) in page
    client.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    assert stages(cases) == [Stage.CLOSED] * 2


def test_words_and_result_are_asked_for_and_come_back(world: World, at_local: Client) -> None:
    (case,) = helped(world)
    at_local.post(reverse("mass:begin"), {"case": case.reference})
    address = reverse("mass:plan", args=[MassAct.objects.latest("pk").pk, "close"])
    answer = at_local.post(address, {"note": "มอบถุงยังชีพ"})
    assert answer.status_code == 422
    assert "มอบถุงยังชีพ" in answer.content.decode()
    assert Visit.objects.count() == 0
