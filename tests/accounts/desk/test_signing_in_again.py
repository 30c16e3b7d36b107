"""A sign-in never goes on with the session before it: neither its key nor a second factor that was given there (ASVS 7.2.4)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from portal.accounts.domain import second_factor
from portal.accounts.landing import SECOND_DONE
from portal.accounts.models import AuthenticatorApp, OpenSession, User
from portal.accounts.sessions import end_sessions
from portal.actors import System
from tests.accounts.factories import PASSWORD, AppointmentFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 2, 0, tzinfo=dt.UTC)
LATER = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def person() -> User:
    return AppointmentFactory().user


def give_password(client: Client, person: User):
    return client.post(reverse("accounts:login"), {"username": person.username, "password": PASSWORD})


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:kept")).status_code == 200


def thief_of(client: Client) -> Client:
    """Return a browser with a copied cookie."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key_of(client)
    return thief


def has_device(person: User, clock) -> None:
    second_factor.begin_setup(person)
    second_factor.finish_setup(actor=System(), person=person, code=code_of(person))
    clock.shift(LATER)


def code_of(person: User) -> str:
    return f"{totp(AuthenticatorApp.objects.get(user=person).bin_key):06}"


def test_an_ended_session_stays_ended_when_its_person_signs_in_again(client, person):
    give_password(client, person)
    thief = thief_of(client)
    end_sessions(person)
    give_password(client, person)
    assert is_signed_in(client)
    assert key_of(client) != key_of(thief)
    assert not is_signed_in(thief)


def test_a_second_factor_of_the_ended_session_does_not_count_any_more(client, person, clock):
    has_device(person, clock)
    give_password(client, person)
    client.post(reverse("accounts:second"), {"code": code_of(person)})
    assert client.session[SECOND_DONE]
    thief = thief_of(client)
    end_sessions(person)
    second_factor.take_away(actor=System(), person=person, reason="โทรศัพท์หาย")
    give_password(client, person)
    assert is_signed_in(client)
    assert SECOND_DONE not in client.session
    assert not is_signed_in(thief)


def test_while_the_second_factor_is_asked_nobody_is_signed_in(client, person, clock):
    has_device(person, clock)
    give_password(client, person)
    client.post(reverse("accounts:second"), {"code": code_of(person)})
    thief = thief_of(client)
    assert give_password(client, person)["Location"] == reverse("accounts:second")
    assert not is_signed_in(thief)
    clock.shift(LATER)
    client.post(reverse("accounts:second"), {"code": code_of(person)})
    assert is_signed_in(client)
    assert not is_signed_in(thief)


def test_signing_in_on_top_of_an_open_session_leaves_one(client, person):
    give_password(client, person)
    give_password(client, person)
    assert OpenSession.objects.count() == 1
    assert is_signed_in(client)


def test_what_a_visitor_kept_before_a_first_sign_in_stays(client, person):
    session = client.session
    session["x"] = 1
    session.save()
    give_password(client, person)
    assert client.session["x"] == 1
