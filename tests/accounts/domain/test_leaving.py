"""Whoever leaves hands over first, and a center keeps two who may approve (cases.md, second edition, 3 and 5)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case
from cases.vocabulary import SuccessionReason
from portal.accounts.actors import actor_for
from portal.accounts.domain import leaving
from portal.accounts.domain.appointments import cancel_appointment, change_functions, end_appointment
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.actors import System
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import AppointmentFactory, OrganizationFactory
from tests.cases import factories

pytestmark = pytest.mark.django_db


def yesterday() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture
def world():
    return factories.world()


def end(appointment: Appointment, last: dt.date | None = None) -> None:
    end_appointment(actor=System(), appointment=appointment, last=last or yesterday())


def test_the_cases_of_an_office_go_on_elsewhere_when_its_last_one_leaves(world):
    case = factories.working_case(world)
    first, last = world.local.officer.appointment, world.local.supervisor.appointment
    assert not leaving.is_last(first)
    end(first)
    assert Case.objects.get(pk=case.pk).holder == world.local.organization
    assert leaving.is_last(last)
    end(last)
    moved = Case.objects.get(pk=case.pk)
    assert moved.holder == world.center.organization
    assert moved.events.last().reason == SuccessionReason.NOBODY_LEFT


def test_the_same_when_the_last_one_stops_working_on_cases_and_stays(world):
    case = factories.working_case(world)
    end(world.local.supervisor.appointment)
    change_functions(actor=System(), appointment=world.local.officer.appointment, functions=[Function.VIEW])
    assert Case.objects.get(pk=case.pk).holder == world.center.organization


def test_a_last_day_that_lies_ahead_moves_nothing_yet(world):
    case = factories.working_case(world)
    end(world.local.officer.appointment)
    end(world.local.supervisor.appointment, timezone.localdate())
    assert Case.objects.get(pk=case.pk).holder == world.local.organization


def test_when_handing_over_fails_nobody_has_left(world, monkeypatch):
    def fails(person, organization, *, is_last, actor):
        raise RuntimeError

    end(world.local.officer.appointment)
    monkeypatch.setattr(leaving, "_rooms", [fails])
    with pytest.raises(RuntimeError):
        end(world.local.supervisor.appointment)
    assert actor_for(world.local.supervisor.person) is not None


@pytest.fixture
def told(monkeypatch) -> list:
    """What a room is told of those who leave."""
    heard: list = []

    def room(person, organization, *, is_last, actor):
        heard.append((person, organization, is_last))

    monkeypatch.setattr(leaving, "_rooms", [room])
    return heard


def test_a_room_is_told_of_everybody_who_leaves_and_whether_nobody_is_left(told):
    body = OrganizationFactory()
    first, last = (AppointmentFactory(organization=body, functions=[Function.WORK]) for _one in range(2))
    for one in (first, last):
        end(one)
    assert told == [(first.user, body, False), (last.user, body, True)]


def test_whoever_stops_working_on_cases_and_stays_leaves_too(told):
    one = AppointmentFactory(functions=[Function.WORK, Function.REPORTING])
    change_functions(actor=System(), appointment=one, functions=[Function.REPORTING, Function.INTAKE])
    assert told == []
    change_functions(actor=System(), appointment=one, functions=[Function.REPORTING])
    assert told == [(one.user, one.organization, True)]


def test_whoever_goes_on_by_another_order_has_not_left(told):
    one = AppointmentFactory(functions=[Function.WORK])
    AppointmentFactory(user=one.user, organization=one.organization, functions=[Function.SUPERVISE])
    end(one)
    assert told == []


def test_an_editor_who_leaves_is_nobodys_business(told):
    end(AppointmentFactory(functions=[Function.VIEW]))
    assert told == []


def center_with(*functions: Function) -> list[Appointment]:
    center = OrganizationFactory(type=OrganizationType.CENTER)
    return [AppointmentFactory(organization=center, functions=[one]) for one in functions]


def test_a_center_keeps_two_who_may_approve():
    head, deputy, _worker = center_with(Function.SUPERVISE, Function.DEPUTY, Function.WORK)
    for one in (head, deputy):
        with pytest.raises(ValidationError) as refused:
            end(one)
        assert refused.value.code == "last_approvers"
        with pytest.raises(ValidationError):
            change_functions(actor=System(), appointment=one, functions=[Function.WORK])
    change_functions(actor=System(), appointment=head, functions=[Function.DEPUTY])
    AppointmentFactory(organization=head.organization, functions=[Function.SUPERVISE])
    end(head)
    assert actor_for(head.user) is None


def test_two_appointments_of_one_person_are_one_approver():
    head, deputy = center_with(Function.SUPERVISE, Function.DEPUTY)
    AppointmentFactory(user=deputy.user, organization=deputy.organization, functions=[Function.SUPERVISE])
    with pytest.raises(ValidationError):
        end(head)


def test_others_of_a_center_and_heads_elsewhere_leave_freely():
    _head, _deputy, worker = center_with(Function.SUPERVISE, Function.DEPUTY, Function.WORK)
    end(worker)
    end(AppointmentFactory(functions=[Function.SUPERVISE]))


TODAY = dt.date(2026, 11, 26)


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def cannot_end(appointment: Appointment, last: dt.date) -> bool:
    """Say whether a last day is refused because too few who may approve would be left."""
    try:
        end(appointment, last)
    except ValidationError as error:
        assert error.code == "last_approvers"
        return True
    return False


@pytest.fixture
def today():
    with time_machine.travel(dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.mark.parametrize(("one_ends", "other_ends"), [(19, 19), (5, 19), (19, 5)])
def test_of_three_approvers_two_cannot_leave_whichever_end_is_written_down_first(today, one_ends, other_ends):
    head, deputy, _third = center_with(Function.SUPERVISE, Function.DEPUTY, Function.DEPUTY)
    end(head, days(one_ends))
    assert cannot_end(deputy, days(other_ends))
    assert cannot_end(deputy, days(-1)), "nor now: on the day after the first end one would be left"
    with pytest.raises(ValidationError):
        change_functions(actor=System(), appointment=deputy, functions=[Function.WORK])


def test_who_follows_counts_from_the_first_day(today):
    head, _deputy = center_with(Function.SUPERVISE, Function.DEPUTY)
    follows = AppointmentFactory(
        organization=head.organization, functions=[Function.SUPERVISE], valid_from=days(10)
    )
    assert cannot_end(head, days(8)), "a day without anybody in between"
    assert not cannot_end(head, days(9))
    with pytest.raises(ValidationError) as refused:
        cancel_appointment(actor=System(), appointment=follows)
    assert refused.value.code == "last_approvers"
    assert cannot_end(follows, days(30)), "neither is whoever follows sent away again"
    AppointmentFactory(organization=head.organization, functions=[Function.DEPUTY])
    cancel_appointment(actor=System(), appointment=follows)


def test_orders_of_a_year_do_not_hold_anybody_today(today):
    """They are renewed until then as a rule; that nobody was yet must keep no account open."""
    head, *others = center_with(Function.SUPERVISE, Function.DEPUTY, Function.DEPUTY)
    for one in others:
        one.valid_until = days(300)
        one.save()
    assert not cannot_end(head, days(-1))


def test_an_order_is_not_held_beyond_its_own_end(today):
    head, *others = center_with(Function.SUPERVISE, Function.DEPUTY, Function.DEPUTY)
    for one in (head, *others):
        one.valid_until = days(30)
        one.save()
    assert not cannot_end(head, days(-1)), "it would not have helped afterwards anyway"


def test_a_room_is_told_of_a_head_who_decides_no_more_and_works_on(told):
    head = AppointmentFactory(functions=[Function.SUPERVISE])
    change_functions(actor=System(), appointment=head, functions=[Function.SUPERVISE, Function.REPORTING])
    assert told == []
    change_functions(actor=System(), appointment=head, functions=[Function.WORK])
    assert told == [(head.user, head.organization, False)]


def test_who_works_on_by_another_order_but_decides_no_more_is_told_of_too(told):
    head = AppointmentFactory(functions=[Function.SUPERVISE])
    AppointmentFactory(user=head.user, organization=head.organization, functions=[Function.WORK])
    end(head)
    assert told == [(head.user, head.organization, False)]
