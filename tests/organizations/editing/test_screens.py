"""The directory in Wagtail's back-office: for the technical administrator, without deletion."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.accounts.functions import CMS_GROUPS
from portal.accounts.models import User
from portal.organizations.domain import routing
from portal.organizations.models import Organization, RoutingRule, ServiceArea
from portal.organizations.starter import load_organizations
from portal.organizations.vocabulary import OrganizationType as Type
from tests.accounts.factories import UserFactory
from tests.helpers import assert_same_queries
from tests.organizations.factories import OrganizationFactory, RoutingRuleFactory

pytestmark = pytest.mark.django_db

BLANK = {
    "subdistrict_code": "", "parent": "", "geocode": "", "dla_code": "", "letter_code": "", "phone": "", "email": "",
    "website": "", "address": "", "closed_on": "", "successor": "", "checked_on": "", "note": "", "name_en": "",
    "short_name": "",
}  # fmt: skip


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("technician", password="x"))
    return client


def data(**fields: str) -> dict[str, str]:
    return {
        **BLANK, "type": Type.TAO, "name_th": "อบต.อ่าวนาง", "province_code": "81", "district_code": "8101",
        "is_active": "on", **fields,
    }  # fmt: skip


class TestOrganizations:
    """Adding, correcting, closing."""

    @pytest.mark.parametrize("typed", ["นํ้าดำ", "อบต น้ำดำ", "น้ำ ดำ", "06810199"])
    def test_the_list_finds_names_by_their_keys_and_codes(self, admin: Client, typed: str) -> None:
        OrganizationFactory(name_th="องค์การบริหารส่วนตำบลน้ำดำ", short_name="อบต.น้ำดำ", dla_code="06810199")
        OrganizationFactory(name_th="องค์การบริหารส่วนตำบลน้ำแดง")
        page = admin.get(reverse("organizations:index"), {"q": typed}).content.decode()
        assert "องค์การบริหารส่วนตำบลน้ำดำ" in page
        assert "องค์การบริหารส่วนตำบลน้ำแดง" not in page

    def test_a_body_is_added_with_its_full_name_and_one_spelling_of_its_number(self, admin: Client) -> None:
        response = admin.post(reverse("organizations:add"), data(phone="๐๗๕๖๑๑๘๙๙ ต่อ ๑๒"))
        assert response.status_code == 302
        body = Organization.objects.get()
        assert (body.name_th, body.short_name) == ("องค์การบริหารส่วนตำบลอ่าวนาง", "อบต.อ่าวนาง")
        assert body.phone == "0-7561-1899 ต่อ 12"
        assert body.sort_key

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"phone": "ไม่มี"}, "หมายเลขโทรศัพท์มีแต่ตัวเลข"),
            ({"district_code": "9001"}, "อำเภอไม่อยู่ในจังหวัดที่เลือก"),
            ({"subdistrict_code": "810199"}, "ไม่มีพื้นที่รหัสนี้"),
            ({"closed_on": "2026-01-01"}, "ต้องไม่อยู่ในสถานะดำเนินการ"),
            ({"name_th": ""}, "is-invalid|จำเป็น|required"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_saved(
        self, admin: Client, fields: dict[str, str], message: str
    ) -> None:
        response = admin.post(reverse("organizations:add"), data(**fields))
        assert response.status_code == 200
        assert any(part in response.content.decode() for part in message.split("|"))
        assert not Organization.objects.exists()

    def test_a_starter_body_is_corrected(self, admin: Client) -> None:
        load_organizations()
        body = Organization.objects.get(short_name="อบต.อ่าวนาง")
        response = admin.post(
            reverse("organizations:edit", args=[body.pk]),
            data(email="office@example.org", checked_on="2026-11-22"),
        )
        assert response.status_code == 302
        body.refresh_from_db()
        assert body.email == "office@example.org"
        assert body.checked_on is not None
        assert body.source == "starter"

    def test_the_flags_of_a_new_body_follow_its_kind_and_are_taken_off_afterwards(
        self, admin: Client
    ) -> None:
        """S2.21: pages go by the flags alone, and a box that nobody ticked says nothing yet."""
        police = data(type=Type.POLICE_STATION, name_th="สถานีตำรวจภูธรอ่าวนาง")
        admin.post(reverse("organizations:add"), police)
        body = Organization.objects.get()
        assert (body.is_frontline1, body.is_frontline2) == (True, True)
        address = reverse("organizations:edit", args=[body.pk])
        admin.post(address, police | {"is_frontline2": "on"})
        body.refresh_from_db()
        assert (body.is_frontline1, body.is_frontline2) == (False, True)
        admin.post(address, police | {"type": Type.DISTRICT_OFFICE, "is_frontline2": "on"})
        body.refresh_from_db()
        assert (body.is_frontline1, body.is_frontline2) == (True, False), "another kind, other flags"
        admin.post(reverse("organizations:add"), data(type=Type.GOVERNOR, name_th="ผู้ว่าฯ", is_frontline1="on"))
        assert Organization.objects.get(type=Type.GOVERNOR).is_frontline1, "what was ticked stays"

    def test_nobody_deletes_a_body(self, admin: Client) -> None:
        body = OrganizationFactory()
        response = admin.post(reverse("organizations:delete", args=[body.pk]))
        assert response.status_code in (302, 403)
        assert Organization.objects.filter(pk=body.pk).exists()
        assert reverse("organizations:delete", args=[body.pk]) not in admin.get(
            reverse("organizations:edit", args=[body.pk])
        ).content.decode()  # fmt: skip

    def test_no_copies(self) -> None:
        with pytest.raises(NoReverseMatch):
            reverse("organizations:copy", args=[1])

    def test_found_by_name(self, admin: Client) -> None:
        OrganizationFactory(name_th="องค์การบริหารส่วนตำบลอ่าวนาง")
        OrganizationFactory(name_th="องค์การบริหารส่วนตำบลไสไทย")
        page = admin.get(reverse("organizations:index"), {"q": "อ่าวนาง"}).content.decode()
        assert "ตำบลอ่าวนาง" in page
        assert "อ.เมืองกระบี่ จ.กระบี่" in page
        assert "ตำบลไสไทย" not in page

    def test_the_list_needs_no_more_queries_for_more_bodies(self, admin: Client) -> None:
        OrganizationFactory()
        assert_same_queries(
            lambda: admin.get(reverse("organizations:index")), lambda: OrganizationFactory.create_batch(2)
        )


class TestRouting:
    """Service areas and the routing table are edited by hand."""

    def test_part_of_a_subdistrict(self, admin: Client) -> None:
        body = OrganizationFactory()
        form = {
            "organization": body.pk,
            "subdistrict_code": "810116",
            "coverage": "part",
            "villages": "๑-๓, 5",
        }
        assert admin.post(reverse("service_areas:add"), form).status_code == 302
        area = ServiceArea.objects.get()
        assert area.villages == [1, 2, 3, 5]
        assert "1, 2, 3, 5" in admin.get(reverse("service_areas:edit", args=[area.pk])).content.decode()
        assert routing.local_administrations_for("810116") == [body]

    @pytest.mark.parametrize("wrong", [{"villages": "หลายหมู่"}, {"subdistrict_code": "810199"}])
    def test_wrong_areas(self, admin: Client, wrong: dict[str, str]) -> None:
        form = {
            "organization": OrganizationFactory().pk,
            "subdistrict_code": "810116",
            "coverage": "part",
            "villages": "",
        }
        assert admin.post(reverse("service_areas:add"), form | wrong).status_code == 200
        assert not ServiceArea.objects.exists()

    def test_the_lead_agency_is_changed(self, admin: Client) -> None:
        rule = RoutingRuleFactory()
        other = OrganizationFactory(type=Type.PROVINCIAL_SOCIAL_OFFICE)
        form = {"problem": "violence", "province_code": "81", "organization": other.pk}
        assert admin.post(reverse("routing_rules:edit", args=[rule.pk]), form).status_code == 302
        assert routing.lead_agency_for("violence", "81") == other

    def test_general_help_is_no_choice(self, admin: Client) -> None:
        form = {"problem": "disaster", "province_code": "81", "organization": OrganizationFactory().pk}
        assert admin.post(reverse("routing_rules:add"), form).status_code == 200
        assert not RoutingRule.objects.exists()


@pytest.mark.parametrize(
    "name", ["organizations:index", "organizations:add", "service_areas:index", "routing_rules:add"]
)
@pytest.mark.parametrize("group", [None, *sorted(set(CMS_GROUPS.values()))])
def test_editors_and_others_stay_out(client: Client, name: str, group: str | None) -> None:
    user = UserFactory()
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    client.force_login(user)
    assert client.get(reverse(name)).status_code in (302, 403)


class TestChoosing:
    """S2.36: no form lists the country; an organization is found by its name."""

    @pytest.fixture(autouse=True)
    def _country(self) -> None:
        OrganizationFactory.create_batch(
            40, name_th="องค์การบริหารส่วนตำบลที่อื่น", province_code="90", district_code="9001"
        )

    @pytest.mark.parametrize("form", ["organizations", "service_areas", "routing_rules", "planned_ends"])
    def test_no_form_lists_them_all(self, admin: Client, form: str) -> None:
        page = admin.get(reverse(f"{form}:add")).content.decode()
        assert "ที่อื่น" not in page
        assert reverse("organization_chooser:choose") in page

    @pytest.mark.parametrize("typed", ["นํ้าดำ", "น้ำ ดำ", "อบต น้ำดำ"])
    def test_it_is_found_by_its_keys_and_told_apart_by_its_place(self, admin: Client, typed: str) -> None:
        wanted = OrganizationFactory(name_th="องค์การบริหารส่วนตำบลน้ำดำ", short_name="อบต.น้ำดำ")
        page = admin.get(reverse("organization_chooser:choose_results"), {"q": typed}).content.decode()
        assert wanted.display_name in page
        assert "ที่อื่น" not in page
        chosen = admin.get(reverse("organization_chooser:chosen", args=[wanted.pk])).json()
        assert chosen["result"]["title"] == wanted.display_name

    def test_closed_ones_are_not_offered(self, admin: Client) -> None:
        OrganizationFactory(name_th="องค์การบริหารส่วนตำบลเก่า", is_active=False)
        page = admin.get(reverse("organization_chooser:choose_results"), {"q": "เก่า"}).content.decode()
        assert "ตำบลเก่า" not in page

    def test_not_for_those_who_may_not_enter(self, client: Client) -> None:
        client.force_login(UserFactory())
        assert client.get(reverse("organization_chooser:choose")).status_code in {302, 403}
