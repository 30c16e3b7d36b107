"""Who serves a place, by subdistrict, village or name (S2.21, S2.22, S2.62)."""

from __future__ import annotations

from typing import Any

import pytest

from portal.organizations.importing.area_map import load_shipped
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType as Type
from portal.units.domain.finding import Found, describe, find, frontline1, home_district, units, units_of
from portal.vocabulary import ProblemType
from tests.helpers import count_queries
from tests.organizations.factories import OrganizationFactory, RoutingRuleFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db
AO_NANG, NONG_THALE = "810116", "810117"


@pytest.fixture
def district() -> dict[str, Organization]:
    """The center, two local administrations, offices of the district and the province, and one of another province."""
    made = {
        "center": OrganizationFactory(type=Type.CENTER, name_th="ศูนย์ปฏิบัติการร่วม"),
        "ao_nang": OrganizationFactory(name_th="องค์การบริหารส่วนตำบลอ่าวนาง", short_name="อบต.อ่าวนาง"),
        "nong_thale": OrganizationFactory(name_th="องค์การบริหารส่วนตำบลหนองทะเล"),
        "police": OrganizationFactory(type=Type.POLICE_STATION, name_th="สถานีตำรวจภูธรเมืองกระบี่"),
        "social": OrganizationFactory(
            type=Type.PROVINCIAL_SOCIAL_OFFICE, name_th="สนง.พมจ.กระบี่", district_code=""
        ),
        "other_district": OrganizationFactory(
            type=Type.POLICE_STATION, name_th="สภ.อ่าวลึก", district_code="8105"
        ),
        "elsewhere": OrganizationFactory(name_th="อบต.ที่อื่น", province_code="80", district_code="8001"),
        "closed": OrganizationFactory(name_th="อบต.ที่เลิกแล้ว", is_active=False),
        "governor": OrganizationFactory(type=Type.GOVERNOR, name_th="ผู้ว่าราชการจังหวัด", district_code=""),
    }
    ServiceAreaFactory(organization=made["ao_nang"], subdistrict_code=AO_NANG)
    ServiceAreaFactory(organization=made["nong_thale"], subdistrict_code=NONG_THALE)
    ServiceAreaFactory(organization=made["elsewhere"], subdistrict_code="800101")
    return made


def names(found: tuple[Any, ...]) -> set[str]:
    return {unit.organization.name_th for unit in found}


def test_a_subdistrict_has_its_administration_and_the_offices_above_it(
    district: dict[str, Organization],
) -> None:
    found = units_of(AO_NANG)
    assert names(found.local) == {"องค์การบริหารส่วนตำบลอ่าวนาง"}
    assert names(found.center) == {"ศูนย์ปฏิบัติการร่วม"}
    assert names(found.district) == {"สถานีตำรวจภูธรเมืองกระบี่"}
    assert names(found.province) == {"สนง.พมจ.กระบี่"}


def test_a_district_has_all_of_its_administrations(district: dict[str, Organization]) -> None:
    assert names(units_of("8101").local) == {"องค์การบริหารส่วนตำบลอ่าวนาง", "องค์การบริหารส่วนตำบลหนองทะเล"}


def test_a_province_has_what_works_for_all_of_it(district: dict[str, Organization]) -> None:
    assert names(units_of("81").everybody) == {"สนง.พมจ.กระบี่"}


@pytest.mark.parametrize("code", ["", "9", "999999", "กระบี่", "8101160"])
def test_a_place_that_does_not_exist_has_none(district: dict[str, Organization], code: str) -> None:
    assert units_of(code) == Found()


def test_who_is_closed_or_nobody_goes_to_is_no_unit(district: dict[str, Organization]) -> None:
    assert district["closed"] not in units()
    assert district["governor"] not in units()
    district["governor"].is_frontline1 = True
    district["governor"].save()
    assert district["governor"] in units()


def test_who_keeps_the_directory_says_who_takes_in_reports(district: dict[str, Organization]) -> None:
    """S2.21: the kind of a body only proposes it."""
    police = district["police"]
    assert police in units() and police in frontline1()
    police.is_frontline1 = False
    police.save()
    assert police not in units()
    assert police not in frontline1()
    assert names(units_of(AO_NANG).district) == set()
    assert district["center"] in units(), "people may go there though it is no front line"
    assert district["center"] not in frontline1()


def test_a_unit_says_which_of_both_front_lines_it_is(district: dict[str, Organization]) -> None:
    both, takes_in = district["police"], OrganizationFactory(type=Type.DISTRICT_OFFICE)
    said = {
        unit.organization.pk: [str(one) for one in unit.abilities]
        for unit in describe([both, takes_in], "8101")
    }
    assert len(said[both.pk]) == 2
    assert "โดยตรง" in said[both.pk][1]
    assert said[takes_in.pk] == said[both.pk][:1]
    both.is_frontline1 = both.is_frontline2 = False
    (unit,) = describe([both], "8101")
    assert (unit.abilities, unit.has_sign) == ([], False)


@pytest.mark.parametrize(
    "words", ["ต.อ่าวนาง", "อ่าวนาง อ.เมืองกระบี่ จ.กระบี่", "หมู่ 3 ตำบลอ่าวนาง", "Ao Nang Krabi"]
)
def test_a_place_is_found_as_people_write_it(district: dict[str, Organization], words: str) -> None:
    found = find(words)
    assert "องค์การบริหารส่วนตำบลอ่าวนาง" in names(found.everybody)
    assert "องค์การบริหารส่วนตำบลหนองทะเล" not in names(found.everybody)


@pytest.mark.parametrize(("words", "expected"), [("ม.2 ต.อ่าวนาง", "ก"), ("หมู่ที่ ๗ ต.อ่าวนาง", "ข")])
def test_the_village_decides_where_two_share_a_subdistrict(words: str, expected: str) -> None:
    for name, villages in (("ก", [1, 2]), ("ข", [6, 7])):
        body = OrganizationFactory(name_th=f"องค์การบริหารส่วนตำบล{name}")
        ServiceAreaFactory(organization=body, subdistrict_code=AO_NANG, villages=villages, coverage="part")
    assert names(find(words).local) == {f"องค์การบริหารส่วนตำบล{expected}"}


def test_a_unit_is_found_by_its_name(district: dict[str, Organization]) -> None:
    assert names(find("อบต.อ่าวนาง").everybody) == {"องค์การบริหารส่วนตำบลอ่าวนาง"}
    assert names(find("ตำรวจภูธรเมืองกระบี่").named) == {"สถานีตำรวจภูธรเมืองกระบี่"}


@pytest.mark.parametrize("words", ["", "   ", "qqqq", "๑๒๓", "%_", "ก" * 5000])
def test_words_that_mean_nothing_find_nothing(district: dict[str, Organization], words: str) -> None:
    assert find(words).everybody == ()


def test_who_leads_a_problem_here_says_so(district: dict[str, Organization]) -> None:
    """S2.20."""
    RoutingRuleFactory(organization=district["social"], problem=ProblemType.VIOLENCE)
    RoutingRuleFactory(
        organization=district["police"], problem=ProblemType.HUMAN_TRAFFICKING, district_code="8105"
    )
    leads = {unit.organization.pk: unit.leads for unit in units_of("8101").everybody}
    assert leads[district["social"].pk] == (ProblemType.VIOLENCE,)
    assert leads[district["police"].pk] == (), "it leads in another district, not here"


def test_where_nobody_knows_the_office_the_middle_of_what_it_serves_stands_in(
    district: dict[str, Organization],
) -> None:
    load_shipped()
    known = district["nong_thale"]
    known.latitude, known.longitude = 8.1, 98.75
    known.save()
    found = {unit.organization.pk: unit for unit in units_of("8101").everybody}
    about = found[district["ao_nang"].pk]
    assert about.is_exact is False
    assert (about.latitude, about.longitude) == pytest.approx((8.05, 98.8), abs=0.15)
    exact = found[known.pk]
    assert (exact.latitude, exact.longitude, exact.is_exact) == (8.1, 98.75, True)
    assert found[district["police"].pk].latitude is None


def test_the_page_begins_with_the_district_of_the_center(district: dict[str, Organization]) -> None:
    assert home_district() == "8101"
    Organization.objects.filter(pk=district["center"].pk).update(is_active=False)
    assert home_district() == ""


def test_queries_do_not_grow_with_the_units(district: dict[str, Organization]) -> None:
    before = count_queries(lambda: units_of("8101"))
    for number in range(5):
        ServiceAreaFactory(
            organization=OrganizationFactory(name_th=f"อบต.ใหม่ {number}"), subdistrict_code=AO_NANG
        )
    assert count_queries(lambda: units_of("8101")) == before
    assert before <= 6
