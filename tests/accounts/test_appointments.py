"""Rights hang on an appointment in force today, not on the account (S2.60, R21)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.accounts.actors import actor_for
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_appointment_makes_the_actor():
    appointment = AppointmentFactory(role=Role.LAO_CHIEF_ADMINISTRATOR)
    actor = actor_for(appointment.user)
    assert (actor.person, actor.organization, actor.role) == (
        appointment.user,
        appointment.organization,
        Role.LAO_CHIEF_ADMINISTRATOR,
    )


def test_nobody_acts_without_one():
    assert actor_for(AnonymousUser()) is None
    assert actor_for(UserFactory()) is None


@pytest.mark.parametrize(
    ("begins", "ends", "today", "expected"),
    [
        ("2026-01-01", None, "2025-12-31", False),
        ("2026-01-01", None, "2026-01-01", True),
        ("2026-01-01", "2026-11-21", "2026-11-21", True),
        ("2026-01-01", "2026-11-21", "2026-11-22", False),
    ],
)
def test_it_holds_from_its_first_day_to_its_last(begins, ends, today, expected):
    appointment = AppointmentFactory(
        valid_from=dt.date.fromisoformat(begins), valid_until=dt.date.fromisoformat(ends) if ends else None
    )
    with time_machine.travel(f"{today}T12:00:00+07:00", tick=False):
        assert (actor_for(appointment.user) is not None) is expected


def test_the_day_ends_at_midnight_in_thailand_not_in_greenwich():
    appointment = AppointmentFactory(valid_until=dt.date(2026, 11, 21))
    with time_machine.travel("2026-11-21T16:59:00+00:00", tick=False):
        assert actor_for(appointment.user)
    with time_machine.travel("2026-11-21T17:01:00+00:00", tick=False):
        assert actor_for(appointment.user) is None


def test_the_newest_appointment_counts():
    user = UserFactory()
    AppointmentFactory(user=user, valid_from=dt.date(2024, 1, 1), role=Role.LAO_OFFICER)
    newer = AppointmentFactory(user=user, valid_from=dt.date(2025, 1, 1), role=Role.CENTER_HEAD)
    assert actor_for(user).organization == newer.organization


def test_without_a_request_the_appointment_counts_that_gives_what_the_act_needs():
    user = UserFactory()
    editing = AppointmentFactory(user=user, valid_from=dt.date(2024, 1, 1), functions=[Function.PUBLISH])
    newer = AppointmentFactory(user=user, valid_from=dt.date(2025, 1, 1), functions=[Function.WORK])
    assert actor_for(user, Function.EDIT_CONTENT, Function.PUBLISH).appointment == editing
    assert actor_for(user, Function.ACCOUNTS).appointment == newer
    assert actor_for(user).appointment == newer


def test_a_closed_body_gives_no_rights():
    appointment = AppointmentFactory(
        organization=OrganizationFactory(is_active=False, closed_on=dt.date(2026, 1, 1))
    )
    assert actor_for(appointment.user) is None


def test_a_disabled_account_gives_no_rights():
    appointment = AppointmentFactory(user=UserFactory(is_active=False))
    assert actor_for(appointment.user) is None


def test_it_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(valid_from=dt.date(2026, 2, 1), valid_until=dt.date(2026, 1, 1))
    assert not Appointment.objects.exists()
