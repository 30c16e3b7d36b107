"""The pages of the checklist: one's own unit, those below, nobody else's (S2.05, S2.57, S2.58)."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.readiness.domain.checks import record_check
from cases.readiness.domain.responsible import name_responsible
from cases.readiness.models import ReadinessCheck
from cases.readiness.vocabulary import Item, State
from portal.accounts.functions import Function
from portal.organizations.models import Organization
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import body_of, soup
from tests.cases.factories import World
from tests.cases.readiness.conftest import CANARY, NOW, Login, found, photo, picture
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def at(name: str, unit: Organization, *rest: str) -> str:
    return reverse(f"readiness:{name}", args=[unit.pk, *rest])


def filled(**values: object) -> dict:
    return {"state": "ready", "checked_on": "19/11/2569"} | values


def test_a_unit_reads_what_is_missing_in_words(world: World, login: Login) -> None:
    unit = world.local.organization
    record_check(
        unit=unit, actor=world.local.officer, found=found(Item.VEHICLE, State.PARTLY, remark="ยังไม่มีคนขับ")
    )
    page = soup(login(world.local.officer).get(at("checklist", unit)))
    missing = [line.get_text() for line in page.select(".notice li")]
    assert "ยานพาหนะและพนักงานขับ: มีแต่ยังไม่พร้อม" in missing
    assert "สถานที่รับแจ้งเหตุ: ยังไม่ได้ตรวจ" in missing
    assert len(page.select(".duty-list > li")) == len(Item)
    assert str(world.local.supervisor.person) in page.select_one(".duty-list").get_text()
    assert "0891.3" in page.get_text()


def test_an_officer_looks_with_a_photo_and_it_comes_back_to_them_alone(
    world: World, login: Login, province, elsewhere
) -> None:
    unit, client = world.local.organization, login(world.local.officer)
    upload = SimpleUploadedFile("../../ป้าย.png", picture(), "image/png")
    answer = client.post(at("check", unit, "sign"), filled(photo=upload))
    assert answer.status_code == 302, soup(answer).get_text()
    row = ReadinessCheck.objects.get()
    assert (row.checked_on.isoformat(), row.state) == ("2026-11-19", State.READY)
    assert "ป้าย" not in row.photo.name
    address = reverse("readiness:photo", args=[row.pk])
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert body_of(login(province).get(address)).startswith(b"\xff\xd8")
    for stranger in (world.other_local.officer, world.hospital.officer, elsewhere):
        assert login(stranger).get(address).status_code == 404


def test_a_photo_that_is_gone_from_the_disk_is_not_there(world: World, login: Login) -> None:
    unit = world.local.organization
    row = record_check(unit=unit, actor=world.local.officer, found=found(photo=photo()))
    row.photo.storage.delete(row.photo.name)
    assert login(world.local.officer).get(reverse("readiness:photo", args=[row.pk])).status_code == 404
    bare = record_check(unit=unit, actor=world.local.officer, found=found(Item.SIGN))
    assert login(world.local.officer).get(reverse("readiness:photo", args=[bare.pk])).status_code == 404


def test_what_is_wrong_comes_back_with_what_was_typed(world: World, login: Login) -> None:
    unit = world.local.organization
    answer = login(world.local.officer).post(
        at("check", unit, "vehicle"), filled(state="missing", contact_name="นายคำที่พิมพ์")
    )
    page = soup(answer)
    assert "บอกว่ายังขาดอะไร" in page.select_one(".error-summary, [role=alert]").get_text()
    assert page.select_one("[name=contact_name]")["value"] == "นายคำที่พิมพ์"
    assert not ReadinessCheck.objects.exists()
    refused = SimpleUploadedFile("a.png", b"no picture", "image/png")
    assert (
        login(world.local.officer).post(at("check", unit, "sign"), filled(photo=refused)).status_code == 200
    )
    assert not ReadinessCheck.objects.exists()


@pytest.mark.parametrize("item", ["nothing", "PLACE"])
def test_there_is_no_page_of_an_item_that_does_not_exist(world: World, login: Login, item: str) -> None:
    assert login(world.local.officer).get(at("check", world.local.organization, item)).status_code == 404


def test_the_unit_of_another_does_not_exist(world: World, login: Login, elsewhere) -> None:
    unit = world.local.organization
    record_check(unit=unit, actor=world.local.officer, found=found(Item.VEHICLE, contact_name=CANARY))
    for stranger in (world.other_local.supervisor, world.hospital.officer, elsewhere):
        client = login(stranger)
        assert client.get(at("checklist", unit)).status_code == 404
        assert client.get(at("check", unit, "vehicle")).status_code == 404
        assert client.post(at("check", unit, "vehicle"), filled()).status_code == 404
        gaps = client.get(reverse("readiness:gaps"))
        assert CANARY not in gaps.content.decode()
        assert unit.name_th not in gaps.content.decode()
    assert ReadinessCheck.objects.count() == 1


def test_who_only_reads_reports_sees_and_does_not_write(world: World, login: Login) -> None:
    unit = world.local.organization
    reader = login(officer(unit, functions=[Function.VIEW]))
    assert not soup(reader.get(at("check", unit, "place"))).select("form[enctype]")
    assert reader.post(at("check", unit, "place"), filled()).status_code == 404


def test_an_office_that_takes_in_no_reports_has_no_checklist(world: World, login: Login) -> None:
    assert login(world.lead.officer).get(at("checklist", world.lead.organization)).status_code == 404
    home = soup(login(world.lead.officer).get(reverse("readiness:home")))
    assert at("checklist", world.lead.organization) not in str(home)


def test_the_home_says_how_many_items_are_ready_and_names_the_others(world: World, login: Login) -> None:
    record_check(unit=world.local.organization, actor=world.local.officer, found=found(Item.PLACE))
    text = soup(login(world.local.officer).get(reverse("readiness:home"))).get_text(" ", strip=True)
    assert "พร้อมแล้ว 3 จาก 7 รายการ" in text
    assert "อินเทอร์เน็ต, ป้ายถาวรหน้าหน่วย" in text


# --- the units below an office ------------------------------------------------------------------------------------------


def lines(page) -> list[str]:
    return [row.get_text(" ", strip=True) for row in page.select("tbody tr")]


def test_the_province_reads_what_each_unit_lacks_and_filters_by_it(
    world: World, login: Login, province
) -> None:
    for item in Item:
        record_check(unit=world.local.organization, actor=province, found=found(item))
    # Whole is a unit with a deputy and a number only (S2.02).
    name_responsible(
        unit=world.local.organization, actor=province, name="รองปลัด", phone="075-1", is_deputy=True
    )
    bare = OrganizationFactory(name_th="อบต.เปล่า", district_code="8102")
    client, address = login(province), reverse("readiness:gaps")
    page = soup(client.get(address))
    assert "พร้อมครบ 1 จาก 3 หน่วย" in page.get_text()
    assert len(lines(page)) == 3
    assert CANARY not in page.get_text()
    command = soup(client.get(address, {"gap": "command"}))
    assert [line for line in lines(command) if "อบต.เปล่า" in line] == lines(command)
    counts = {link.span.get_text(): link.select_one(".count").get_text() for link in page.select(".facet a")}
    assert counts["ผู้รับผิดชอบระดับบังคับบัญชา"] == "1"
    assert counts["ป้ายถาวรหน้าหน่วย"] == "2"
    elsewhere = soup(client.get(address, {"gap": "sign", "district": "8102"}))
    assert len(lines(elsewhere)) == 1 and bare.name_th in lines(elsewhere)[0]
    assert not lines(soup(client.get(address, {"gap": "sign", "district": "8102", "type": "hospital"})))
    assert len(lines(soup(client.get(address, {"gap": "x", "district": "99", "page": "x"})))) == 3


def test_the_table_to_take_away_has_the_filters_of_the_page(world: World, login: Login, province) -> None:
    record_check(unit=world.local.organization, actor=province, found=found(Item.SIGN))
    world.other_local.organization.name_th = "=1+1 หน่วย"
    world.other_local.organization.save()
    client = login(province)
    link = soup(client.get(reverse("readiness:gaps"), {"gap": "sign"})).select_one("a[href*='table.xlsx']")
    sheet = openpyxl.load_workbook(BytesIO(client.get(link["href"]).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["'=1+1 หน่วย"]
    everything = client.get(reverse("readiness:gaps_table"))
    rows = list(openpyxl.load_workbook(BytesIO(everything.content)).active.iter_rows(values_only=True))
    assert len(rows) == 3
    signs = rows[0].index("ป้ายถาวรหน้าหน่วย")
    assert {row[signs] for row in rows[1:]} == {"พร้อม", "ยังไม่ได้ตรวจ"}
    assert "20 พ.ย. 2569" in {row[signs + 1] for row in rows[1:]}


def test_for_an_office_without_units_below_there_is_no_list(world: World, login: Login) -> None:
    for actor in (world.local.officer, world.hospital.supervisor):
        for name in ("gaps", "gaps_table"):
            assert login(actor).get(reverse(f"readiness:{name}")).status_code == 404


def test_the_pages_ask_the_same_of_the_database_however_many_units_there_are(
    world: World, login: Login, province
) -> None:
    client = login(province)

    def grow() -> None:
        for _number in range(3):
            unit = OrganizationFactory()
            officer(unit)
            record_check(unit=unit, actor=province, found=found())

    assert_same_queries(lambda: client.get(reverse("readiness:gaps")), grow)
    own = login(world.local.officer)
    assert_same_queries(
        lambda: own.get(at("checklist", world.local.organization)),
        lambda: [
            record_check(unit=world.local.organization, actor=province, found=found(item)) for item in Item
        ],
    )
