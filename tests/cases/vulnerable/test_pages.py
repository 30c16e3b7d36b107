"""The register at the desk: a minute to take somebody down, everybody else meets 404, and every look is on record."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cases.vulnerable.models import Account, Home, Need, Removal
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import AgreedBy
from portal.audit.models import AuditEntry
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import OURS, Declare
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME, NOTE, PHONE, SECRETS, Enter, days_ago
from tests.cases.vulnerable.test_keeping import listed
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db

HAND_KEYS = 5
"""Choices that a person makes beside typing; what they type is name, telephone, house."""


def text_of(response) -> str:
    return soup(response).get_text(" ", strip=True)


def filled(page, **values: object) -> dict[str, object]:
    """What a browser sends of the form of the page, with what was typed."""
    form = soup(page).select_one("form.form[method=post]")
    sent: dict[str, object] = {}
    for box in form.select("input, select, textarea"):
        name = box.get("name")
        if not name or box.get("type") in ("checkbox", "radio") and not box.has_attr("checked"):
            continue
        chosen = box.select_one("option[selected]")
        sent[name] = chosen["value"] if chosen else box.get("value", box.get_text())
    return sent | values


TYPED = {"name": NAME, "phone": PHONE, "place_detail": "12/3 ม.4", "needs": ["oxygen"], "agreed": "on"}


def test_a_household_is_taken_down_with_three_lines_and_two_ticks(areas: World, login: Login) -> None:
    load_needs()
    at = login(areas.local.officer)
    address = reverse("first:new")
    page = at.get(address)
    assert "ถอนเมื่อใดก็ได้" in text_of(page), "what is read to people stands beside the form"
    assert sum(len(one) if isinstance(one, list) else 1 for one in TYPED.values()) <= HAND_KEYS
    sent = filled(page, **TYPED)
    assert at.post(address, sent)["Location"] == reverse("first:home", args=[Home.objects.get().pk])
    at.post(address, sent)
    home = Home.objects.get()
    assert (home.subdistrict_code, home.moo, home.name) == (OURS, "4", NAME)
    refused = at.post(address, filled(page, **TYPED, token="5f0a7f5e-6f63-4f0e-9d0b-0d1b3e0c9a11"))
    assert reverse("first:home", args=[home.pk]) in refused.content.decode(), (
        "the one that is there is opened"
    )
    next_one = filled(
        page, **(TYPED | {"name": "ตาดำ"}), next="1", token="5f0a7f5e-6f63-4f0e-9d0b-0d1b3e0c9a12"
    )
    assert at.post(address, next_one)["Location"] == address


def test_what_is_missing_comes_back_with_what_was_typed(areas: World, login: Login) -> None:
    load_needs()
    at = login(areas.local.officer)
    address = reverse("first:new")
    page = at.get(address)
    for values, why in (
        ({"agreed": ""}, "เมื่ออ่านให้ฟังแล้วและตกลงเท่านั้น"),
        ({"needs": []}, "เลือกอย่างน้อยหนึ่งข้อ"),
        ({"place": "ที่ไหนสักแห่ง"}, "เลือกตำบลจากรายการ"),
        ({"agreed_by": AgreedBy.FAMILY.value}, "ชื่อผู้ให้ความยินยอมแทน"),
    ):
        response = at.post(address, filled(page, **(TYPED | values)))
        assert response.status_code == 200
        assert why in text_of(response), values
        assert NAME in response.content.decode()
    assert not Home.objects.exists()


def test_a_household_is_read_changed_confirmed_and_taken_out(home: Home, areas: World, login: Login) -> None:
    at = login(areas.local.officer)

    def page(name: str) -> str:
        return reverse(f"first:{name}", args=[home.pk])

    shown = text_of(at.get(page("home")))
    for words in (*SECRETS, "ใช้ออกซิเจน", "เจ้าตัว", "พูดต่อหน้าเจ้าหน้าที่"):
        assert words in shown
    assert AuditEntry.objects.filter(action="first.read", subject=f"first:{home.pk}").count() == 1
    assert at.post(page("change"), filled(at.get(page("change")), people="5"))["Location"] == page("home")
    assert Home.objects.get().people == 5
    assert at.post(page("refresh"), filled(at.get(page("refresh")), agreed="on")).status_code == 302
    assert home.agreements.count() == 2
    assert at.post(page("copy"), {"identified": "  "})["Content-Type"].startswith("text/html")
    copy = at.post(page("copy"), {"identified": "เห็นบัตร"})
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        assert NAME in json.dumps(json.loads(archive.read("data.json")), ensure_ascii=False)
        assert NOTE in archive.read("data.txt").decode()
    assert "เลือกเหตุผล" in text_of(at.post(page("remove"), {"reason": "lapsed"})), "that is the system's"
    assert at.post(page("remove"), {"reason": "withdrawn"})["Location"] == reverse("first:listing")
    assert at.get(page("home")).status_code == 404
    assert Removal.objects.get().person == areas.local.officer.person


def test_the_list_is_narrowed_and_its_look_is_on_record(enters: Enter, areas: World, login: Login) -> None:
    first, other = enters(), enters(name="ตาดำ", moo="9", needs=("dialysis",), place_detail="5")
    Home.objects.filter(pk=other.pk).update(agreed_on=days_ago(400))
    at = login(areas.local.officer)
    address = reverse("first:listing")
    for query, shown, hidden in (
        ("", {NAME, "ตาดำ"}, set()),
        (f"?village={OURS}-4", {NAME}, {"ตาดำ"}),
        ("?need=dialysis", {"ตาดำ"}, {NAME}),
        ("?old=1", {"ตาดำ"}, {NAME}),
        ("?village=x&need=y", set(), {NAME, "ตาดำ"}),
    ):
        text = text_of(at.get(address + query))
        assert all(one in text for one in shown), query
        assert not any(one in text for one in hidden), query
    assert PHONE not in text_of(at.get(address)), "a list shows no numbers"
    assert AuditEntry.objects.filter(action="first.list").count() == 5, "an empty list is no look"
    assert "ต้องถามอีกครั้ง 1" in text_of(at.get(address))
    assert first.pk != other.pk


def test_a_list_costs_the_same_however_many_stand_in_it(enters: Enter, areas: World, login: Login) -> None:
    enters()
    at = login(areas.local.officer)

    def grow() -> None:
        enters(name="ตาดำ", moo="5")
        enters(name="ยายแดง", moo="6", needs=("infant", "dialysis", "bedridden"))

    assert_same_queries(lambda: at.get(reverse("first:listing")), grow)


def test_for_everybody_else_it_is_not_there(home: Home, areas: World, login: Login) -> None:
    pages = [
        reverse(f"first:{name}", args=[home.pk]) for name in ("home", "change", "refresh", "remove", "copy")
    ]
    lists = [reverse(f"first:{name}") for name in ("listing", "new", "find", "list")]
    for actor, addresses in (
        (areas.lead.officer, [*pages, *lists]),
        (areas.other_local.officer, pages),
        (areas.center.officer, pages),
    ):
        at = login(actor)
        for address in addresses:
            for answer in (
                at.get(address),
                at.post(address, {"reason": "withdrawn", "identified": "x", "q": "x"}),
            ):
                assert answer.status_code in (404, 405), address
                assert not [one for one in SECRETS if one in answer.content.decode()]
    for actor in (areas.other_local.officer, areas.center.officer):
        assert NAME not in login(actor).get(lists[0]).content.decode()
    assert Home.objects.count() == 1
    assert not AuditEntry.objects.filter(action="first.read").exists()


def test_who_calls_the_center_withdraws_there(home: Home, areas: World, login: Login, now) -> None:
    at = login(areas.center.officer)
    page = reverse("first:home", args=[home.pk])
    find = reverse("first:find")
    assert NAME not in at.post(find, {"q": "คะนารี"}).content.decode(), "a name is not enough outside an event"
    assert NAME in at.post(find, {"q": "๐๘๑ ๗๗๐ ๔๔๗๑"}).content.decode()
    assert AuditEntry.objects.filter(action="first.find").count() == 1
    assert at.get(page).status_code == 200
    now.shift(16 * 60)
    assert at.get(page).status_code == 404, "a call does not last for ever"
    at.post(find, {"q": PHONE})
    assert at.post(reverse("first:remove", args=[home.pk]), {"reason": "withdrawn"}).status_code == 302
    assert not Home.objects.exists()


def test_the_center_sees_the_area_while_its_event_is_open(
    home: Home, areas: World, login: Login, declared: Declare
) -> None:
    at = login(areas.center.officer)
    address = reverse("first:listing")
    assert NAME not in at.get(address).content.decode()
    declared()
    assert NAME in at.get(address).content.decode()
    assert NAME in at.post(reverse("first:find"), {"q": "คะนารี"}).content.decode()


def test_a_file_is_tried_on_the_page_and_then_taken(areas: World, login: Login, tmp_path: Path) -> None:
    load_needs()
    at = login(areas.local.officer)
    path = listed(
        tmp_path,
        (NAME, "12/3", "4", "", "2", "ติดเตียง", "1/11/2569", "", ""),
        ("ก", "", "", "", "", "", "", "", ""),
    )
    address = reverse("first:list")

    def sent(**values: str) -> str:
        with path.open("rb") as file:
            return text_of(at.post(address, {"file": file} | values))

    tried = sent()
    assert "ลองแล้ว ยังไม่ได้บันทึก" in tried
    assert "บรรทัด 3" in tried
    assert not Home.objects.exists()
    assert "รับ 1 แถว" in sent(keep="1")
    assert "มีอยู่แล้ว 1 แถว" in sent(keep="1")
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"no workbook")
    with broken.open("rb") as file:
        assert at.post(address, {"file": file}).status_code == 200


def test_kinds_of_need_are_data_that_the_head_of_a_center_keeps(
    areas: World, login: Login, home: Home
) -> None:
    assert login(areas.center.officer).get(reverse("first:needs")).status_code == 404
    at = login(areas.center.supervisor)
    given = {"name": "ใช้เครื่องดูดเสมหะ", "name_en": "Suction device", "rank": "15", "is_offered": "on"}
    assert at.post(reverse("first:needs"), given).status_code == 302
    assert Need.objects.get(name=given["name"]).slug
    assert "มีอยู่แล้ว" in text_of(at.post(reverse("first:needs"), given))
    oxygen = Need.objects.get(slug="oxygen")
    at.post(reverse("first:need", args=[oxygen.pk]), {"name": oxygen.name, "name_en": "", "rank": "10"})
    local: Client = login(areas.local.officer)
    offered = local.get(reverse("first:new")).content.decode()
    assert given["name"] in offered
    assert oxygen.name not in offered
    assert oxygen.name in local.get(reverse("first:change", args=[home.pk])).content.decode(), (
        "who has it keeps it"
    )


def test_households_page_by_key_and_no_name_stands_in_an_address(
    enters: Enter, declared: Declare, areas: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("views", "accounts"):
        monkeypatch.setattr(f"cases.vulnerable.desk.{module}.PAGE_SIZE", 1)
    for number in (1, 2, 3):
        enters(name=f"ยายคนที่ {number}", place_detail=f"{number} หลังวัด", moo=str(number))
    at, rows = login(areas.local.officer), ".desk-page li.case-block"
    by_place = assert_pages_by_key(at, reverse("first:listing"), Home, rows=rows, figures=True)
    assert [row.split()[1] for row in by_place] == ["1", "2", "3"]
    event = declared()
    Account.objects.filter(number=3).update(is_danger=True)
    by_haste = assert_pages_by_key(
        at, reverse("first:event", args=[event.slug]), Account, rows=rows, figures=True
    )
    assert [row.split()[0] for row in by_haste] == ["3", "1", "2"]
