"""Finding an organization with what is near first, and what the directory does not know (S2.27, S2.36)."""

from __future__ import annotations

import pytest

from portal.organizations.domain import directory
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType as Type
from tests.organizations.factories import OrganizationFactory, RoutingRuleFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db


def hospital(name: str, province: str, district: str, **fields: object) -> Organization:
    return OrganizationFactory(
        type=Type.HOSPITAL,
        name_th=f"โรงพยาบาล{name}",
        province_code=province,
        district_code=district,
        **fields,
    )


class TestFinding:
    """Own district, own province, then the country; never cut without saying so."""

    def test_what_is_near_stands_first(self) -> None:
        far = hospital("กลาง", "10", "1001")
        province = hospital("อ่าวลึก", "81", "8105")
        own = hospital("เอกกระบี่", "81", "8101")
        here = hospital("ฮ่าวนาง", "81", "8101", subdistrict_code="810116")
        found = directory.find("โรงพยาบาล", near="810116")
        assert found.organizations == [here, own, province, far]
        assert directory.find("โรงพยาบาล", near="81").organizations[-1] == far
        assert len(directory.find("โรงพยาบาล").organizations) == 4

    def test_more_than_are_shown_is_said(self) -> None:
        for number in range(directory.FOUND_AT_MOST + 3):
            hospital(f"ที่ {number}", "90", "9001")
        near = hospital("ที่บ้าน", "81", "8101")
        found = directory.find("โรงพยาบาล", near="8101")
        assert found.organizations[0] == near
        assert (len(found.organizations), found.total, found.is_cut) == (20, 24, True)

    @pytest.mark.parametrize("typed", ["", "  ", ".", "\0", "ฮ " * 5000, "๙" * 5000])
    def test_nothing_typed_is_an_error(self, typed: str) -> None:
        hospital("กระบี่", "81", "8101")
        assert directory.find(typed, near="8101").organizations == []

    def test_only_of_some_kinds(self) -> None:
        one = hospital("กระบี่", "81", "8101")
        OrganizationFactory(type=Type.POLICE_STATION, name_th="สภ.เมืองกระบี่")
        assert directory.find("", near="8101", types=[Type.HOSPITAL]).organizations == [one]
        assert directory.find("กระบี่", near="8101", types=[Type.HOSPITAL]).organizations == [one]

    def test_closed_ones_and_those_shown_already_are_left_out(self) -> None:
        one = hospital("กระบี่", "81", "8101")
        hospital("เก่า", "81", "8101", is_active=False)
        assert directory.find("โรงพยาบาล", exclude=[one.pk]).organizations == []

    def test_two_queries_however_many_there_are(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        for number in range(30):
            hospital(f"ที่ {number}", "90", "9001")
        with django_assert_max_num_queries(2):
            directory.find("โรงพยาบาล", near="810116")


class TestGaps:
    """Contacts stay empty until somebody knows them, and the page says where (S2.33)."""

    def krabi(self) -> directory.ProvinceGaps:
        return directory.gaps("81")[0]

    def test_everything_is_missing_at_first(self) -> None:
        gaps = self.krabi()
        assert gaps.area.name_th == "กระบี่"
        assert (gaps.held, gaps.no_lead) == (0, 4)
        assert Type.PROVINCIAL_SOCIAL_OFFICE in gaps.missing
        assert gaps.subdistricts == 53
        assert not gaps.is_whole

    def test_what_is_known_is_no_gap(self) -> None:
        office = RoutingRuleFactory(organization__phone="", organization__email="").organization
        ServiceAreaFactory(organization=OrganizationFactory(phone="075 000000"))
        gaps = self.krabi()
        assert (gaps.held, gaps.without_contact, gaps.leads_without_contact, gaps.no_lead) == (2, 1, 1, 3)
        assert Type.PROVINCIAL_SOCIAL_OFFICE not in gaps.missing
        assert gaps.subdistricts == 52
        Organization.objects.filter(pk=office.pk).update(email="a@example.org")
        assert self.krabi().without_contact == 0

    def test_bangkok_needs_no_provincial_office(self) -> None:
        bangkok = directory.gaps("10")[0]
        assert (bangkok.missing, bangkok.subdistricts) == ((), 0)

    def test_all_provinces_by_a_handful_of_queries(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        with django_assert_num_queries(6):
            assert len(directory.gaps()) == 77
