"""Closed cases keep the name under which they were closed, and somebody answers for them also when that office is gone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from cases import tasks
from cases.domain import disclosures, leaving, retention, screening
from cases.errors import NotAllowed
from cases.models import Case, LeftOffice
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from portal.thai.dates import bangkok_today
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import world
from tests.cases.domain.test_succession import end, everybody_leaves, heir_body
from tests.cases.factories import World

__all__ = ["world"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(world: World) -> Case:
    """A case of the local administration whose time is over."""
    case = factories.closed_case(world)
    Case.objects.filter(pk=case.pk).update(retention_until=bangkok_today() - dt.timedelta(days=2))
    return case


def heirs() -> dict[int, int]:
    return dict(LeftOffice.objects.values_list("organization", "heir"))


def answers(organization: Organization, case: Case) -> bool:
    """Each way to ask says the same."""
    by_condition = Case.objects.filter(leaving.answered_by(organization), pk=case.pk).exists()
    assert leaving.closed_for(organization).filter(pk=case.pk).exists() == by_condition
    assert (leaving.who_answers_for(case) == organization) == (
        by_condition and (organization != case.holder or not heirs().get(case.holder_id))
    )
    return by_condition


def test_while_somebody_works_there_nobody_else_answers(world: World, closed: Case):
    assert leaving.settle() == 0
    assert answers(world.local.organization, closed)
    assert not answers(world.center.organization, closed)
    assert not answers(world.other_local.organization, closed)


def test_a_successor_answers_and_the_case_keeps_its_name(world: World, closed: Case):
    end(world.local.organization, world.other_local.organization)
    closed.refresh_from_db()
    assert closed.holder == world.local.organization
    assert answers(world.other_local.organization, closed)
    assert not answers(world.center.organization, closed)


def test_an_open_case_is_its_holders_alone(world: World):
    case = factories.working_case(world)
    LeftOffice.objects.create(organization=case.holder, heir=world.other_local.organization)
    assert not Case.objects.filter(leaving.answered_by(world.other_local.organization), pk=case.pk).exists()
    assert leaving.who_answers_for(case) == case.holder


@pytest.mark.parametrize("leave", [end, everybody_leaves])
def test_without_a_successor_the_center_answers(world: World, closed: Case, leave):
    leave(world.local.organization)
    assert answers(world.center.organization, closed)
    assert not answers(world.other_local.organization, closed)


def test_successors_are_followed_as_far_as_somebody_works(world: World, closed: Case):
    last = heir_body()
    end(world.local.organization, world.other_local.organization)
    end(world.other_local.organization, last.organization)
    assert answers(last.organization, closed)
    everybody_leaves(last.organization)
    assert answers(world.center.organization, closed)


def test_a_successor_in_which_nobody_ever_worked_answers_nothing(world: World, closed: Case):
    end(world.local.organization, OrganizationFactory())
    assert answers(world.center.organization, closed)


def test_successors_in_a_circle_end_with_the_center(world: World, closed: Case):
    end(world.local.organization, world.other_local.organization)
    end(world.other_local.organization, world.local.organization)
    assert answers(world.center.organization, closed)


def test_who_comes_back_answers_again(world: World, closed: Case):
    everybody_leaves(world.local.organization)
    assert heirs() == {world.local.organization.pk: world.center.organization.pk}
    officer(world.local.organization, Role.LAO_OFFICER)
    tasks.hand_over_what_nobody_can_do.call()
    assert heirs() == {}
    assert answers(world.local.organization, closed)


def test_an_heir_that_may_not_know_of_a_case_does_not_answer_for_it(world: World, closed: Case):
    Case.objects.filter(pk=closed.pk).update(excluded=[world.other_local.organization.pk])
    closed.refresh_from_db()
    end(world.local.organization, world.other_local.organization)
    assert not answers(world.other_local.organization, closed)
    assert leaving.who_answers_for(closed) == world.center.organization
    assert Case.objects.filter(leaving.answered_by(world.center.organization), pk=closed.pk).exists()


def test_a_center_that_ends_leaves_its_cases_to_another_one(world: World):
    case = screening.take_on(case=factories.screened_case(world), actor=world.center.officer)
    case = factories.followed_case(world, by=world.center, case=case)
    case = factories.closing_case(world, by=world.center, case=case)
    case = factories.closed_case(world, by=world.center, case=case)
    end(world.center.organization)
    assert world.center.organization.pk not in heirs(), "there is no other center"
    other = factories.body(OrganizationType.CENTER, "ศูนย์อำเภอข้าง ๆ", Role.CENTER_OFFICER, Role.CENTER_HEAD)
    tasks.hand_over_what_nobody_can_do.call()
    assert answers(other.organization, case)


def test_a_center_of_another_place_answers_for_no_case_that_was_kept_from_somebody(
    world: World, closed: Case
):
    """Of several centers the one of the place alone: the others know nothing of it."""
    Case.objects.filter(pk=closed.pk).update(excluded=[world.other_local.organization.pk])
    far = factories.body(OrganizationType.CENTER, "ศูนย์จังหวัดอื่น", Role.CENTER_OFFICER, Role.CENTER_HEAD)
    Organization.objects.filter(pk=far.organization.pk).update(
        province_code="50", district_code="5001", subdistrict_code=""
    )
    end(world.local.organization, world.other_local.organization)
    closed.refresh_from_db()
    assert answers(world.center.organization, closed)
    far.organization.refresh_from_db()
    assert not answers(far.organization, closed)


class TestWhatTheHeirDoes:
    def test_it_lets_data_go_by_two_persons_when_its_time_is_over(self, world: World, closed: Case):
        end(world.local.organization, world.other_local.organization)
        head = world.other_local.supervisor
        second = officer(world.other_local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
        release = retention.ask_release(actor=head, cases=[closed.pk])
        assert retention.decide(actor=second, release=release, approve=True) == 1
        closed.refresh_from_db()
        assert closed.anonymized

    def test_it_is_warned_in_the_place_of_who_is_gone(self, world: World, closed: Case):
        Case.objects.filter(pk=closed.pk).update(retention_until=timezone.localdate() + dt.timedelta(days=9))
        end(world.local.organization, world.other_local.organization)
        retention.warn_holders()
        told = OutboxMessage.objects.filter(template="retention_soon")
        assert [one.organization for one in told] == [world.other_local.organization]

    def test_it_gives_copies_and_nobody_else_does(self, world: World, closed: Case):
        end(world.local.organization, world.other_local.organization)
        assert disclosures.copy_for(case=closed, actor=world.other_local.officer, identified="ตรวจบัตร")
        for stranger in (world.center.supervisor, world.hospital.officer):
            with pytest.raises(NotAllowed):
                disclosures.copy_for(case=closed, actor=stranger, identified="ตรวจบัตร")


def test_running_it_again_changes_nothing(world: World):
    Appointment.objects.filter(organization=world.local.organization).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    assert [leaving.settle(), leaving.settle()] == [1, 0]
