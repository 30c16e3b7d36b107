"""The directory at the desk, and choosing an organization from it (S2.27, S2.36, S2.50)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.machine.vocabulary import Verb
from portal.organizations.domain.directory import FOUND_AT_MOST
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.desk.conftest import soup
from tests.cases.factories import CANARIES, World
from tests.helpers import MOST_BYTES, assert_same_queries

pytestmark = pytest.mark.django_db

NO_ACCOUNT = "ไม่มีผู้ใช้ในระบบ"


def hospital(name: str, district: str = "8101", **fields: object) -> Organization:
    return OrganizationFactory(
        type=OrganizationType.HOSPITAL, name_th=f"โรงพยาบาล{name}", province_code=district[:2], district_code=district,
        **fields,
    )  # fmt: skip


class TestWhileTyping:
    """Bounded, near first, marked, and without anything of a case."""

    def ask(self, browser: Client, **query: str) -> dict:
        answer = browser.get(reverse("desk:directory_find"), query)
        assert "no-store" in answer["Cache-Control"]
        return answer.json()

    def test_who_has_no_account_is_marked(self, at_center: Client, world: World) -> None:
        silent = hospital("ไร้บัญชี")
        answer = self.ask(at_center, q="โรงพยาบาล", near="810101")
        notes = {one["id"]: one["note"] for one in answer["organizations"]}
        assert NO_ACCOUNT in notes[silent.pk]
        assert NO_ACCOUNT not in notes[world.hospital.organization.pk]
        assert "ระดับอำเภอ" in notes[silent.pk]

    def test_more_than_are_shown_is_said(self, at_center: Client) -> None:
        for number in range(FOUND_AT_MOST + 2):
            hospital(f"ที่ {number}", "9001")
        answer = self.ask(at_center, q="โรงพยาบาล", near="8101")
        assert len(answer["organizations"]) == FOUND_AT_MOST
        assert "โรงพยาบาลทดสอบ" in answer["organizations"][0]["name"]
        assert "แสดง 20 แห่งที่ใกล้ที่สุด" in answer["said"]

    @pytest.mark.parametrize("typed", ["", "9" * 5000, "\0", "'; drop table", "%"])
    @pytest.mark.parametrize("near", ["", "99", "x" * 500, "810101"])
    def test_nothing_typed_is_an_error(self, at_center: Client, typed: str, near: str) -> None:
        assert self.ask(at_center, q=typed, near=near)["organizations"] == []

    def test_strangers_sign_in_first(self, client: Client) -> None:
        assert client.get(reverse("desk:directory_find"), {"q": "ก"}).status_code == 302


class TestChoosing:
    """The forms of forwarding: marks wherever an organization can be chosen, with and without JavaScript."""

    def test_proposals_and_finds_are_marked(self, at_center: Client, world: World) -> None:
        case = factories.screened_case(world)
        silent = hospital("ไร้บัญชี")
        url = reverse("desk:act", kwargs={"reference": case.reference, "verb": Verb.REFER_JOINT})
        page = soup(at_center.post(url, {"base": case.base, "find": "ไร้บัญชี", "search": "1"}))
        row = page.find("input", {"name": "target", "value": str(silent.pk)}).find_parent("li")
        assert NO_ACCOUNT in row.text
        assert "พบหน่วยงาน 1 แห่ง" in page.find(attrs={"data-found": True}).text
        box = page.find("input", {"data-choose": True})
        assert (box["data-near"], box["data-into"]) == (case.subdistrict_code, "target")
        assert page.find("script", src=lambda src: src and "choose" in src)

    def test_the_number_of_queries_does_not_grow_with_what_is_found(
        self, at_center: Client, world: World
    ) -> None:
        case = factories.screened_case(world)
        url = reverse("desk:act", kwargs={"reference": case.reference, "verb": Verb.REFER_JOINT})
        data = {"base": case.base, "find": "ไร้บัญชี", "search": "1"}
        hospital("ไร้บัญชี")

        def more() -> None:
            for number in range(4):
                hospital(f"ไร้บัญชี {number}")

        assert_same_queries(lambda: at_center.post(url, data), more)


class TestPages:
    """List, figures, gaps."""

    def test_the_list_is_filtered_by_level_and_shows_what_is_missing(
        self, at_center: Client, world: World
    ) -> None:
        hospital("ไร้บัญชี", phone="", email="")
        page = at_center.get(reverse("desk:directory"), {"level": "district", "q": "ไร้บัญชี"}).content.decode()
        assert "โรงพยาบาลไร้บัญชี" in page
        assert "ยังไม่มีช่องทางติดต่อ" in page
        assert (
            "โรงพยาบาลไร้บัญชี"
            not in at_center.get(reverse("desk:directory"), {"level": "national"}).content.decode()
        )

    def test_the_list_says_who_takes_in_reports_and_who_leads(self, at_center: Client, world: World) -> None:
        """S2.21: of a lead agency both."""
        hospital("หนึ่ง", is_frontline1=True, is_frontline2=True)
        hospital("สอง")
        page = soup(at_center.get(reverse("desk:directory"), {"q": "โรงพยาบาล"}))
        said = {item.find("strong").text.split()[0]: item.text for item in page.select("li.case-block")}
        assert "หน่วยรับแจ้งเหตุ · หน่วยงานเจ้าภาพหลัก" in said["โรงพยาบาลหนึ่ง"]
        assert "หน่วยรับแจ้งเหตุ" not in said["โรงพยาบาลสอง"]
        assert "หน่วยงานเจ้าภาพหลัก" not in said["โรงพยาบาลสอง"]

    def test_the_figures_of_the_sources_add_up(self, at_center: Client) -> None:
        """S2.36, S2.50: 21,745; 8,729 = 76 + 878 + 2,266 + 5,509; 2,266 = 29 + 167 + 2,070."""
        page = soup(at_center.get(reverse("desk:directory_figures")))
        numbers = [int(row.find("td").text.replace(",", "")) for row in page.select("tbody tr")]
        assert numbers == [76, 878, 29, 167, 2_070, 2_266, 5_509, 8_729, 13_016, 21_745]
        assert numbers[2] + numbers[3] + numbers[4] == numbers[5]
        assert numbers[0] + numbers[1] + numbers[5] + numbers[6] == numbers[7]
        assert numbers[7] + numbers[8] == numbers[9]

    def test_what_is_held_stands_beside(self, at_center: Client) -> None:
        OrganizationFactory.create_batch(3, type=OrganizationType.TOWN_MUNICIPALITY)
        rows = {
            row.find("th").text.strip(): row
            for row in soup(at_center.get(reverse("desk:directory_figures"))).select("tbody tr")
        }
        assert [cell.text for cell in rows["เทศบาลเมือง"].find_all("td")] == ["167", "3", "164"]

    def test_the_gaps_of_all_provinces(self, at_center: Client) -> None:
        pages = [at_center.get(reverse("desk:directory_gaps"), {"page": number}) for number in (1, 2)]
        assert sum(len(soup(page).select("tbody tr")) for page in pages) == 77
        for page in pages:
            assert "ยังไม่กำหนดเจ้าภาพหลัก 4 ปัญหา" in page.content.decode()
            assert len(page.content) <= MOST_BYTES

    def test_no_page_tells_of_a_case(self, at_center: Client, world: World) -> None:
        factories.screened_case(world)
        for name in ("directory", "directory_figures", "directory_gaps"):
            text = at_center.get(reverse(f"desk:{name}")).content.decode()
            assert not [canary for canary in CANARIES if canary in text]
