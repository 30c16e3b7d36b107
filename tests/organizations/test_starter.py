"""Starter set: real bodies, complete routing, nothing invented, loading again changes nothing."""

from __future__ import annotations

import pytest

from portal.organizations import areas
from portal.organizations.domain import routing
from portal.organizations.models import Organization, RoutingRule, ServiceArea
from portal.organizations.starter import SEEDS, load_organizations
from portal.organizations.vocabulary import LEAD_AGENCY_TYPES, LOCAL_ADMINISTRATIONS
from portal.organizations.vocabulary import OrganizationType as Type
from portal.vocabulary import CRISIS_PROBLEMS
from tests.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter() -> None:
    load_organizations()


@pytest.mark.usefixtures("starter")
class TestContent:
    """What a first visitor finds."""

    def test_the_ten_local_administrations_of_the_district(self) -> None:
        names = {body.short_name for body in Organization.objects.of_types(*LOCAL_ADMINISTRATIONS)}
        assert names == {
            "อบจ.กระบี่", "ทม.กระบี่", "ทต.กระบี่น้อย", "อบต.เขาคราม", "อบต.เขาทอง", "อบต.ทับปริก", "อบต.ไสไทย",
            "อบต.อ่าวนาง", "อบต.หนองทะเล", "อบต.คลองประสงค์",
        }  # fmt: skip

    def test_every_subdistrict_of_the_district_has_exactly_one_local_administration(self) -> None:
        for subdistrict in areas.subdistricts("8101"):
            assert len(routing.local_administrations_for(subdistrict.code)) == 1, subdistrict.name_th

    def test_the_rest_of_the_province_falls_to_the_provincial_administration(self) -> None:
        assert [body.short_name for body in routing.local_administrations_for("810801")] == ["อบจ.กระบี่"]

    def test_every_crisis_problem_has_its_lead_agency(self) -> None:
        for problem in CRISIS_PROBLEMS:
            lead = routing.lead_agency_for(problem, "81")
            assert lead is not None
            assert lead.type == LEAD_AGENCY_TYPES[problem]
            assert lead.is_frontline1
            assert lead.is_frontline2

    def test_one_center_for_the_whole_district(self) -> None:
        center = routing.center_for("8101")
        assert center is not None
        assert center.parent is not None
        assert center.parent.name_th == "เทศบาลเมืองกระบี่"
        assert center.areas.count() == 10
        assert "โปรดตรวจ" in center.note

    @pytest.mark.parametrize(
        "kind",
        [
            Type.PROVINCIAL_LOCAL_OFFICE, Type.PROVINCIAL_SOCIAL_OFFICE, Type.LABOR_PROTECTION_OFFICE, Type.HOSPITAL,
            Type.POLICE_STATION, Type.DAMRONGDHAMA_CENTER, Type.DISTRICT_OFFICE, Type.DISTRICT_LOCAL_OFFICE,
            Type.JUSTICE_OFFICE, Type.GOVERNOR, Type.DLA,
        ],
    )  # fmt: skip
    def test_the_offices_around(self, kind: Type) -> None:
        assert Organization.objects.of_types(kind).count() == 1

    def test_no_telephone_number_or_address_of_mail_is_invented(self) -> None:
        assert not Organization.objects.exclude(phone="").exists()
        assert not Organization.objects.exclude(email="").exists()

    def test_every_row_asks_to_be_checked_and_has_an_english_name(self) -> None:
        for body in Organization.objects.all():
            assert "ตรวจ" in body.note
            assert body.checked_on is None
            assert body.name_en.isascii()
            assert body.name_en
            assert body.short_name
            body.full_clean()

    def test_names_are_unambiguous(self) -> None:
        names = [body.display_name for body in Organization.objects.all()]
        assert len(set(names)) == len(names) == len(SEEDS)


def test_loading_again_changes_nothing() -> None:
    assert load_organizations() == len(SEEDS)
    before = list(Organization.objects.order_by("pk").values())
    assert load_organizations() == 0
    assert list(Organization.objects.order_by("pk").values()) == before
    assert RoutingRule.objects.count() == 4
    assert ServiceArea.objects.count() == 20


def test_what_staff_changed_stays() -> None:
    load_organizations()
    body = Organization.objects.get(short_name="อบต.อ่าวนาง")
    Organization.objects.filter(pk=body.pk).update(
        name_th="เทศบาลตำบลอ่าวนาง", is_active=False, email="a@example.org"
    )
    other = OrganizationFactory(type=Type.HOSPITAL)
    RoutingRule.objects.filter(problem="unready_pregnancy").update(organization=other)
    assert load_organizations() == 0
    body.refresh_from_db()
    assert (body.name_th, body.is_active, body.email) == ("เทศบาลตำบลอ่าวนาง", False, "a@example.org")
    assert routing.lead_agency_for("unready_pregnancy", "81") == other


def test_bodies_that_an_import_brought_are_not_made_twice() -> None:
    imported = OrganizationFactory(
        name_th="ชื่อใหม่", geocode="810116", source="import", source_key="geo:810116"
    )
    by_name = OrganizationFactory(type=Type.HOSPITAL, name_th="โรงพยาบาลกระบี่", source="hospitals")
    assert load_organizations() == len(SEEDS) - 2
    assert Organization.objects.filter(geocode="810116").get() == imported
    assert routing.lead_agency_for("unready_pregnancy", "81") == by_name
