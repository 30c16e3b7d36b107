"""Signing in and out (ASVS 6.3, 7.2, 7.4)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests.accounts.factories import PASSWORD, AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def sign_in(client, username: str, password: str = PASSWORD, **extra):
    return client.post(reverse("accounts:login"), {"username": username, "password": password, **extra})


def test_an_officer_lands_at_the_desk(client):
    appointment = AppointmentFactory()
    response = sign_in(client, appointment.user.username)
    assert response.status_code == 302
    assert response["Location"] == reverse("desk:worklist")
    assert AuditEntry.objects.filter(action="account.sign_in", user=appointment.user).count() == 1


def test_an_editor_lands_in_the_content_back_office(client):
    appointment = AppointmentFactory(role=Role.PUBLISHER)
    assert sign_in(client, appointment.user.username)["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("password", ["wrong", "", PASSWORD + " "])
def test_a_wrong_password_says_nothing_about_the_account(client, password):
    AppointmentFactory(user=UserFactory(username="known"))
    known = sign_in(client, "known", password).content.decode()
    unknown = sign_in(client, "unknown", password).content.decode()
    assert "ข้อผิดพลาด" in known
    assert _without_own_values(known) == _without_own_values(unknown)


def _without_own_values(page: str) -> list[str]:
    """Leave out the token and the name that was typed; everything else must be the same."""
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "value=" not in line]


def test_what_was_typed_as_name_is_kept_and_the_password_is_not(client):
    page = sign_in(client, "มาลี", "ZZPASSWORD").content.decode()
    assert "มาลี" in page
    assert "ZZPASSWORD" not in page


def test_the_sixth_try_is_told_to_wait_even_with_the_right_password(client):
    appointment = AppointmentFactory()
    for _ in range(5):
        response = sign_in(client, appointment.user.username, "wrong")
    response = sign_in(client, appointment.user.username)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert AuditEntry.objects.filter(action="account.locked_out").exists()


def test_nobody_can_lock_another_person_out_from_afar(client):
    appointment = AppointmentFactory()
    for _ in range(6):
        client.post(
            reverse("accounts:login"),
            {"username": appointment.user.username, "password": "wrong"},
            REMOTE_ADDR="203.0.113.66",
        )
    assert sign_in(client, appointment.user.username).status_code == 302


def test_next_leads_only_into_this_site(client):
    appointment = AppointmentFactory()
    assert "evil" not in sign_in(client, appointment.user.username, next="https://evil.example/")["Location"]


def test_the_session_gets_a_new_name_at_sign_in(client):
    appointment = AppointmentFactory()
    session = client.session
    session["draft"] = "x"
    session.save()
    before = session.session_key
    sign_in(client, appointment.user.username)
    assert client.session.session_key != before


def test_signing_out_needs_a_post_and_ends_the_session(client):
    appointment = AppointmentFactory()
    sign_in(client, appointment.user.username)
    assert client.get(reverse("accounts:logout")).status_code == 405
    response = client.post(reverse("accounts:logout"))
    assert "cache" in response["Clear-Site-Data"]
    assert client.get(reverse("desk:worklist")).status_code == 302


def test_rights_end_at_the_next_click_after_the_appointment(client):
    appointment = AppointmentFactory()
    sign_in(client, appointment.user.username)
    assert client.get(reverse("desk:worklist")).status_code == 200
    appointment.valid_until = dt.date(2020, 1, 2)
    appointment.save()
    assert client.get(reverse("desk:worklist")).status_code == 404


def test_changing_the_password_asks_for_the_current_one(client):
    appointment = AppointmentFactory()
    sign_in(client, appointment.user.username)
    new = "ปลาว่ายทวนน้ำขึ้นเหนือ-9"
    url = reverse("accounts:password")
    refused = client.post(url, {"old_password": "wrong", "new_password1": new, "new_password2": new})
    assert "ข้อผิดพลาด" in refused.content.decode()
    done = client.post(url, {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert done["Location"] == reverse("accounts:password_done")
    assert AuditEntry.objects.filter(action="account.password_changed").count() == 1
    assert client.get(done["Location"]).status_code == 200


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012"])
def test_a_weak_password_is_refused(client, weak):
    appointment = AppointmentFactory()
    sign_in(client, appointment.user.username)
    response = client.post(
        reverse("accounts:password"), {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    )
    assert response.status_code == 200
    appointment.user.refresh_from_db()
    assert appointment.user.check_password(PASSWORD)


def test_sign_in_pages_are_never_stored(client):
    assert "no-store" in client.get(reverse("accounts:login"))["Cache-Control"]


def test_behind_a_proxy_nobody_locks_another_person_out(client, settings):
    """All visitors share the proxy's address; the lock must go by the one that the proxy names (ASVS 6.3.1)."""
    settings.KLANG = {**settings.KLANG, "TRUSTED_PROXIES": 1}
    appointment = AppointmentFactory()
    data = {"username": appointment.user.username, "password": "wrong"}
    for _ in range(6):
        response = client.post(reverse("accounts:login"), data, headers={"X-Forwarded-For": "203.0.113.9"})
    assert response.status_code == 429
    data["password"] = PASSWORD
    response = client.post(reverse("accounts:login"), data, headers={"X-Forwarded-For": "198.51.100.7"})
    assert response.status_code == 302


def test_without_a_proxy_a_made_up_address_does_not_give_more_tries(client):
    appointment = AppointmentFactory()
    data = {"username": appointment.user.username, "password": "wrong"}
    for number in range(6):
        response = client.post(
            reverse("accounts:login"), data, headers={"X-Forwarded-For": f"203.0.113.{number}"}
        )
    assert response.status_code == 429


def test_signing_in_at_the_content_back_office_is_recorded_too(client):
    appointment = AppointmentFactory(role=Role.PUBLISHER)
    data = {"username": appointment.user.username, "password": PASSWORD}
    assert client.post(reverse("wagtailadmin_login"), data).status_code == 302
    assert AuditEntry.objects.filter(action="account.sign_in", user=appointment.user).count() == 1
