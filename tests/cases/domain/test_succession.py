"""No open case lies where nobody can act, except with the center: whatever ends, whoever leaves, whenever it happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from cases import tasks
from cases.desk.case.history import entries
from cases.domain import closure, joint, referral, succession
from cases.domain.queries.heirs import can_act, heir_of
from cases.models import Case, CaseEvent, Clock, FollowUp, Referral
from cases.verbs.permissions import allowed_verbs
from cases.vocabulary import (
    CaseState,
    Consent,
    HandoverReason,
    ReferralMode,
    ReferralState,
    SuccessionReason,
    Verb,
)
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.actors import Citizen, System
from portal.audit.models import AuditEntry
from portal.organizations.domain import ending
from portal.organizations.models import Organization, PlannedEnd
from portal.organizations.tasks import carry_out_planned_ends
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.composing import compose
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ActorKind
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.domain.verbs import case_in
from tests.cases.factories import Body, World

OPEN = [state for state in CaseState if state != CaseState.CLOSED]


def end(organization: Organization, successor: Organization | None = None) -> None:
    """Close an organization as a list or the back-office does."""
    organization.is_active, organization.closed_on = False, timezone.localdate()
    organization.successor = successor
    organization.save()
    ending.carry_out(organization, successor=successor, actor=System())


def the_day_of_a_plan_comes(organization: Organization, successor: Organization | None = None) -> None:
    PlannedEnd.objects.create(organization=organization, on=timezone.localdate(), successor=successor)
    assert carry_out_planned_ends.call() == 1


def everybody_leaves(organization: Organization, successor: Organization | None = None) -> None:
    """The last appointment ended yesterday; the scheduler comes by."""
    Appointment.objects.filter(organization=organization).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    tasks.hand_over_what_nobody_can_do.call()


def accounts_are_closed(organization: Organization, successor: Organization | None = None) -> None:
    for appointment in Appointment.objects.filter(organization=organization).select_related("user"):
        appointment.user.is_active = False
        appointment.user.save()
    tasks.hand_over_what_nobody_can_do.call()


def heir_body(name: str = "เทศบาลตำบลผู้สืบต่อ") -> Body:
    return factories.body(
        OrganizationType.SUBDISTRICT_MUNICIPALITY, name, Role.LAO_OFFICER, Role.LAO_CHIEF_ADMINISTRATOR
    )


def assert_nothing_lies_where_nobody_can_act() -> None:
    """The master invariant, and what belongs to it."""
    centers = Q(holder__type=OrganizationType.CENTER)
    for case in Case.objects.open().exclude(centers).select_related("holder"):
        assert can_act(case.holder), f"{case} lies with {case.holder}"
    for clock in Clock.objects.running().select_related("organization", "referral", "case"):
        assert clock.organization.type == OrganizationType.CENTER or can_act(clock.organization)
        wanted = clock.referral.target_id if clock.referral else clock.case.holder_id
        assert clock.organization_id == wanted
        if clock.referral:
            assert clock.referral.state in {ReferralState.SENT, ReferralState.ACCEPTED}
    for case in Case.objects.open():
        assert case.clocks.running().exists()
        waiting = case.referrals.pending_handover()
        assert waiting.count() == (case.state == CaseState.REFERRED)
        for one in case.referrals.active():
            if one.mode == ReferralMode.HANDOVER and one.state == ReferralState.ACCEPTED:
                assert one.target_id == case.holder_id
            else:
                assert one.target_id != case.holder_id
                assert can_act(one.target)
        assert case.register_entries.filter(organization=case.holder_id).exists()
        last = case.events.last()
        assert (last.to_state, last.holder_id, case.events.count()) == (
            case.state,
            case.holder_id,
            case.version,
        )
        assert not case.follow_ups.filter(done_at=None).exclude(organization=case.holder).exists()


WAYS = [end, the_day_of_a_plan_comes, everybody_leaves, accounts_are_closed]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("state", OPEN)
def test_in_every_state_the_case_of_an_organization_that_cannot_act_goes_to_the_center(
    world: World, state, way: Callable[..., None]
):
    case = case_in(state, world)
    for body in (world.local, world.other_local, world.lead, world.hospital):
        way(body.organization)
    assert_nothing_lies_where_nobody_can_act()
    case.refresh_from_db()
    assert case.holder == world.center.organization


@pytest.mark.parametrize("state", OPEN)
def test_with_a_successor_the_case_goes_on_there_in_the_same_state_and_time(world: World, state):
    case = case_in(state, world)
    heir = heir_body()
    before = list(case.clocks.running().values_list("kind", "due_at"))
    holder_ends = case.holder_id == world.local.organization.pk
    end(world.local.organization, heir.organization)
    assert_nothing_lies_where_nobody_can_act()
    case.refresh_from_db()
    assert case.state == state
    assert list(case.clocks.running().values_list("kind", "due_at")) == before, "nobody wins time"
    assert case.holder == (heir.organization if holder_ends else world.center.organization)


def test_who_takes_over_can_work_and_who_ended_cannot(world: World):
    case = factories.working_case(world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    case.refresh_from_db()
    assert Verb.RECORD_HELP in allowed_verbs(case, heir.officer)
    assert Case.objects.visible_to(heir.officer).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(world.local.officer).filter(pk=case.pk).exists()


def test_events_audit_and_messages_say_so(world: World):
    case = factories.working_case(world)
    heir = heir_body()
    OutboxMessage.objects.all().delete()
    end(world.local.organization, heir.organization)
    event = case.events.last()
    assert (event.verb, event.actor_kind, event.reason) == (
        Verb.SUCCEED,
        ActorKind.SYSTEM,
        SuccessionReason.ENDED,
    )
    assert event.changes == {"organization": [str(world.local.organization.pk), str(heir.organization.pk)]}
    entry = AuditEntry.objects.get(action="cases.handed_over")
    assert entry.data == {"cases": 1, "reason": "ended"}
    message = OutboxMessage.objects.get(template="case_taken_over")
    assert message.to == heir.organization.email
    mail = compose(message)
    assert case.reference in mail.subject
    assert "รับช่วง" in mail.body
    assert not [canary for canary in factories.CANARIES if canary in mail.subject + mail.body]
    case.refresh_from_db()
    line = entries(case, heir.officer)[0]
    assert line.target == (heir.organization.short_name or heir.organization.display_name)
    assert line.reason == str(SuccessionReason.ENDED.label)


def asked_for_a_part(world: World) -> Referral:
    return joint.refer_jointly(
        case=factories.working_case(world),
        actor=world.local.officer,
        target=world.hospital.organization,
        consent=Consent.GIVEN,
        request="รักษา",
    )


@pytest.mark.parametrize("accepted", [False, True], ids=["waits", "accepted"])
def test_a_part_goes_on_with_the_successor(world: World, accepted):
    part = asked_for_a_part(world)
    if accepted:
        part = joint.accept_joint(referral=part, actor=world.hospital.officer)
    heir = heir_body("โรงพยาบาลใหม่")
    due = part.clocks.running().get().due_at
    end(world.hospital.organization, heir.organization)
    assert_nothing_lies_where_nobody_can_act()
    new = Referral.objects.get(target=heir.organization)
    assert (new.parent_id, new.state, new.request, new.letter_id) == (
        part.pk,
        part.state,
        "รักษา",
        part.letter_id,
    )
    part.refresh_from_db()
    assert part.state == ReferralState.FORWARDED_ON
    assert new.clocks.running().get().due_at == due
    assert new.case.holder == world.local.organization
    done = joint.complete_joint if accepted else joint.accept_joint
    done(referral=new, actor=heir.officer, note="เสร็จแล้ว")


def test_a_handover_that_waits_goes_on_to_the_successor_who_may_accept(world: World):
    pending = factories.pending_referral(world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    assert_nothing_lies_where_nobody_can_act()
    new = pending.case.referrals.pending_handover().get()
    assert (new.target, new.sender) == (heir.organization, world.center.organization)
    accepted = referral.accept_referral(referral=new, actor=heir.officer)
    assert accepted.case.holder == heir.organization
    assert_nothing_lies_where_nobody_can_act()


@pytest.mark.parametrize("way", WAYS)
def test_a_handover_that_would_go_to_its_own_holder_is_recalled(world: World, way):
    """The center sent it; nobody is left there but the center itself."""
    pending = factories.pending_referral(world)
    way(world.local.organization)
    pending.refresh_from_db()
    assert pending.state == ReferralState.RECALLED
    case = pending.case
    case.refresh_from_db()
    assert (case.state, case.holder) == (CaseState.SCREENED, world.center.organization)
    assert case.events.last().actor_kind == ActorKind.SYSTEM
    assert_nothing_lies_where_nobody_can_act()


def test_a_handover_to_the_successor_of_its_holder_is_recalled_and_the_case_moves(world: World):
    """The holder merges into the very organization that it asked."""
    case = factories.working_case(world)
    pending = referral.refer_case(
        case=case,
        actor=world.local.officer,
        target=world.other_local.organization,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    end(world.local.organization, world.other_local.organization)
    pending.refresh_from_db()
    case.refresh_from_db()
    assert pending.state == ReferralState.RECALLED
    assert (case.state, case.holder) == (CaseState.IN_PROGRESS, world.other_local.organization)
    assert_nothing_lies_where_nobody_can_act()


def test_a_handover_that_was_passed_on_is_not_sent_back_to_who_passed_it_on(world: World):
    pending = factories.pending_referral(world)
    child = referral.forward_referral_on(
        referral=pending,
        target=world.other_local.organization,
        actor=world.local.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    end(world.other_local.organization, world.local.organization)
    child.refresh_from_db()
    assert child.state == ReferralState.RECALLED
    assert_nothing_lies_where_nobody_can_act()


@pytest.mark.parametrize("accepted", [False, True], ids=["waits", "accepted"])
def test_a_part_of_whoever_becomes_holder_ends(world: World, accepted):
    part = asked_for_a_part(world)
    if accepted:
        joint.accept_joint(referral=part, actor=world.hospital.officer)
    end(world.local.organization, world.hospital.organization)
    part.refresh_from_db()
    assert part.state == (ReferralState.DONE if accepted else ReferralState.RECALLED)
    part.case.refresh_from_db()
    assert part.case.holder == world.hospital.organization
    assert_nothing_lies_where_nobody_can_act()


def test_one_who_does_a_part_already_gets_no_second_one(world: World):
    first = asked_for_a_part(world)
    second = joint.refer_jointly(
        case=first.case,
        actor=world.local.officer,
        target=world.lead.organization,
        consent=Consent.GIVEN,
        request="ที่พัก",
    )
    end(world.lead.organization, world.hospital.organization)
    second.refresh_from_db()
    assert second.state == ReferralState.RECALLED
    assert first.case.referrals.active().filter(mode=ReferralMode.JOINT).count() == 1
    assert_nothing_lies_where_nobody_can_act()


# --- who takes over ------------------------------------------------------------------------------------------------------


def test_a_successor_without_people_is_passed_over(world: World):
    case = factories.working_case(world)
    empty, heir = OrganizationFactory(), heir_body()
    end(empty, heir.organization)
    end(world.local.organization, empty)
    case.refresh_from_db()
    assert case.holder == heir.organization, "the chain is followed to where somebody can act"


def test_a_successor_whom_the_reporter_asked_to_leave_out_gets_nothing(world: World):
    """Privacy 16: not by succession either."""
    case = factories.working_case(world)
    Case.objects.filter(pk=case.pk).update(
        avoid_local=True, proposed_organization=world.other_local.organization
    )
    case.refresh_from_db()
    assert heir_of(world.local.organization, case) == world.center.organization
    end(world.local.organization, world.other_local.organization)
    case.refresh_from_db()
    assert case.holder == world.center.organization


def test_a_loop_of_successors_ends_at_the_center(world: World):
    case = factories.working_case(world)
    other = OrganizationFactory(is_active=False)
    Organization.objects.filter(pk=other.pk).update(successor=world.local.organization)
    end(world.local.organization, other)
    case.refresh_from_db()
    assert case.holder == world.center.organization


def test_the_only_center_keeps_what_it_has_and_another_one_takes_over(world: World):
    case = factories.received_case(world)
    everybody_leaves(world.center.organization)
    case.refresh_from_db()
    assert case.holder == world.center.organization
    second = factories.body(OrganizationType.CENTER, "ศูนย์ที่สอง", Role.CENTER_OFFICER, Role.CENTER_HEAD)
    end(world.center.organization)
    case.refresh_from_db()
    assert case.holder == second.organization


def test_one_officer_is_enough_and_an_editor_is_none(world: World):
    case = factories.working_case(world)
    Appointment.objects.filter(
        organization=world.local.organization, role=Role.LAO_CHIEF_ADMINISTRATOR
    ).update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    officer(world.local.organization, Role.CONTENT_EDITOR)
    Appointment.objects.filter(organization=world.local.organization, role=Role.LAO_OFFICER).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    assert tasks.hand_over_what_nobody_can_do.call() == 1
    case.refresh_from_db()
    assert case.holder == world.center.organization
    assert case.events.last().reason == SuccessionReason.NOBODY_LEFT
    assert tasks.hand_over_what_nobody_can_do.call() == 0


def test_the_last_day_of_the_last_order_counts_in_thailand(world: World, time_machine):
    factories.working_case(world)
    Appointment.objects.filter(organization=world.local.organization).update(
        valid_until=dt.date(2026, 12, 31)
    )
    time_machine.move_to(dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC), tick=False)
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    time_machine.move_to(dt.datetime(2026, 12, 31, 17, 1, tzinfo=dt.UTC), tick=False)
    assert tasks.hand_over_what_nobody_can_do.call() == 1


def test_an_organization_that_answers_by_letter_is_not_left_by_anybody(world: World):
    """It never had an account; what waits for it waits on."""
    hospital = OrganizationFactory(type=OrganizationType.HOSPITAL)
    pending = factories.pending_referral(world, Body(hospital, world.center.officer, world.center.supervisor))
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    pending.refresh_from_db()
    assert pending.state == ReferralState.SENT


# --- all or nothing, before and after ------------------------------------------------------------------------------------


def test_a_failure_leaves_everything_as_it_was(world: World, monkeypatch):
    from django.db import transaction

    cases = [factories.working_case(world) for _ in range(2)]
    heir = heir_body()
    calls = []

    def broken(**values: Any) -> None:
        calls.append(values)
        if len(calls) == 2:
            raise RuntimeError("disk full")

    monkeypatch.setattr(succession.notify, "tell_body", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        end(world.local.organization, heir.organization)
    for case in cases:
        case.refresh_from_db()
        assert case.holder_id == world.local.organization.pk
    assert not CaseEvent.objects.filter(verb=Verb.SUCCEED).exists()
    assert Organization.objects.get(pk=world.local.organization.pk).is_active


def test_a_dry_run_says_what_would_move_and_moves_nothing(world: World):
    factories.working_case(world)
    factories.pending_referral(world)
    assert ending.report(OrganizationFactory()) == []
    said = " ".join(ending.report(world.local.organization))
    assert "ไม่ปิด 1 เรื่อง" in said
    assert "รอตอบรับ 1 เรื่อง" in said
    part = asked_for_a_part(world)
    joint.accept_joint(referral=part, actor=world.hospital.officer)
    before = CaseEvent.objects.count(), Clock.objects.count(), AuditEntry.objects.count()
    assert "บางส่วน 1 เรื่อง" in " ".join(ending.report(world.hospital.organization))
    assert (CaseEvent.objects.count(), Clock.objects.count(), AuditEntry.objects.count()) == before


def test_closed_cases_stay_and_reopen_where_somebody_can_act(world: World):
    case = factories.closed_case(world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    case.refresh_from_db()
    assert case.holder == world.local.organization
    reopened = closure.reopen_case(case=case, actor=Citizen(case.reference), note="ยังรั่ว")
    assert reopened.holder == heir.organization
    assert_nothing_lies_where_nobody_can_act()


def test_follow_ups_that_wait_move_and_those_that_were_done_stay(world: World):
    case = factories.followed_case(world)
    done = FollowUp.objects.create(
        case=case,
        organization=world.local.organization,
        due_on=timezone.localdate(),
        done_at=timezone.now(),
        done_by=world.local.officer.person,
    )
    heir = heir_body()
    end(world.local.organization, heir.organization)
    done.refresh_from_db()
    assert done.organization == world.local.organization
    assert case.follow_ups.get(done_at=None).organization == heir.organization
