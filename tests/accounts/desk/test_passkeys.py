"""Passkeys open an account with the device's own lock, and nothing else does (ASVS 6.3.3)."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from portal.accounts.domain import passkeys, second_factor
from portal.accounts.models import Passkey, RecoveryCode
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests.accounts.authenticator import Device
from tests.accounts.factories import PASSWORD, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return officer(role=Role.LAO_OFFICER).person


@pytest.fixture
def signed_in(client, person):
    client.post(reverse("accounts:login"), {"username": person.username, "password": PASSWORD})
    return client


def add(client: Client, device: Device, name: str = "โทรศัพท์"):
    options = json.loads(client.post(reverse("accounts:passkey_ask_to_add")).content)
    answer = device.create(options)
    return client.post(reverse("accounts:passkey_add"), {"name": name, "answer": answer})


@pytest.fixture
def device(signed_in):
    made = Device()
    add(signed_in, made)
    return made


def sign_in(client: Client, device: Device, **more: str):
    options = json.loads(client.post(reverse("accounts:passkey_ask")).content)
    return client.post(reverse("accounts:passkey_sign_in"), {"answer": device.get(options), **more})


def is_in(client: Client) -> bool:
    return client.get(reverse("desk:worklist")).status_code == 200


class TestAdding:
    def test_a_key_is_kept_with_codes_for_the_day_it_is_lost(self, signed_in, person):
        response = add(signed_in, Device(), "โทรศัพท์ของฉัน")
        row = Passkey.objects.get()
        assert (row.user, row.name) == (person, "โทรศัพท์ของฉัน")
        assert RecoveryCode.objects.filter(user=person).count() == 10
        assert "รหัสสำรอง" in response.content.decode()
        assert AuditEntry.objects.filter(action="account.passkey_added", user=person).exists()

    def test_the_page_shows_and_forgets_them(self, signed_in, device):
        row = Passkey.objects.get()
        assert "โทรศัพท์" in signed_in.get(reverse("accounts:me")).content.decode()
        signed_in.post(reverse("accounts:passkey_remove", args=[row.pk]))
        assert not Passkey.objects.exists()
        assert not is_in(Client()) and sign_in(Client(), device).url == reverse("accounts:login")

    @pytest.mark.parametrize(
        "wrong", [{"host": "evil.example"}, {"origin": "https://evil.example"}, {"verifies": False}]
    )
    def test_a_key_of_another_site_or_without_a_lock_is_refused(self, signed_in, wrong):
        add(signed_in, Device(**wrong))
        assert not Passkey.objects.exists()

    @pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "no json", '{"id": "x"}', "x" * 30_000])
    def test_an_answer_that_is_none_is_refused(self, signed_in, answer):
        signed_in.post(reverse("accounts:passkey_ask_to_add"))
        response = signed_in.post(reverse("accounts:passkey_add"), {"name": "x", "answer": answer})
        assert response.status_code == 302
        assert not Passkey.objects.exists()

    def test_a_challenge_works_once(self, signed_in):
        options = json.loads(signed_in.post(reverse("accounts:passkey_ask_to_add")).content)
        for _ in range(2):
            answer = Device().create(options)
            signed_in.post(reverse("accounts:passkey_add"), {"name": "x", "answer": answer})
        assert Passkey.objects.count() == 1

    def test_nobody_removes_the_key_of_another_person(self, device):
        stranger = Client()
        other = officer().person
        stranger.post(reverse("accounts:login"), {"username": other.username, "password": PASSWORD})
        assert (
            stranger.post(reverse("accounts:passkey_remove", args=[Passkey.objects.get().pk])).status_code
            == 404
        )
        assert Passkey.objects.count() == 1

    def test_there_is_an_end_to_it(self, signed_in, person):
        Passkey.objects.bulk_create(
            Passkey(user=person, credential=f"c{n}", public_key=b"", name="x") for n in range(passkeys.MOST)
        )
        with pytest.raises(ValidationError):
            passkeys.finish_adding(
                actor=officer(person=person), person=person, name="x", answer="", challenge=""
            )


class TestSigningIn:
    def test_without_a_password(self, device, person):
        browser = Client()
        response = sign_in(browser, device, next=reverse("accounts:me"))
        assert response.url == reverse("accounts:me")
        assert is_in(browser)
        assert AuditEntry.objects.filter(action="account.sign_in", subject=str(person.pk)).count() == 2
        assert Passkey.objects.get().used_at is not None

    def test_as_the_second_factor_after_the_password(self, device, person):
        browser = Client()
        response = browser.post(
            reverse("accounts:login"), {"username": person.username, "password": PASSWORD}
        )
        assert response.url == reverse("accounts:second")
        assert not is_in(browser)
        sign_in(browser, device)
        assert is_in(browser)

    def test_after_the_password_of_somebody_else_it_opens_nothing(self, device):
        other = officer().person
        second = Client()
        second.post(reverse("accounts:login"), {"username": other.username, "password": PASSWORD})
        add(second, Device(), "อื่น")
        browser = Client()
        browser.post(reverse("accounts:login"), {"username": other.username, "password": PASSWORD})
        sign_in(browser, device)
        assert not is_in(browser)

    def test_it_is_enough_where_a_second_factor_is_required(self, device, settings):
        settings.KLANG = {**settings.KLANG, "SECOND_FACTOR": "required"}
        browser = Client()
        sign_in(browser, device)
        assert is_in(browser)

    def test_a_recovery_code_stands_in_for_the_key(self, device, person):
        code = second_factor.new_recovery_codes(actor=officer(person=person), person=person)[0]
        browser = Client()
        browser.post(reverse("accounts:login"), {"username": person.username, "password": PASSWORD})
        browser.post(reverse("accounts:second"), {"code": code})
        assert is_in(browser)

    def test_a_challenge_of_another_browser_or_of_before_opens_nothing(self, device):
        options = json.loads(Client().post(reverse("accounts:passkey_ask")).content)
        browser = Client()
        browser.post(reverse("accounts:passkey_ask"))
        browser.post(reverse("accounts:passkey_sign_in"), {"answer": device.get(options)})
        assert not is_in(browser)

    def test_an_answer_cannot_be_sent_twice(self, device):
        browser = Client()
        options = json.loads(browser.post(reverse("accounts:passkey_ask")).content)
        answer = device.get(options)
        browser.post(reverse("accounts:passkey_sign_in"), {"answer": answer})
        browser.post(reverse("accounts:logout"))
        browser.post(reverse("accounts:passkey_sign_in"), {"answer": answer})
        assert not is_in(browser)

    def test_a_copied_key_is_noticed_by_its_counter(self, device):
        copy = Device(credential=device.credential, key=device.key, counts=0)
        sign_in(Client(), device)
        sign_in(Client(), device)
        browser = Client()
        sign_in(browser, copy)
        assert not is_in(browser)
        assert AuditEntry.objects.filter(action="account.passkey_failed").exists()

    @pytest.mark.parametrize(
        "wrong", [{"host": "evil.example"}, {"origin": "https://evil.example"}, {"verifies": False}]
    )
    def test_another_site_and_a_device_without_a_lock_open_nothing(self, device, wrong):
        for name, value in wrong.items():
            setattr(device, name, value)
        browser = Client()
        sign_in(browser, device)
        assert not is_in(browser)

    def test_a_key_that_nobody_added_and_a_forged_signature_open_nothing(self, device):
        for stranger in (Device(), Device(credential=device.credential)):
            browser = Client()
            assert sign_in(browser, stranger).url == reverse("accounts:login")
            assert not is_in(browser)

    def test_a_closed_account_stays_closed(self, device, person):
        person.is_active = False
        person.save()
        browser = Client()
        sign_in(browser, device)
        assert not is_in(browser)

    def test_it_leads_to_no_other_host(self, device):
        assert sign_in(Client(), device, next="https://evil.example/").url.startswith("/")

    def test_asking_without_end_is_stopped(self, client):
        answers = [client.post(reverse("accounts:passkey_ask")).status_code for _ in range(31)]
        assert answers[-1] == 429


def test_who_takes_the_second_factor_away_takes_the_keys_too(device, person):
    boss = officer(person.appointments.get().organization, Role.LAO_CHIEF_ADMINISTRATOR)
    second_factor.take_away(actor=boss, person=person, reason="โทรศัพท์หาย")
    assert not Passkey.objects.exists()
    assert not RecoveryCode.objects.filter(user=person).exists()


def test_with_a_key_set_nobody_adds_another_by_the_password_alone(device, person):
    browser = Client()
    browser.force_login(person)
    assert browser.post(reverse("accounts:passkey_ask_to_add")).status_code in (302, 404)
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize("nested", ["[" * 20_000, '{"a":' * 4_000], ids=["lists", "objects"])
def test_an_answer_that_is_nested_without_end_is_refused_like_every_other(signed_in, nested):
    signed_in.post(reverse("accounts:passkey_ask_to_add"))
    added = signed_in.post(reverse("accounts:passkey_add"), {"name": "x", "answer": nested})
    assert (added.status_code, added.url) == (302, reverse("accounts:me"))
    browser = Client()
    browser.post(reverse("accounts:passkey_ask"))
    entered = browser.post(reverse("accounts:passkey_sign_in"), {"answer": nested})
    assert (entered.status_code, entered.url) == (302, reverse("accounts:login"))
    assert AuditEntry.objects.filter(action="account.passkey_failed").count() == 1
