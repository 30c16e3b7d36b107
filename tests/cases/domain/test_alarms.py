"""What is late rings: once per chain, organization and level, and tells nobody what it is about.

S2.45, S2.46, S2.47, S2.48; R10.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from cases import tasks
from cases.domain import alarms, closure, ladder, late, working
from cases.domain.clocks import Limit
from cases.domain.limits import set_limit
from cases.domain.queries.late import late_known_to
from cases.domain.referral import accept_referral, recall_referral
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind, GrantReason, Scope, Verb
from cases.models import Alarm, AlarmNotice, Case, CaseEvent, Duty
from cases.vocabulary import AlarmPurpose, ClosureReason, LateCause, Outcome, Severity, Track
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.actors import Officer, System
from portal.calendar.models import Holiday
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.factories import CANARIES, World

MONDAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
"""Ten in the morning in Thailand; a week without holidays."""
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

Clock = Callable[[dt.datetime], None]


@pytest.fixture
def at(time_machine) -> Clock:
    """Move the clock, and start it on Monday morning."""

    def move(moment: dt.datetime) -> None:
        time_machine.move_to(moment, tick=False)

    move(MONDAY)
    return move


@pytest.fixture
def above(world: World) -> dict[str, object]:
    """The offices above: of the province, and the department."""
    made = {
        "local": OrganizationFactory(type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, district_code=""),
        "department": OrganizationFactory(type=OrganizationType.DLA, province_code="", district_code=""),
        "governor": OrganizationFactory(type=OrganizationType.GOVERNOR, district_code=""),
    }
    return {name: officer(body, Role.LAO_OFFICER, functions=[Function.VIEW]) for name, body in made.items()}


def ring() -> int:
    return tasks.ring_alarms.call()


def levels() -> list[int]:
    return sorted(Alarm.objects.values_list("level", flat=True))


def told(level: int, late: str = "อบต.หนึ่ง") -> dict[str, str]:
    found = AlarmNotice.objects.filter(alarm__level=level, alarm__organization__name_th=late).select_related(
        "organization"
    )
    return {notice.organization.name_th: notice.purpose for notice in found}


def late_crisis(world: World) -> Duty:
    """A crisis report that its lead agency does not answer: due after 24 hours."""
    return factories.crisis_case(world).duties.running().get(kind=DutyKind.ACKNOWLEDGE)


def late_at_local(world: World) -> Duty:
    """A general case that a local administration does not answer: due on Thursday at half past four."""
    return factories.pending_referral(world).case.duties.running().get(kind=DutyKind.ACKNOWLEDGE)


def test_nothing_rings_before_it_is_due(world, at):
    duty = late_crisis(world)
    at(duty.due_at)
    assert ring() == 0
    at(duty.due_at + dt.timedelta(seconds=1))
    assert ring() > 0


def test_each_level_rings_once_however_often_the_job_runs(world, above, at):
    late_at_local(world)
    at(MONDAY + 4 * DAY)
    assert [ring(), ring()] == [1, 0]
    # Friday half past four is the second level: it rings when offices open on Monday.
    at(MONDAY + 7 * DAY)
    assert [ring(), ring()] == [1, 0]
    at(MONDAY + 9 * DAY)
    assert [ring(), ring()] == [1, 0]
    at(MONDAY + 30 * DAY)
    assert ring() == 0
    assert levels() == [1, 2, 3]
    assert CaseEvent.objects.filter(verb=Verb.FIRE_ALARM).count() == 3


def test_a_job_that_comes_days_late_rings_all_levels_once_and_says_when_each_was_due(world, above, at):
    duty = late_at_local(world)
    at(MONDAY + 30 * DAY)
    assert ring() == 3
    found = list(Alarm.objects.order_by("level"))
    assert [alarm.level for alarm in found] == [1, 2, 3]
    assert found[0].due_at == duty.due_at < found[1].due_at < found[2].due_at
    assert {alarm.fired_at for alarm in found} == {MONDAY + 30 * DAY}
    assert ring() == 0


def test_a_job_that_dies_in_the_middle_leaves_nothing_half_done_and_rings_the_rest_later(
    world, above, at, monkeypatch, caplog
):
    late_at_local(world)
    at(MONDAY + 30 * DAY)
    fire = alarms._fire

    def dies(row, level, **values):
        fire(row, level, **values)
        if level == 2:
            raise IntegrityError("its own trouble")

    monkeypatch.setattr(alarms, "_fire", dies)
    assert ring() == 0
    assert not Alarm.objects.exists()
    assert not OutboxMessage.objects.filter(template__startswith="case_late").exists()
    monkeypatch.undo()
    assert ring() == 3
    assert levels() == [1, 2, 3]


def test_a_case_that_fails_keeps_no_other_waiting(world, at, monkeypatch, caplog):
    cache.clear()
    broken, sound = late_crisis(world), late_crisis(world)
    at(broken.due_at + HOUR)
    monkeypatch.setattr(alarms, "BATCH", 1)
    fire = alarms._fire

    def fails_for_one(row, level, **values):
        if row.case_id == broken.case_id:
            raise IntegrityError("its own trouble")
        fire(row, level, **values)

    monkeypatch.setattr(alarms, "_fire", fails_for_one)
    ring()
    assert set(Alarm.objects.values_list("case", flat=True)) == {sound.case_id}
    assert "its own trouble" in caplog.text


def test_the_table_refuses_a_second_alarm_of_a_level(world, at):
    duty = late_crisis(world)
    at(duty.due_at + HOUR)
    ring()
    alarm = Alarm.objects.first()
    alarm.pk = None
    with pytest.raises(IntegrityError):
        alarm.save()


def test_crisis_alarms_ring_at_night_and_general_ones_when_offices_open(world, at):
    set_limit(
        actor=world.center.supervisor,
        kind=DutyKind.ACKNOWLEDGE,
        track=Track.GENERAL,
        severity=Severity.NORMAL,
        limit=Limit(hours=12),
        note="คำสั่งที่ 5/2570",
    )
    crisis, general = late_crisis(world), late_at_local(world)
    # Three in the morning of Tuesday: one is late since ten in the evening, the other not yet.
    at(MONDAY + 17 * HOUR)
    assert ring() == 0
    at(MONDAY + 22 * HOUR + dt.timedelta(minutes=30))
    assert ring() == 1
    assert Alarm.objects.get().case_id == general.case_id
    at(crisis.due_at + 10 * HOUR)
    ring()
    assert crisis.case_id in set(Alarm.objects.values_list("case", flat=True))


def test_a_holiday_that_comes_late_still_keeps_general_alarms_silent(world, at):
    duty = late_at_local(world)
    at(duty.due_at + HOUR)
    Holiday.objects.create(day=dt.date(2026, 11, 27), name="วันหยุดพิเศษ", is_closed=True)
    at(MONDAY + 4 * DAY)
    assert ring() == 0
    at(MONDAY + 7 * DAY)
    assert ring() > 0


def test_what_is_done_in_time_never_rings(world, at):
    duty = late_at_local(world)
    accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)
    at(duty.due_at + HOUR)
    assert not Duty.objects.filter(pk=duty.pk, next_alarm_at__lte=duty.due_at, ended_at=None).exists()
    ring()
    assert not Alarm.objects.filter(kind=DutyKind.ACKNOWLEDGE).exists()


def test_of_a_local_administration_its_head_then_the_provincial_office_then_the_province_is_told(
    world, above, at
):
    late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    name = {key: one.organization.name_th for key, one in above.items()}
    assert told(1) == {"อบต.หนึ่ง": AlarmPurpose.ACT}
    assert told(2) == {name["local"]: AlarmPurpose.ACT, name["department"]: AlarmPurpose.KNOW}
    assert told(3) == {
        "พมจ.ทดสอบ": AlarmPurpose.ACT,
        name["governor"]: AlarmPurpose.REPORT,
        "สถานที่กลางทดสอบ": AlarmPurpose.KNOW,
    }


def test_of_another_organization_its_head_then_the_center_then_the_governor_is_told(world, above, at):
    late_crisis(world)
    at(MONDAY + 4 * DAY)
    ring()
    assert told(1, "พมจ.ทดสอบ") == {"พมจ.ทดสอบ": AlarmPurpose.ACT}
    assert told(2, "พมจ.ทดสอบ") == {"สถานที่กลางทดสอบ": AlarmPurpose.ACT}
    assert told(3, "พมจ.ทดสอบ") == {
        above["governor"].organization.name_th: AlarmPurpose.REPORT,
        "สถานที่กลางทดสอบ": AlarmPurpose.KNOW,
    }


def test_a_center_that_is_late_itself_is_followed_by_the_department(world, above, at):
    factories.received_case(world)
    at(MONDAY + 30 * DAY)
    ring()
    department = above["department"].organization.name_th
    assert told(2, "สถานที่กลางทดสอบ") == {department: AlarmPurpose.ACT}


def test_where_an_office_is_missing_the_center_stands_in(world, at):
    late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    assert told(2) == {"สถานที่กลางทดสอบ": AlarmPurpose.ACT}


def test_an_excluded_organization_is_never_told(world, above, at):
    duty = late_at_local(world)
    excluded = above["local"].organization
    Case.objects.filter(pk=duty.case_id).update(excluded=[excluded.pk])
    at(MONDAY + 30 * DAY)
    ring()
    assert not AlarmNotice.objects.filter(organization=excluded).exists()
    assert not OutboxMessage.objects.filter(organization=excluded).exists()
    assert not duty.case.grants.filter(organization=excluded).exists()
    assert not late_known_to(above["local"]).exists()
    assert told(2)["สถานที่กลางทดสอบ"] == AlarmPurpose.ACT


def test_who_was_told_may_know_the_reference_and_nothing_else_until_the_duty_ends(world, above, at):
    duty = late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    grant = duty.case.grants.get(organization=above["local"].organization)
    assert (grant.scope, grant.reason, grant.until) == (Scope.METADATA, GrantReason.LADDER, None)
    assert not Case.objects.visible_to(above["local"]).exists()
    assert not Case.objects.known_to(above["local"]).exists()
    accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)
    grant.refresh_from_db()
    assert grant.until is not None
    assert not late_known_to(above["local"]).exists()


@pytest.fixture
def reached(world: World, at: Clock) -> Callable[[], list[str]]:
    """Who is written to at the first level at a local administration that is late, beside its own address."""
    case = late_at_local(world).case
    told_one = ladder.Told(world.local.organization, AlarmPurpose.ACT)

    def people() -> list[str]:
        office, *found = ladder.addresses(told_one, case=case)
        assert office == world.local.organization.email
        return found

    return people


def with_address(one: Officer, address: str) -> None:
    one.person.email = address
    one.person.save()


def test_the_chief_administrator_is_written_to_and_whoever_follows_alarms_too(world, reached):
    """S2.46, S2.60: an order to follow alarms takes nothing from who answers for the office."""
    with_address(world.local.supervisor, "chief@example.org")
    assert reached() == ["chief@example.org"]
    world.local.supervisor.appointment.functions.filter(function=Function.ALARMS).delete()
    assert reached() == ["chief@example.org"]
    follower = officer(world.local.organization, functions=[Function.ALARMS])
    with_address(follower, "alarms@example.org")
    assert reached() == ["chief@example.org", "alarms@example.org"]
    Case.objects.get().recused.add(follower.person)
    assert reached() == ["chief@example.org"]


def test_where_nobody_supervises_or_can_be_written_to_a_deputy_is_told(world, reached):
    deputy = officer(world.local.organization, Role.DEPUTY_HEAD, functions=[Function.DEPUTY])
    with_address(deputy, "deputy@example.org")
    with_address(officer(world.local.organization, functions=[Function.ALARMS]), "alarms@example.org")
    assert reached() == ["deputy@example.org", "alarms@example.org"]
    with_address(world.local.supervisor, "chief@example.org")
    assert reached() == ["chief@example.org", "alarms@example.org"]
    Case.objects.get().recused.add(world.local.supervisor.person)
    assert reached() == ["deputy@example.org", "alarms@example.org"]


def test_who_only_reads_reports_is_written_to_where_an_office_has_nobody_else(world, reached):
    with_address(officer(world.local.organization, functions=[Function.VIEW]), "view@example.org")
    assert reached() == [], "not in an office that acts"
    governor = OrganizationFactory(type=OrganizationType.GOVERNOR, district_code="", email="")
    with_address(officer(governor, Role.VIEWER), "governor@example.org")
    told_one = ladder.Told(governor, AlarmPurpose.REPORT)
    assert ladder.addresses(told_one, case=Case.objects.get()) == ["governor@example.org"]


@pytest.fixture
def unreached(world: World) -> dict[str, object]:
    """The offices of the province as an installation begins with them: no address, nobody in them."""
    return {
        kind: OrganizationFactory(type=kind, name_th=f"ยังไม่มีใคร {kind}", district_code="", email="")
        for kind in (OrganizationType.PROVINCIAL_LOCAL_OFFICE, OrganizationType.GOVERNOR)
    }


def written_to(level: int) -> set[str]:
    """To whom a mail of a level went."""
    keys = [f"late:{pk}:" for pk in Alarm.objects.filter(level=level).values_list("pk", flat=True)]
    messages = OutboxMessage.objects.filter(template__startswith="case_late")
    return {one.to for one in messages if any(one.dedup_key.startswith(key) for key in keys)}


def test_where_an_office_hears_nothing_the_center_stands_in_and_is_written_to(world, unreached, at):
    """S2.47, S2.48: an empty office of the directory is as if it were not there."""
    lead = world.lead.organization
    type(lead).objects.filter(pk=lead.pk).update(email="")
    Appointment.objects.filter(organization=lead).delete()
    late_at_local(world)
    at(MONDAY + 30 * DAY)
    assert ring() == 3
    center = world.center.organization
    assert told(2) == {center.name_th: AlarmPurpose.ACT}
    governor = unreached[OrganizationType.GOVERNOR].name_th
    assert told(3) == {center.name_th: AlarmPurpose.ACT, governor: AlarmPurpose.REPORT}
    assert center.email in written_to(2) and center.email in written_to(3)


def test_of_another_organization_the_center_acts_where_the_governor_hears_nothing(world, unreached, at):
    late_crisis(world)
    at(MONDAY + 4 * DAY)
    ring()
    assert told(3, "พมจ.ทดสอบ")[world.center.organization.name_th] == AlarmPurpose.ACT
    assert world.center.organization.email in written_to(3)


@pytest.mark.parametrize("level", [2, 3])
def test_people_of_the_offices_above_are_written_to_at_every_level(world, unreached, at, level):
    """S2.47, S2.48, S2.60: an office without an address of its own hears by the people who follow alarms there."""
    kinds = {2: OrganizationType.PROVINCIAL_LOCAL_OFFICE, 3: OrganizationType.GOVERNOR}
    for kind, body in unreached.items():
        function = Function.VIEW if kind == OrganizationType.GOVERNOR else Function.ALARMS
        with_address(officer(body, functions=[function]), f"{kind}@example.org")
    late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    assert unreached[kinds[level]].name_th in told(level)
    assert f"{kinds[level]}@example.org" in written_to(level)


def test_a_take_over_is_told_to_the_people_of_a_governor_without_an_address(world, unreached, at):
    reader = officer(unreached[OrganizationType.GOVERNOR], Role.VIEWER)
    with_address(reader, "governor@example.org")
    duty = late_at_local(world)
    accept_referral(referral=duty.case.referrals.get(), actor=world.local.officer)
    at(MONDAY + 30 * DAY)
    ring()
    working.take_over(case=duty.case, actor=world.center.supervisor, note="ไม่มีใครทำ")
    assert [one.to for one in OutboxMessage.objects.filter(template="case_governor_told")] == [
        "governor@example.org"
    ]


def test_mail_says_the_reference_and_since_when_and_nothing_of_the_matter(world, above, at):
    duty = factories.crisis_case(world).duties.running().get(kind=DutyKind.ACKNOWLEDGE)
    at(MONDAY + 30 * DAY)
    ring()
    found = list(OutboxMessage.objects.filter(template__startswith="case_late"))
    assert {message.template for message in found} == {"case_late_own", "case_late", "case_late_report"}
    from portal.outbox.composing import compose

    for message in found:
        mail = compose(message)
        text = f"{mail.subject}\n{mail.body}"
        assert duty.case.reference in text
        assert "/desk/late/" in text
        assert not [canary for canary in CANARIES if canary in text]
        assert duty.case.get_problem_display() not in text
        assert "อ่าวนาง" not in text


def test_dead_mail_keeps_no_alarm_from_ringing(world, above, at, settings):
    settings.EMAIL_BACKEND = "nowhere.Backend"
    late_at_local(world)
    at(MONDAY + 30 * DAY)
    assert ring() == 3
    assert late_known_to(above["local"]).exists()


def test_a_new_organization_in_a_chain_begins_at_the_first_level(world, above, at):
    """Nobody wins time by a move, and nobody is late for another."""
    duty = late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    recall_referral(referral=duty.case.referrals.get(), actor=world.center.officer)
    at(MONDAY + 60 * DAY)
    ring()
    at_center = Alarm.objects.filter(organization=world.center.organization).order_by("level")
    assert [alarm.level for alarm in at_center][0] == 1


def test_behind_an_approved_later_time_the_ladder_is_climbed_anew(world, above, at):
    """A committee puts off what was late at the third level; what it then misses again may not lie in silence for ever."""
    item = working.submit_to_committee(
        case=factories.working_case(world), actor=world.local.officer, note="ขอมติ"
    )
    of_committee = Alarm.objects.filter(kind=DutyKind.COMMITTEE)
    at(MONDAY + 30 * DAY)
    ring()
    assert [one.level for one in of_committee.order_by("level")] == [1, 2, 3]
    duty = Duty.objects.running().get(kind=DutyKind.COMMITTEE)
    assert duty in late_known_to(above["governor"])
    secretary = world.local.supervisor
    working.record_committee_decision(
        item=item, actor=secretary, note="เลื่อนการพิจารณา", deferred_until=MONDAY + 60 * DAY
    )
    at(MONDAY + 59 * DAY)
    ring()
    assert of_committee.count() == 3, "the new time is not over"
    at(MONDAY + 60 * DAY + 2 * HOUR)
    ring()
    assert of_committee.count() == 4
    duty = Duty.objects.running().get(kind=DutyKind.COMMITTEE)
    assert [alarm.level for alarm in late.alarms_of(duty)] == [1]
    assert duty not in late_known_to(above["governor"]), "of this time nobody was told there yet"
    at(MONDAY + 92 * DAY)
    ring()
    assert (ring(), of_committee.count()) == (0, 6)
    assert duty in late_known_to(above["governor"])
    assert [alarm.level for alarm in late.alarms_of(duty)] == [1, 2, 3]


def test_what_the_citizen_was_promised_is_a_duty_of_the_holder_and_no_alarm_climbs_for_it(world, at):
    case = factories.working_case(world)
    tell = case.duties.running().get(kind=DutyKind.TELL)
    assert tell.organization == world.local.organization
    assert tell.due_at - tell.started_at == 15 * DAY
    at(tell.due_at + 10 * DAY)
    ring()
    assert not Alarm.objects.filter(chain=tell.chain).exists()


def test_who_asked_for_closing_in_time_rings_when_the_rest_of_the_time_is_over(world, at):
    """Nobody is late because somebody else decides slowly; a refusal gives back what was left, and no more."""
    case = factories.working_case(world)
    act = case.duties.running().get(kind=DutyKind.ACT)
    of_work = Alarm.objects.filter(kind=DutyKind.ACT)
    at(act.due_at - HOUR)
    approval = closure.request_closure(
        case=case,
        actor=world.local.officer,
        reason=ClosureReason.NO_BODY_CAN_HELP,
        outcome=Outcome.NOT_ELIGIBLE,
        note="ไม่มีหน่วยงานใดช่วยได้",
    )
    asked = act.due_at - HOUR
    # A Friday: alarms of general cases ring in office hours.
    at(asked + 9 * DAY)
    ring()
    assert not of_work.exists()
    assert Alarm.objects.filter(kind=DutyKind.APPROVE).exists(), "who decides slowly is late"
    again = Duty.objects.get(pk=act.pk).next_alarm_at
    assert again >= asked + 9 * DAY + dt.timedelta(minutes=10)
    closure.refuse(approval=approval, actor=world.local.supervisor, note="ยังช่วยได้")
    at(asked + 9 * DAY + dt.timedelta(minutes=30))
    ring()
    assert not of_work.exists()
    at(asked + 20 * DAY)
    ring()
    assert of_work.first().late_since == asked + 9 * DAY + HOUR


def queries_of_a_run(world: World, count: int, at: Clock) -> int:
    at(MONDAY)
    duties = [late_crisis(world) for _each in range(count)]
    at(duties[-1].due_at + HOUR)
    with CaptureQueriesContext(connection) as caught:
        assert ring() >= count
    return len(caught)


def test_the_job_asks_the_same_for_each_late_case_and_nothing_for_those_in_time(world, at):
    at(MONDAY)
    one = queries_of_a_run(world, 1, at)
    many = queries_of_a_run(world, 30, at)
    assert many <= 30 * one
    at(MONDAY)
    for _each in range(5):
        late_crisis(world)
    with CaptureQueriesContext(connection) as caught:
        assert ring() == 0
    assert len(caught) == 1


def test_what_is_late_is_found_by_its_index_and_what_is_in_time_is_not_read(world, at):
    if connection.vendor != "sqlite":
        pytest.skip("a planner that counts rows reads so small a table whole")
    late_crisis(world)
    plan = Duty.objects.running().filter(next_alarm_at__lte=MONDAY).order_by("next_alarm_at", "pk").explain()
    assert "duty_rings" in plan


def test_what_was_late_before_there_were_alarms_rings_too(world, at):
    duty = late_crisis(world)
    Duty.objects.update(late_from=None, next_alarm_at=None)
    at(duty.due_at + HOUR)
    assert ring() == 0
    import_module("cases.migrations.0014_what_rings").fill(apps, None)
    assert ring() > 0
    assert not Alarm.objects.filter(kind=DutyKind.TELL).exists()
    assert not Duty.objects.filter(kind=DutyKind.TELL).exclude(late_from=None).exists()


def test_a_run_on_a_slow_machine_ends_within_its_minute_and_the_next_goes_on(world, at, monkeypatch):
    monkeypatch.setattr(alarms, "BATCH", 1)
    duties = [late_crisis(world) for _each in range(3)]
    at(duties[-1].due_at + HOUR)
    # Forty seconds go by each time it looks: one batch begins, and none after it.
    clock = itertools.count(0, 40)
    monkeypatch.setattr(alarms, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    ring()
    assert len(set(Alarm.objects.values_list("case", flat=True))) == 1
    ring()
    ring()
    assert len(set(Alarm.objects.values_list("case", flat=True))) == 3


def test_a_run_reads_a_bounded_number_and_the_next_goes_on(world, at, monkeypatch):
    monkeypatch.setattr(alarms, "BATCH", 1)
    monkeypatch.setattr(alarms, "MOST_AT_ONCE", 2)
    duties = [late_crisis(world) for _each in range(3)]
    at(duties[-1].due_at + HOUR)
    ring()
    assert len(set(Alarm.objects.values_list("case", flat=True))) < 3
    ring()
    ring()
    assert len(set(Alarm.objects.values_list("case", flat=True))) == 3


def test_the_task_comes_round_by_itself():
    assert "cases.tasks.ring_alarms" in settings.KLANG["PERIODIC"]


# Urging and finding out -------------------------------------------------------------------------------------------


def test_urging_is_recorded_and_the_late_organization_is_written_to(world, above, at):
    duty = late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    late.urge(duty=duty, actor=above["local"])
    event = CaseEvent.objects.get(verb=Verb.URGE)
    assert (event.organization, event.user) == (above["local"].organization, above["local"].person)
    message = OutboxMessage.objects.get(template="case_urged")
    assert message.organization == world.local.organization


def test_an_organization_urges_once_a_day(world, above, at):
    duty = late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    late.urge(duty=duty, actor=above["local"])
    with pytest.raises(GuardFailed):
        late.urge(duty=duty, actor=above["local"])
    at(MONDAY + 31 * DAY)
    late.urge(duty=duty, actor=above["local"])
    assert CaseEvent.objects.filter(verb=Verb.URGE).count() == 2


def test_only_those_who_were_told_urge(world, above, at):
    duty = late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    for stranger in (world.other_local.supervisor, world.local.supervisor, above["governor"]):
        with pytest.raises(NotAllowed):
            late.urge(duty=duty, actor=stranger)
    assert not CaseEvent.objects.filter(verb=Verb.URGE).exists()


def test_who_follows_the_third_level_writes_down_what_was_found_out(world, above, at):
    duty = late_at_local(world)
    at(MONDAY + 30 * DAY)
    ring()
    finding = late.record_finding(duty=duty, actor=world.lead.supervisor, cause=LateCause.NO_STAFF, note="ก")
    assert finding.alarm.level == 3
    for other in (above["local"], above["governor"], world.local.supervisor):
        with pytest.raises(NotAllowed):
            late.record_finding(duty=duty, actor=other, cause=LateCause.OTHER)


def test_the_machine_and_the_column_agree_on_what_is_late(world, at):
    from cases.domain.act import situation_of
    from cases.machine.lateness import late_since

    case = factories.working_case(world)
    at(MONDAY + 40 * DAY)
    situation = situation_of(case, System())
    for row in case.duties.running().exclude(late_from=None):
        assert (
            late_since(situation.standing, situation.standing.duties[row.number], situation.now)
            == row.late_from
        )


def test_a_general_case_that_becomes_a_crisis_is_looked_at_at_once(world, at):
    from cases.domain.screening import reclassify_case
    from portal.vocabulary import ProblemType

    case = factories.received_case(world)
    at(MONDAY + 12 * HOUR)
    reclassify_case(
        case=case,
        actor=world.center.officer,
        problem=ProblemType.VIOLENCE,
        severity=Severity.NORMAL,
        note="พบว่าถูกทำร้าย",
    )
    assert not case.duties.running().exclude(next_alarm_at=None).filter(next_alarm_at__gt=MONDAY + 13 * DAY)


def test_a_note_beside_the_case_changes_no_alarm(world, at):
    duty = late_at_local(world)
    before = Duty.objects.get(pk=duty.pk).next_alarm_at
    working.add_note(case=duty.case, actor=world.center.officer, text="ก")
    assert Duty.objects.get(pk=duty.pk).next_alarm_at == before
