"""An act on many cases does to each what the verb of one case does, and to none anything else (S1.33, S1.35)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cases.domain import referral, screening, visits, working
from cases.errors import GuardFailed, NotAllowed
from cases.households.domain import joining
from cases.households.vocabulary import LinkKind
from cases.machine.vocabulary import Stage, Verb
from cases.mass.domain import acting, closing
from cases.mass.domain.kinds import DANGER, KINDS, NOT_AGREED, NOT_ASKED, RECORD_UNKNOWN
from cases.mass.models import MassAct, MassOutcome
from cases.mass.vocabulary import MassState, MassVerb, OutcomeState
from cases.models import AssistanceRecord, Case, CaseEvent, CaseNote, Visit
from cases.vocabulary import (
    AssistanceCategory,
    AssistanceKind,
    Consent,
    HandoverReason,
    Severity,
    Told,
    VisitResult,
)
from portal.accounts.models import Appointment
from portal.actors import Officer
from portal.vocabulary import ProblemType
from portal.web.keyset import END
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db
SCREEN = {"problem": "", "severity": Severity.NORMAL.value}
TELL = {"told": Told.QUEUED.value}


def begun(actor: Officer, cases: list[Case]) -> MassAct:
    return acting.begin(
        actor=actor, cases=Case.objects.filter(pk__in=[one.pk for one in cases]), origin="selection"
    )


def planned(actor: Officer, cases: list[Case], verb: MassVerb, fields: dict[str, Any]) -> MassAct:
    mass = acting.plan(mass=begun(actor, cases), actor=actor, verb=verb, fields=fields)
    assert acting.work(mass)
    return mass


def done(actor: Officer, cases: list[Case], verb: MassVerb, fields: dict[str, Any]) -> MassAct:
    mass = acting.confirm(mass=planned(actor, cases, verb, fields), actor=actor)
    assert acting.work(mass)
    return mass


def undone(mass: MassAct, actor: Officer) -> MassAct:
    mass = acting.undo(mass=mass, actor=actor)
    assert acting.work(mass)
    return mass


def counts(mass: MassAct) -> dict[str, int]:
    return {state.value: number for state, number in acting.numbers(mass).items() if number}


def outcome(mass: MassAct, case: Case) -> MassOutcome:
    return mass.outcomes.get(case=case)


def stages(cases: list[Case]) -> list[str]:
    return [Case.objects.get(pk=case.pk).stage for case in cases]


def help_fields(**values: Any) -> dict[str, Any]:
    return {
        "given_on": timezone.localdate().isoformat(),
        "category": AssistanceCategory.DISASTER.value,
        "kind": AssistanceKind.IN_KIND.value,
        "quantity": "1",
        "unit": "ชุด",
    } | values


# Accepting -------------------------------------------------------------------------------------------------------------


def test_what_was_forwarded_whole_is_accepted_and_nothing_else(world: World) -> None:
    """As it is one by one: the case is ours with its own number and duty, the sender is told (S1.13, S2.30)."""
    local = world.local.officer
    flood = {"problem": ProblemType.DISASTER}
    one, two, danger, late = (factories.pending_referral(world, **flood).case for _each in range(4))
    Case.objects.filter(pk=danger.pk).update(danger_now=True)
    ours = factories.working_case(world, **flood)
    mass = planned(local, [one, two, danger, late, ours], MassVerb.ACCEPT, {})
    assert counts(mass) == {"fit": 3, "left": 2}
    assert outcome(mass, ours).reason == str(NOT_ASKED)
    assert outcome(mass, danger).reason == str(DANGER)
    recalled = late.referrals.get()
    referral.recall_referral(referral=recalled, actor=world.center.officer)
    mass = acting.confirm(mass=mass, actor=local)
    assert acting.work(mass)
    assert counts(mass) == {"done": 2, "left": 3}
    for case in (one, two):
        case.refresh_from_db()
        assert case.holder == world.local.organization
        assert case.register_entries.filter(organization=world.local.organization).exists()
        assert case.events.filter(verb=Verb.ACCEPT, user=local.person).count() == 1
    assert mass.outcomes.get(case=one).row == one.referrals.get().number
    with pytest.raises(GuardFailed):
        acting.undo(mass=mass, actor=local)


# What is shown before anything is done -----------------------------------------------------------------------------------


def test_judging_changes_nothing_and_says_of_each_why_not(world: World, flooded: list[Case]) -> None:
    crisis, closed = flooded[1], flooded[2]
    Case.objects.filter(pk=crisis.pk).update(confidentiality="restricted")
    Case.objects.filter(pk=flooded[3].pk).update(danger_now=True)
    screening.reject_case(case=closed, actor=world.center.officer, reason="spam")
    events = CaseEvent.objects.count()
    mass = planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    assert mass.state == MassState.READY
    assert counts(mass) == {"fit": 1, "left": 3}
    assert outcome(mass, crisis).reason == "เรื่องปัญหาสังคมหรือเรื่องปกปิด ทำทีละเรื่อง"
    assert all(outcome(mass, case).reason for case in flooded[1:])
    assert CaseEvent.objects.count() == events


def test_the_set_is_fixed_what_comes_later_does_not_slip_in(world: World, flooded: list[Case]) -> None:
    mass = acting.begin(actor=world.center.officer, cases=Case.objects.all(), origin="filter")
    late = factories.received_case(world, problem=ProblemType.DISASTER)
    acting.plan(mass=mass, actor=world.center.officer, verb=MassVerb.SCREEN, fields=SCREEN)
    mass.refresh_from_db()
    acting.work(mass)
    acting.work(acting.confirm(mass=mass, actor=world.center.officer))
    assert stages([*flooded, late]) == [Stage.SCREENED] * 4 + [Stage.RECEIVED]


def test_nobody_chooses_what_they_may_not_open(world: World, flooded: list[Case]) -> None:
    with pytest.raises(GuardFailed):
        begun(world.other_local.officer, flooded)
    theirs = factories.working_case(world)
    assert begun(world.center.officer, [*flooded, theirs]).outcomes.count() == 4


def test_what_was_struck_out_is_not_done_and_stays_out_for_another_verb(
    world: World, flooded: list[Case]
) -> None:
    mass = planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    acting.strike_out(mass=mass, actor=world.center.officer, case=flooded[0])
    acting.work(acting.plan(mass=mass, actor=world.center.officer, verb=MassVerb.SCREEN, fields=SCREEN))
    mass.refresh_from_db()
    acting.work(acting.confirm(mass=mass, actor=world.center.officer))
    assert stages(flooded) == [Stage.RECEIVED] + [Stage.SCREENED] * 3


def test_what_was_struck_out_stays_out_whatever_language_the_page_is_read_in(
    world: World, flooded: list[Case]
) -> None:
    actor = world.center.officer
    with translation.override("en"):
        mass = planned(actor, flooded, MassVerb.SCREEN, SCREEN)
        acting.strike_out(mass=mass, actor=actor, case=flooded[0])
        acting.work(acting.plan(mass=mass, actor=actor, verb=MassVerb.SCREEN, fields=SCREEN))
        mass.refresh_from_db()
        acting.work(acting.confirm(mass=mass, actor=actor))
    assert stages(flooded) == [Stage.RECEIVED] + [Stage.SCREENED] * 3


def test_what_is_said_anew_while_the_queue_looks_counts_for_every_case(
    world: World, flooded: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer changes the act after the first case was looked at: none is judged by what was said before."""
    actor, look, looked = world.center.officer, acting._look, []
    mass = acting.plan(mass=begun(actor, flooded), actor=actor, verb=MassVerb.TELL, fields=TELL)

    def looks(one: MassAct, *given: Any) -> None:
        looked.append(MassVerb(one.verb))
        look(one, *given)

    monkeypatch.setattr(acting, "_look", looks)
    assert not acting.work(MassAct.objects.get(pk=mass.pk), most=1)
    held = MassAct.objects.get(pk=mass.pk)
    acting.plan(mass=mass, actor=actor, verb=MassVerb.SCREEN, fields=SCREEN)
    assert acting.work(held)
    assert looked == [MassVerb.TELL] + [MassVerb.SCREEN] * 4
    mass.refresh_from_db()
    acting.work(acting.confirm(mass=mass, actor=actor))
    assert stages(flooded) == [Stage.SCREENED] * 4


def test_what_was_dropped_while_the_queue_looks_ends_there(world: World, flooded: list[Case]) -> None:
    actor = world.center.officer
    mass = acting.plan(mass=begun(actor, flooded), actor=actor, verb=MassVerb.SCREEN, fields=SCREEN)
    held = MassAct.objects.get(pk=mass.pk)
    acting.drop(mass=mass, actor=actor)
    assert acting.work(held)
    mass.refresh_from_db()
    assert (mass.state, counts(mass)) == (MassState.DROPPED, {"new": 4})


def test_a_step_does_not_end_over_what_was_just_said_anew(
    world: World, flooded: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All cases were looked at, and before the step ends the officer changes the act: confirming would do nothing."""
    actor, end = world.center.officer, acting._end
    mass = acting.plan(mass=begun(actor, flooded), actor=actor, verb=MassVerb.TELL, fields=TELL)

    def ends(one: MassAct, state: MassState) -> bool:
        monkeypatch.setattr(acting, "_end", end)
        acting.plan(mass=mass, actor=actor, verb=MassVerb.SCREEN, fields=SCREEN)
        return end(one, state)

    monkeypatch.setattr(acting, "_end", ends)
    assert not acting.work(MassAct.objects.get(pk=mass.pk))
    mass.refresh_from_db()
    assert mass.state == MassState.JUDGING
    assert acting.work(mass)
    assert (mass.state, counts(mass)) == (MassState.READY, {"fit": 4})


@pytest.mark.parametrize("press", ["confirm", "undo"])
def test_a_second_press_shows_what_was_done(
    world: World, flooded: list[Case], login: Login, press: str
) -> None:
    actor = world.center.officer
    mass = planned(actor, flooded, MassVerb.SCREEN, SCREEN)
    client, address = login(actor), reverse("mass:go", args=[mass.pk, "confirm"])
    assert client.post(address).status_code == 302
    if press == "undo":
        address = reverse("mass:go", args=[mass.pk, "undo"])
        assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302
    mass.refresh_from_db()
    assert mass.state == (MassState.DONE if press == "confirm" else MassState.UNDONE)


# Done case by case -------------------------------------------------------------------------------------------------------


def test_each_case_has_its_own_event_and_audit_as_if_it_were_done_alone(
    world: World, flooded: list[Case]
) -> None:
    mass = done(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    assert counts(mass) == {"done": 4}
    for case in flooded:
        event = CaseEvent.objects.get(case=case, verb=Verb.SCREEN)
        assert event.user == world.center.officer.person
        assert outcome(mass, case).version == event.sequence


def test_what_changed_meanwhile_is_refused_with_the_reason_and_the_others_are_done(
    world: World, flooded: list[Case]
) -> None:
    mass = planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    for case in flooded[:2]:
        screening.screen_case(
            case=case, actor=world.center.officer, problem=ProblemType.DISASTER, severity=Severity.URGENT
        )
    acting.work(acting.confirm(mass=mass, actor=world.center.officer))
    assert counts(mass) == {"left": 2, "done": 2}
    assert {outcome(mass, case).reason for case in flooded[:2]} == {str(acting.CHANGED)}
    assert {Case.objects.get(pk=case.pk).severity for case in flooded[:2]} == {Severity.URGENT}


def test_killed_after_any_case_it_goes_on_and_does_nothing_twice(world: World, flooded: list[Case]) -> None:
    mass = acting.confirm(
        mass=planned(world.center.officer, flooded, MassVerb.TELL, TELL), actor=world.center.officer
    )
    for number in range(len(flooded)):
        assert CaseEvent.objects.filter(verb=Verb.TELL).count() == number
        acting.work(MassAct.objects.get(pk=mass.pk), most=1)
    acting.carry_on()
    mass.refresh_from_db()
    assert mass.state == MassState.DONE
    assert acting.confirm(mass=mass, actor=world.center.officer).state == MassState.DONE
    assert not acting.carry_on()
    assert CaseEvent.objects.filter(verb=Verb.TELL).count() == 4


def test_a_worker_that_dies_between_act_and_outcome_leaves_neither(
    world: World, flooded: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    mass = acting.confirm(
        mass=planned(world.center.officer, flooded[:1], MassVerb.SCREEN, SCREEN), actor=world.center.officer
    )

    def killed(self: MassOutcome, *args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(MassOutcome, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            acting.work(mass)
    assert stages(flooded[:1]) == [Stage.RECEIVED]
    assert counts(mass) == {"fit": 1}
    acting.work(mass)
    assert stages(flooded[:1]) == [Stage.SCREENED]


def test_a_mistake_of_the_program_in_one_case_does_not_hold_back_the_others(
    world: World, flooded: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    mass = acting.confirm(
        mass=planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN), actor=world.center.officer
    )
    real = screening.screen_case

    def broken(*, case: Case, **kwargs: Any) -> Case:
        if case.pk == flooded[0].pk:
            raise ZeroDivisionError
        return real(case=case, **kwargs)

    monkeypatch.setattr(screening, "screen_case", broken)
    acting.work(mass)
    assert counts(mass) == {"left": 1, "done": 3}
    assert outcome(mass, flooded[0]).reason == str(acting.FAILED)


def test_whose_appointment_ended_does_nothing_more(world: World, flooded: list[Case]) -> None:
    mass = acting.confirm(
        mass=planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN), actor=world.center.officer
    )
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Appointment.objects.filter(pk=mass.appointment_id).update(valid_until=yesterday)
    acting.work(mass)
    assert counts(mass) == {"left": 4}
    assert stages(flooded) == [Stage.RECEIVED] * 4


def test_two_acts_over_the_same_cases_do_each_case_once(world: World, flooded: list[Case]) -> None:
    first = acting.confirm(
        mass=planned(world.center.officer, flooded[:3], MassVerb.SCREEN, SCREEN), actor=world.center.officer
    )
    second = acting.confirm(
        mass=planned(world.center.officer, flooded[1:], MassVerb.SCREEN, SCREEN), actor=world.center.officer
    )
    for _ in range(4):
        acting.work(first, most=1) if first.state == MassState.RUNNING else None
        acting.work(second, most=1) if second.state == MassState.RUNNING else None
    acting.carry_on()
    assert stages(flooded) == [Stage.SCREENED] * 4
    assert CaseEvent.objects.filter(verb=Verb.SCREEN).count() == 4
    assert counts(first)["done"] + counts(second)["done"] == 4


# The verbs ---------------------------------------------------------------------------------------------------------------


def test_cases_are_sent_to_one_organization_with_a_letter_each_and_called_back(world: World) -> None:
    cases = [factories.screened_case(world, problem=ProblemType.DISASTER) for _ in range(2)]
    fields = {
        "target": world.local.organization.pk,
        "reason": HandoverReason.PROPER_AREA.value,
        "consent": Consent.GIVEN.value,
    }
    mass = done(world.center.officer, cases, MassVerb.REFER, fields)
    assert counts(mass) == {"done": 2}
    letters = {case.referrals.get().letter_id for case in cases}
    assert None not in letters
    assert len(letters) == 2
    undone(mass, world.center.officer)
    assert counts(mass) == {"undone": 2}
    assert {case.referrals.get().state for case in cases} == {"recalled"}


def test_one_boat_for_a_household_and_the_sending_is_taken_back(world: World) -> None:
    cases = [factories.screened_case(world, problem=ProblemType.DISASTER) for _ in range(3)]
    joining.join(one=cases[0], other=cases[1], actor=world.center.officer, kind=LinkKind.SAME_HOUSEHOLD)
    mass = done(world.center.officer, cases, MassVerb.DISPATCH, {"note": "แจกน้ำดื่ม"})
    assert counts(mass) == {"done": 2, "left": 1}
    assert Visit.objects.count() == 2
    assert outcome(mass, cases[1]).reason == "มีหน่วยไปครัวเรือนนี้อยู่แล้ว"
    undone(mass, world.center.officer)
    assert set(Visit.objects.values_list("result", flat=True)) == {VisitResult.TURNED_BACK}


def test_help_is_written_down_for_each_household_and_struck_out_when_it_is_taken_back(world: World) -> None:
    cases = [factories.screened_case(world, problem=ProblemType.DISASTER) for _ in range(2)]
    Case.objects.filter(pk=cases[1].pk).update(wants_out=True)
    mass = done(world.center.officer, cases, MassVerb.RECORD_HELP, help_fields())
    assert counts(mass) == {"done": 1, "left": 1}
    record = AssistanceRecord.objects.get()
    assert (record.case, record.households, record.unit) == (cases[0], 1, "ชุด")
    undone(mass, world.center.officer)
    assert not AssistanceRecord.objects.exists()
    assert AssistanceRecord.with_struck.get(pk=record.pk).struck_by == world.center.officer.person


def test_help_of_before_it_was_kept_which_record_was_written_is_left_with_what_to_do(world: World) -> None:
    """Acts that were done before the upgrade have no record to strike out."""
    case = factories.screened_case(world, problem=ProblemType.DISASTER)
    mass = done(world.center.officer, [case], MassVerb.RECORD_HELP, help_fields())
    mass.outcomes.update(row=0)
    undone(mass, world.center.officer)
    left = outcome(mass, case)
    assert (left.state, left.reason) == (OutcomeState.KEPT, RECORD_UNKNOWN)
    assert AssistanceRecord.objects.count() == 1


def test_reporters_are_told_once_in_words_without_any_person_and_a_correction_is_sent(
    world: World, flooded: list[Case]
) -> None:
    mass = done(world.center.officer, flooded[:2], MassVerb.TELL, TELL)
    again = done(world.center.officer, flooded[:2], MassVerb.TELL, TELL)
    assert counts(again) == {"left": 2}
    texts = {note.text for note in CaseNote.objects.filter(event__verb=Verb.TELL)}
    assert len(texts) == 1
    assert not any(canary in text for canary in factories.CANARIES for text in texts)
    undone(mass, world.center.officer)
    told = CaseEvent.objects.filter(verb=Verb.TELL, case=flooded[0]).order_by("sequence")
    assert list(told.values_list("reason", flat=True)) == [Told.QUEUED, Told.CORRECTION]


def test_work_is_given_to_one_person_and_given_back_to_whoever_had_it(
    world: World, flooded: list[Case]
) -> None:
    head, person = world.center.supervisor, world.center.officer.person
    mass = done(head, flooded[:2], MassVerb.ASSIGN, {"person": person.pk})
    assert counts(mass) == {"done": 2}
    assert flooded[0].duties.running().filter(person=person).exists()
    undone(mass, head)
    assert not flooded[0].duties.running().filter(person=person).exists()


def test_every_verb_has_its_kind_and_its_form() -> None:
    from cases.mass.desk.forms import FORMS

    assert set(KINDS) == set(MassVerb) == set(FORMS)


# Taking back -------------------------------------------------------------------------------------------------------------


def test_only_where_nothing_came_since_and_the_others_are_named(world: World, flooded: list[Case]) -> None:
    mass = done(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    working.add_note(case=flooded[0], actor=world.center.officer, text="โทรแล้ว")
    undone(mass, world.center.officer)
    assert counts(mass) == {"kept": 1, "undone": 3}
    assert outcome(mass, flooded[0]).reason == str(acting.CAME_SINCE)
    assert stages(flooded) == [Stage.SCREENED] + [Stage.RECEIVED] * 3
    assert acting.undo(mass=mass, actor=world.center.officer).state == MassState.UNDONE


def test_who_did_it_or_a_supervisor_undoes_it_within_a_day(world: World, flooded: list[Case]) -> None:
    mass = done(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    for stranger in (world.local.officer, world.local.supervisor):
        with pytest.raises(NotAllowed):
            acting.undo(mass=mass, actor=stranger)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False), pytest.raises(GuardFailed):
        acting.undo(mass=mass, actor=world.center.officer)
    assert acting.undo(mass=mass, actor=world.center.supervisor).state == MassState.UNDOING


# Pages -------------------------------------------------------------------------------------------------------------------


def begin_at(client: Client, **values: Any) -> str:
    return client.post(reverse("mass:begin"), values).url


def test_from_the_list_to_the_outcome(world: World, flooded: list[Case], at_center: Client) -> None:
    url = begin_at(at_center, case=[case.reference for case in flooded])
    mass = MassAct.objects.get()
    plan_url = reverse("mass:plan", args=[mass.pk, "screen"])
    assert "ความเร่งด่วน" in at_center.get(plan_url).content.decode()
    at_center.post(plan_url, SCREEN)
    shown = soup(at_center.get(url)).get_text(" ")
    assert all(case.reference in shown for case in flooded)
    at_center.post(reverse("mass:strike", args=[mass.pk, flooded[0].reference]))
    at_center.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    assert counts(mass) == {"left": 1, "done": 3}
    assert flooded[1].reference in soup(at_center.get(f"{url}?state=done")).get_text(" ")
    at_center.post(reverse("mass:go", args=[mass.pk, "undo"]))
    assert counts(mass) == {"left": 1, "undone": 3}
    assert at_center.get(reverse("mass:list")).status_code == 200


def test_the_whole_of_a_filtered_list_is_chosen(world: World, flooded: list[Case], at_center: Client) -> None:
    factories.received_case(world)
    begin_at(at_center, whole="1", query="list=all&problem=disaster")
    assert MassAct.objects.get().outcomes.count() == 4


def test_an_act_without_a_field_is_two_presses(world: World, at_local: Client) -> None:
    cases = [factories.pending_referral(world, problem=ProblemType.DISASTER).case for _each in range(3)]
    begin_at(at_local, case=[case.reference for case in cases])
    mass = MassAct.objects.get()
    plan_url = reverse("mass:plan", args=[mass.pk, "accept"])
    assert "ดูว่าจะเกิดอะไรกับเรื่องใด" in at_local.get(plan_url).content.decode()
    assert at_local.post(plan_url, {}).status_code == 302
    assert counts(mass) == {"fit": 3}
    at_local.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    assert counts(mass) == {"done": 3}


def test_nothing_chosen_is_said_and_a_wrong_form_comes_back(
    world: World, flooded: list[Case], at_center: Client
) -> None:
    assert begin_at(at_center) == reverse("desk:worklist")
    begin_at(at_center, case=flooded[0].reference)
    mass = MassAct.objects.get()
    answer = at_center.post(reverse("mass:plan", args=[mass.pk, "screen"]), {"severity": "nonsense"})
    assert answer.status_code == 422
    assert at_center.post(reverse("mass:plan", args=[mass.pk, "nonsense"]), {}).status_code == 404
    at_center.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    assert counts(mass) == {"new": 1}


def test_a_colleague_reads_an_act_and_does_nothing_in_it(
    world: World, flooded: list[Case], login: Login
) -> None:
    """Everything is done in the name of whoever began it: nobody signs for another one (S2.44)."""
    head = world.center.supervisor
    mass = planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    client = login(head)
    page = soup(client.get(reverse("mass:act", args=[mass.pk])))
    assert world.center.officer.person.display_name in page.get_text()
    assert not page.select("main form, .desk-page form")
    plan = reverse("mass:plan", args=[mass.pk, "screen"])
    strike = reverse("mass:strike", args=[mass.pk, flooded[0].reference])
    gone = [client.get(plan), client.post(plan, SCREEN), client.post(strike)]
    gone += [client.post(reverse("mass:go", args=[mass.pk, what])) for what in ("confirm", "drop")]
    assert [answer.status_code for answer in gone] == [404] * 5
    for attempt in (
        lambda: acting.plan(mass=mass, actor=head, verb=MassVerb.SCREEN, fields=SCREEN),
        lambda: acting.strike_out(mass=mass, actor=head, case=flooded[0]),
        lambda: acting.confirm(mass=mass, actor=head),
        lambda: acting.drop(mass=mass, actor=head),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    mass.refresh_from_db()
    assert mass.state == MassState.READY
    assert stages(flooded) == [Stage.RECEIVED] * 4


def test_another_organization_finds_no_act(world: World, flooded: list[Case], login: Login) -> None:
    mass = planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    client = login(world.local.officer)
    assert client.get(reverse("mass:act", args=[mass.pk])).status_code == 404
    assert client.post(reverse("mass:go", args=[mass.pk, "confirm"])).status_code == 404
    assert client.get(reverse("mass:act", args=[10**6])).status_code == 404
    assert stages(flooded) == [Stage.RECEIVED] * 4


def test_a_page_shows_no_case_that_its_reader_may_not_open_any_more(
    world: World, flooded: list[Case], at_center: Client
) -> None:
    mass = planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    flooded[0].recused.add(world.center.officer.person)
    shown = at_center.get(f"{reverse('mass:act', args=[mass.pk])}?state=fit").content.decode()
    assert not Case.objects.visible_to(world.center.officer).filter(pk=flooded[0].pk).exists()
    assert flooded[0].reference not in shown
    assert flooded[1].reference in shown


def test_what_will_be_done_is_read_in_full_on_one_page_and_taken_out_there(
    world: World, at_center: Client
) -> None:
    """No act on many has to be confirmed unread: the words stand on the page, before the button (S1.33)."""
    cases = [
        factories.received_case(world, problem=ProblemType.DISASTER, narrative=f"น้ำถึงอก บ้าน {n}")
        for n in "กขค"
    ]
    mass = planned(world.center.officer, cases, MassVerb.SCREEN, SCREEN)
    address = reverse("mass:read", args=[mass.pk])
    shown = soup(at_center.get(address)).get_text(" ")
    assert all(f"น้ำถึงอก บ้าน {n}" in shown for n in "กขค")
    strike = reverse("mass:strike", args=[mass.pk, cases[0].reference])
    place = f"after={mass.outcomes.get(case=cases[0]).pk}"
    assert at_center.post(strike, {"read": f"{place}&next=//elsewhere"}).url == f"{address}?{place}"
    shown = soup(at_center.get(address)).get_text(" ")
    assert "บ้าน ก" not in shown and "บ้าน ข" in shown
    cases[1].recused.add(world.center.officer.person)
    assert "บ้าน ข" not in at_center.get(address).content.decode()
    at_center.post(reverse("mass:go", args=[mass.pk, "confirm"]))
    # What is done is not read again by this address.
    assert at_center.get(address).status_code == 302


def test_reading_another_organizations_act_is_not_found(
    world: World, flooded: list[Case], login: Login
) -> None:
    mass = planned(world.center.officer, flooded, MassVerb.SCREEN, SCREEN)
    assert login(world.local.officer).get(reverse("mass:read", args=[mass.pk])).status_code == 404


def test_acts_their_cases_and_their_stories_page_by_key(
    world: World, at_center: Client, flooded: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ACTS_A_PAGE", "PAGE_SIZE", "TO_READ"):
        monkeypatch.setattr(f"cases.mass.desk.views.{name}", 1)
    actor = world.center.officer
    for number in (1, 2):
        begun(actor, flooded[:number])
    mass = planned(actor, flooded[:3], MassVerb.SCREEN, SCREEN)
    acts = assert_pages_by_key(at_center, reverse("mass:list"), MassAct, rows=".desk-page li.case-block")
    assert [f"{number} เรื่อง" in row for number, row in zip((3, 2, 1), acts, strict=True)] == [True] * 3
    address = f"{reverse('mass:act', args=[mass.pk])}?state=fit"
    rows = "section[aria-labelledby=rows-title] li"
    assert_pages_by_key(at_center, address, MassOutcome, rows=rows, figures=True)
    read = reverse("mass:read", args=[mass.pk])
    assert_pages_by_key(at_center, read, MassOutcome, rows=".desk-page section.case-block")
    confirm = reverse("mass:go", args=[mass.pk, "confirm"])
    pages = [soup(at_center.get(f"{read}{end}")) for end in ("", f"?before={END}")]
    assert [bool(page.select(f"form[action='{confirm}']")) for page in pages] == [False, True]
    assert "3 เรื่อง" in pages[1].select_one(f"form[action='{confirm}']").get_text()


def test_who_confirms_after_reading_is_told_how_many_to_the_last_one(
    world: World, at_center: Client, flooded: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lengths of lists stop at "2,000+"; what a button does to how many does not."""
    monkeypatch.setattr("cases.domain.queries.counting.MOST_COUNTED", 1)
    monkeypatch.setattr("cases.mass.desk.views.TO_READ", 1)
    mass = planned(world.center.officer, flooded[:3], MassVerb.SCREEN, SCREEN)
    page = soup(at_center.get(f"{reverse('mass:read', args=[mass.pk])}?before={END}"))
    confirm = reverse("mass:go", args=[mass.pk, "confirm"])
    button = " ".join(page.select_one(f"form[action='{confirm}']").get_text().split())
    assert button.endswith(" 3 เรื่อง")


def test_no_second_unit_goes_where_another_organization_is_on_its_way(world: World) -> None:
    """one_stop: a case in no household, on which two organizations work; of its own unit the verb says so itself."""
    actor, partner = world.local.officer, world.other_local.officer
    theirs, ours = factories.working_case(world), factories.working_case(world)
    asked = referral.refer_jointly(
        case=theirs,
        target=world.other_local.organization,
        actor=actor,
        consent=Consent.GIVEN,
        request="ขอเรือหนึ่งลำ",
    )
    referral.accept_referral(referral=asked, actor=partner)
    visits.dispatch(case=theirs, actor=partner)
    visits.dispatch(case=ours, actor=actor)
    mass = planned(actor, [theirs, ours], MassVerb.DISPATCH, {})
    assert counts(mass) == {"left": 2}
    assert outcome(mass, theirs).reason == str(closing.ON_THE_WAY)
    assert outcome(mass, ours).reason != str(closing.ON_THE_WAY)


def test_who_did_not_agree_is_sent_on_one_by_one_with_the_reason(world: World) -> None:
    """cases.md, 5: another ground needs its text, and one text is not true of many people."""
    flood = {"problem": ProblemType.DISASTER}
    agreed, unasked = (
        factories.screened_case(world, **flood),
        factories.screened_case(world, **flood, consent=Consent.NOT_ASKED),
    )
    fields = {
        "target": world.local.organization.pk,
        "reason": HandoverReason.PROPER_AREA.value,
        "consent": Consent.LEGAL_DUTY.value,
    }
    mass = done(world.center.officer, [agreed, unasked], MassVerb.REFER, fields)
    assert counts(mass) == {"done": 1, "left": 1}
    assert outcome(mass, unasked).reason == str(NOT_AGREED)
    assert not unasked.referrals.exists()
