"""Routing: by place, by problem, by center, and what is proposed to an officer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from portal.organizations.domain import routing
from portal.organizations.models import Organization, ServiceArea
from portal.organizations.vocabulary import OrganizationType as Type
from portal.vocabulary import ProblemType
from tests.organizations.factories import OrganizationFactory, RoutingRuleFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db

AO_NANG = "810116"


def local(
    name: str, *codes: str, kind: Type = Type.TAO, coverage: str = "whole", **fields: object
) -> Organization:
    body = OrganizationFactory(name_th=name, type=kind, **fields)
    for code in codes:
        ServiceAreaFactory(organization=body, subdistrict_code=code, coverage=coverage)
    return body


class TestLocalAdministrations:
    """S1.13: one in 82 % of the subdistricts, up to four in the others."""

    def test_one(self) -> None:
        body = local("อบต.อ่าวนาง", AO_NANG)
        local("อบต.ไสไทย", "810115")
        assert routing.local_administrations_for(AO_NANG) == [body]

    def test_several_with_the_one_that_serves_all_of_it_first(self) -> None:
        part = local("ก", AO_NANG, coverage=ServiceArea.Coverage.PART)
        other_part = local("เข", AO_NANG, coverage=ServiceArea.Coverage.PART)
        whole = local("ฮ", AO_NANG, kind=Type.SUBDISTRICT_MUNICIPALITY)
        assert routing.local_administrations_for(AO_NANG) == [whole, part, other_part]

    def test_all_that_serve_a_part_of_a_district_or_province(self) -> None:
        town, other = local("อบต.อ่าวนาง", AO_NANG, "810115"), local("อบต.เขาพนม", "810201")
        elsewhere = local("อบต.ปากน้ำ", "850105")
        province = OrganizationFactory(name_th="อบจ.กระบี่", type=Type.PAO, province_code="81")
        closed = local("อบต.เดิม", AO_NANG, is_active=False)
        assert set(routing.local_administrations_within("8101")) == {town, province}
        assert set(routing.local_administrations_within("81")) == {town, other, province}
        assert routing.local_administrations_within(AO_NANG) == [town]
        assert routing.local_administrations_within("") == []
        assert not {elsewhere, closed} & set(routing.local_administrations_within("81"))

    def test_the_village_decides_where_two_share_a_subdistrict(self) -> None:
        """S1.13: one subdistrict can hold a municipality and a subdistrict organization."""
        town = local("เทศบาลตำบลอ่าวนาง", kind=Type.SUBDISTRICT_MUNICIPALITY)
        rural = local("อบต.อ่าวนาง")
        ServiceAreaFactory(organization=town, subdistrict_code=AO_NANG, coverage="part", villages=[2, 3])
        ServiceAreaFactory(organization=rural, subdistrict_code=AO_NANG, coverage="part", villages=[1, 4, 5])
        for typed in ("3", "๓", "หมู่ที่ 3", "ม.3"):
            assert routing.local_administrations_for(AO_NANG, typed) == [town]
        assert routing.local_administrations_for(AO_NANG, "4") == [rural]
        for unknown in ("", "บ้านคลองแห้ง", "0", "123", "9"):
            assert len(routing.local_administrations_for(AO_NANG, unknown)) == 2, unknown
        proposed = routing.propose_targets(problem="disaster", subdistrict_code=AO_NANG, moo="5")
        assert [one.organization for one in proposed] == [rural]
        assert routing.villages_by_administration(AO_NANG) == {town.pk: "2-3", rural.pk: "1, 4-5"}

    def test_a_village_that_nobody_claims_is_of_whoever_has_the_rest(self) -> None:
        town = local("เทศบาลตำบลอ่าวนาง", kind=Type.SUBDISTRICT_MUNICIPALITY)
        rural = local("อบต.อ่าวนาง", AO_NANG, coverage="part")
        ServiceAreaFactory(organization=town, subdistrict_code=AO_NANG, coverage="part", villages=[2])
        assert routing.local_administrations_for(AO_NANG, "2") == [town]
        assert routing.local_administrations_for(AO_NANG, "7") == [rural]
        assert routing.villages_by_administration(AO_NANG) == {town.pk: "2"}

    def test_a_town_serves_several_subdistricts(self) -> None:
        town = local("เทศบาลเมืองกระบี่", "810101", "810102", kind=Type.TOWN_MUNICIPALITY)
        assert (
            routing.local_administrations_for("810101")
            == routing.local_administrations_for("810102")
            == [town]
        )

    def test_closed_bodies_and_other_kinds_do_not_answer(self) -> None:
        local("อบต.เดิม", AO_NANG, is_active=False)
        local("ศูนย์", AO_NANG, kind=Type.CENTER)
        assert routing.local_administrations_for(AO_NANG) == []

    def test_the_provincial_administration_stands_in_where_no_other_is_known(self) -> None:
        pao = local("องค์การบริหารส่วนจังหวัดกระบี่", kind=Type.PAO, district_code="")
        local("องค์การบริหารส่วนจังหวัดสงขลา", kind=Type.PAO, province_code="90", district_code="")
        assert routing.local_administrations_for(AO_NANG) == [pao]
        body = local("อบต.อ่าวนาง", AO_NANG)
        assert routing.local_administrations_for(AO_NANG) == [body]

    def test_bangkok_is_one_administration(self) -> None:
        bangkok = local("กรุงเทพมหานคร", kind=Type.BMA, province_code="10", district_code="")
        assert routing.local_administrations_for("100201") == [bangkok]

    @pytest.mark.parametrize("code", ["", "81", "8101", "999999", "x"])
    def test_unknown_places_give_nothing(self, code: str) -> None:
        local("อบต.อ่าวนาง", AO_NANG)
        assert routing.local_administrations_for(code) == []

    def test_the_number_of_queries_does_not_grow(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        for number in range(4):
            local(f"อบต.{number}", AO_NANG)
        with django_assert_num_queries(1):
            assert len([body.display_name for body in routing.local_administrations_for(AO_NANG)]) == 4


class TestLeadAgencies:
    """S2.20: problem and province decide."""

    def test_the_table_decides(self) -> None:
        rule = RoutingRuleFactory(
            problem=ProblemType.HUMAN_TRAFFICKING, organization__type=Type.POLICE_STATION
        )
        local("สถานีตำรวจภูธรอ่าวนาง", kind=Type.POLICE_STATION)
        assert routing.lead_agency_for("human_trafficking", "81") == rule.organization
        assert routing.lead_agency_for(ProblemType.HUMAN_TRAFFICKING, "81") == rule.organization

    def test_other_provinces_and_problems_have_their_own(self) -> None:
        RoutingRuleFactory()
        assert routing.lead_agency_for("violence", "90") is None
        assert routing.lead_agency_for("child_labor", "81") is None

    def test_a_closed_lead_agency_is_replaced_by_its_successor(self) -> None:
        heir = local("สำนักงานใหม่", kind=Type.PROVINCIAL_SOCIAL_OFFICE)
        rule = RoutingRuleFactory(organization__is_active=False, organization__successor=heir)
        assert routing.lead_agency_for("violence", "81") == heir != rule.organization

    def test_a_closed_lead_agency_without_successor_leads_nothing(self) -> None:
        RoutingRuleFactory(organization__is_active=False)
        assert routing.lead_agency_for("violence", "81") is None

    def test_without_a_row_the_only_body_of_the_kind_leads(self) -> None:
        office = local(
            "สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัดกระบี่", kind=Type.LABOR_PROTECTION_OFFICE, district_code=""
        )
        local("ที่เลิกแล้ว", kind=Type.LABOR_PROTECTION_OFFICE, is_active=False)
        assert routing.lead_agency_for("child_labor", "81") == office

    def test_among_several_nobody_is_guessed(self) -> None:
        local("โรงพยาบาลกระบี่", kind=Type.HOSPITAL)
        local("โรงพยาบาลเกาะลันตา", kind=Type.HOSPITAL, district_code="8103")
        assert routing.lead_agency_for("unready_pregnancy", "81") is None

    @pytest.mark.parametrize(
        "problem", ["disaster", "quality_of_life", "disease", "low_income_farmer", "other", "unsure", "", "x"]
    )
    def test_general_help_has_no_lead_agency(self, problem: str) -> None:
        RoutingRuleFactory()
        assert routing.lead_agency_for(problem, "81") is None

    def test_no_province_no_lead_agency(self) -> None:
        local("สำนักงาน", kind=Type.PROVINCIAL_SOCIAL_OFFICE, province_code="", district_code="")
        assert routing.lead_agency_for("violence", "") is None


class TestCenters:
    """The center that answers for a place, nearest first."""

    def test_nearest_first(self) -> None:
        serving = local("ศูนย์หนึ่ง", AO_NANG, kind=Type.CENTER, district_code="8102")
        district = local("ศูนย์สอง", kind=Type.CENTER, district_code="8101")
        province = local("ศูนย์กลางจังหวัด", kind=Type.CENTER, district_code="")
        assert routing.center_for(AO_NANG) == serving
        assert routing.center_for("810101") == district
        assert routing.center_for("8101") == district
        assert routing.center_for("81") == province
        assert routing.center_for("810801") == province

    def test_the_center_of_the_province_comes_before_that_of_another_district(self) -> None:
        """Whatever they are called: the alphabet decides among equals only."""
        local("ก ศูนย์ของอีกอำเภอ", kind=Type.CENTER, district_code="8101")
        province = local("ฮ ศูนย์ของจังหวัด", kind=Type.CENTER, district_code="")
        assert (
            routing.center_for("810801") == routing.center_for("8108") == routing.center_for("81") == province
        )

    def test_without_one_for_the_province_the_first_by_name_takes_it(self) -> None:
        later = local("ฮ ศูนย์", kind=Type.CENTER, district_code="8102")
        first = local("ก ศูนย์", kind=Type.CENTER, district_code="8102")
        assert routing.center_for("810801") == first
        assert routing.center_for("8102") == first
        assert later.is_active

    def test_the_only_center_takes_requests_from_elsewhere(self) -> None:
        center = local("ศูนย์", kind=Type.CENTER)
        assert routing.center_for("500101") == routing.center_for("") == center

    def test_two_centers_do_not_answer_for_elsewhere(self) -> None:
        local("ศูนย์หนึ่ง", kind=Type.CENTER)
        local("ศูนย์สอง", kind=Type.CENTER, district_code="8102")
        assert routing.center_for("500101") is None

    def test_a_closed_center_does_not_answer(self) -> None:
        local("ศูนย์", kind=Type.CENTER, is_active=False)
        assert routing.center_for("8101") is None


class TestProposals:
    """What an officer is offered when forwarding."""

    @pytest.fixture
    def krabi(self) -> dict[str, Organization]:
        return {
            "lead": RoutingRuleFactory().organization,
            "local": local("อบต.อ่าวนาง", AO_NANG),
            "pao": local("องค์การบริหารส่วนจังหวัดกระบี่", kind=Type.PAO, district_code=""),
            "center": local("ศูนย์", kind=Type.CENTER),
        }

    def test_a_crisis_goes_to_its_lead_agency_first(self, krabi: dict[str, Organization]) -> None:
        found = routing.propose_targets(problem="violence", subdistrict_code=AO_NANG)
        assert [proposal.organization for proposal in found] == [
            krabi[key] for key in ("lead", "local", "pao", "center")
        ]
        assert all(str(proposal.reason) for proposal in found)

    def test_general_help_goes_to_the_local_administration_first(
        self, krabi: dict[str, Organization]
    ) -> None:
        found = routing.propose_targets(problem="disaster", subdistrict_code=AO_NANG)
        assert [proposal.organization for proposal in found] == [
            krabi[key] for key in ("local", "pao", "center")
        ]

    def test_bodies_that_were_closed_are_not_proposed(self, krabi: dict[str, Organization]) -> None:
        """A letter to an office that is gone would wait for ever; its successor gets it where one is known."""
        heir = local("สำนักงานใหม่", kind=Type.PROVINCIAL_SOCIAL_OFFICE, province_code="80", district_code="")
        for name in ("lead", "local", "center"):
            krabi[name].is_active = False
            krabi[name].closed_on = dt.date(2026, 1, 1)
        krabi["lead"].successor = heir
        for name in ("lead", "local", "center"):
            krabi[name].save()
        found = routing.propose_targets(problem="violence", subdistrict_code=AO_NANG)
        assert [proposal.organization for proposal in found] == [heir, krabi["pao"]]

    def test_each_proposal_says_why_in_the_officers_language(self, krabi: dict[str, Organization]) -> None:
        found = routing.propose_targets(problem="violence", subdistrict_code=AO_NANG)
        thai = [str(proposal.reason) for proposal in found]
        with override("en"):
            english = [str(proposal.reason) for proposal in found]
        assert len(set(thai)) == len(set(english)) == 4
        assert not set(thai) & set(english)

    def test_nobody_is_proposed_twice_or_when_left_out(self, krabi: dict[str, Organization]) -> None:
        found = routing.propose_targets(
            problem="disaster", subdistrict_code="810801", exclude=[krabi["center"]]
        )
        assert [proposal.organization for proposal in found] == [krabi["pao"]]
        found = routing.propose_targets(
            problem="violence", subdistrict_code=AO_NANG, exclude=[krabi["lead"].pk]
        )
        assert krabi["lead"] not in [proposal.organization for proposal in found]

    def test_without_a_place_only_the_center_is_left(self, krabi: dict[str, Organization]) -> None:
        found = routing.propose_targets(problem="violence", subdistrict_code="")
        assert [proposal.organization for proposal in found] == [krabi["center"]]


def test_a_district_has_a_lead_agency_of_its_own_where_the_province_has_several() -> None:
    """S2.33: the ten labor areas of Bangkok."""
    center = local(
        "ศูนย์ปฏิบัติการช่วยเหลือแรงงานหญิงและเด็ก", kind=Type.LABOR_CENTER, province_code="10", district_code=""
    )
    area = local("กลุ่มงานพื้นที่ 3", kind=Type.LABOR_AREA_OFFICE, province_code="10", district_code="")
    local("กลุ่มงานพื้นที่ 4", kind=Type.LABOR_AREA_OFFICE, province_code="10", district_code="")
    RoutingRuleFactory(problem=ProblemType.CHILD_LABOR, province_code="10", organization=center)
    RoutingRuleFactory(
        problem=ProblemType.CHILD_LABOR, province_code="10", district_code="1004", organization=area
    )
    assert routing.lead_agency_for("child_labor", "10", "1004") == area
    assert routing.lead_agency_for("child_labor", "10", "1005") == center
    assert routing.lead_agency_for("child_labor", "10") == center
    area.is_active = False
    area.save()
    assert routing.lead_agency_for("child_labor", "10", "1004") == center
    first = routing.propose_targets(problem="child_labor", subdistrict_code="100402")[0]
    assert first.organization == center
