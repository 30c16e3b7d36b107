"""A session that is left alone ends, one of twelve hours ends, and nothing that was typed is lost (ASVS 7.3.1, 7.3.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.domain.act import situation_of
from cases.machine.act import offers
from portal.accounts import tasks
from portal.accounts.models import KeptForm, OpenSession
from portal.actors import Officer
from portal.audit.models import AuditEntry
from tests.accounts.factories import PASSWORD, AppointmentFactory, officer
from tests.cases import factories

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 2, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def browser_of(actor: Officer) -> Client:
    visitor = Client()
    visitor.force_login(actor.person, backend="django.contrib.auth.backends.ModelBackend")
    return visitor


@pytest.fixture
def visitor() -> Client:
    return browser_of(officer())


def is_signed_in(visitor: Client) -> bool:
    return visitor.get(reverse("accounts:kept")).status_code == 200


def test_half_an_hour_is_not_too_long_and_a_minute_more_is(visitor, clock):
    clock.shift(30 * MINUTE)
    assert is_signed_in(visitor)
    clock.shift(31 * MINUTE)
    assert not is_signed_in(visitor)
    assert AuditEntry.objects.filter(action="account.session_expired").count() == 1
    assert not OpenSession.objects.exists()


def test_whoever_works_on_stays(visitor, clock):
    for _half_hour in range(10):
        clock.shift(25 * MINUTE)
        assert is_signed_in(visitor)


def test_after_twelve_hours_it_ends_however_busy(visitor, clock):
    for _step in range(35):
        clock.shift(20 * MINUTE)
        assert is_signed_in(visitor)
    clock.shift(19 * MINUTE)
    assert is_signed_in(visitor)
    clock.shift(MINUTE)
    assert not is_signed_in(visitor)


def test_after_a_crisis_case_a_quarter_of_an_hour_is_the_most(clock):
    world = factories.world()
    case = factories.crisis_case(world)
    holder = next(body for body in world.everybody if body.organization == case.holder)
    url = reverse("desk:case", kwargs={"reference": case.reference})
    found = offers(situation_of(case, holder.officer))
    verb = next(one.line.verb for one in found if one.row is None and one.missing is None)
    form = reverse("desk:act", kwargs={"reference": case.reference, "verb": verb})
    for page in (url, form):
        visitor = browser_of(holder.officer)
        assert visitor.get(page).status_code == 200
        clock.shift(16 * MINUTE)
        assert not is_signed_in(visitor)


def test_when_the_last_page_is_another_one_it_is_half_an_hour_again(clock):
    world = factories.world()
    case = factories.crisis_case(world)
    holder = next(body for body in world.everybody if body.organization == case.holder)
    visitor = browser_of(holder.officer)
    visitor.get(reverse("desk:case", kwargs={"reference": case.reference}))
    clock.shift(10 * MINUTE)
    assert is_signed_in(visitor)
    clock.shift(16 * MINUTE)
    assert is_signed_in(visitor)


def test_a_case_of_general_help_does_not_shorten_it(clock):
    world = factories.world()
    case = factories.working_case(world)
    visitor = browser_of(world.local.officer)
    assert visitor.get(reverse("desk:case", kwargs={"reference": case.reference})).status_code == 200
    clock.shift(29 * MINUTE)
    assert is_signed_in(visitor)


def test_what_was_typed_comes_back_after_signing_in_again(clock, client):
    user = AppointmentFactory().user
    sign_in = {"username": user.username, "password": PASSWORD}
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("accounts:login"))
    token = client.cookies["csrftoken"].value
    client.post(reverse("accounts:login"), sign_in | {"csrfmiddlewaretoken": token})
    client.get(reverse("desk:new"))
    token = client.cookies["csrftoken"].value
    clock.shift(31 * MINUTE)
    typed = {"narrative": "น้ำท่วมบ้านตั้งแต่เช้า", "csrfmiddlewaretoken": token}
    response = client.post(reverse("desk:new"), typed)
    assert "kept=1" in response["Location"]
    assert KeptForm.objects.get().owner == user
    client.get(reverse("accounts:login"))
    token = client.cookies["csrftoken"].value
    target = f"{reverse('accounts:login')}?next={reverse('desk:new')}"
    client.post(target, sign_in | {"csrfmiddlewaretoken": token})
    assert "น้ำท่วมบ้านตั้งแต่เช้า" in client.get(reverse("desk:new")).content.decode()


def test_the_time_is_written_down_once_a_minute_and_not_at_every_page(visitor, clock):
    def seen() -> dt.datetime:
        is_signed_in(visitor)
        return OpenSession.objects.get().last_seen_at

    assert seen() == NOW
    clock.shift(59 * MINUTE / 60)
    assert seen() == NOW
    clock.shift(MINUTE / 60)
    assert seen() == NOW + MINUTE


def test_rows_of_sessions_that_nobody_came_back_to_go(visitor, clock):
    browser_of(officer())
    clock.shift(20 * MINUTE)
    assert is_signed_in(visitor)
    clock.shift(15 * MINUTE)
    assert tasks.sweep_kept_forms.call() == 1
    assert OpenSession.objects.count() == 1
    assert is_signed_in(visitor)
