"""Who is part of the matter knows nothing of it any more; who reads in an emergency does so in the province, and is told of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cases.domain import access, lists, referral, working
from cases.domain.verifying import faults_of
from cases.errors import GuardFailed, NotAllowed
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import GrantReason, Verb, WaitingState
from cases.models import Alarm, AlarmNotice, Case, Grant, ListedCase, ListName
from cases.vocabulary import AlarmPurpose, Consent, HandoverReason, ReturnReason, Visibility
from portal.accounts.models import User
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.factories import Body, World
from tests.outbox.addresses import mails_to

WHY = "ผู้เสียหายโทรมาขอไม่ให้หน่วยงานนี้รู้"
GLASS = "case_glass_broken"


def shut_out(case: Case, world: World, body: Body, **values: Any) -> Case:
    """Let the head of the holder shut somebody out."""
    defaults = {"actor": world.local.supervisor, "organization": body.organization, "reason": WHY}
    return access.shut_out(case=case, **(defaults | values))


def part_of(case: Case, world: World) -> referral.Referral:
    """Let the hospital do a part."""
    row = referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    return referral.accept_referral(referral=row, actor=world.hospital.officer)


# Somebody is part of the matter -----------------------------------------------------------------------------------------


def test_after_intake_too_an_organization_is_kept_from_a_case_by_every_way(world: World) -> None:
    """Privacy 16: not only a local administration, and not only because the reporter ticked a box."""
    case = factories.working_case(world)
    part = part_of(case, world)
    case = shut_out(case, world, world.hospital)
    assert case.excluded == [world.hospital.organization.pk]
    part.refresh_from_db()
    assert part.state == WaitingState.WITHDRAWN
    assert not Case.objects.heard_of(world.hospital.officer).filter(pk=case.pk).exists()
    assert not case.duties.running().filter(organization=world.hospital.organization).exists()
    with pytest.raises(GuardFailed, match="ไม่ให้หน่วยงานนี้รู้"):
        part_of(case, world)
    assert faults_of(case) == []


def test_who_did_a_part_is_told_that_it_ended_and_nothing_else(world: World) -> None:
    Organization.objects.filter(pk=world.hospital.organization.pk).update(email="h@example.org")
    world.hospital.organization.refresh_from_db()
    case = factories.working_case(world)
    part_of(case, world)
    OutboxMessage.objects.all().delete()
    shut_out(case, world, world.hospital)
    (message,) = mails_to("h@example.org")
    assert message.template == "case_recalled"
    assert WHY not in str(message.context)


def test_who_is_shut_out_reads_no_more_of_what_it_was_told_was_late(world: World) -> None:
    """Lists, reports and mail that waits: what an alarm told before is theirs no longer."""
    case = factories.working_case(world)
    duty = case.duties.running().first()
    moment = timezone.now()
    alarm = Alarm.objects.create(
        case=case,
        chain=duty.chain,
        organization=duty.organization,
        level=3,
        kind=duty.kind,
        late_since=moment,
        due_at=moment,
        fired_at=moment,
    )
    for told in (world.hospital, world.lead):
        AlarmNotice.objects.create(alarm=alarm, organization=told.organization, purpose=AlarmPurpose.KNOW)
    shut_out(case, world, world.hospital)
    assert [one.organization for one in AlarmNotice.objects.all()] == [world.lead.organization]


def test_who_had_nothing_to_do_hears_nothing(world: World) -> None:
    Organization.objects.filter(pk=world.hospital.organization.pk).update(email="h@example.org")
    world.hospital.organization.refresh_from_db()
    shut_out(factories.working_case(world), world, world.hospital)
    assert not mails_to("h@example.org")


def test_who_and_why_stand_in_the_history_for_the_holder_and_on_no_page_of_the_reporter(world: World) -> None:
    case = shut_out(factories.working_case(world), world, world.hospital)
    event = case.events.get(verb=Verb.SHUT_OUT)
    assert event.note.text == f"{world.hospital.organization.display_name}: {WHY}"
    assert event.visibility == Visibility.INTERNAL


def test_one_person_is_kept_out_by_the_head_and_the_case_stays(world: World) -> None:
    case = factories.working_case(world)
    suspect = world.local.officer
    case = shut_out(case, world, world.local, person=suspect.person)
    assert case.holder == world.local.organization
    assert not Case.objects.heard_of(suspect).filter(pk=case.pk).exists()
    assert Case.objects.heard_of(world.local.supervisor).filter(pk=case.pk).exists()
    with pytest.raises(NotAllowed):
        working.add_note(case=case, actor=suspect, text="ดูอยู่")


def test_the_center_keeps_the_head_of_a_local_administration_out(world: World) -> None:
    """Whom nobody in the own office could."""
    case = factories.working_case(world)
    case = shut_out(
        case, world, world.local, actor=world.center.supervisor, person=world.local.supervisor.person
    )
    assert not Case.objects.heard_of(world.local.supervisor).filter(pk=case.pk).exists()
    assert case.holder == world.local.organization


def test_an_officer_who_is_no_head_shuts_nobody_out(world: World) -> None:
    case = factories.working_case(world)
    with pytest.raises(NotAllowed):
        shut_out(case, world, world.hospital, actor=world.local.officer)
    with pytest.raises(NotAllowed):
        shut_out(case, world, world.hospital, actor=world.lead.supervisor)
    assert not Case.objects.get(pk=case.pk).excluded


def test_the_holder_itself_hands_the_case_on_first(world: World) -> None:
    with pytest.raises(GuardFailed, match="ส่งต่อให้หน่วยงานอื่นรับก่อน"):
        shut_out(factories.working_case(world), world, world.local, actor=world.center.supervisor)


def test_without_a_reason_nobody_is_shut_out(world: World) -> None:
    case = factories.working_case(world)
    with pytest.raises(GuardFailed):
        shut_out(case, world, world.hospital, reason=" ")
    assert not Case.objects.get(pk=case.pk).excluded


@pytest.mark.parametrize("reason", ReturnReason)
def test_only_who_returns_a_case_for_an_interest_of_its_own_cannot_be_asked_again(
    world: World, reason: ReturnReason
) -> None:
    row = factories.pending_referral(world)
    referral.return_referral(
        referral=row, actor=world.local.officer, reason=reason, note="นายกเป็นญาติผู้ถูกกล่าวหา"
    )
    case = Case.objects.get(pk=row.case_id)
    is_part_of_it = reason == ReturnReason.CONFLICT_OF_INTEREST
    assert case.excluded == ([world.local.organization.pk] if is_part_of_it else [])
    again = {
        "case": case,
        "target": world.local.organization,
        "actor": world.center.officer,
        "reason": HandoverReason.PROPER_AREA,
        "consent": Consent.GIVEN,
    }
    if is_part_of_it:
        with pytest.raises(GuardFailed, match="ไม่ให้หน่วยงานนี้รู้"):
            referral.refer_case(**again)
    else:
        assert referral.refer_case(**again).state == WaitingState.SENT
    assert faults_of(Case.objects.get(pk=case.pk)) == []


# Broken glass -----------------------------------------------------------------------------------------------------------


def break_glass(case: Case, body: Body) -> Case:
    """Read it in an emergency."""
    return working.break_glass(case=case, actor=body.officer, reason="เด็กอยู่ในอันตราย")


def written_to(body: Organization) -> set[str]:
    """Return to whom of an office it was written that its glass was broken."""
    return {message.to for message in OutboxMessage.objects.filter(template=GLASS, organization=body)}


def test_an_office_of_another_province_or_of_the_whole_country_breaks_no_glass(world: World) -> None:
    """cases-verbs.tsv, break_glass; also where an alarm told it of the case."""
    case = factories.working_case(world)
    country = OrganizationFactory(
        type=OrganizationType.DLA, name_th="กรมทดสอบ", province_code="", district_code=""
    )
    for organization in (country, world.hospital.organization):
        Grant.objects.create(
            case=case, number=900 + organization.pk, organization=organization, scope=1,
            reason=GrantReason.LADDER, since=case.received_at,
        )  # fmt: skip
    Organization.objects.filter(pk=world.hospital.organization.pk).update(
        province_code="90", district_code=""
    )
    world.hospital.organization.refresh_from_db()
    with pytest.raises(GuardFailed, match="ในจังหวัด"):
        break_glass(case, world.hospital)
    assert break_glass(case, world.lead).pk == case.pk


def test_those_who_decide_at_the_holder_are_written_to_and_not_whoever_takes_no_part(world: World) -> None:
    for actor, address in (
        (world.local.supervisor, "head@example.org"),
        (world.local.officer, "o@example.org"),
    ):
        User.objects.filter(pk=actor.person.pk).update(email=address)
    Organization.objects.filter(pk=world.local.organization.pk).update(email="office@example.org")
    case = break_glass(factories.working_case(world), world.hospital)
    assert written_to(world.local.organization) == {"head@example.org"}
    working.recuse(case=case, actor=world.local.supervisor)
    OutboxMessage.objects.all().delete()
    break_glass(Case.objects.get(pk=case.pk), world.lead)
    assert written_to(world.local.organization) == {"office@example.org"}


def test_where_nobody_at_the_holder_has_an_address_the_center_is_told(world: World) -> None:
    User.objects.update(email="")
    User.objects.filter(pk=world.center.supervisor.person.pk).update(email="center@example.org")
    Organization.objects.update(email="")
    break_glass(factories.working_case(world), world.hospital)
    assert written_to(world.center.organization) == {"center@example.org"}


def test_it_lies_before_the_holder_until_somebody_there_does_the_next_thing(
    world: World, time_machine: Any
) -> None:
    """Also when the four hours are over: that they are is nobody's act."""
    time_machine.move_to(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False)
    case = break_glass(factories.working_case(world), world.hospital)
    came_back = ListedCase.objects.filter(
        case=case, organization=world.local.organization, list=ListName.BACK
    )
    assert came_back.exists()
    time_machine.shift(GLASS_OPEN + dt.timedelta(minutes=1))
    assert access.expire_grants(case.pk)
    assert came_back.exists()
    assert faults_of(Case.objects.get(pk=case.pk)) == []
    assert lists.last_of(case).verb == Verb.BREAK_GLASS
    working.add_note(case=Case.objects.get(pk=case.pk), actor=world.local.officer, text="ตรวจแล้ว")
    assert not came_back.exists()
