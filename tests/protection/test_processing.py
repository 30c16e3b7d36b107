"""The register of processing leaves no table out, and the notice says what the house does (PDPA s.23, s.39)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from cases.models import RetentionRule
from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.organizations.vocabulary import OrganizationType
from portal.protection.domain.processing import ACTIVITIES, NOBODY
from tests.accounts.factories import OrganizationFactory, officer
from tests.protection.test_record import protector

OURS = ("portal.", "cases", "announcements", "legal_library")


def rooms() -> list[str]:
    return [
        config.label for config in apps.get_app_configs() if config.name.startswith(OURS) and config.models
    ]


@pytest.mark.parametrize("room", rooms())
def test_every_room_of_ours_is_an_activity_or_holds_nobodys_data(room):
    named = {one for activity in ACTIVITIES for one in activity.rooms}
    assert (room in named) != (room in NOBODY), (
        f"say in portal/protection/domain/processing.py what {room} is for"
    )


def test_no_room_is_named_that_does_not_exist():
    assert {one for activity in ACTIVITIES for one in activity.rooms} | NOBODY == set(rooms())


def test_the_data_are_the_columns_as_they_are_called():
    data = ACTIVITIES[0].data
    for words in ("เรื่องที่เกิดขึ้น", "ชื่อผู้แจ้งหรือนามแฝง", "โทรศัพท์", "วันเกิด"):
        assert words in data
    assert len(data) == len(set(data))


@pytest.mark.django_db
class TestPages:
    def test_the_register_shows_every_activity(self, client):
        client.force_login(protector().person)
        page = client.get(reverse("protection:processing")).content.decode()
        for activity in ACTIVITIES:
            assert str(activity.name) in page

    def test_the_notice_names_years_and_officer_as_they_are(self, client):
        center = OrganizationFactory(
            type=OrganizationType.CENTER, name_th="ศูนย์กระบี่", email="dpo@example.org", phone="075000000"
        )
        officer(center, Role.REPORT_OFFICER, functions=[Function.DATA_PROTECTION])
        RetentionRule.objects.create(problem="violence", confidentiality="restricted", years=37, note="ก")
        response = client.get(reverse("protection:notice"))
        page = response.content.decode()
        assert "37 ปี" in page
        assert "dpo@example.org" in page
        assert not response.cookies

    def test_without_an_officer_the_notice_still_opens(self, client):
        assert client.get(reverse("protection:notice")).status_code == 200
