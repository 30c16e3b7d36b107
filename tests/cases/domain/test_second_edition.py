"""Cases of the first edition stand as the second one would have them: nothing is lost, nobody wins or loses time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string
from pytest_django import DjangoDbBlocker

from cases.domain import assistance, closure, referral
from cases.domain.verifying import faults_of
from cases.machine.vocabulary import DutyKind, GrantReason, Scope, Stage
from cases.models import Case, CaseEvent, PolicyClock
from cases.vocabulary import ReturnReason
from tests.cases import factories
from tests.cases.domain.verbs import duty_of, in_days, running, waiting_approval
from tests.cases.factories import Body, World
from tests.conftest import KEPT
from tests.older_tables import migrate, number_on, tables_before

pytestmark = pytest.mark.slow

SECOND_EDITION = ("cases", "0009_duties_and_stages")
DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC)
NOW = START + 20 * DAY


def prepare_what_is_new() -> None:
    """Do what `prepare` does after tables have changed (portal/management/commands/prepare.py)."""
    for path in settings.KLANG["ADDED_LATER"]:
        import_string(path)()


class Old:
    """Writes cases as the first edition did."""

    def __init__(self, apps: Any, world: World) -> None:
        self.models = {name: apps.get_model("cases", name)._base_manager for name in NAMES}
        self.world, self.made = world, 0

    def case(
        self, path: str, holder: Body | None = None, problem: str = "quality_of_life", **values: Any
    ) -> Any:
        """Write a case whose events lead through states: ``"submit:received screen:screened"``."""
        self.made += 1
        center = self.world.center.organization.pk
        state = path.split()[-1].split(":")[1]
        crisis = problem == "violence"
        held = (holder or self.world.center).organization.pk
        case = self.models["Case"].create(
            reference=f"OLD{self.made:02}-TEST"[:9],
            submission_key=f"old{self.made}",
            holder_id=held,
            received_by_id=center,
            received_at=START,
            problem=problem,
            track="crisis" if crisis else "general",
            confidentiality="restricted" if crisis else "normal",
            channel="web",
            province_code=factories.PROVINCE,
            district_code=factories.DISTRICT,
            subdistrict_code=factories.SUBDISTRICT,
            narrative="น้ำท่วม",
            consent="given",
            state=state,
            version=len(path.split()),
            **({"closed_at": NOW - DAY, "closure_reason": "helped"} if state == "closed" else {}),
            **values,
        )
        before = ""
        for number, step in enumerate(path.split(), start=1):
            verb, after = step.split(":")
            self.models["CaseEvent"].create(
                case=case,
                sequence=number,
                at=START + number * DAY,
                verb=verb,
                from_state=before,
                to_state=after,
                holder_id=held if number == len(path.split()) else center,
                actor_kind="system",
                visibility="public",
            )
            before = after
        for organization in {center, held}:
            self.models["RegisterEntry"].create(
                case=case, organization_id=organization, fiscal_year=2570, number=self.made, entered_at=START
            )
        return case

    def clock(self, case: Any, kind: str, due: int, *, ended: int | None = None, **values: Any) -> Any:
        """A deadline, with days from the start."""
        return self.models["Clock"].create(
            case=case,
            kind=kind,
            organization_id=values.pop("organization", None) or case.holder_id,
            started_at=START,
            due_at=START + due * DAY,
            stopped_at=None if ended is None else START + ended * DAY,
            source="center",
            **values,
        )

    def referral(self, case: Any, target: Body, state: str, mode: str = "handover", **values: Any) -> Any:
        return self.models["Referral"].create(
            case=case,
            mode=mode,
            state=state,
            sender_id=values.pop("sender", None) or self.world.center.organization.pk,
            target_id=target.organization.pk,
            case_state_before="screened",
            sent_at=START + 2 * DAY,
            **values,
        )

    def worked(
        self, holder: Body | None = None, more: str = "", problem: str = "quality_of_life", **values: Any
    ) -> Any:
        """A case that was accepted; its time to act runs for 30 days."""
        holder = holder or self.world.local
        path = f"submit:received screen:screened refer:referred accept:in_progress {more}".strip()
        case = self.case(path, holder, problem, **values)
        self.clock(case, "first_forward", 1, ended=2, organization=self.world.center.organization.pk)
        self.referral(case, holder, "accepted")
        return case


NAMES = (
    "Case",
    "CaseEvent",
    "CaseNote",
    "Clock",
    "Referral",
    "FollowUp",
    "RegisterEntry",
    "PolicyClock",
    "AssistanceRecord",
)


def tell(old: Old) -> dict[str, int]:
    """Write one case of every kind that the first edition could have; returns their keys."""
    world, made = old.world, {}
    made["received"] = case = old.case("submit:received")
    old.clock(case, "first_forward", 30)
    made["came back"] = case = old.case("submit:received screen:screened refer:referred return:screened")
    old.clock(case, "first_forward", 1, ended=2)
    old.referral(case, world.local, "returned")
    old.clock(case, "reroute", 30)
    made["referred"] = case = old.case("submit:received screen:screened refer:referred")
    old.clock(case, "first_forward", 28, ended=2)
    row = old.referral(case, world.local, "sent")
    old.clock(case, "acknowledge", 25, referral=row, organization=world.local.organization.pk)
    made["crisis routed"] = case = old.case("submit:received auto_route:referred", problem="violence")
    old.clock(case, "first_forward", 1, ended=1)
    row = old.referral(case, world.lead, "sent")
    old.clock(case, "acknowledge", 25, referral=row, organization=world.lead.organization.pk)
    made["working"] = case = old.worked()
    old.clock(case, "act", 30)
    made["crisis of the lead agency"] = case = old.worked(world.lead, problem="violence")
    old.clock(case, "act", 30)
    made["crisis of the center"] = case = old.case(
        "submit:received screen:screened take_on:in_progress", problem="violence"
    )
    old.clock(case, "first_forward", 1, ended=2)
    old.clock(case, "act", 30)
    made["awaiting"] = case = old.worked(more="ask:awaiting_info")
    asked_at = START + 5 * DAY
    old.clock(case, "act", 12, ended=5)
    old.clock(case, "await_answer", 25)
    event = old.models["CaseEvent"].get(case=case, verb="ask")
    assert event.at == asked_at
    old.models["CaseNote"].create(event=event, text="บ้านเลขที่เท่าไร")
    made["went on"] = case = old.worked(more="ask:awaiting_info resume:in_progress")
    old.clock(case, "act", 12, ended=5)
    old.clock(case, "await_answer", 20, ended=20)
    old.clock(case, "act", 35)
    made["answered"] = case = old.worked(more="ask:awaiting_info answer:in_progress")
    old.clock(case, "act", 12, ended=5)
    old.clock(case, "await_answer", 20, ended=6)
    old.clock(case, "act", 30)
    made["following"] = case = old.worked(more="record_help:following_up")
    old.clock(case, "act", 12, ended=5)
    old.clock(case, "follow_up", 30)
    old.models["FollowUp"].create(case=case, organization_id=case.holder_id, due_on=(START + 30 * DAY).date())
    made["looked after"] = case = old.worked(more="record_help:following_up adjust_plan:in_progress")
    old.clock(case, "follow_up", 6, ended=6)
    old.clock(case, "act", 30)
    old.models["FollowUp"].create(
        case=case,
        organization_id=case.holder_id,
        due_on=(START + 6 * DAY).date(),
        done_at=START + 6 * DAY,
        finding="ยังไม่พอ",
    )
    made["closure asked"] = case = old.worked(
        more="record_help:following_up request_closure:closure_requested",
        closure_requested_by_id=world.local.officer.person.pk,
        closure_reason="helped",
        outcome="helped_fully",
    )
    old.clock(case, "act", 12, ended=5)
    old.clock(case, "follow_up", 30, ended=6)
    old.clock(case, "closure_approval", 24)
    old.models["FollowUp"].create(case=case, organization_id=case.holder_id, due_on=(START + 30 * DAY).date())
    made["closure asked by the only head"] = case = old.worked(
        more="request_closure:closure_requested",
        closure_requested_by_id=world.local.supervisor.person.pk,
        closure_reason="withdrawn",
        outcome="withdrawn",
    )
    old.clock(case, "act", 30, ended=5)
    old.clock(case, "closure_approval", 24)
    made["parts"] = case = old.worked()
    old.clock(case, "act", 30)
    sender = world.local.organization.pk
    done = old.referral(case, world.hospital, "accepted", "joint", sender=sender)
    old.clock(case, "act", 26, referral=done, organization=world.hospital.organization.pk)
    sent = old.referral(case, world.lead, "sent", "joint", sender=sender)
    old.clock(case, "acknowledge", 24, referral=sent, organization=world.lead.organization.pk)
    old.referral(case, world.other_local, "sent", "info", sender=sender)
    made["referred from work"] = case = old.worked(more="refer:referred")
    old.clock(case, "act", 30)
    row = old.referral(case, world.lead, "sent", sender=sender)
    old.clock(case, "acknowledge", 24, referral=row, organization=world.lead.organization.pk)
    made["referred from following up"] = case = old.worked(more="record_help:following_up refer:referred")
    old.clock(case, "follow_up", 30, ended=6)
    old.models["FollowUp"].create(case=case, organization_id=case.holder_id, due_on=(START + 30 * DAY).date())
    row = old.referral(case, world.lead, "sent", sender=sender)
    old.clock(case, "acknowledge", 24, referral=row, organization=world.lead.organization.pk)
    made["handed up"] = case = old.case(
        "submit:received screen:screened refer:referred accept:in_progress escalate:in_progress"
    )
    old.referral(case, world.local, "forwarded_on")
    old.referral(case, world.center, "accepted", sender=sender, reason="beyond_capacity")
    old.clock(case, "act", 12, ended=5, organization=sender)
    old.clock(case, "act", 30)
    made["closed"] = case = old.worked(more="record_help:following_up approve_closure:closed")
    old.clock(case, "act", 12, ended=5)
    made["not for the local administration"] = case = old.case(
        "submit:received", avoid_local=True, proposed_organization_id=world.other_local.organization.pk
    )
    old.clock(case, "first_forward", 30)
    old.models["PolicyClock"].create(
        kind="first_forward", track="general", severity="normal", hours=9, source="center"
    )
    return {name: case.pk for name, case in made.items()}


@pytest.fixture
def moved(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path, time_machine: Any
) -> Iterator[tuple[World, dict[str, Case]]]:
    """The cases of the first edition, after the migration."""
    time_machine.move_to(NOW, tick=False)
    with django_db_blocker.unblock(), tables_before(connection, KEPT, tmp_path, SECOND_EDITION) as apps:
        world = factories.world()
        number_on(connection)
        made = tell(Old(apps, world))
        migrate(connection)
        prepare_what_is_new()
        yield world, {name: Case.objects.get(pk=pk) for name, pk in made.items()}


def due_in_days(case: Case, kind: DutyKind) -> float:
    return (duty_of(case, kind).due_at - START) / DAY


def test_cases_of_the_first_edition_go_on_in_the_second(moved):
    """One migration for all of it: to go back and forth takes seconds."""
    world, cases = moved
    for name, case in cases.items():
        assert faults_of(case) == [], name
    stages_and_duties(cases)
    nobody_wins_or_loses_time(world, cases)
    what_waited_is_a_row(world, cases)
    access(world, cases)
    history(cases)
    work_goes_on(world, cases)
    for name, case in cases.items():
        assert faults_of(Case.objects.get(pk=case.pk)) == [], name


def stages_and_duties(cases: dict[str, Case]) -> None:
    """Stages say how far the work is, duties who has to do what."""
    k = DutyKind
    found = {name: (case.stage, running(case)) for name, case in cases.items()}
    assert found == {
        "received": (Stage.RECEIVED, [k.FORWARD]),
        "came back": (Stage.SCREENED, [k.REROUTE]),
        "referred": (Stage.SCREENED, [k.ACKNOWLEDGE]),
        "crisis routed": (Stage.RECEIVED, [k.ACKNOWLEDGE, k.FORWARD]),
        "working": (Stage.WORKING, [k.ACT]),
        "crisis of the lead agency": (Stage.WORKING, [k.ACT]),
        "crisis of the center": (Stage.WORKING, [k.ACT, k.FORWARD]),
        "awaiting": (Stage.WORKING, [k.ANSWER]),
        "answered": (Stage.WORKING, [k.ACT]),
        "following": (Stage.FOLLOWING_UP, [k.FOLLOW]),
        "looked after": (Stage.WORKING, [k.ACT]),
        "went on": (Stage.WORKING, [k.ACT]),
        "closure asked": (Stage.FOLLOWING_UP, [k.APPROVE, k.FOLLOW]),
        "closure asked by the only head": (Stage.WORKING, [k.ACT, k.APPROVE]),
        "parts": (Stage.WORKING, [k.ACKNOWLEDGE, k.ACT, k.PART]),
        "referred from work": (Stage.WORKING, [k.ACKNOWLEDGE, k.ACT]),
        "referred from following up": (Stage.FOLLOWING_UP, [k.ACKNOWLEDGE, k.FOLLOW]),
        "handed up": (Stage.WORKING, [k.ACT]),
        "closed": (Stage.CLOSED, []),
        "not for the local administration": (Stage.RECEIVED, [k.FORWARD]),
    }
    assert PolicyClock.objects.get().kind == k.FORWARD


def nobody_wins_or_loses_time(world: World, cases: dict[str, Case]) -> None:
    """Deadlines that run keep their time; those that had been stopped come back with it."""
    kept = {
        "working": (DutyKind.ACT, 30),
        "closure asked by the only head": (DutyKind.ACT, 30),
        "crisis routed": (DutyKind.FORWARD, 1),
        "crisis of the center": (DutyKind.FORWARD, 1),
        "came back": (DutyKind.REROUTE, 30),
        "handed up": (DutyKind.ACT, 30),
        "parts": (DutyKind.PART, 26),
    }
    assert {name: due_in_days(cases[name], kind) for name, (kind, _due) in kept.items()} == {
        name: due for name, (_kind, due) in kept.items()
    }
    question = cases["awaiting"].questions.get()
    assert (question.rest, question.until) == (7 * DAY, START + 25 * DAY), "12 days less the 5 that were used"
    assert cases["answered"].questions.get().paused == DAY, "time stands still once per case"
    pending = cases["referred"].referrals.get()
    referral.recall_referral(referral=pending, actor=world.center.officer)
    assert due_in_days(cases["referred"], DutyKind.REROUTE) == 28
    assert cases["handed up"].act_due[str(world.local.organization.pk)].startswith("2026-11-14")


def what_waited_is_a_row(world: World, cases: dict[str, Case]) -> None:
    """Questions and decisions, with their words and people."""
    assert cases["awaiting"].questions.get().text == "บ้านเลขที่เท่าไร"
    approval = waiting_approval(cases["closure asked"])
    assert (approval.organization, approval.requester, approval.terms) == (
        world.local.organization,
        world.local.officer.person,
        {"reason": "helped", "outcome": "helped_fully"},
    )
    assert cases["closure asked"].closure_reason == ""
    elsewhere = waiting_approval(cases["closure asked by the only head"])
    assert elsewhere.organization == world.center.organization, "nobody decides on the own request"
    assert duty_of(elsewhere.case, DutyKind.APPROVE).organization == world.center.organization
    assert cases["handed up"].referrals.get(handed_up=True).target == world.center.organization
    assert [row.state for row in cases["looked after"].follow_ups.all()] == ["recorded"]
    assert cases["crisis of the lead agency"].led
    assert not cases["crisis of the center"].led


def access(world: World, cases: dict[str, Case]) -> None:
    """Grants say who read what in the first edition, and no more."""

    def reads(name: str, body: Body) -> Scope | None:
        found = cases[name].grants.filter(organization=body.organization, until=None)
        return max((Scope(grant.scope) for grant in found), default=None)

    assert reads("working", world.local) == Scope.FULL
    assert reads("working", world.center) == Scope.SUMMARY
    assert reads("working", world.hospital) is None
    assert reads("crisis routed", world.lead) == Scope.REFERRAL
    assert reads("parts", world.hospital) == Scope.PART
    assert reads("parts", world.lead) == Scope.REFERRAL
    assert reads("parts", world.other_local) == Scope.SUMMARY
    assert reads("closure asked by the only head", world.center) == Scope.FULL
    assert reads("closed", world.local) == Scope.FULL
    assert cases["not for the local administration"].excluded == [world.other_local.organization.pk]
    holder = cases["working"].grants.get(reason=GrantReason.HOLDER)
    assert holder.since == START + 4 * DAY, "since it accepted, not since the tables changed"


def history(cases: dict[str, Case]) -> None:
    """Verbs have their new names, and nobody changes an event afterwards."""
    verbs = [event.verb for event in cases["handed up"].events.all()]
    assert verbs == ["submit", "screen", "refer", "accept", "hand_up"]
    assert [event.verb for event in cases["closed"].events.all()][-1] == "approve"
    assert [event.verb for event in cases["went on"].events.all()][-2:] == ["ask", "question_end"]
    stages = [(event.from_stage, event.to_stage) for event in cases["referred from work"].events.all()]
    assert stages[-2:] == [("screened", "working"), ("working", "working")]
    assert len(set(CaseEvent.objects.values_list("identity", flat=True))) == CaseEvent.objects.count()
    for statement in ("UPDATE cases_caseevent SET reason = 'x'", "DELETE FROM cases_caseevent"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def work_goes_on(world: World, cases: dict[str, Case]) -> None:
    """The next act of each works as on a case of the second edition."""
    local, lead = world.local, world.lead
    closure.approve(approval=waiting_approval(cases["closure asked"]), actor=local.supervisor)
    closure.reopen_case(case=cases["closed"], actor=local.supervisor, note="ยังเดือดร้อน")
    referral.accept_referral(referral=cases["crisis routed"].referrals.get(), actor=lead.officer)
    referral.return_referral(
        referral=cases["referred from following up"].referrals.get(state="sent"),
        actor=lead.officer,
        reason=ReturnReason.NOT_OUR_DUTY,
        note="ไม่ใช่หน้าที่",
    )
    assistance.record_follow_up(
        follow_up=cases["following"].follow_ups.get(), actor=local.officer, finding="ดีขึ้น"
    )
    assistance.record_help(
        case=cases["looked after"], actor=local.officer, given=factories.help_given(), follow_up_on=in_days(5)
    )
    assistance.adjust_plan(case=cases["looked after"], actor=local.officer, finding="ยังไม่พอ")
