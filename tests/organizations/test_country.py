"""The offices of all 77 provinces: names and rules of the sources, nothing invented, nothing overwritten."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from portal.organizations import areas
from portal.organizations.country import load_country, offices
from portal.organizations.domain import routing
from portal.organizations.domain.figures import frontline1_figures
from portal.organizations.models import Organization, RoutingRule
from portal.organizations.starter import load_organizations
from portal.organizations.vocabulary import Level
from portal.organizations.vocabulary import OrganizationType as Type
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType
from tests.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


class TestContent:
    """What an installation anywhere in the country finds."""

    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        load_organizations()
        load_country()

    def test_every_province_has_a_lead_agency_for_each_of_the_four_problems(self) -> None:
        """S2.20: problem × province."""
        found = set(RoutingRule.objects.filter(district_code="").values_list("problem", "province_code"))
        assert found == {(one, province.code) for one in CRISIS_PROBLEMS for province in areas.provinces()}
        for province in ("10", "50", "96"):
            for problem in CRISIS_PROBLEMS:
                lead = routing.lead_agency_for(problem, province)
                assert lead is not None
                assert (lead.province_code, lead.is_frontline1, lead.is_frontline2) == (province, True, True)

    def test_bangkok_has_its_own_rows(self) -> None:
        """S2.33: the center of the ministry, the ten labor areas, the metropolitan police; no provincial office."""
        bangkok = Organization.objects.filter(province_code="10")
        assert bangkok.of_types(Type.LABOR_AREA_OFFICE).count() == 10
        assert not bangkok.of_types(Type.PROVINCIAL_SOCIAL_OFFICE, Type.GOVERNOR).exists()
        assert bangkok.of_types(Type.BMA_DISTRICT_OFFICE).count() == 50
        lead = routing.lead_agency_for(ProblemType.VIOLENCE, "10")
        assert lead is not None
        assert lead.name_th == "ศูนย์ปฏิบัติการเพื่อป้องกันการกระทำความรุนแรงในครอบครัว"
        assert bangkok.filter(type=Type.BMA_HOSPITAL, name_th__contains="วชิรพยาบาล").exists()

    @pytest.mark.parametrize(
        ("kind", "count"),
        [
            (Type.PROVINCIAL_LOCAL_OFFICE, 76), (Type.PROVINCIAL_SOCIAL_OFFICE, 76), (Type.JUSTICE_OFFICE, 76),
            (Type.LABOR_PROTECTION_OFFICE, 76), (Type.GOVERNOR, 76), (Type.DAMRONGDHAMA_CENTER, 76),
            (Type.DISTRICT_OFFICE, 878), (Type.RIGHTS_DEPARTMENT, 1), (Type.FOREIGN_AFFAIRS, 1), (Type.PATTAYA, 1),
        ],
    )  # fmt: skip
    def test_as_many_as_the_sources_count(self, kind: Type, count: int) -> None:
        assert Organization.objects.of_types(kind).count() == count

    def test_the_figures_show_how_much_of_it_is_there(self) -> None:
        """S2.50: 76 and 878 are whole."""
        held = {figure.types[0]: (figure.held, figure.official) for figure in frontline1_figures()}
        assert held[Type.DAMRONGDHAMA_CENTER] == (76, 76)
        assert held[Type.DISTRICT_OFFICE] == (878, 878)

    def test_no_contact_is_invented(self) -> None:
        """1300 stands in the source (S2.37); nothing else does."""
        assert list(Organization.objects.exclude(phone="").values_list("phone", flat=True)) == ["1300"]
        assert not Organization.objects.exclude(email="", website="").exclude(source="starter").exists()

    def test_rows_are_what_a_form_would_accept(self) -> None:
        for one in Organization.objects.filter(source="country").order_by("type", "pk").iterator():
            if one.district_code.endswith("01") or not one.district_code:
                one.full_clean()
            assert one.sort_key
            assert one.search_key
            assert one.level in Level

    def test_names_are_told_apart(self) -> None:
        names = [one.display_name for one in Organization.objects.all()]
        assert len(set(names)) == len(names)


def test_loading_again_changes_nothing() -> None:
    load_organizations()
    assert load_country() > 1_500
    before = list(Organization.objects.order_by("pk").values()), list(RoutingRule.objects.values())
    out = io.StringIO()
    call_command("load_directory", stdout=out)
    assert out.getvalue() == "เพิ่มหน่วยงาน 0 แห่ง\n"
    assert (list(Organization.objects.order_by("pk").values()), list(RoutingRule.objects.values())) == before


def test_what_people_changed_stays() -> None:
    """Renamed, closed, another lead agency, a rule taken away."""
    load_country()
    social = Organization.objects.get(type=Type.PROVINCIAL_SOCIAL_OFFICE, province_code="90")
    Organization.objects.filter(pk=social.pk).update(
        name_th="สำนักงานใหม่", is_active=False, phone="074 000000"
    )
    other = OrganizationFactory(type=Type.HOSPITAL, province_code="90", district_code="9011")
    RoutingRule.objects.filter(problem="unready_pregnancy", province_code="90").update(organization=other)
    RoutingRule.objects.filter(problem="human_trafficking", province_code="91").delete()
    assert load_country() == 0
    social.refresh_from_db()
    assert (social.name_th, social.is_active, social.phone) == ("สำนักงานใหม่", False, "074 000000")
    assert routing.lead_agency_for("unready_pregnancy", "90") == other
    assert not RoutingRule.objects.filter(problem="human_trafficking", province_code="91").exists()


def test_what_a_list_brought_is_not_made_twice() -> None:
    """An office under another name, and a hospital of the same name, are the ones that are there."""
    office = OrganizationFactory(
        type=Type.PROVINCIAL_SOCIAL_OFFICE, name_th="พมจ. สงขลา", province_code="90", district_code=""
    )
    OrganizationFactory(
        type=Type.HOSPITAL, name_th="โรงพยาบาลสงขลา", province_code="90", district_code="", source="import"
    )
    load_country()
    assert Organization.objects.filter(type=Type.PROVINCIAL_SOCIAL_OFFICE, province_code="90").get() == office
    assert Organization.objects.filter(name_th="โรงพยาบาลสงขลา").count() == 1
    assert routing.lead_agency_for("violence", "90") == office


def test_it_costs_a_handful_of_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    assert sum(1 for _one in offices()) < 2_000
    with django_assert_max_num_queries(60):
        load_country()
    with django_assert_max_num_queries(3):  # a savepoint around the one
        load_country()
