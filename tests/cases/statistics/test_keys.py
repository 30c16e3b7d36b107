"""A head of the center gives partners keys to the published figures on the desk, and ends them; nobody else sees that there are any."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.errors import GuardFailed, NotAllowed
from cases.statistics.domain import tokens
from cases.statistics.models import ApiToken
from portal.accounts import sessions
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.statistics.conftest import NOW
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db
PAGE = reverse("statistics:keys")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def of_another_center(world: World) -> ApiToken:
    """A key that the operator gave to a center of another place."""
    other = Organization.objects.exclude(pk=world.center.organization.pk).first()
    token, _secret = tokens.give(actor=System(), partner="ของศูนย์อื่น")
    ApiToken.objects.filter(pk=token.pk).update(organization=other)
    token.refresh_from_db()
    return token


def test_a_key_is_shown_once_and_ended_by_a_press(world: World, login: Login) -> None:
    """S1.32: heads of the center had only the operator's command."""
    head = login(world.center.supervisor)
    for way in (reverse("statistics:page"), reverse("partners:keys")):
        assert PAGE in head.get(way).content.decode(), f"a way from {way}"
    answer = head.post(PAGE, {"partner": "จังหวัดกระบี่", "days": "90"})
    secret = soup(answer).select_one("[role=status] code").get_text()
    token = tokens.find(secret)
    assert (token.partner, token.organization, token.made_by) == (
        "จังหวัดกระบี่",
        world.center.organization,
        world.center.supervisor.person,
    )
    assert token.expires_at == NOW + dt.timedelta(days=90)
    again = head.get(PAGE).content.decode()
    assert "จังหวัดกระบี่" in again
    assert secret not in again
    assert secret not in str(dict(head.session))
    assert secret not in str(list(ApiToken.objects.values()))
    figures = reverse("statistics_api:about")
    headers = {"Authorization": f"Bearer {secret}"}
    assert head.get(figures, headers=headers).status_code == 200
    assert head.post(reverse("statistics:end_key", args=[token.pk])).status_code == 302
    assert head.get(figures, headers=headers).status_code == 401
    assert "กุญแจนี้ใช้ไม่ได้แล้ว" in head.get(PAGE).content.decode()
    told = AuditEntry.objects.filter(action__startswith="statistics.token_", subject=str(token.pk))
    assert sorted(told.values_list("action", flat=True)) == [
        "statistics.token_given",
        "statistics.token_revoked",
    ]
    assert secret not in str(list(told.values()))


def test_a_key_of_a_center_reads_its_own_province_only(world: World, login: Login) -> None:
    """The operator gives keys to other provinces and to the country."""
    login(world.center.supervisor).post(PAGE, {"partner": "จังหวัด", "days": "9", "province": "80"})
    assert ApiToken.objects.get().province_code == "81"
    for other in ("80", "10"):
        with pytest.raises(GuardFailed):
            tokens.give(actor=world.center.supervisor, partner="จังหวัด", province=other)
    Organization.objects.filter(pk=world.center.organization.pk).update(province_code="")
    answer = login(world.center.supervisor).post(PAGE, {"partner": "ทั้งประเทศ", "days": "9"})
    assert "จังหวัดของศูนย์" in soup(answer).select_one(".error-summary").get_text()
    assert ApiToken.objects.count() == 1
    assert tokens.give(actor=System(), partner="กรม")[0].province_code == ""


def test_the_password_is_asked_for_before_a_key_is_given(world: World, login: Login) -> None:
    head = login(world.center.supervisor)
    token, _secret = tokens.give(actor=world.center.supervisor, partner="จังหวัด")
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=sessions.CONFIRMED_FOR + 1)):
        answer = head.post(PAGE, {"partner": "กรม", "days": "9"})
        assert answer.url.startswith(reverse("accounts:confirm"))
        assert head.get(PAGE).status_code == 200, "the list is no secret"
        head.post(reverse("statistics:end_key", args=[token.pk]))
    assert ApiToken.objects.get().revoked_at is not None, "a key that was left somewhere is ended at once"


def test_what_cannot_be_given_is_said_and_what_was_typed_comes_back(world: World, login: Login) -> None:
    head = login(world.center.supervisor)
    for typed in (
        {"partner": "", "days": "90"},
        {"partner": "กรม", "days": "900"},
        {"partner": "กรม", "days": "x"},
    ):
        answer = soup(head.post(PAGE, typed))
        assert answer.select_one(".error-summary")
        assert answer.select_one("input[name=partner]").get("value", "") == typed["partner"]
    assert not ApiToken.objects.exists()


def test_only_who_supervises_the_center_has_the_page(world: World, login: Login) -> None:
    token, _secret = tokens.give(actor=world.center.supervisor, partner="จังหวัด")
    end = reverse("statistics:end_key", args=[token.pk])
    for actor in (world.center.officer, world.local.supervisor, world.lead.supervisor):
        browser = login(actor)
        assert browser.get(PAGE).status_code == 404
        assert browser.post(PAGE, {"partner": "กรม", "days": "9"}).status_code == 404
        assert browser.post(end).status_code == 404
        assert PAGE not in browser.get(reverse("statistics:page")).content.decode()
    assert ApiToken.objects.get().revoked_at is None


def test_keys_of_others_are_neither_seen_nor_ended(world: World, login: Login) -> None:
    """Every center could end those of every other one by the domain, and those of the operator."""
    head = login(world.center.supervisor)
    foreign = of_another_center(world)
    of_operator, _secret = tokens.give(actor=System(), partner="ของผู้ดูแลระบบ")
    text = head.get(PAGE).content.decode()
    for token in (foreign, of_operator):
        assert token.partner not in text
        assert head.post(reverse("statistics:end_key", args=[token.pk])).status_code == 404
        with pytest.raises(NotAllowed):
            tokens.revoke(actor=world.center.supervisor, token=token)
    assert not ApiToken.objects.exclude(revoked_at=None).exists()
    assert tokens.revoke(actor=System(), token=foreign), "the operator ends every one"


def test_more_keys_cost_no_more_queries(world: World, login: Login) -> None:
    head = login(world.center.supervisor)
    tokens.give(actor=world.center.supervisor, partner="หนึ่ง")

    def more() -> None:
        for name in ("สอง", "สาม"):
            tokens.give(actor=world.center.supervisor, partner=name)

    assert_same_queries(lambda: head.get(PAGE), more)


def test_keys_page_by_key(world: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.statistics.desk.keys.PER_PAGE", 1)
    for number in range(3):
        tokens.give(actor=world.center.supervisor, partner=f"กรม {number}")
    assert_pages_by_key(login(world.center.supervisor), PAGE, ApiToken)


def test_the_page_is_english_too(world: World, login: Login) -> None:
    answer = login(world.center.supervisor).get(f"/en{PAGE}")
    assert answer.status_code == 200
