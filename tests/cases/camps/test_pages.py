"""The counter of a shelter: for officers of the event only, without JavaScript, and no name where the public reads."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.camps.domain import helping, stock
from cases.camps.models import Family, GoodsEntry, HelperLink
from cases.events.models import Event, Shelter
from cases.vulnerable.domain.accounting import open_rows
from cases.vulnerable.models import Account, Home
from portal.audit.models import AuditEntry
from tests.cases.camps.conftest import NAME, PHONE, SECRETS, Takes
from tests.cases.desk.conftest import Login
from tests.cases.factories import World
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db


def at(name: str, event: Event, **names: object) -> str:
    return reverse(f"camps:{name}", kwargs={"event": event.slug, **names})


def given(**values: object) -> dict[str, object]:
    return {"name": NAME, "phone": PHONE, "adults": "2", "children": "๒", "seen": ""} | values


def test_a_family_is_taken_in_moved_and_leaves_by_the_pages(
    login: Login, event: Event, shelters: list[Shelter], areas: World
) -> None:
    desk = login(areas.local.officer)
    arrive = at("arrive", event, pk=shelters[0].pk)
    assert desk.get(arrive).status_code == 200
    made = desk.post(arrive, given())
    family = Family.objects.get()
    assert made.url == at("family", event, number=1) and family.people == 4
    page = desk.get(made.url).content.decode()
    assert "<h1>" in page and "tel:" in page and "4 คน" in page
    assert NAME in desk.get(at("shelter", event, pk=shelters[0].pk)).content.decode()

    # The same again at the temple: shown first, and kept when somebody says that it is another family.
    arrive = at("arrive", event, pk=shelters[1].pk)
    shown = desk.post(arrive, given()).content.decode()
    assert 'name="seen" value="1"' in shown and Family.objects.count() == 1
    assert desk.post(arrive, given(seen="1")).status_code == 302

    desk.post(at("move", event, number=1), {"shelter": shelters[1].pk})
    desk.post(at("count", event, number=1), {"adults": "3"})
    refused = desk.post(at("leave", event, number=1), {}).content.decode()
    assert "เลือกว่าออกไปที่ใด" in refused
    desk.post(at("leave", event, number=1), {"leaving": "hospital"})
    family = Family.objects.get(number=1)
    assert family.people == 3 and family.shelter is None
    assert desk.get(at("page", event)).status_code == 200


def test_a_household_is_linked_by_a_press(
    login: Login, event: Event, home: Home, takes: Takes, areas: World
) -> None:
    open_rows(event)
    account = Account.objects.get(home=home, event=event)
    takes()
    desk = login(areas.local.officer)
    assert home.name in desk.get(at("family", event, number=1)).content.decode()
    desk.post(at("link", event, number=1), {"account": account.number})
    assert Family.objects.get().account == account
    desk.post(at("link", event, number=1), {"account": ""})
    assert Family.objects.get().account is None
    assert desk.post(at("link", event, number=1), {"account": 99}).status_code == 404


def test_looking_for_somebody_goes_by_post_and_every_reading_is_on_record(
    login: Login, event: Event, takes: Takes, areas: World
) -> None:
    takes()
    desk = login(areas.center.officer)
    found = desk.post(at("find", event), {"q": "ลับสุด"}).content.decode()
    assert NAME in found and "โรงเรียน" in found
    assert NAME not in desk.get(at("find", event), {"q": "ลับสุด"}).content.decode()
    desk.get(at("family", event, number=1))
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"camp.find", "camp.read", "camp.arrived"} <= actions


def test_to_everybody_else_there_is_nothing_and_the_public_reads_numbers_only(
    login: Login, event: Event, shelters: list[Shelter], takes: Takes, areas: World, client: Client
) -> None:
    takes()
    addresses = [
        at("page", event),
        at("find", event),
        at("shelter", event, pk=shelters[0].pk),
        at("arrive", event, pk=shelters[0].pk),
        at("family", event, number=1),
    ]
    posts = [at(name, event, number=1) for name in ("move", "leave", "count", "link")]
    for stranger in (areas.other_local.officer, areas.hospital.officer):
        desk = login(stranger)
        assert {desk.get(one).status_code for one in addresses} == {404}
        assert {desk.post(one, {"leaving": "home"}).status_code for one in posts} == {404}
    desk = login(areas.center.officer)
    assert desk.get(at("family", event, number=2)).status_code == 404
    assert desk.get(at("shelter", event, pk=shelters[1].pk + 1)).status_code == 404
    read = client.get(reverse("event:page", kwargs={"event": event.slug})).content.decode()
    assert not any(word in read for word in SECRETS)


def test_families_goods_and_helpers_page_by_key(
    takes: Takes,
    shelters: list[Shelter],
    event: Event,
    areas: World,
    login: Login,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("views", "goods", "helpers"):
        monkeypatch.setattr(f"cases.camps.desk.{module}.PAGE_SIZE", 1)
    actor = areas.center.officer
    bags = stock.add_goods(actor=actor, event=event, name="ถุงยังชีพ", unit="ชุด")
    begin = timezone.now()
    for number in (1, 2, 3):
        takes(name=f"นางคนที่ {number}", phone=f"081-770-447{number}", others="")
        stock.receive(
            actor=actor, goods=bags, place=stock.places_of(event)[0], quantity=number, token=uuid.uuid4()
        )
        shift = helping.Shift(
            whom=f"นายคนที่ {number}",
            task="แจกข้าว",
            contact="081-000-0000",
            starts_at=begin,
            ends_at=begin + dt.timedelta(hours=4),
        )
        helping.invite(actor=actor, event=event, shelter=shelters[0], shift=shift, token=uuid.uuid4())
    desk, rows = login(actor), ".desk-page li.case-block"
    assert_pages_by_key(desk, at("shelter", event, pk=shelters[0].pk), Family, rows=rows, figures=True)
    entries = "section[aria-labelledby=entries] li.case-block"
    assert_pages_by_key(desk, at("relief", event), GoodsEntry, rows=entries, figures=True)
    assert_pages_by_key(desk, at("helpers", event), HelperLink, rows=rows)
