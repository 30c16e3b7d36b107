"""Directory figures beside the official ones (S2.50), and a directory of the size of the country (S2.36)."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from portal.organizations.domain import routing
from portal.organizations.domain.directory import frontline1_held
from portal.organizations.domain.figures import OFFICIAL_2556, frontline1_figures
from portal.organizations.models import Organization, ServiceArea
from portal.organizations.vocabulary import FRONTLINE1_TYPES
from portal.organizations.vocabulary import OrganizationType as Type
from tests.organizations.factories import OrganizationFactory


def test_the_official_numbers_add_up() -> None:
    """8,729 = 76 + 878 + 2,266 + 5,509, and 2,266 = 29 + 167 + 2,070."""
    numbers = {figure.types[0]: figure.official for figure in OFFICIAL_2556}
    municipalities = [
        numbers[Type.CITY_MUNICIPALITY],
        numbers[Type.TOWN_MUNICIPALITY],
        numbers[Type.SUBDISTRICT_MUNICIPALITY],
    ]
    assert municipalities == [29, 167, 2_070]
    assert sum(municipalities) == 2_266
    assert [numbers[Type.DAMRONGDHAMA_CENTER], numbers[Type.DISTRICT_OFFICE], numbers[Type.TAO]] == [
        76,
        878,
        5_509,
    ]
    assert sum(numbers.values()) == 8_729
    assert set(numbers) <= FRONTLINE1_TYPES


@pytest.mark.django_db
class TestCounting:
    """Active bodies only, of the country or of one province."""

    @pytest.fixture(autouse=True)
    def _bodies(self) -> None:
        OrganizationFactory.create_batch(3)
        OrganizationFactory(is_active=False)
        OrganizationFactory(type=Type.TOWN_MUNICIPALITY)
        OrganizationFactory(type=Type.TOWN_MUNICIPALITY, province_code="90", district_code="9001")
        OrganizationFactory(type=Type.PAO, district_code="")

    def held(self, province: str = "") -> dict[Type, int]:
        return {figure.types[0]: figure.held for figure in frontline1_figures(province)}

    def test_country_and_province(self) -> None:
        assert self.held()[Type.TAO] == 3
        assert self.held()[Type.TOWN_MUNICIPALITY] == 2
        assert self.held("81")[Type.TOWN_MUNICIPALITY] == 1
        assert sum(self.held("10").values()) == 0

    def test_who_takes_in_no_reports_is_none_of_them(self) -> None:
        """S2.21, S2.36: the figures are of front line 1, and both are counted in one way."""
        before = frontline1_held()
        one = Organization.objects.filter(type=Type.TAO, is_active=True).first()
        Organization.objects.filter(pk=one.pk).update(is_frontline1=False)
        assert self.held()[Type.TAO] == 2
        assert frontline1_held() == before - 1

    def test_one_query(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        with django_assert_num_queries(1):
            frontline1_figures()

    def test_the_command_prints_both_numbers(self) -> None:
        out = io.StringIO()
        call_command("organization_figures", stdout=out)
        lines = out.getvalue().splitlines()
        assert "      3  องค์การบริหารส่วนตำบล  (พ.ศ. 2556: 5,509 แห่ง)" in lines
        assert lines[-1] == "      5  รวม  (พ.ศ. 2556: 8,729 แห่ง)"

    @pytest.mark.parametrize("province", ["กระบี่", "81"])
    def test_the_command_counts_one_province(self, province: str) -> None:
        out = io.StringIO()
        call_command("organization_figures", "--province", province, stdout=out)
        assert out.getvalue().splitlines()[-1] == "      4  รวม"

    @pytest.mark.parametrize("province", ["แดนสนธยา", "8101"])
    def test_the_command_knows_its_provinces(self, province: str) -> None:
        with pytest.raises(CommandError, match=province):
            call_command("organization_figures", "--province", province)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_directory_of_twenty_two_thousand_is_searched_by_index(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    """S2.36: 21,745 walk-in units; a lookup stays one query and touches an index."""
    Organization.objects.bulk_create(
        (
            Organization(type=Type.TAO, name_th=f"องค์การบริหารส่วนตำบล {number}", sort_key=f"{number:05}", province_code="90", district_code="9001")
            for number in range(21_745)
        ),
        batch_size=2_000,
    )  # fmt: skip
    wanted = OrganizationFactory()
    ServiceArea.objects.create(organization=wanted, subdistrict_code="810116")
    with django_assert_num_queries(1):
        assert routing.local_administrations_for("810116") == [wanted]
    plan = Organization.objects.active().filter(province_code="81", type=Type.TAO).order_by().explain()
    assert "index" in plan.lower()
