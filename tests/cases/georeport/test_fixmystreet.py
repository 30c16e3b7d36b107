"""FixMyStreet, the most used public client of GeoReport v2: the requests that its open source makes, in their order and names.

Written by us after its client (github.com/mysociety/fixmystreet, perllib/Open311.pm): forms with a `jurisdiction_id`, the story
with its own head lines, `attribute[…]` for what a service asks, XML read by the names of its elements, several numbers in one
question.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from cases.georeport.domain import receiving
from cases.models import Case
from tests.cases.factories import SUBDISTRICT, World

pytestmark = pytest.mark.django_db

STORY = """title:  น้ำท่วมถนนหน้าโรงเรียน

detail: รถผ่านไม่ได้ตั้งแต่เช้า 🌊

url: https://reports.example.org/report/42

Submitted via FixMyStreet
"""


class FixMyStreet:
    """Its three questions and its one report, over HTTP as it sends them."""

    def __init__(self, key: str, jurisdiction: str) -> None:
        self.http, self.key, self.jurisdiction = Client(enforce_csrf_checks=True), key, jurisdiction

    def get(self, path: str, **parameters: str) -> ElementTree.Element:
        response = self.http.get(
            f"/open311/v2/{path}",
            {**parameters, "jurisdiction_id": self.jurisdiction},
            headers={"User-Agent": "libwww-perl/6.72"},
        )
        assert response.status_code == 200, response.content
        return ElementTree.fromstring(response.content)

    def send(self, service: str, **more: str) -> Any:
        return self.http.post(
            "/open311/v2/requests.xml",
            {
                "jurisdiction_id": self.jurisdiction,
                "api_key": self.key,
                "lat": "8.0358",
                "long": "98.8236",
                "email": "reporter@example.org",
                "description": STORY,
                "service_code": service,
                "first_name": "สมหญิง",
                "last_name": "ตั้งใจ",
                "phone": "081 234 5678",
                "media_url": "https://reports.example.org/photo/42.jpeg",
                **more,
            },
        )


@pytest.fixture
def fixmystreet(key: str) -> FixMyStreet:
    return FixMyStreet(key, receiving.jurisdiction())


def test_it_lists_the_services_and_reads_what_each_asks(fixmystreet: FixMyStreet, world: World) -> None:
    services = fixmystreet.get("services.xml").findall("service")
    codes = [one.findtext("service_code") for one in services]
    assert "disaster" in codes and "violence" not in codes
    for one in services:
        assert one.findtext("service_name") and one.findtext("group") is not None
        if one.findtext("metadata") == "true":
            asked = fixmystreet.get(f"services/{one.findtext('service_code')}.xml")
            for attribute in asked.find("attributes"):
                assert attribute.findtext("code") and attribute.findtext("variable") == "true"
                assert attribute.findtext("order").isdigit() and attribute.findtext("required") in (
                    "true",
                    "false",
                )


def test_it_reports_and_asks_for_several_numbers_at_once(fixmystreet: FixMyStreet, world: World) -> None:
    first, second = (
        ElementTree.fromstring(
            fixmystreet.send(
                "disaster", **{"attribute[subdistrict]": SUBDISTRICT, "attribute[moo]": moo}
            ).content
        )
        for moo in ("3", "4")
    )
    numbers = [answer.findtext("request/service_request_id") for answer in (first, second)]
    assert all(numbers) and len(set(numbers)) == 2, (
        "the number is where it looks for it; it never needs a token"
    )
    assert {case.moo for case in Case.objects.all()} == {"3", "4"}
    assert all("รถผ่านไม่ได้ตั้งแต่เช้า 🌊" in case.narrative for case in Case.objects.all())
    shown = fixmystreet.get("requests.xml", service_request_id=",".join(numbers)).findall("request")
    assert {one.findtext("service_request_id") for one in shown} == set(numbers)
    assert {one.findtext("status") for one in shown} == {"open"}


def test_what_was_refused_is_said_where_it_looks_for_it(fixmystreet: FixMyStreet, world: World) -> None:
    fixmystreet.key = "not-a-key"
    response = fixmystreet.send("disaster", **{"attribute[subdistrict]": SUBDISTRICT})
    assert response.status_code == 403
    [error] = ElementTree.fromstring(response.content).findall("error")
    assert error.findtext("code") == "403" and error.findtext("description")
    assert not Case.objects.exists()
