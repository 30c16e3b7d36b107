"""One's own account: sessions are seen and ended, the password is asked again before what matters (ASVS 7.5.1, 7.5.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.accounts.functions import Function
from portal.accounts.models import Appointment, KeptForm, OpenSession
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from tests.accounts.factories import PASSWORD, AppointmentFactory, UserFactory, officer

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 2, 0, tzinfo=dt.UTC)
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def sign_in(actor: Officer, visitor: Client | None = None) -> Client:
    visitor = visitor or Client()
    typed = {"username": actor.person.username, "password": PASSWORD}
    assert visitor.post(reverse("accounts:login"), typed).status_code == 302
    return visitor


def is_signed_in(visitor: Client) -> bool:
    return visitor.get(reverse("accounts:me")).status_code == 200


@pytest.fixture
def head() -> Officer:
    return officer(role=Role.LAO_CHIEF_ADMINISTRATOR)


@pytest.fixture
def visitor(head: Officer) -> Client:
    return sign_in(head)


def test_it_shows_where_one_is_signed_in_and_by_which_orders(visitor, head):
    sign_in(head, Client(headers={"User-Agent": PHONE}))
    text = visitor.get(reverse("accounts:me")).content.decode()
    assert "Chrome · Android" in text
    assert "เครื่องนี้" in text
    assert head.organization.display_name in text
    assert "บังคับบัญชาและอนุมัติ" in text


def test_one_elsewhere_is_ended_and_this_one_goes_on(visitor, head):
    phone = sign_in(head, Client(headers={"User-Agent": PHONE}))
    row = OpenSession.objects.get(device="Chrome · Android")
    assert visitor.post(reverse("accounts:end_session", kwargs={"pk": row.pk})).status_code == 302
    assert not is_signed_in(phone)
    assert is_signed_in(visitor)
    assert AuditEntry.objects.get(action="account.sessions_ended").user == head.person
    assert visitor.post(reverse("accounts:end_session", kwargs={"pk": row.pk})).status_code == 404


def test_all_others_are_ended_at_once(visitor, head):
    others = [sign_in(head), sign_in(head)]
    visitor.post(reverse("accounts:end_others"))
    assert not any(map(is_signed_in, others))
    assert is_signed_in(visitor)


def test_sessions_of_somebody_else_are_not_ones_own(visitor):
    other = sign_in(officer())
    row = OpenSession.objects.exclude(user__username=visitor.session.get("x")).latest("pk")
    assert visitor.post(reverse("accounts:end_session", kwargs={"pk": row.pk})).status_code == 404
    assert is_signed_in(other)


def test_an_administrator_signs_somebody_out_everywhere(visitor, head):
    one = AppointmentFactory(organization=head.organization)
    other = Client()
    other.force_login(one.user, backend="django.contrib.auth.backends.ModelBackend")
    assert is_signed_in(other)
    url = reverse("accounts:end_sessions", kwargs={"pk": one.pk})
    stranger = sign_in(officer(role=Role.LAO_CHIEF_ADMINISTRATOR))
    assert stranger.post(url).status_code == 404
    assert is_signed_in(other)
    assert visitor.post(url).status_code == 302
    assert not is_signed_in(other)


def test_ones_own_telephone_is_changed_and_nothing_else(visitor, head, clock):
    url = reverse("accounts:me")
    assert "ข้อผิดพลาด" in visitor.post(url, {"email": "x@"}).content.decode()
    sent = {"phone": "075-123456", "email": "me@example.org", "name": "คนอื่น", "is_superuser": "on"}
    assert visitor.post(url, sent).status_code == 302
    stored = type(head.person).objects.get(pk=head.person.pk)
    assert (stored.email, stored.display_name, stored.is_superuser) == (
        "me@example.org",
        head.person.display_name,
        False,
    )
    clock.shift(dt.timedelta(minutes=16))
    answer = visitor.post(url, sent | {"email": "other@example.org"})
    assert answer["Location"].startswith(reverse("accounts:confirm"))


def test_signing_out_of_the_back_office_clears_what_the_browser_kept(db):
    keeper = Client()
    keeper.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    answer = keeper.post(reverse("wagtailadmin_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not OpenSession.objects.exists()
    assert keeper.get(reverse("wagtailadmin_home")).status_code == 302
    # A phone that carries sealed entries keeps them; its script has wiped what can be read (S2.39).
    answer = keeper.post(reverse("accounts:logout"), {"phone": "kept"})
    assert answer["Clear-Site-Data"] == '"cache"'


# --- the password once more ----------------------------------------------------------------------------------------------


def export_url() -> str:
    return reverse("desk:register_take", kwargs={"year": 2570})


def confirm(visitor: Client, asked: str, password: str = PASSWORD):
    return visitor.post(asked, {"password": password})


def test_right_after_signing_in_nothing_is_asked_and_a_quarter_of_an_hour_later_it_is(visitor, clock):
    clock.shift(dt.timedelta(minutes=15))
    assert visitor.get(export_url()).status_code == 200
    clock.shift(dt.timedelta(seconds=1))
    answer = visitor.get(export_url())
    assert answer["Location"].startswith(reverse("accounts:confirm"))
    assert not AuditEntry.objects.filter(action="register.export").count() > 1
    back = confirm(visitor, answer["Location"])
    assert back["Location"] == export_url()
    assert visitor.get(export_url()).status_code == 200


def test_the_wrong_password_is_not_the_right_one_and_counts(visitor, clock):
    clock.shift(dt.timedelta(minutes=16))
    asked = visitor.get(export_url())["Location"]
    answers = [confirm(visitor, asked, "ไม่ใช่รหัสผ่าน") for _try in range(5)]
    assert answers[0].status_code == 200
    assert "รหัสผ่านไม่ถูกต้อง" in answers[0].content.decode()
    assert answers[-1].status_code == 429
    assert visitor.get(export_url()).status_code == 302


def test_a_form_that_was_sent_is_kept_and_done_only_when_it_is_sent_again(visitor, head, clock):
    url = reverse("accounts:appoint", kwargs={"organization": head.organization.pk})
    clock.shift(dt.timedelta(minutes=16))
    typed = {"name": "สมหญิง ใจดี", "role": Role.LAO_OFFICER.value, "first_day": "26/11/2569"}
    answer = visitor.post(url, typed)
    assert answer["Location"].startswith(reverse("accounts:confirm"))
    assert KeptForm.objects.get().path == url
    assert not Appointment.objects.exclude(user=head.person).exists()
    back = confirm(visitor, answer["Location"])
    assert back["Location"] == reverse("accounts:kept")
    assert "สมหญิง ใจดี" in visitor.get(back["Location"]).content.decode()
    assert visitor.post(url, typed).status_code == 302
    assert Appointment.objects.exclude(user=head.person).exists()
    assert not KeptForm.objects.exists()


def test_a_button_without_words_leads_back_to_its_page(visitor, head, clock):
    one = AppointmentFactory(organization=head.organization, functions=[Function.WORK])
    page = reverse("accounts:appointment", kwargs={"pk": one.pk})
    clock.shift(dt.timedelta(minutes=16))
    answer = visitor.post(
        reverse("accounts:code", kwargs={"pk": one.pk}), headers={"Referer": f"http://testserver{page}"}
    )
    assert confirm(visitor, answer["Location"])["Location"] == page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(visitor, target):
    answer = visitor.post(f"{reverse('accounts:confirm')}?next={target}", {"password": PASSWORD})
    assert answer["Location"] == reverse("accounts:me")


def test_a_clock_that_was_set_back_does_not_prolong_it(visitor, clock):
    clock.shift(dt.timedelta(minutes=-10))
    assert visitor.get(export_url()).status_code == 302


def test_every_change_of_an_account_asks(head, clock):
    one = AppointmentFactory(organization=head.organization)
    there, it = {"organization": head.organization.pk}, {"pk": one.pk}
    visitor = sign_in(head)
    clock.shift(dt.timedelta(minutes=16))
    for name, kwargs in (
        ("appoint", there),
        ("appointment", it),
        ("end", it),
        ("code", it),
        ("end_sessions", it),
        ("take_over", {}),
        ("letters", {}),
    ):
        answer = visitor.post(reverse(f"accounts:{name}", kwargs=kwargs), {"tried": "x"})
        assert answer["Location"].startswith(reverse("accounts:confirm")), name
