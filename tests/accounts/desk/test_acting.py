"""A person with two appointments acts by one at a time, and says by which (cases.md, second edition, 3)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.functions import Function
from portal.accounts.models import Appointment, User
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return UserFactory(display_name="ปราณี สองคำสั่ง")


@pytest.fixture
def older(person: User) -> Appointment:
    return AppointmentFactory(user=person, organization=OrganizationFactory(short_name="อบต.เดิม"))


@pytest.fixture
def newer(person: User, older: Appointment) -> Appointment:
    there = OrganizationFactory(type=OrganizationType.CENTER, short_name="สถานที่กลาง")
    return AppointmentFactory(user=person, organization=there, valid_from=dt.date(2024, 1, 1))


@pytest.fixture
def visitor(client: Client, person: User, newer: Appointment) -> Client:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(visitor: Client) -> str:
    return visitor.get(reverse("desk:worklist")).content.decode()


def acting_for(visitor: Client) -> str:
    return visitor.get(reverse("desk:worklist")).wsgi_request.actor.organization.short_name


def choose(visitor: Client, appointment: Appointment | str) -> int:
    value = appointment.pk if isinstance(appointment, Appointment) else appointment
    return visitor.post(reverse("accounts:act_as"), {"appointment": value}).status_code


def test_the_newest_acts_until_the_person_chooses(visitor, older, newer):
    assert acting_for(visitor) == "สถานที่กลาง"
    assert choose(visitor, older) == 302
    assert acting_for(visitor) == "อบต.เดิม"
    assert choose(visitor, newer) == 302
    assert acting_for(visitor) == "สถานที่กลาง"


def test_the_bar_says_for_whom_and_offers_the_others(visitor, older):
    shown = page(visitor)
    assert "ปราณี สองคำสั่ง" in shown
    assert f'value="{older.pk}"' in shown
    choose(visitor, older)
    assert f'value="{older.pk}"' not in page(visitor)


def test_with_one_appointment_there_is_nothing_to_choose(client):
    client.force_login(AppointmentFactory().user)
    assert reverse("accounts:act_as") not in page(client)


def test_the_choice_is_of_this_browser_only(visitor, person, older):
    choose(visitor, older)
    other = Client()
    other.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert acting_for(other) == "สถานที่กลาง"


def test_the_session_gets_a_new_key_and_stays_open(visitor, older):
    before = visitor.session.session_key
    choose(visitor, older)
    assert visitor.session.session_key != before
    assert acting_for(visitor) == "อบต.เดิม"
    visitor.cookies["sessionid"] = before
    assert visitor.get(reverse("desk:worklist")).status_code == 302


def test_the_choice_is_on_record_for_the_organization_that_was_chosen(visitor, older):
    choose(visitor, older)
    entry = AuditEntry.objects.get(action="account.acts_as")
    assert (entry.appointment, entry.organization) == (older, older.organization)


def test_nobody_acts_by_the_order_of_somebody_else_or_by_none(visitor, older):
    for value in (AppointmentFactory(), "0", "x", ""):
        assert choose(visitor, value) == 404
    assert acting_for(visitor) == "สถานที่กลาง"
    assert not AuditEntry.objects.filter(action="account.acts_as").exists()


def test_it_is_chosen_by_post_only(visitor):
    assert visitor.get(reverse("accounts:act_as")).status_code == 405


def test_when_the_chosen_one_ends_the_other_acts(visitor, older, newer):
    older.valid_until = dt.date(2026, 11, 22)
    older.save()
    with time_machine.travel("2026-11-22T23:59:00+07:00", tick=False) as clock:
        choose(visitor, older)
        assert acting_for(visitor) == "อบต.เดิม"
        clock.shift(dt.timedelta(minutes=1))
        assert acting_for(visitor) == "สถานที่กลาง"


def test_an_order_that_gives_nothing_cannot_be_chosen_and_never_acts(client, person):
    empty = AppointmentFactory(user=person, functions=[])
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("desk:worklist")).status_code == 404
    AppointmentFactory(user=person, functions=[Function.VIEW])
    assert choose(client, empty) == 404


def test_however_many_there_are_they_are_asked_for_once(visitor, person, older):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(visitor)
        # Lists ask which organizations have anybody; that is no question about this person.
        return sum(query["sql"].startswith('SELECT "accounts_appointment".') for query in queries)

    assert asked() == 1
    AppointmentFactory.create_batch(3, user=person)
    assert asked() == 1
