"""One form for a person who is present, and one thing on the page (S2.41)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain import screening
from cases.machine.vocabulary import Verb, WaitingKind
from cases.models import Case
from cases.vocabulary import Channel, Severity
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases.desk.conftest import soup
from tests.cases.factories import CaseFactory, World, screened_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def beaten(world: World) -> Case:
    case = CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE, channel=Channel.WALK_IN)
    return screening.screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.VIOLENCE, severity=Severity.EMERGENCY
    )


def url(case: Case) -> str:
    return reverse("desk:act", kwargs={"reference": case.reference, "verb": Verb.REFER})


def choices(browser: Client, case: Case) -> list[str]:
    return [
        radio["value"] for radio in soup(browser.get(url(case))).find_all("input", {"name": "first_stop"})
    ]


def test_the_nearest_hospitals_and_police_are_proposed(at_local: Client, world: World, beaten: Case) -> None:
    elsewhere: Organization = OrganizationFactory(
        type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลอ่าวลึก", district_code="8105"
    )
    police = OrganizationFactory(type=OrganizationType.POLICE_STATION, name_th="สภ.เมือง")
    OrganizationFactory(
        type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลสงขลา", province_code="90", district_code="9001"
    )
    found = choices(at_local, beaten)
    assert found[0] == ""
    assert set(found[1:3]) == {str(world.hospital.organization.pk), str(police.pk)}
    assert found[3:] == [str(elsewhere.pk)]


def test_general_help_has_no_such_question(at_center: Client, world: World) -> None:
    assert choices(at_center, screened_case(world)) == []


def data(case: Case, world: World, **values: str) -> dict[str, str]:
    return {
        "base": case.base,
        "target": str(world.lead.organization.pk),
        "reason": "lead_agency",
        "consent": "given",
        "first_stop": str(world.hospital.organization.pk),
        "condition": "ใบหน้าฟกช้ำ",
        "vehicle": "รถกู้ชีพ",
        "leaves": "14.30 น.",
    } | values


def test_one_form_sends_both_and_the_page_shows_one_thing(
    at_local: Client, world: World, beaten: Case
) -> None:
    assert at_local.post(url(beaten), data(beaten, world)).status_code == 302
    assert beaten.referrals.get(mode=WaitingKind.JOINT).beside is not None
    page = soup(at_local.get(reverse("desk:case", args=[beaten.reference])))
    part = next(item for item in page.select("section li li") if "พาตัวไปก่อน" in item.text)
    assert world.hospital.organization.short_name in part.text
    assert "ใบหน้าฟกช้ำ" in part.text
    assert "ส่งต่อ" in part.find_parent("li").text
    recalls = {
        link.text.strip() for link in page.select("a.button") if link.text.strip().startswith("ดึงเรื่องกลับ")
    }
    assert recalls == {
        f"ดึงเรื่องกลับ: {one.short_name}" for one in (world.lead.organization, world.hospital.organization)
    }, "which of the two is said"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_sent(
    at_local: Client, world: World, beaten: Case
) -> None:
    page = soup(at_local.post(url(beaten), data(beaten, world, vehicle="")))
    assert "พาหนะ" in page.find(class_="error-summary").text
    assert page.find("input", {"name": "condition"})["value"] == "ใบหน้าฟกช้ำ"
    assert not beaten.referrals.exists()


def test_a_hospital_that_was_not_proposed_is_refused(at_local: Client, world: World, beaten: Case) -> None:
    far = OrganizationFactory(type=OrganizationType.HOSPITAL, province_code="90", district_code="9001")
    at_local.post(url(beaten), data(beaten, world, first_stop=str(far.pk)))
    assert not beaten.referrals.exists()


def test_without_a_first_stop_the_case_goes_alone(at_local: Client, world: World, beaten: Case) -> None:
    at_local.post(url(beaten), data(beaten, world, first_stop="", condition="", vehicle="", leaves=""))
    assert beaten.referrals.get().mode == WaitingKind.HANDOVER
