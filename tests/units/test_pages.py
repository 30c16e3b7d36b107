"""The pages of the units: public, light, honest about what nobody knows, and the position stays on the phone (S2.62, S2.06)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.organizations.importing.area_map import load_shipped
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType as Type
from tests.helpers import assert_same_queries
from tests.letters.pdf import page_count, squeezed, text_of
from tests.organizations.factories import OrganizationFactory, ServiceAreaFactory
from tests.pages.factories import make_site

pytestmark = pytest.mark.django_db
LIST = reverse("units:find")


@pytest.fixture
def body() -> Organization:
    make_site()
    load_shipped()
    OrganizationFactory(type=Type.CENTER, name_th="ศูนย์ปฏิบัติการร่วม")
    made = OrganizationFactory(
        name_th="องค์การบริหารส่วนตำบลอ่าวนาง", phone="0 7563 7146 ต่อ 11", hours="วันราชการ 08.30–16.30 น."
    )
    ServiceAreaFactory(organization=made, subdistrict_code="810116")
    return made


def soup(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_everybody_sees_the_units_of_the_district_first(client: Client, body: Organization) -> None:
    main = soup(client, LIST).main
    text = main.get_text(" ", strip=True)
    assert "อ่าวนาง" in text
    assert "วันราชการ 08.30–16.30 น." in text
    assert main.find("a", href="tel:+6675637146;ext=11")
    assert reverse("units:unit", args=[body.pk]) in {a["href"] for a in main.find_all("a")}


def test_a_chosen_area_and_typed_words_show_their_units(client: Client, body: Organization) -> None:
    other = OrganizationFactory(name_th="องค์การบริหารส่วนตำบลหนองทะเล")
    ServiceAreaFactory(organization=other, subdistrict_code="810117")
    for address in (f"{LIST}?area=810116", f"{LIST}?q=ต.อ่าวนาง"):
        text = soup(client, address).main.find_all("div", class_="stack-loose")[0].get_text(" ", strip=True)
        assert "ตำบลอ่าวนาง" in text, address
        assert "องค์การบริหารส่วนตำบลหนองทะเล" not in text, address


@pytest.mark.parametrize("query", ["?q=qqqq", "?area=999999", "?area=<script>", "?q=" + "ก" * 3000, "?q=%00"])
def test_nothing_typed_breaks_the_page(client: Client, body: Organization, query: str) -> None:
    response = client.get(LIST + query)
    assert response.status_code in (200, 400)
    assert b"<script>" not in response.content


def test_words_without_a_place_say_what_to_do_next(client: Client, body: Organization) -> None:
    assert "1300" in soup(client, f"{LIST}?q=qqqq").find(class_="notice").get_text()


def test_the_map_leads_where_the_list_leads_and_names_its_source(client: Client, body: Organization) -> None:
    main = soup(client, f"{LIST}?area=810116").main
    on_map = {a["href"] for a in main.find("figure").find("svg").find_all("a")}
    beside = {a["href"] for a in main.find(class_="unit-choices").find_all("a")}
    assert on_map == beside
    assert len(on_map) == 10
    assert main.find("a", class_="here")["aria-label"] == "อ่าวนาง"
    assert "mapthai (MIT)" in main.find("figcaption").get_text()
    assert not main.find_all("img"), "nothing is fetched from a map of others"


def test_without_outlines_the_page_works(client: Client) -> None:
    make_site()
    OrganizationFactory(type=Type.CENTER, name_th="ศูนย์ปฏิบัติการร่วม")
    main = soup(client, LIST).main
    assert main.find("svg", role="group") is None
    assert len(main.find(class_="unit-choices").find_all("a")) == 10


def test_without_a_center_one_begins_with_the_provinces(client: Client, db: None) -> None:
    make_site()
    assert len(soup(client, LIST).main.find(class_="unit-choices").find_all("a")) == 77


def test_pages_are_public_without_cookies_and_of_constant_cost(client: Client, body: Organization) -> None:
    for address in (LIST, reverse("units:unit", args=[body.pk]), "/en/units/"):
        response = client.get(address)
        assert "public" in response["Cache-Control"]
        assert not response.cookies
        assert len(response.content) < 60_000

    def more() -> None:
        for name in "กข":
            ServiceAreaFactory(
                organization=OrganizationFactory(name_th=f"อบต.{name}"), subdistrict_code="810116"
            )

    assert_same_queries(lambda: client.get(LIST), more)


def test_the_position_is_asked_for_by_a_press_and_never_sent(client: Client, body: Organization) -> None:
    button = soup(client, LIST).find(attrs={"data-nearest": True})
    assert button.has_attr("hidden"), "without a script there is no button that does nothing"
    script = (Path(settings.BASE_DIR) / "static/js/nearest.js").read_text("utf-8")
    asked = script.index("getCurrentPosition")
    assert script.index('addEventListener("click"') < asked
    assert not re.search(
        r"fetch\(|XMLHttpRequest|sendBeacon|localStorage|sessionStorage|location\.(href|search)", script
    )


def test_a_unit_says_what_is_known_and_what_nobody_confirmed(client: Client, body: Organization) -> None:
    main = soup(client, reverse("units:unit", args=[body.pk])).main
    text = main.get_text(" ", strip=True)
    for words in ("รับทุกเรื่องของคนในพื้นที่", "วันราชการ", "ยังไม่มีใครยืนยัน", "โทร 0-7563-7146"):
        assert words in text
    assert main.find("a", href=re.compile("^geo:")) is None, "nobody knows where its office is"
    Organization.objects.filter(pk=body.pk).update(latitude=8.03, longitude=98.82, phone="")
    main = soup(client, reverse("units:unit", args=[body.pk])).main
    assert main.find("a", href="geo:8.03,98.82")
    assert "ยังไม่มีหมายเลขโทรศัพท์" in main.get_text(" ", strip=True)


@pytest.mark.parametrize("name", ["unit", "poster", "sign"])
def test_what_is_no_unit_has_no_page_and_no_paper(client: Client, body: Organization, name: str) -> None:
    governor = OrganizationFactory(type=Type.GOVERNOR, name_th="ผู้ว่าราชการจังหวัด", district_code="")
    closed = OrganizationFactory(name_th="อบต.ที่เลิกแล้ว", is_active=False)
    for pk in (governor.pk, closed.pk, 999_999):
        assert client.get(reverse(f"units:{name}", args=[pk])).status_code == 404


def test_only_front_line_units_have_a_sign(client: Client, body: Organization) -> None:
    """S2.06, S2.21."""
    province = OrganizationFactory(type=Type.PAO, name_th="อบจ.กระบี่", district_code="")
    assert client.get(reverse("units:sign", args=[province.pk])).status_code == 404
    shown = client.get(reverse("units:unit", args=[province.pk])).content.decode()
    assert reverse("units:poster", args=[province.pk]) not in shown
    shown = client.get(reverse("units:unit", args=[body.pk])).content.decode()
    assert reverse("units:poster", args=[body.pk]) in shown


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pages"), [("poster", 1), ("sign", 1)])
def test_each_unit_has_a_poster_and_a_sign_with_its_address(
    client: Client, body: Organization, name: str, pages: int, tmp_path: Path
) -> None:
    """S2.06."""
    response = client.get(reverse(f"units:{name}", args=[body.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert page_count(response.content) == pages
    words = squeezed(text_of(response.content, tmp_path))
    for expected in ("อ่าวนาง", f"units/{body.pk}", "๑๓๐๐"):
        assert expected in words


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", ["unit", "poster", "sign"])
def test_the_address_of_a_unit_that_was_merged_or_upgraded_leads_to_who_took_its_place(
    client: Client, body: Organization, name: str, prefix: str
) -> None:
    """R22, S2.06: it stands in the codes of signs that hang there still."""
    between = OrganizationFactory(name_th="เทศบาลที่ยุบต่อ", is_active=False, successor=body)
    old = OrganizationFactory(name_th="อบต.ที่ยกฐานะ", is_active=False, successor=between)
    asked, there = (prefix + reverse(f"units:{name}", args=[one.pk]) for one in (old, body))
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (302, there)


@pytest.mark.parametrize("name", ["unit", "poster", "sign"])
def test_nothing_leads_to_a_successor_that_has_no_such_page(
    client: Client, body: Organization, name: str
) -> None:
    governor = OrganizationFactory(type=Type.GOVERNOR, name_th="ผู้ว่าราชการจังหวัด", district_code="")
    old = OrganizationFactory(name_th="อบต.เดิม", is_active=False, successor=governor)
    loop = OrganizationFactory(name_th="วน ก", is_active=False)
    Organization.objects.filter(pk=loop.pk).update(
        successor=OrganizationFactory(name_th="วน ข", is_active=False, successor=loop)
    )
    for pk in (old.pk, loop.pk):
        assert client.get(reverse(f"units:{name}", args=[pk])).status_code == 404
