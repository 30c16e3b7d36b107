"""The center gives keys to partners on the desk and takes them back; nobody else sees that there are any."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.errors import GuardFailed, NotAllowed
from cases.georeport.domain import keys
from cases.georeport.models import PartnerKey
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

PAGE = reverse("partners:keys")


def test_a_key_is_shown_once_and_taken_back_by_a_press(world: World, login: Login) -> None:
    head = login(world.center.supervisor)
    assert PAGE in head.get(reverse("desk:worklist")).content.decode(), "it stands on the rail"
    made = soup(head.post(PAGE, {"partner": "แอปเทศบาล", "days": "90"}))
    secret = made.select_one("[role=status] code").get_text()
    key = keys.find(secret)
    assert key is not None
    assert key.partner == "แอปเทศบาล"
    again = head.get(PAGE).content.decode()
    assert secret not in again
    assert secret not in str(dict(head.session))
    assert secret not in str(list(PartnerKey.objects.values()))
    head.post(reverse("partners:revoke", args=[key.pk]))
    assert keys.find(secret) is None
    assert "ใช้ไม่ได้แล้ว" in head.get(PAGE).content.decode()


def test_what_cannot_be_given_is_said_and_what_was_typed_comes_back(world: World, login: Login) -> None:
    head = login(world.center.supervisor)
    wrong = (
        {"partner": "", "days": "90"},
        {"partner": "แอป", "days": "900"},
        {"partner": "แอป", "days": "x"},
    )
    for typed in wrong:
        answer = soup(head.post(PAGE, typed))
        assert answer.select_one(".error-summary")
        assert answer.select_one("input[name=partner]").get("value", "") == typed["partner"]
    for partner, days in ((" ", 90), ("ก" * 121, 90), ("แอป", 0), ("แอป", 367)):
        with pytest.raises(GuardFailed):
            keys.give(actor=world.center.supervisor, partner=partner, days=days)
    assert not PartnerKey.objects.exists()


def test_only_who_supervises_the_center_has_the_page(world: World, login: Login) -> None:
    key, _secret = keys.give(actor=world.center.supervisor, partner="แอป")
    for actor in (world.center.officer, world.local.supervisor, world.lead.supervisor):
        browser = login(actor)
        assert browser.get(PAGE).status_code == 404
        assert browser.post(PAGE, {"partner": "แอป", "days": "9"}).status_code == 404
        assert browser.post(reverse("partners:revoke", args=[key.pk])).status_code == 404
        with pytest.raises(NotAllowed):
            keys.give(actor=actor, partner="แอป")
        with pytest.raises(NotAllowed):
            keys.revoke(actor=actor, key=key)
    key.refresh_from_db()
    assert key.revoked_at is None
    assert PAGE not in login(world.center.officer).get(reverse("desk:worklist")).content.decode()


def test_more_keys_cost_no_more_queries(world: World, login: Login) -> None:
    head = login(world.center.supervisor)
    keys.give(actor=world.center.supervisor, partner="หนึ่ง")

    def more() -> None:
        for name in ("สอง", "สาม"):
            keys.give(actor=world.center.supervisor, partner=name)

    assert_same_queries(lambda: head.get(PAGE), more)


def test_keys_page_by_key(world: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.georeport.desk.views.PER_PAGE", 1)
    for number in range(3):
        keys.give(actor=world.center.supervisor, partner=f"แอป {number}")
    assert_pages_by_key(login(world.center.supervisor), PAGE, PartnerKey)
