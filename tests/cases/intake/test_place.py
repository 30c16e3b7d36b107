"""The page of the place: what words may mean is shown on the page itself, and an address elsewhere is told so (issue 12, 1)."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse

from cases.models import Case
from portal.organizations.models import ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.pages.models import Hotline
from portal.pages.starter import load_hotlines
from tests.accounts.factories import OrganizationFactory
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import ME, Walker, address, errors_of, text_of
from tests.helpers import count_queries

AO_NANG, RANONG = "810116", "850105"
RANONG_IN_WORDS = "ต.ปากน้ำ อ.เมือง จ.ระนอง"


def shown(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def offered(response: HttpResponse) -> dict[str, str]:
    """Return the places that the page shows, by their code."""
    page = shown(response)
    boxes = page.select("input[name=found]")
    return {box["value"]: page.select_one(f"label[for={box['id']}]").get_text(strip=True) for box in boxes}


def hidden(response: HttpResponse) -> dict[str, str]:
    """Return what the form of the page carries unseen, as a browser without JavaScript sends it."""
    boxes = shown(response).select("main form.form input[type=hidden]")
    return {box["name"]: box.get("value", "") for box in boxes if box["name"] != "token"}


@pytest.fixture
def there(walker: Walker) -> Walker:
    """A visitor on the page of the place."""
    walker.fill(until="place")
    return walker


@pytest.mark.parametrize("typed", ["อ่าวนาน", "ต. อาวนาม", "บ้านช่องพลี อ่าวนา"])
def test_a_name_that_is_spelt_wrong_brings_the_right_one_to_choose(there: Walker, typed: str) -> None:
    """Without JavaScript: the same page shows the choice, and what was chosen leads on."""
    page = there.post("place", elsewhere=typed)
    choices = offered(page)
    assert next(iter(choices)) == AO_NANG
    assert "ต.อ่าวนาง อ.เมืองกระบี่" in choices[AO_NANG]
    assert f'value="{typed}"' in page.content.decode()
    answer = there.post("place", **hidden(page), elsewhere=typed, found=AO_NANG)
    assert answer["Location"] == there.url("story")
    again = shown(there.get("place"))
    assert again.select_one(f"input[name=elsewhere][value='{typed}']")
    assert again.select_one(f"input[name=found][value='{AO_NANG}']").has_attr("checked")


def test_a_landmark_is_found_in_the_directory(there: Walker, district: World) -> None:
    OrganizationFactory(
        name_th="โรงพยาบาลริมคลอง", province_code="81", district_code="8101", subdistrict_code=AO_NANG
    )
    choices = offered(there.post("place", elsewhere="โรงพยาบาลริมคลอง"))
    assert choices[AO_NANG].startswith("โรงพยาบาลริมคลอง")


def test_the_own_district_stands_first(there: Walker) -> None:
    codes = [code for code in offered(there.post("place", elsewhere="คลองปร")) if code != "words"]
    assert codes[0].startswith("8101")


def test_none_of_them_is_an_answer_too(there: Walker) -> None:
    page = there.post("place", elsewhere="อ่าวนาน")
    asked = there.post("place", **hidden(page), elsewhere="อ่าวนาน", found="words")
    assert "เลือกจังหวัด" in errors_of(asked)
    answer = there.post("place", **hidden(asked), elsewhere="อ่าวนาน", province="81")
    assert answer["Location"] == there.url("story")


def test_a_choice_says_nothing_of_words_that_were_typed_after_it(there: Walker) -> None:
    page = there.post("place", elsewhere="อ่าวนาน")
    there.post("place", **hidden(page), elsewhere=RANONG_IN_WORDS, found=AO_NANG)
    there.fill(until="story", place={"elsewhere": RANONG_IN_WORDS, "found": AO_NANG, "found_for": "อ่าวนาน"})
    there.post("story", story="น้ำท่วม")
    assert "จังหวัดระนอง" in str(there.get("story").content.decode())
    other = there.post("place", **hidden(page), elsewhere="คลองปร", found=AO_NANG)
    assert "เลือกว่าหมายถึงที่ใด" in errors_of(other)


@pytest.mark.parametrize("forged", ["999999", "<script>", "81"])
def test_a_place_that_is_none_is_not_taken(there: Walker, forged: str) -> None:
    page = there.post("place", elsewhere="อ่าวนาน", found=forged, found_for="อ่าวนาน")
    assert page.status_code == 200
    assert errors_of(page)


def test_what_the_words_may_mean_is_looked_for_once_and_not_on_every_page(there: Walker) -> None:
    page = there.post("place", elsewhere="อ่าวนาน")
    chosen: dict[str, Any] = {**hidden(page), "elsewhere": "อ่าวนาน", "found": AO_NANG}
    there.post("place", **chosen)
    typed = count_queries(lambda: there.get("story"))
    there.post("place", elsewhere="ต. อ่าวนาง")
    assert count_queries(lambda: there.get("story")) == typed


def test_which_administration_is_asked_on_the_same_page(there: Walker, district: World) -> None:
    district.local.organization.areas.update(villages=[1, 2, 3])
    page = there.post("place", elsewhere="ต. ปากน้ำ")
    boxes = [box["value"] for box in shown(page).select("input[name=local]")]
    assert set(boxes) == {
        str(district.local.organization.pk), str(district.other_local.organization.pk), "unsure",
    }  # fmt: skip
    assert "หมู่ที่ 1-3" in text_of(page)
    answer = there.post("place", elsewhere="ต. ปากน้ำ", local=boxes[0])
    assert answer["Location"] == there.url("story")
    assert "checked" in str(shown(there.get("place")).select_one(f"input[name=local][value='{boxes[0]}']"))


def test_where_one_administration_serves_the_place_the_page_asks_nothing_more(
    there: Walker, district: World
) -> None:
    district.other_local.organization.areas.all().delete()
    assert there.post("place", elsewhere="ต. ปากน้ำ")["Location"] == there.url("story")
    assert not shown(there.get("place")).select("input[name=local]")


# --- outside of the district ------------------------------------------------------------------------------------------

OUTSIDE = "ที่ศูนย์นี้ดูแล"


def test_an_address_elsewhere_is_told_who_is_nearer_and_may_go_on(there: Walker, district: World) -> None:
    center = OrganizationFactory(
        type=OrganizationType.CENTER, name_th="ศูนย์ระนอง", province_code="85", district_code="8501", phone="077-811-000"
    )  # fmt: skip
    local = OrganizationFactory(
        name_th="เทศบาลตำบลปากน้ำระนอง", province_code="85", district_code="8501", phone="077 811 111"
    )
    ServiceArea.objects.create(organization=local, subdistrict_code=RANONG)
    assert there.post("place", elsewhere=RANONG_IN_WORDS)["Location"] == there.url("story")
    page = there.get("story")
    words = text_of(page)
    assert OUTSIDE in words
    for part in (center.display_name, local.display_name, "1300", "1567"):
        assert part in words
    assert (
        'href="tel:077811000"' in page.content.decode() or 'href="tel:+6677811000"' in page.content.decode()
    )
    there.fill(place={"elsewhere": RANONG_IN_WORDS})
    assert OUTSIDE in text_of(there.get("check"))
    assert there.send()["Location"] == address("sent")
    assert Case.objects.get().subdistrict_code == RANONG


def test_without_anybody_known_there_are_the_numbers(there: Walker) -> None:
    there.post("place", elsewhere=RANONG_IN_WORDS)
    words = text_of(there.get("story"))
    assert OUTSIDE in words
    assert "1300" in words


def test_whoever_does_not_want_the_local_administration_to_know_is_not_sent_there(
    there: Walker, district: World
) -> None:
    local = OrganizationFactory(name_th="เทศบาลตำบลปากน้ำระนอง", province_code="85", district_code="8501")
    ServiceArea.objects.create(organization=local, subdistrict_code=RANONG)
    there.post("place", elsewhere=RANONG_IN_WORDS, avoid_local="on")
    words = text_of(there.get("story"))
    assert OUTSIDE in words
    assert local.display_name not in words


@pytest.mark.parametrize(
    "place",
    [
        {"subdistrict": SUBDISTRICT, "local": "unsure"},
        {"elsewhere": "ต. อ่าวนาง"},
        {"elsewhere": "บ้านไหนไม่รู้ จ.กระบี่", "asked": "on"},
        {"subdistrict": "abroad", "country": "ลาว", "home": "ระนอง"},
    ],
    ids=["tapped", "typed", "only the province", "abroad"],
)
def test_an_address_of_the_district_is_told_nothing(walker: Walker, place: dict[str, str]) -> None:
    walker.fill(until="story", whom=ME, place=place)
    assert OUTSIDE not in text_of(walker.get("story"))


def test_a_subdistrict_that_the_center_serves_beside_its_district_is_not_elsewhere(
    there: Walker, district: World
) -> None:
    ServiceArea.objects.create(organization=district.center.organization, subdistrict_code=RANONG)
    there.post("place", elsewhere=RANONG_IN_WORDS)
    assert OUTSIDE not in text_of(there.get("story"))


def test_whoever_is_abroad_reads_the_numbers_that_are_dialed_from_there(walker: Walker) -> None:
    """S2.26, S2.37, issue 12 point 3: a short Thai number reaches nobody from Cambodia."""
    load_hotlines()
    away = {"subdistrict": "abroad", "country": "กัมพูชา", "city": "ปอยเปต", "home": "กระบี่"}
    walker.fill(until="story", problem={"problem": "human_trafficking"}, whom=ME, place=away)
    panel = shown(walker.get("story")).select_one("main .notice--warn")
    assert [link["href"] for link in panel.select("a")] == ["tel:+66991301300", "tel:+6625728442"]
    walker.fill(until="story", problem={"problem": "disaster"})
    assert "+66 99 130 1300" not in text_of(walker.get("story"))


def test_without_a_number_for_abroad_no_short_one_is_told_to_whoever_is_there(walker: Walker) -> None:
    """An editor took both out of use: the numbers of emergencies cannot be dialed from Cambodia, so none is better."""
    load_hotlines()
    Hotline.objects.filter(occasions__icontains="abroad").update(in_use=False)
    away = {"subdistrict": "abroad", "country": "กัมพูชา", "city": "ปอยเปต", "home": "กระบี่"}
    walker.fill(until="story", problem={"problem": "disaster"}, whom=ME, place=away)
    panels = shown(walker.get("story")).select("main .notice--warn")
    assert not [link["href"] for panel in panels for link in panel.select("a[href^='tel:']")]


def test_a_crisis_shows_its_own_numbers_beside_those_of_emergencies(walker: Walker) -> None:
    """Issue 12 point 3: 1663 for whoever is pregnant; a flood shows the three alone."""
    load_hotlines()
    for problem, expected in (
        ("unready_pregnancy", {"1663"}),
        ("violence", {"+66991301300"}),
        ("disaster", set()),
    ):
        walker.visited.clear()
        walker.fill(until="whom", problem={"problem": problem})
        links = {
            link["href"].removeprefix("tel:")
            for link in shown(walker.get("whom")).select(".emergency-panel a")
        }
        assert links == {"191", "1669", "1300"} | expected, problem
