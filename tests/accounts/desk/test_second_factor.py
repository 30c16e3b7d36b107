"""The second factor: whoever reads cases has one, and neither half alone opens an account (ASVS 6.3.3, 6.4.3, 6.5)."""

from __future__ import annotations

import datetime as dt
import re
import threading
from base64 import b32encode

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from portal.accounts.desk.signing_in import TRIES
from portal.accounts.domain import second_factor
from portal.accounts.domain.activating import issue
from portal.accounts.domain.delegation import NotAdministeredError
from portal.accounts.functions import Function
from portal.accounts.groups import follow_appointments
from portal.accounts.models import AuthenticatorApp, KeptForm, OpenSession, RecoveryCode, User
from portal.accounts.roles import Role
from portal.actors import Officer, System
from portal.audit.models import AuditEntry
from tests.accounts.factories import PASSWORD, AppointmentFactory, UserFactory, officer

NOW = dt.datetime(2026, 11, 26, 2, 0, tzinfo=dt.UTC)
LATER = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def required(settings):
    settings.KLANG = {**settings.KLANG, "SECOND_FACTOR": "required"}


@pytest.fixture
def actor(db) -> Officer:
    return officer()


@pytest.fixture
def person(actor: Officer) -> User:
    return actor.person


def shown(person: User, *, confirmed: bool = True) -> str:
    """Return what the app of a person shows now."""
    return f"{totp(AuthenticatorApp.objects.get(user=person, confirmed=confirmed).bin_key):06}"


@pytest.fixture
def recovery(person: User, clock) -> list[str]:
    """The person has a device, and these codes on paper; the code of the setting up is used up."""
    second_factor.begin_setup(person)
    made = second_factor.finish_setup(actor=System(), person=person, code=shown(person, confirmed=False))
    clock.shift(LATER)
    return made


def give_password(client: Client, person: User, **query: str):
    url = reverse("accounts:login") + (f"?next={query['next']}" if query else "")
    return client.post(url, {"username": person.username, "password": PASSWORD})


def give_code(client: Client, code: str):
    return client.post(reverse("accounts:second"), {"code": code})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:kept")).status_code == 200


# --- who needs one -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", Function)
def test_whoever_works_on_cases_or_administers_must_have_one(db, required, function):
    needs = function in {
        *(Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.DEPUTY),
        *(Function.FIELD, Function.COMMITTEE, Function.ACCOUNTS, Function.SYSTEM, Function.DATA_PROTECTION),
    }
    assert second_factor.is_needed([officer(functions=[function])]) is needs


def test_until_it_is_set_up_nothing_else_opens(required, client, person):
    give_password(client, person)
    for name in ("desk:worklist", "desk:new", "accounts:me", "accounts:people"):
        assert client.get(reverse(name))["Location"] == reverse("accounts:second_setup")
    assert client.post(reverse("desk:new"), {"narrative": "x"})["Location"] == reverse(
        "accounts:second_setup"
    )
    client.get(reverse("accounts:second_setup"))
    client.post(reverse("accounts:second_setup"), {"code": shown(person, confirmed=False)})
    assert client.get(reverse("desk:worklist")).status_code == 200


def test_a_second_appointment_that_needs_one_counts_whichever_acts(required, client, db):
    user = AppointmentFactory(functions=[Function.VIEW]).user
    AppointmentFactory(user=user, functions=[Function.WORK], valid_from=dt.date(2010, 1, 1))
    give_password(client, user)
    assert client.get(reverse("desk:worklist"))["Location"] == reverse("accounts:second_setup")


def test_the_back_office_is_closed_until_then_to_the_technical_administrator(required, client, db):
    home = reverse("wagtailadmin_home")
    user = UserFactory(is_superuser=True)
    give_password(client, user)
    assert client.get(home)["Location"] == reverse("accounts:second_setup")
    client.get(reverse("accounts:second_setup"))
    client.post(reverse("accounts:second_setup"), {"code": shown(user, confirmed=False)})
    assert client.get(home).status_code == 200


def test_an_editor_enters_the_back_office_without(required, client, db):
    editor = AppointmentFactory(functions=[Function.EDIT_CONTENT]).user
    follow_appointments()
    give_password(client, editor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_whoever_sees_no_case_needs_none(required, client, db):
    user = AppointmentFactory(functions=[Function.VIEW]).user
    give_password(client, user)
    assert client.get(reverse("desk:worklist")).status_code == 200


def test_a_word_that_means_nothing_lets_nobody_off(settings, db):
    settings.KLANG = {**settings.KLANG, "SECOND_FACTOR": "optional"}
    assert second_factor.is_needed([officer()])


def test_an_installation_may_leave_it_to_its_people(client, person):
    give_password(client, person)
    assert client.get(reverse("desk:worklist")).status_code == 200


# --- setting up ----------------------------------------------------------------------------------------------------------


def test_the_secret_is_shown_as_a_picture_and_as_text_until_a_code_proves_it(client, person):
    give_password(client, person)
    page = client.get(reverse("accounts:second_setup"))
    text = page.content.decode()
    assert 'class="segno"' in text
    assert "no-store" in page["Cache-Control"]
    key = b32encode(AuthenticatorApp.objects.get(user=person).bin_key).decode()
    for again in (text, client.get(reverse("accounts:second_setup")).content.decode()):
        assert re.search(r'<code class="fingerprint">([^<]+)<', again)[1].replace("-", "") == key
    assert second_factor.device_of(person) is None
    wrong = client.post(reverse("accounts:second_setup"), {"code": "000000"}).content.decode()
    assert "รหัสไม่ถูกต้อง" in wrong
    assert second_factor.device_of(person) is None


def test_recovery_codes_are_shown_once_and_stored_as_digests(client, person):
    give_password(client, person)
    client.get(reverse("accounts:second_setup"))
    text = client.post(
        reverse("accounts:second_setup"), {"code": shown(person, confirmed=False)}
    ).content.decode()
    codes = re.findall(r"<li><code>([^<]+)</code>", text)
    assert len(set(codes)) == 10
    stored = str(list(RecoveryCode.objects.values()))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert "เหลือรหัสสำรอง 10 รหัส" in client.get(reverse("accounts:me")).content.decode()


def test_a_new_telephone_replaces_the_old_one_and_its_codes(client, person, recovery, clock):
    give_password(client, person)
    give_code(client, shown(person))
    old = AuthenticatorApp.objects.get(user=person).bin_key
    client.get(reverse("accounts:second_setup"))
    assert AuthenticatorApp.objects.get(user=person, confirmed=True).bin_key == old
    client.post(reverse("accounts:second_setup"), {"code": shown(person, confirmed=False)})
    assert AuthenticatorApp.objects.get(user=person).bin_key != old
    clock.shift(LATER)
    for code in (f"{totp(old):06}", recovery[0]):
        with pytest.raises(ValidationError):
            second_factor.verify(person, code)


def test_setting_it_up_ends_the_sessions_that_came_in_by_the_password_alone(client, person):
    other = Client()
    for each in (client, other):
        give_password(each, person)
    client.get(reverse("accounts:second_setup"))
    client.post(reverse("accounts:second_setup"), {"code": shown(person, confirmed=False)})
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_session_without_the_second_factor_exchanges_no_device(client, person, recovery):
    """Somebody who knows the password and came in before the device was there."""
    device = AuthenticatorApp.objects.get(user=person)
    for method in ("get", "post"):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer = getattr(client, method)(reverse("accounts:second_setup"), {"code": "000000"})
        assert answer["Location"].startswith(reverse("accounts:login"))
        assert not is_signed_in(client)
    assert AuthenticatorApp.objects.get(user=person) == device


def test_an_old_half_made_device_is_not_offered_again(person, clock):
    first = second_factor.begin_setup(person)
    assert second_factor.begin_setup(person) == first
    clock.shift(dt.timedelta(hours=2))
    assert second_factor.begin_setup(person) != first


def test_changing_it_asks_for_the_password(client, person, recovery, clock):
    give_password(client, person)
    give_code(client, shown(person))
    clock.shift(dt.timedelta(minutes=16))
    for method, name in (("get", "second_setup"), ("post", "new_codes")):
        answer = getattr(client, method)(reverse(f"accounts:{name}"))
        assert answer["Location"].startswith(reverse("accounts:confirm"))


# --- at the sign-in ------------------------------------------------------------------------------------------------------


def test_the_password_alone_lets_nobody_in(client, person, recovery):
    assert give_password(client, person)["Location"] == reverse("accounts:second")
    assert not is_signed_in(client)
    assert not OpenSession.objects.exists()
    assert not AuditEntry.objects.filter(action="account.sign_in").exists()


def test_with_the_code_one_comes_where_one_wanted_to_go(client, person, recovery):
    wanted = reverse("desk:register")
    give_password(client, person, next=wanted)
    before = client.session.session_key
    assert give_code(client, shown(person))["Location"] == wanted
    assert is_signed_in(client)
    assert client.session.session_key != before
    assert AuditEntry.objects.filter(action="account.sign_in").count() == 1


def test_thai_digits_and_blanks_are_digits(client, person, recovery):
    give_password(client, person)
    code = shown(person).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    give_code(client, f"{code[:3]} {code[3:]}")
    assert is_signed_in(client)


def test_a_code_works_once(client, person, recovery):
    code = shown(person)
    for browser, expected in ((client, True), (Client(), False)):
        give_password(browser, person)
        give_code(browser, code)
        assert is_signed_in(browser) is expected


def test_a_clock_that_is_half_a_minute_off_still_works_and_two_minutes_do_not(person, recovery, clock):
    code = shown(person)
    clock.shift(dt.timedelta(minutes=2))
    with pytest.raises(ValidationError):
        second_factor.verify(person, code)
    clock.shift(LATER)
    code = shown(person)
    clock.shift(dt.timedelta(seconds=30))
    assert second_factor.verify(person, code) == "device"


def test_a_recovery_code_stands_in_once_and_the_person_is_told_how_many_are_left(client, person, recovery):
    give_password(client, person)
    give_code(client, recovery[3].lower().replace("-", ""))
    assert is_signed_in(client)
    assert "เหลือ 9 รหัส" in client.get(reverse("desk:worklist")).content.decode()
    assert AuditEntry.objects.filter(action="account.recovery_code_used").count() == 1
    again = Client()
    give_password(again, person)
    give_code(again, recovery[3])
    assert not is_signed_in(again)


def test_the_code_of_somebody_else_is_wrong(client, person, recovery, clock):
    other = officer().person
    second_factor.begin_setup(other)
    theirs = second_factor.finish_setup(actor=System(), person=other, code=shown(other, confirmed=False))
    clock.shift(LATER)
    give_password(client, person)
    for code in (theirs[0], shown(other), "", "x" * 40, "000000"):
        give_code(client, code)
        assert not is_signed_in(client)


def test_guessing_ends_and_the_right_code_does_not_help_then(client, person, recovery):
    give_password(client, person)
    for _try in range(TRIES):
        assert give_code(client, "3333-3333-3333").status_code == 200
    assert give_code(client, recovery[0]).status_code == 429
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(action="account.second_factor_failed").count() == TRIES


def test_guessing_six_digits_gets_slower(person, recovery):
    for _try in range(3):
        with pytest.raises(ValidationError):
            second_factor.verify(person, "000000")
    with pytest.raises(ValidationError):
        second_factor.verify(person, shown(person))


def test_five_minutes_after_the_password_it_is_asked_again(client, person, recovery, clock):
    give_password(client, person)
    clock.shift(dt.timedelta(minutes=5, seconds=1))
    assert give_code(client, shown(person))["Location"] == reverse("accounts:login")
    assert not is_signed_in(client)


def test_a_code_that_came_too_late_is_not_kept(client, person, recovery, clock):
    give_password(client, person)
    give_code(client, shown(person))
    clock.shift(dt.timedelta(minutes=40))
    give_code(client, recovery[0])
    assert not KeptForm.objects.exists()


def test_without_a_password_there_is_nothing_to_confirm(client, person, recovery):
    assert client.get(reverse("accounts:second"))["Location"] == reverse("accounts:login")
    assert give_code(client, recovery[0])["Location"] == reverse("accounts:login")
    assert second_factor.recovery_codes_left(person) == 10


def test_a_closed_account_is_not_opened_by_a_code(client, person, recovery):
    give_password(client, person)
    person.is_active = False
    person.save()
    give_code(client, shown(person))
    assert not is_signed_in(client)


def test_the_way_into_the_back_office_is_the_same(client, recovery, person):
    answer = client.post(reverse("cms_login"), {"username": person.username, "password": PASSWORD})
    assert answer["Location"] == reverse("accounts:second")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_one_recovery_code_one_comes_in(transactional_db):
    person = officer().person
    second_factor.begin_setup(person)
    code = second_factor.finish_setup(actor=System(), person=person, code=shown(person, confirmed=False))[0]
    together, results = threading.Barrier(2), []

    def take() -> None:
        try:
            together.wait()
            results.append(second_factor.verify(person, code))
        except ValidationError:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["recovery", "refused"]


# --- taken away ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def head(actor: Officer) -> Officer:
    return officer(actor.organization, Role.LAO_CHIEF_ADMINISTRATOR)


def test_a_new_password_does_not_open_the_second_lock(client, person, recovery, head):
    """ASVS 6.4.3."""
    code = issue(actor=head, person=person).code
    new = "ลมหนาวพัดผ่านทุ่งนาเช้านี้"
    typed = {"username": person.username, "code": code, "password": new, "again": new}
    client.post(reverse("accounts:activate"), typed)
    answer = client.post(reverse("accounts:login"), {"username": person.username, "password": new})
    assert answer["Location"] == reverse("accounts:second")
    assert not is_signed_in(client)


def test_the_administrator_takes_it_away_with_a_reason_and_the_person_is_told(
    client, person, recovery, head, clock
):
    give_password(client, person)
    give_code(client, shown(person))
    desk = Client()
    desk.force_login(head.person, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("accounts:take_away", kwargs={"pk": person.appointments.get().pk})
    assert "กรอกเหตุผล" in desk.post(url, {"reason": " "}).content.decode()
    assert second_factor.device_of(person) is not None
    clock.shift(LATER)
    assert desk.post(url, {"reason": "โทรศัพท์หาย มาด้วยตนเอง"}).status_code == 302
    assert second_factor.device_of(person) is None
    assert not RecoveryCode.objects.filter(user=person).exists()
    assert not is_signed_in(client)
    entry = AuditEntry.objects.get(action="account.second_factor_taken_away")
    assert (entry.user, entry.subject, entry.purpose) == (head.person, str(person.pk), "โทรศัพท์หาย มาด้วยตนเอง")
    clock.shift(LATER)
    give_password(client, person)
    assert "ยกเลิกการยืนยันขั้นที่สอง" in client.get(reverse("desk:worklist")).content.decode()
    # Told once.
    clock.shift(LATER)
    again = Client()
    give_password(again, person)
    assert "ยกเลิกการยืนยันขั้นที่สอง" not in again.get(reverse("desk:worklist")).content.decode()


def test_nobody_else_takes_it_away(person, recovery):
    for stranger in (
        officer(role=Role.LAO_CHIEF_ADMINISTRATOR),
        officer(person.appointments.get().organization),
    ):
        with pytest.raises(NotAdministeredError):
            second_factor.take_away(actor=stranger, person=person, reason="x")
        browser = Client()
        browser.force_login(stranger.person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse("accounts:take_away", kwargs={"pk": person.appointments.get().pk})
        assert browser.post(url, {"reason": "x"}).status_code == 404
    assert second_factor.device_of(person) is not None


def test_not_even_ones_own_without_being_let_in_first(person, recovery, head):
    with pytest.raises(NotAdministeredError):
        second_factor.take_away(actor=head, person=head.person, reason="x")


def test_new_recovery_codes_end_the_old_ones(client, person, recovery):
    give_password(client, person)
    give_code(client, shown(person))
    text = client.post(reverse("accounts:new_codes")).content.decode()
    fresh = re.findall(r"<li><code>([^<]+)</code>", text)
    assert not set(fresh) & set(recovery)
    with pytest.raises(ValidationError):
        second_factor.verify(person, recovery[0])
    assert second_factor.verify(person, fresh[0]) == "recovery"
