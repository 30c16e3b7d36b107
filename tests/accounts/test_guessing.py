"""Guesses are counted wherever they are made: at the sign-in, at the old password, over many names (ASVS 6.1.1, 6.3.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.guessing import KEPT_FOR, KNOWN_FOR, NAMES_PER_ADDRESS
from portal.accounts.tasks import sweep_sign_ins
from tests.accounts.factories import PASSWORD, AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db
OFFICE = "203.0.113.5"
NEW = "ปลาว่ายทวนน้ำขึ้นเหนือ-9"


def sign_in(name: str, password: str = PASSWORD, remote: str = OFFICE) -> HttpResponse:
    """Try once, in a browser of its own."""
    client = Client(REMOTE_ADDR=remote, HTTP_USER_AGENT="Browser")
    return client.post(reverse("accounts:login"), {"username": name, "password": password})


def is_in(response: HttpResponse) -> bool:
    return response.status_code == 302


# --- the old password -------------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client: Client) -> tuple[Client, Any]:
    user = AppointmentFactory().user
    browser = Client(REMOTE_ADDR=OFFICE)
    browser.post(reverse("accounts:login"), {"username": user.username, "password": PASSWORD})
    return browser, user


def change(browser: Client, old: str, new: str = NEW) -> HttpResponse:
    return browser.post(
        reverse("accounts:password"), {"old_password": old, "new_password1": new, "new_password2": new}
    )


def test_wrong_old_passwords_lock_like_failed_sign_ins(signed_in: tuple[Client, Any]) -> None:
    """Somebody at a screen that was left open guesses the password behind it."""
    browser, user = signed_in
    answers = [change(browser, f"guess {number}").status_code for number in range(5)]
    assert answers == [200] * 4 + [429]
    response = change(browser, PASSWORD)
    assert response.status_code == 429, "even with the right one"
    assert response["Retry-After"] == "900"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert sign_in(user.username).status_code == 429, "and at the sign-in of the same address"
    assert is_in(sign_in(user.username, remote="198.51.100.7")), "and nowhere else"


def test_wrong_sign_ins_and_wrong_old_passwords_are_counted_together(signed_in: tuple[Client, Any]) -> None:
    browser, user = signed_in
    for _number in range(3):
        sign_in(user.username, "wrong")
    assert change(browser, "wrong").status_code == 200
    assert change(browser, "wrong").status_code == 429


def test_a_change_that_succeeds_wipes_out_the_wrong_tries_before_it(signed_in: tuple[Client, Any]) -> None:
    browser, user = signed_in
    for _round in range(3):
        for _number in range(4):
            assert change(browser, "wrong").status_code == 200
        user.refresh_from_db()
        password = PASSWORD if user.check_password(PASSWORD) else NEW
        other = NEW if password == PASSWORD else PASSWORD
        assert change(browser, password, other).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_the_lock_ends_by_itself(signed_in: tuple[Client, Any]) -> None:
    browser, _user = signed_in
    for _number in range(5):
        change(browser, "wrong")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=15, seconds=1)):
        assert change(browser, PASSWORD).status_code == 302


def test_what_was_tried_is_written_down_nowhere(
    signed_in: tuple[Client, Any], caplog: pytest.LogCaptureFixture
) -> None:
    browser, user = signed_in
    change(browser, "ลับเก่าคะนารี", "ลับใหม่คะนารี-ยาวพอ")
    sign_in(user.username, "ลับเข้าคะนารี")
    stored = str(list(AccessAttempt.objects.values())) + caplog.text
    assert AccessAttempt.objects.exists()
    assert "คะนารี" not in stored


# --- one password over many names -------------------------------------------------------------------------------------


def spray(names: int, *, remote: str = OFFICE, start: int = 0) -> list[int]:
    return [
        sign_in(f"name{number}", "Summer-2569", remote=remote).status_code
        for number in range(start, start + names)
    ]


def test_one_password_over_many_names_is_stopped_by_address() -> None:
    answers = spray(NAMES_PER_ADDRESS + 10)
    assert answers == [200] * (NAMES_PER_ADDRESS - 1) + [429] * 11


def test_names_that_exist_and_names_that_do_not_are_counted_alike() -> None:
    for number in range(0, NAMES_PER_ADDRESS + 5, 2):
        UserFactory(username=f"name{number}")
    assert spray(NAMES_PER_ADDRESS + 5) == [200] * (NAMES_PER_ADDRESS - 1) + [429] * 6


def test_even_the_right_password_does_not_pass_for_a_name_that_is_new_there() -> None:
    """The one hit among a thousand names is what spraying is for."""
    user = AppointmentFactory().user
    spray(NAMES_PER_ADDRESS)
    assert sign_in(user.username).status_code == 429
    assert is_in(sign_in(user.username, remote="198.51.100.7")), "the account itself is not locked"


def test_the_people_of_an_office_come_in_while_their_address_is_locked() -> None:
    people = [AppointmentFactory().user for _number in range(3)]
    for person in people:
        assert is_in(sign_in(person.username))
    spray(NAMES_PER_ADDRESS + 20)
    for person in people:
        assert is_in(sign_in(person.username))
        assert sign_in(person.username, "wrong").status_code in (200, 429)
        assert is_in(sign_in(person.username)), "a slip of theirs locks them no more than before"


def test_a_name_that_is_known_there_still_has_five_tries_only() -> None:
    person = AppointmentFactory().user
    sign_in(person.username)
    spray(NAMES_PER_ADDRESS)
    tries = [sign_in(person.username, "wrong").status_code for _number in range(6)]
    assert tries == [200] * 4 + [429] * 2
    assert sign_in(person.username).status_code == 429


@pytest.mark.parametrize("people", [30, 60])
def test_an_office_whose_people_sign_in_properly_is_never_locked(people: int) -> None:
    """Everybody mistypes once and then gets it right, all behind one address within the same minutes."""
    for user in [AppointmentFactory().user for _number in range(people)]:
        assert sign_in(user.username, "slip of the finger").status_code == 200
        assert is_in(sign_in(user.username))


def test_a_known_name_is_forgotten_after_a_while() -> None:
    person = AppointmentFactory().user
    with time_machine.travel(timezone.now() - KNOWN_FOR - dt.timedelta(days=1)):
        sign_in(person.username)
    spray(NAMES_PER_ADDRESS)
    assert sign_in(person.username).status_code == 429


def test_the_address_opens_again() -> None:
    user = AppointmentFactory().user
    spray(NAMES_PER_ADDRESS)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=15, seconds=1)):
        assert is_in(sign_in(user.username))


def test_one_address_does_not_lock_another() -> None:
    spray(NAMES_PER_ADDRESS)
    assert spray(1, remote="198.51.100.7", start=500) == [200]


def test_an_ipv6_network_is_one_address(settings: Any) -> None:
    for number in range(NAMES_PER_ADDRESS):
        sign_in(f"name{number}", "x", remote=f"2001:db8:1:2::{number + 1}")
    assert sign_in("other", "x", remote="2001:db8:1:2:ffff::9").status_code == 429


def test_changing_the_browsers_name_gives_no_more_tries() -> None:
    answers = []
    for number in range(NAMES_PER_ADDRESS + 3):
        client = Client(REMOTE_ADDR=OFFICE, HTTP_USER_AGENT=f"Browser {number}")
        data = {"username": f"name{number}", "password": "x"}
        answers.append(client.post(reverse("accounts:login"), data).status_code)
    assert answers[-3:] == [429] * 3


def test_the_entry_of_the_content_back_office_is_the_same_door() -> None:
    spray(NAMES_PER_ADDRESS)
    client = Client(REMOTE_ADDR=OFFICE)
    response = client.post(reverse("wagtailadmin_login"), {"username": "someone", "password": "x"})
    assert response.status_code == 429


# --- a name that does not exist takes as long as one that does --------------------------------------------------------


def work_of(name: str, remote: str) -> tuple[int, int]:
    """Return hashes and queries of one failed sign-in: work, not time."""
    hashes = mock.Mock(side_effect=MD5PasswordHasher.encode, autospec=True)
    with (
        mock.patch.object(MD5PasswordHasher, "encode", lambda self, *args, **kw: hashes(self, *args, **kw)),
        CaptureQueriesContext(connection) as captured,
    ):
        assert sign_in(name, "wrong", remote=remote).status_code == 200
    return hashes.call_count, len(captured)


def test_a_name_that_does_not_exist_costs_the_same_work() -> None:
    AppointmentFactory(user=UserFactory(username="exists"))
    UserFactory(username="inactive", is_active=False)
    locked = UserFactory(username="no-password")
    locked.set_unusable_password()
    locked.save()
    work_of("warm-up", "198.51.100.1")
    work = {
        name: work_of(name, f"198.51.100.{number + 10}")
        for number, name in enumerate(["exists", "nobody", "inactive", "no-password", "ไม่มี"])
    }
    assert len({queries for _hashes, queries in work.values()}) == 1, work
    assert {hashes for hashes, _queries in work.values()} == {1}, work


# --- what is written down is forgotten --------------------------------------------------------------------------------

KINDS = (AccessAttempt, AccessFailureLog, AccessLog)


def written_down(day: dt.datetime) -> None:
    """One row of each kind that axes writes, of a day."""
    for kind in KINDS:
        extra = {"failures_since_start": 1} if kind is AccessAttempt else {}
        row = kind.objects.create(username=f"n{day:%m%d}", ip_address=OFFICE, user_agent=f"{day}", **extra)
        kind.objects.filter(pk=row.pk).update(attempt_time=day)


def left() -> list[int]:
    return [kind.objects.count() for kind in KINDS]


def test_who_signed_in_or_failed_to_is_forgotten_after_ninety_days() -> None:
    now = timezone.now()
    for age in (KEPT_FOR + dt.timedelta(seconds=1), KEPT_FOR - dt.timedelta(seconds=1), dt.timedelta()):
        written_down(now - age)
    with time_machine.travel(now, tick=False):
        assert sweep_sign_ins.call() == 3
        assert left() == [2, 2, 2]
        assert sweep_sign_ins.call() == 0
    with time_machine.travel(now + KEPT_FOR + dt.timedelta(days=1), tick=False):
        sweep_sign_ins.call()
    assert left() == [0, 0, 0]


def test_what_counting_needs_is_not_forgotten() -> None:
    """A name is known at an address for longer than a tally counts, and both for less than rows are kept."""
    assert dt.timedelta(hours=settings.AXES_COOLOFF_TIME) < KNOWN_FOR < KEPT_FOR


def test_the_lock_of_today_survives_the_sweep() -> None:
    UserFactory(username="somying")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in("somying", "wrong")
    sweep_sign_ins.call()
    assert not is_in(sign_in("somying"))


def test_forgetting_comes_round_by_itself_and_may_run_twice() -> None:
    assert "portal.accounts.tasks.sweep_sign_ins" in settings.KLANG["PERIODIC"]
    assert sweep_sign_ins.func.is_repeatable
