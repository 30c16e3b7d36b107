"""The lists of a mobile unit: people, vehicles, who is on duty now (S1.06)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from cases.domain import field_unit
from cases.errors import GuardFailed, NotAllowed
from cases.models import FieldMember
from portal.accounts.functions import Function
from portal.audit.models import AuditEntry
from tests.accounts.factories import officer
from tests.cases.factories import World

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def member(world: World) -> FieldMember:
    return field_unit.add_member(actor=world.local.officer, name="ก้อง (สมมติ)", phone="081-234-5678")


def test_who_is_on_duty_is_whose_shift_runs(world: World, member: FieldMember):
    now = timezone.now()
    actor = world.local.officer
    field_unit.plan_shift(actor=actor, member=member, starts_at=now - HOUR, ends_at=now + HOUR)
    field_unit.plan_shift(actor=actor, member=member, starts_at=now + 2 * HOUR, ends_at=now + 3 * HOUR)
    organization = world.local.organization
    assert [shift.member for shift in field_unit.on_duty(organization, now)] == [member]
    assert list(field_unit.on_duty(organization, now + HOUR)) == []
    assert list(field_unit.on_duty(world.other_local.organization, now)) == []
    field_unit.strike_off(actor=actor, row=member)
    assert list(field_unit.on_duty(organization, now)) == []


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [(1, 1, "หลังเวลาเริ่มเวร"), (-5, -1, "ผ่านไปแล้ว"), (0, 73, "72 ชั่วโมง"), (2, 4, "มีเวรในช่วงเวลานี้")],
)
def test_a_shift_that_cannot_be_is_refused_with_a_sentence(world, member, begins, ends, words):
    now, actor = timezone.now(), world.local.officer
    field_unit.plan_shift(actor=actor, member=member, starts_at=now + HOUR, ends_at=now + 3 * HOUR)
    with pytest.raises(GuardFailed, match=words):
        field_unit.plan_shift(
            actor=actor, member=member, starts_at=now + begins * HOUR, ends_at=now + ends * HOUR
        )
    assert member.shifts.count() == 1


def test_a_shift_taken_back_leaves_room_for_another(world: World, member: FieldMember):
    now, actor = timezone.now(), world.local.officer
    shift = field_unit.plan_shift(actor=actor, member=member, starts_at=now, ends_at=now + HOUR)
    field_unit.cancel_shift(actor=actor, shift=shift)
    field_unit.cancel_shift(actor=actor, shift=shift)
    assert not field_unit.on_duty(world.local.organization, now).exists()
    field_unit.plan_shift(actor=actor, member=member, starts_at=now, ends_at=now + HOUR)
    assert AuditEntry.objects.filter(action="field.shift_cancelled").count() == 1


def test_the_lists_of_another_organization_are_not_touched(world: World, member: FieldMember):
    stranger, now = world.other_local.officer, timezone.now()
    with pytest.raises(NotAllowed):
        field_unit.strike_off(actor=stranger, row=member)
    with pytest.raises(NotAllowed):
        field_unit.plan_shift(actor=stranger, member=member, starts_at=now, ends_at=now + HOUR)
    member.refresh_from_db()
    assert member.ended_at is None


def test_who_only_reports_keeps_no_list(world: World):
    reports = officer(world.local.organization, functions=[Function.REPORTING])
    with pytest.raises(NotAllowed):
        field_unit.add_member(actor=reports, name="ใคร")
    with pytest.raises(NotAllowed):
        field_unit.add_vehicle(actor=reports, name="รถ")


def test_nobody_is_listed_twice(world: World):
    actor = world.local.officer
    field_unit.add_member(actor=actor, name="หนึ่ง", person=actor.person)
    with pytest.raises(GuardFailed):
        field_unit.add_member(actor=actor, name="หนึ่งอีกครั้ง", person=actor.person)
