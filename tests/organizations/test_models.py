"""Models: what the database refuses, and names that nobody can mistake."""

from __future__ import annotations

import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.organizations.models import Organization, RoutingRule, ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.organizations.factories import OrganizationFactory, RoutingRuleFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db


def refuse(**fields: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationFactory(**fields)


class TestConstraints:
    """The database itself keeps rows consistent."""

    def test_a_name_is_needed(self) -> None:
        refuse(name_th="")

    def test_a_closed_body_is_not_active(self) -> None:
        refuse(closed_on=dt.date(2026, 1, 1), is_active=True)
        assert OrganizationFactory(closed_on=dt.date(2026, 1, 1), is_active=False).pk

    def test_places_lie_in_each_other(self) -> None:
        refuse(province_code="81", district_code="9001")
        refuse(district_code="8101", subdistrict_code="810201")
        assert OrganizationFactory(district_code="", subdistrict_code="").pk

    def test_only_a_closed_body_has_a_successor(self) -> None:
        heir = OrganizationFactory()
        refuse(successor=heir, is_active=True)
        assert OrganizationFactory(successor=heir, is_active=False).successors()[-1] == heir

    def test_a_source_names_a_body_once(self) -> None:
        OrganizationFactory(source="list", source_key="1")
        refuse(source="list", source_key="1")
        assert OrganizationFactory(source="other", source_key="1").pk
        assert OrganizationFactory(source="list", source_key="").pk
        assert OrganizationFactory(source="list", source_key="").pk

    def test_a_subdistrict_is_served_once_by_one_body(self) -> None:
        area = ServiceAreaFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceAreaFactory(organization=area.organization)

    def test_one_lead_per_problem_and_province(self) -> None:
        RoutingRuleFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            RoutingRuleFactory()


class TestCleaning:
    """What a form says before the database does."""

    def test_areas_exist(self) -> None:
        with pytest.raises(ValidationError) as error:
            Organization(type="tao", name_th="ก", province_code="99", district_code="9999").clean()
        assert set(error.value.message_dict) == {"province_code", "district_code"}

    def test_successors_do_not_run_in_a_circle(self) -> None:
        first = OrganizationFactory(is_active=False)
        second = OrganizationFactory(is_active=False, successor=first)
        first.successor = second
        with pytest.raises(ValidationError) as error:
            first.clean()
        assert "successor" in error.value.message_dict
        assert len(second.successors()) == 2

    @pytest.mark.parametrize("villages", [["ก"], [0], [100], "1,2"])
    def test_villages_are_numbers(self, villages: object) -> None:
        with pytest.raises(ValidationError) as error:
            ServiceArea(subdistrict_code="810116", villages=villages).clean()
        assert "villages" in error.value.message_dict

    def test_a_served_subdistrict_exists(self) -> None:
        with pytest.raises(ValidationError) as error:
            ServiceArea(subdistrict_code="810199").clean()
        assert "subdistrict_code" in error.value.message_dict
        ServiceArea(subdistrict_code="810116", villages=[1, 2]).clean()

    def test_only_crisis_problems_are_routed(self) -> None:
        with pytest.raises(ValidationError) as error:
            RoutingRule(problem=ProblemType.DISASTER, province_code="99").clean()
        assert set(error.value.message_dict) == {"problem", "province_code"}
        RoutingRule(problem=ProblemType.VIOLENCE, province_code="81").clean()


class TestDisplayNames:
    """Type, name and as much place as it takes (documents.md 4)."""

    @pytest.mark.parametrize(
        ("fields", "thai"),
        [
            ({"name_th": "องค์การบริหารส่วนตำบลอ่าวนาง"}, "องค์การบริหารส่วนตำบลอ่าวนาง อ.เมืองกระบี่ จ.กระบี่"),
            ({"name_th": "เทศบาลเมืองกระบี่"}, "เทศบาลเมืองกระบี่"),
            ({"name_th": "เทศบาลตำบลเขาพนม", "district_code": "8102"}, "เทศบาลตำบลเขาพนม จ.กระบี่"),
            ({"name_th": "องค์การบริหารส่วนจังหวัดกระบี่", "district_code": ""}, "องค์การบริหารส่วนจังหวัดกระบี่"),
            ({"name_th": "กรมส่งเสริมการปกครองท้องถิ่น", "district_code": "", "province_code": ""}, "กรมส่งเสริมการปกครองท้องถิ่น"),
            ({"name_th": "โรงพยาบาลทดสอบ", "province_code": "10", "district_code": "1002"}, "โรงพยาบาลทดสอบ เขตดุสิต กรุงเทพมหานคร"),
        ],
    )  # fmt: skip
    def test_place_is_added_where_the_name_does_not_end_with_it(
        self, fields: dict[str, str], thai: str
    ) -> None:
        assert OrganizationFactory.build(**fields).display_name == thai

    def test_bodies_of_one_name_stay_apart(self) -> None:
        """A municipality and a subdistrict organization of one place; the same name in two districts and provinces."""
        bodies = [
            OrganizationFactory.build(type=OrganizationType.TAO, name_th="องค์การบริหารส่วนตำบลหนองบัว", district_code="8101"),
            OrganizationFactory.build(type=OrganizationType.TAO, name_th="องค์การบริหารส่วนตำบลหนองบัว", district_code="8102"),
            OrganizationFactory.build(type=OrganizationType.TAO, name_th="องค์การบริหารส่วนตำบลหนองบัว", province_code="90", district_code="9001"),
            OrganizationFactory.build(type=OrganizationType.SUBDISTRICT_MUNICIPALITY, name_th="เทศบาลตำบลหนองบัว", district_code="8101"),
        ]  # fmt: skip
        assert len({body.display_name for body in bodies}) == 4

    def test_english_where_there_is_an_english_name(self) -> None:
        body = OrganizationFactory.build(
            name_th="องค์การบริหารส่วนตำบลอ่าวนาง", name_en="Ao Nang Subdistrict Administrative Organization"
        )
        with translation.override("en"):
            assert body.display_name == (
                "Ao Nang Subdistrict Administrative Organization, Mueang Krabi District, Krabi Province"
            )
            body.name_en = ""
            assert body.display_name.startswith("องค์การบริหารส่วนตำบลอ่าวนาง")

    def test_no_query_is_needed(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        body = OrganizationFactory()
        with django_assert_num_queries(0):
            assert body.display_name


def test_bodies_stand_in_thai_order() -> None:
    for name in (
        "เทศบาลตำบลเขาพนม",
        "เทศบาลตำบลกระบี่น้อย",
        "เทศบาลตำบลไสไทย",
        "เทศบาลตำบลอ่าวนาง",
        "เทศบาลตำบลคลองพน",
    ):
        OrganizationFactory(name_th=name)
    names = [body.name_th.removeprefix("เทศบาลตำบล") for body in Organization.objects.all()]
    assert names == ["กระบี่น้อย", "เขาพนม", "คลองพน", "ไสไทย", "อ่าวนาง"]


def test_names_are_found_in_full_in_short_and_in_english() -> None:
    body = OrganizationFactory(
        name_th="องค์การบริหารส่วนตำบลอ่าวนาง", short_name="อบต.อ่าวนาง", name_en="Ao Nang SAO"
    )
    OrganizationFactory(name_th="องค์การบริหารส่วนตำบลไสไทย", is_active=False)
    for text in ("อ่าวนาง", "อบต.อ่าวนาง", "ao nang", " อ่าวนาง "):
        assert list(Organization.objects.named(text)) == [body]
    assert list(Organization.objects.active()) == [body]
    assert list(Organization.objects.of_types(OrganizationType.PAO)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "น้ำดำ", "นํ้าดํา", "อบต.น้ำดำ", "อบต. น้ำดำ", "อบต น้ำดำ", "อบตน้ำดำ", "น้ำดำ อบต", "องค์การบริหารส่วนตําบล น้ําดํา",
        "น้ำ\u200bดำ", "\ufeffน้ำดำ", "น้ำ\u00a0ดำ", "NAM DAM", "nám dam", "น้้ำดำ",
    ],
)  # fmt: skip
def test_an_organization_is_found_by_any_spelling_of_its_names(typed: str) -> None:
    """Issue 7, "One folded key for every comparison of Thai": choosers compare keys."""
    meant = OrganizationFactory(
        name_th="องค์การบริหารส่วนตำบลน้ำดำ", short_name="อบต.น้ำดำ", name_en="Nam Dam Subdistrict"
    )
    OrganizationFactory(name_th="องค์การบริหารส่วนตำบลน้ำแดง", short_name="อบต.น้ำแดง")
    assert list(Organization.objects.named(typed)) == [meant]


@pytest.mark.parametrize("typed", ["", " ", "่", "😀", "%", "_", "." * 2000, "น้ำ" * 900])
def test_a_text_without_a_key_names_nobody(typed: str) -> None:
    OrganizationFactory(name_th="องค์การบริหารส่วนตำบลน้ำดำ")
    assert list(Organization.objects.named(typed)) == []


def test_a_long_search_makes_few_conditions() -> None:
    assert list(Organization.objects.named("ก " * 5000)) == []
    assert (
        str(Organization.objects.named("กข ค ง จ ฉ ช ซ ฌ ญ ฎ ฏ ฐ ฑ ฒ ณ ด ต").query).count("search_key") < 20
    )


def test_the_migration_fills_in_the_keys_of_those_that_were_there_before() -> None:
    made = [OrganizationFactory(name_th=f"องค์การบริหารส่วนตำบลที่ {number}") for number in range(3)]
    keys = [one.search_key for one in made]
    Organization.objects.update(search_key="")
    importlib.import_module("portal.organizations.migrations.0003_fill_search_keys").fill(apps, None)
    assert [Organization.objects.get(pk=one.pk).search_key for one in made] == keys
    assert all(keys)


def test_the_migration_keeps_in_sight_who_was_typed_in_by_hand() -> None:
    """S2.21: pages went by the kind; from now on they go by the flags."""
    police = OrganizationFactory(type=OrganizationType.POLICE_STATION)
    office = OrganizationFactory(type=OrganizationType.DISTRICT_OFFICE)
    governor = OrganizationFactory(type=OrganizationType.GOVERNOR, is_frontline1=True)
    Organization.objects.exclude(pk=governor.pk).update(is_frontline1=False, is_frontline2=False)
    importlib.import_module("portal.organizations.migrations.0008_fill_capabilities").fill(apps, None)
    flags = dict(Organization.objects.values_list("pk", "is_frontline1"))
    assert flags == {police.pk: True, office.pk: True, governor.pk: True}
    assert list(Organization.objects.filter(is_frontline2=True)) == [police]
