"""The rights of editors begin and end with their appointment, like those of officers (S2.60)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.accounts.domain.appointments import change_functions, end_appointment
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.groups import follow_appointments, release_administrators
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db

LAST_DAY = dt.date(2026, 11, 22)
LAST_EVENING = dt.datetime(2026, 11, 22, 16, 59, tzinfo=dt.UTC)
"""One minute to midnight in Thailand."""


def names(user: User) -> set[str]:
    """Return the groups of somebody."""
    return set(user.groups.values_list("name", flat=True))


def may_enter(user: User) -> bool:
    """Whether a fresh browser of this person sees the back-office."""
    browser = Client()
    browser.force_login(user)
    return browser.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize(("function", "group"), CMS_GROUPS.items())
def test_an_editors_right_ends_at_midnight_in_thailand(function: Function, group: str) -> None:
    editor = AppointmentFactory(functions=[function], valid_until=LAST_DAY).user
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        follow_appointments()
        assert names(editor) == {group}
        assert may_enter(editor)
        clock.shift(dt.timedelta(minutes=1))
        follow_appointments()
        assert names(editor) == set()
        assert not may_enter(editor)


def test_an_appointment_of_tomorrow_opens_nothing_today() -> None:
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        editor = AppointmentFactory(role=Role.PUBLISHER, valid_from=LAST_DAY + dt.timedelta(days=1)).user
        follow_appointments()
        assert not may_enter(editor)
        clock.shift(dt.timedelta(minutes=1))
        follow_appointments()
        assert may_enter(editor)


def test_a_publisher_who_becomes_an_editor_publishes_no_more() -> None:
    appointment = AppointmentFactory(role=Role.PUBLISHER)
    follow_appointments()
    assert names(appointment.user) == {"Moderators"}
    appointment.valid_until = dt.date(2020, 12, 31)
    appointment.save()
    AppointmentFactory(user=appointment.user, role=Role.CONTENT_EDITOR)
    follow_appointments()
    assert names(appointment.user) == {"Editors"}


def test_of_two_appointments_one_is_enough() -> None:
    user = AppointmentFactory(role=Role.CONTENT_EDITOR, valid_until=dt.date(2020, 12, 31)).user
    AppointmentFactory(user=user, role=Role.CONTENT_EDITOR)
    follow_appointments()
    assert names(user) == {"Editors"}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTENT_EDITOR, Role.PUBLISHER}))
def test_other_roles_do_not_open_the_back_office(role: Role) -> None:
    user = AppointmentFactory(role=role).user
    assert follow_appointments() == 0
    assert not may_enter(user)


def test_rights_end_with_the_body_and_with_the_account() -> None:
    closed, left = AppointmentFactory(role=Role.CONTENT_EDITOR), AppointmentFactory(role=Role.CONTENT_EDITOR)
    follow_appointments()
    closed.organization.is_active = False
    closed.organization.closed_on = dt.date(2026, 1, 1)
    closed.organization.save()
    left.user.is_active = False
    left.user.save()
    follow_appointments()
    assert names(closed.user) == names(left.user) == set()


def test_whom_the_technical_administrator_let_in_by_hand_stays() -> None:
    guest = UserFactory()
    guest.groups.add(Group.objects.get(name="Editors"))
    assert follow_appointments() == 0
    assert names(guest) == {"Editors"}


def test_each_change_is_on_record_once_and_names_nobody() -> None:
    editor = AppointmentFactory(role=Role.CONTENT_EDITOR, user__display_name="ZZLEAK").user
    assert follow_appointments() == 1
    assert follow_appointments() == 0
    entry = AuditEntry.objects.get(action="accounts.cms_entered")
    assert entry.subject == str(editor.pk)
    assert "ZZLEAK" not in f"{entry.subject}{entry.data}"


def test_other_groups_are_left_alone() -> None:
    editor = AppointmentFactory(role=Role.CONTENT_EDITOR, valid_until=dt.date(2020, 12, 31)).user
    editor.groups.add(Group.objects.create(name="Choir"))
    follow_appointments()
    assert names(editor) == {"Choir"}


def test_nothing_to_do_costs_the_same_however_many_there_are(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    AppointmentFactory.create_batch(3, role=Role.PUBLISHER)
    follow_appointments()
    with django_assert_num_queries(2 * len(CMS_GROUPS)):
        follow_appointments()


def keeper(**values: object) -> User:
    """Return a technical administrator who may do everything in /cms/."""
    return AppointmentFactory(
        user=UserFactory(is_superuser=True), **{"functions": [Function.SYSTEM], **values}
    ).user


def test_who_looked_after_the_machine_is_released_at_midnight_in_thailand() -> None:
    person = keeper(valid_until=LAST_DAY)
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        assert release_administrators() == 0
        clock.shift(dt.timedelta(minutes=1))
        assert release_administrators() == 1
        assert release_administrators() == 0
    person.refresh_from_db()
    assert not person.is_superuser
    assert AuditEntry.objects.get(action="accounts.administrator_released").subject == str(person.pk)


def test_by_another_order_the_machine_is_still_looked_after() -> None:
    person = keeper(valid_until=dt.date(2020, 12, 31))
    AppointmentFactory(user=person, functions=[Function.SYSTEM])
    assert release_administrators() == 0
    person.refresh_from_db()
    assert person.is_superuser


def test_who_was_let_in_by_hand_without_such_an_order_stays_in() -> None:
    guest = UserFactory(is_superuser=True)
    AppointmentFactory(user=guest, role=Role.LAO_OFFICER, valid_until=dt.date(2020, 12, 31))
    assert release_administrators() == 0
    guest.refresh_from_db()
    assert guest.is_superuser


def test_who_gets_other_work_looks_after_the_machine_no_more() -> None:
    center = OrganizationFactory(type=OrganizationType.CENTER)
    person = keeper(organization=center)
    stays = UserFactory(is_superuser=True)
    for functions in ([Function.SYSTEM, Function.VIEW], [Function.VIEW]):
        change_functions(actor=System(), appointment=person.appointments.get(), functions=functions)
        person.refresh_from_db()
        assert person.is_superuser == (Function.SYSTEM in functions)
    stays.refresh_from_db()
    assert stays.is_superuser


def test_ended_now_the_order_lets_nobody_into_the_back_office() -> None:
    person = keeper(organization=OrganizationFactory(type=OrganizationType.CENTER))
    assert may_enter(person)
    with time_machine.travel(LAST_EVENING, tick=False):
        browser = Client()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        end_appointment(
            actor=System(),
            appointment=person.appointments.get(),
            last=LAST_DAY - dt.timedelta(days=1),
        )
        assert browser.get(reverse("wagtailadmin_home")).status_code == 302, "signed out, too"
    assert not may_enter(User.objects.get(pk=person.pk))
