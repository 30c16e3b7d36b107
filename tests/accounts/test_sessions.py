"""A session ends with the last appointment, everywhere and within a minute (ASVS 7.4.2, R21)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.accounts import tasks
from portal.accounts.functions import Function
from portal.accounts.models import OpenSession, User
from portal.accounts.sessions import end_sessions
from portal.audit.models import AuditEntry
from tests.accounts.factories import PASSWORD, AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db

LAST_DAY = dt.date(2026, 11, 22)
LAST_EVENING = dt.datetime(2026, 11, 22, 16, 59, tzinfo=dt.UTC)
"""One minute to midnight in Thailand."""


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def is_signed_in(browser: Client) -> bool:
    """Whether a page that only asks for a signed-in person opens."""
    return browser.get(reverse("accounts:kept")).status_code == 200


def test_the_session_of_a_leaver_ends_at_midnight_in_thailand():
    user = AppointmentFactory(valid_until=LAST_DAY).user
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        browsers = [browser_of(user), browser_of(user)]
        assert tasks.follow_appointments.call() == 0
        assert all(map(is_signed_in, browsers))
        clock.shift(dt.timedelta(minutes=1))
        assert tasks.follow_appointments.call() == 2
        assert not any(map(is_signed_in, browsers))
        assert tasks.follow_appointments.call() == 0
    entry = AuditEntry.objects.get(action="account.sessions_ended")
    assert (entry.subject, entry.data) == (str(user.pk), {"count": 2})


def test_an_ended_session_is_over_in_the_back_office_too():
    editor = AppointmentFactory(functions=[Function.EDIT_CONTENT]).user
    tasks.follow_appointments.call()
    browser = browser_of(editor)
    assert browser.get(reverse("wagtailadmin_home")).status_code == 200
    end_sessions(editor)
    assert browser.get(reverse("wagtailadmin_home")).status_code == 302


def test_whoever_has_another_appointment_stays():
    user = AppointmentFactory(valid_until=dt.date(2020, 12, 31)).user
    AppointmentFactory(user=user)
    browser = browser_of(user)
    assert tasks.follow_appointments.call() == 0
    assert is_signed_in(browser)


def test_the_session_ends_with_the_organization_and_with_the_account():
    closed, left, stays = (AppointmentFactory() for _one in range(3))
    browsers = [browser_of(one.user) for one in (closed, left, stays)]
    closed.organization.is_active = False
    closed.organization.closed_on = dt.date(2026, 1, 1)
    closed.organization.save()
    left.user.is_active = False
    left.user.save()
    tasks.follow_appointments.call()
    assert list(map(is_signed_in, browsers)) == [False, False, True]
    assert set(OpenSession.objects.values_list("user", flat=True)) == {stays.user.pk}


def test_whom_the_technical_administrator_let_in_by_hand_stays():
    guest, keeper = (
        UserFactory(),
        AppointmentFactory(user=UserFactory(is_superuser=True), valid_until=dt.date(2020, 12, 31)).user,
    )
    browsers = [browser_of(guest), browser_of(keeper)]
    assert tasks.follow_appointments.call() == 0
    assert all(map(is_signed_in, browsers))


def test_a_session_that_nobody_wrote_down_is_none():
    user = AppointmentFactory().user
    browser = browser_of(user)
    session = browser.session
    del session["accounts.session"]
    session.save()
    assert not is_signed_in(browser)


def test_a_session_cannot_borrow_the_row_of_somebody_else():
    mine, other = AppointmentFactory().user, AppointmentFactory().user
    browser = browser_of(mine)
    browser_of(other)
    session = browser.session
    session["accounts.session"] = OpenSession.objects.get(user=other).pk
    session.save()
    assert not is_signed_in(browser)


def test_signing_out_forgets_the_row_and_signing_in_writes_one(client):
    user = AppointmentFactory().user
    client.post(reverse("accounts:login"), {"username": user.username, "password": PASSWORD})
    assert OpenSession.objects.get().user == user
    client.post(reverse("accounts:logout"))
    assert not OpenSession.objects.exists()


def test_changing_the_password_keeps_this_session(client):
    user = AppointmentFactory().user
    browser = browser_of(user)
    new = "ทะเลสีครามยามเช้าที่บ้าน"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert browser.post(reverse("accounts:password"), typed).status_code == 302
    assert is_signed_in(browser)


def test_a_page_for_everybody_asks_neither_session_nor_person():
    """Otherwise it could not be kept by a cache."""
    browser = browser_of(AppointmentFactory().user)
    response = browser.get("/healthz")
    assert "Cookie" not in response.get("Vary", "")


def test_the_next_form_after_the_end_asks_to_sign_in(client):
    user = AppointmentFactory().user
    browser = browser_of(user)
    OpenSession.objects.all().delete()
    response = browser.post(reverse("accounts:password"), {"old_password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:login"))


def test_the_session_of_a_technical_administrator_who_left_ends_too():
    user = AppointmentFactory(
        user=UserFactory(is_superuser=True), functions=[Function.SYSTEM], valid_until=LAST_DAY
    ).user
    with time_machine.travel(LAST_EVENING, tick=False) as clock:
        browser = browser_of(user)
        assert tasks.follow_appointments.call() == 0
        clock.shift(dt.timedelta(minutes=1))
        assert tasks.follow_appointments.call() == 2, "rights and session in one run"
        assert not is_signed_in(browser)
