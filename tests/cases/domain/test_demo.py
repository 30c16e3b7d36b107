"""The demonstration shows every stage, tells of nobody real, and is loaded once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from cases.camps.demo import load_demo_camps
from cases.camps.domain import stock
from cases.camps.models import Family, Goods
from cases.demo import load_demo_cases, load_demo_circular
from cases.demo.stories import STORIES, YEAR_CASES
from cases.domain.queries.late import follows_alarms
from cases.domain.reporting import yearly_figures
from cases.events.demo import load_demo_event
from cases.events.models import Event
from cases.machine.vocabulary import Stage
from cases.models import AffectedPerson, Case, CaseEvent, Duty, Reporter
from legal_library.models import Circulation
from legal_library.starter.loading import load_library
from portal.accounts.actors import actor_for
from portal.accounts.demo import create_demo_staff
from portal.accounts.models import User
from portal.organizations.starter import load_organizations
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from portal.pages.starter import load_pages
from portal.thai.dates import bangkok_today, fiscal_year

pytestmark = pytest.mark.slow


@pytest.fixture
def office(db: None) -> None:
    """The starter set of organizations and the demonstration staff."""
    load_organizations()
    create_demo_staff()


@pytest.fixture(scope="class")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """The demonstration, told once for the class that reads it; how many cases were made."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_organizations()
        create_demo_staff()
        yield load_demo_cases()
        transaction.set_rollback(True)


class TestLoaded:
    """What it shows, read from one telling of it."""

    def test_the_demonstration_is_loaded_once_and_shows_every_stage(self, loaded, db):
        assert loaded == len(STORIES) + YEAR_CASES
        events = CaseEvent.objects.count()
        assert load_demo_cases() == 0
        assert (Case.objects.count(), CaseEvent.objects.count()) == (len(STORIES) + YEAR_CASES, events)
        assert set(Case.objects.values_list("stage", flat=True)) == set(Stage)
        for case in Case.objects.all():
            assert list(case.events.values_list("sequence", flat=True)) == list(range(1, case.version + 1))
            assert case.duties.running().exists() != case.is_closed
            moments = list(case.events.values_list("at", flat=True))
            assert moments == sorted(moments)
            assert moments[-1] <= timezone.now()

    def test_there_is_something_overdue_something_new_and_a_year_to_show(self, loaded, db):
        assert Duty.objects.overdue().exists()
        assert Case.objects.filter(received_at__gt=timezone.now() - dt.timedelta(days=1)).count() >= 3
        year = yearly_figures(fiscal_year(bangkok_today()) - 1)
        assert (year.received, year.closed, year.helped) == (YEAR_CASES,) * 3
        assert len({row.problem for row in year.rows}) == 4

    def test_all_people_are_marked_as_fictitious(self, loaded, db):
        named = [*Reporter.objects.all(), *AffectedPerson.objects.exclude(name="")]
        assert all("(สมมติ)" in person.name for person in named)
        assert all("สมมติ" in case.narrative for case in Case.objects.all())
        assert not OutboxMessage.objects.exists(), "nobody real is written to"


def test_without_demonstration_staff_nothing_is_made(db):
    with pytest.raises(LookupError, match="demonstration staff"):
        load_demo_cases()
    assert not Case.objects.exists()


def test_somebody_of_the_province_and_of_the_department_reads_what_is_late(office):
    """S2.47, S2.55: a first visitor can try the side of those who hear the alarms."""
    for username, kind in (
        ("province-alarms", OrganizationType.PROVINCIAL_LOCAL_OFFICE),
        ("department", OrganizationType.DLA),
        ("governor", OrganizationType.GOVERNOR),
    ):
        actor = actor_for(User.objects.get(username=username))
        assert actor.organization.type == kind
        assert follows_alarms(actor)


def test_a_circular_goes_round_once_and_half_of_it_is_answered(office):
    """S1.22, S2.04."""
    load_pages()
    load_library()
    assert load_demo_circular()
    assert not load_demo_circular()
    receipts = Circulation.objects.get().receipts
    assert receipts.open().exists() and receipts.exclude(acknowledged_at=None).exists()
    assert receipts.filter(by_letter=True).exists()


def test_the_demonstration_has_families_in_a_shelter_and_relief_all_marked_as_invented(office):
    load_demo_event()
    assert load_demo_camps() and not load_demo_camps()
    assert Family.objects.count() == 2
    assert all("สมมติ" in one.name for one in Family.objects.all())
    assert all("สมมติ" in one.name for one in Goods.objects.all())
    event = Event.objects.get()
    assert {number for number in stock.balances(event).values()} == {198, 116}
