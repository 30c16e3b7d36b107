"""The page on which a code becomes a password."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.desk.activating import TRIES
from portal.accounts.domain.activating import Issued, issue
from portal.accounts.models import Activation
from portal.actors import System
from tests.accounts.factories import AppointmentFactory

pytestmark = pytest.mark.django_db

NEW = "ลมหนาวพัดผ่านทุ่งนาเช้านี้"
PAGE = "accounts:activate"


@pytest.fixture
def given() -> Issued:
    return issue(actor=System(), person=AppointmentFactory().user)


def send(client: Client, given: Issued, **values: str):
    typed = {"username": given.person.username, "code": given.code, "password": NEW, "again": NEW} | values
    return client.post(reverse(PAGE), typed)


def test_from_paper_to_the_desk(client, given):
    response = send(client, given)
    assert response["Location"] == reverse("accounts:login")
    assert "ตั้งรหัสผ่านแล้ว" in client.get(reverse("accounts:login")).content.decode()
    typed = {"username": given.person.username, "password": NEW}
    assert client.post(reverse("accounts:login"), typed)["Location"] == reverse("desk:worklist")


def test_a_link_fills_in_name_and_code_and_looking_at_it_uses_nothing_up(client, given):
    for _twice in range(2):
        response = client.get(reverse(PAGE), {"name": given.person.username, "code": given.code})
        assert f'value="{given.code}"' in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert Activation.objects.get().is_open()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"code": "3333-3333-3333-3333"}, "ไม่ตรงกัน"),
        ({"username": "somebody"}, "ไม่ตรงกัน"),
        ({"again": NEW + "x"}, "ไม่เหมือนกัน"),
        ({"password": "short", "again": "short"}, "12"),
        ({"password": "password1234567", "again": "password1234567"}, "ข้อผิดพลาด"),
        ({"code": "", "username": "", "password": "", "again": ""}, "กรอกรหัสจากหนังสือ"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_used_up(client, given, values, words):
    response = send(client, given, **values)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert NEW not in response.content.decode()
    assert Activation.objects.get().is_open()


def test_used_twice_it_says_so(client, given):
    send(client, given)
    assert "ใช้ไปแล้ว" in send(client, given).content.decode()


def test_without_a_code_nothing_is_learnt_about_a_password_or_a_person(client, given):
    wrong = {"code": "3333-3333-3333-3333", "password": "short", "again": "short"}
    known = send(client, given, **wrong).content.decode()
    unknown = send(client, given, **wrong, username="nobody").content.decode()
    assert known.replace(given.person.username, "nobody").count("ไม่ตรงกัน") == unknown.count("ไม่ตรงกัน")
    assert "สั้น" not in known


def test_a_page_of_failure_gives_no_code_back(given):
    strict = Client(enforce_csrf_checks=True)
    response = send(strict, given)
    assert response.status_code == 403
    text = response.content.decode()
    assert given.person.username in text
    assert given.code not in text


def test_guessing_is_slowed_down(client, given):
    for _try in range(TRIES):
        assert send(client, given, code="3333-3333-3333-3333").status_code == 200
    response = send(client, given)
    assert response.status_code == 429
    assert response["Retry-After"]
    assert Activation.objects.get().is_open()
