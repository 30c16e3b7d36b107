"""A district, a partner with a key, and a client that speaks GeoReport v2 as public ones do: forms in, XML or JSON out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from cases.georeport.domain import keys
from cases.machine.vocabulary import Stage
from cases.models import Case
from tests.cases.desk.conftest import login, world
from tests.cases.factories import World

__all__ = ["login", "world"]

NAME, PHONE, MAIL = "คะนารี กรงทอง", "081-770-0131", "kanari-canary@example.org"
WORDS = "น้ำท่วมบ้านคะนารีตั้งแต่เมื่อคืน"
ADDRESS = "12/3 ซอยคะนารี ต.ปากน้ำ อ.เมืองกระบี่ จ.กระบี่"
REPORT = {
    "service_code": "disaster",
    "description": WORDS,
    "address_string": ADDRESS,
    "attribute[moo]": "4",
    "first_name": "คะนารี",
    "last_name": "กรงทอง",
    "phone": PHONE,
    "email": MAIL,
    "device_id": "a-phone",
    "media_url": "https://photos.example.org/flood.jpg",
}


def from_xml(element: ElementTree.Element) -> Any:
    """Read an answer in XML as programs do: a list of rows, a row of fields, a text."""
    children = list(element)
    if not children:
        return element.text or ""
    if element.tag in ("services", "service_requests", "attributes", "values", "errors"):
        return [from_xml(child) for child in children]
    return {child.tag: from_xml(child) for child in children}


def move(stage: str) -> None:
    """Let the one case stand otherwise, as an act does: its version goes up."""
    case = Case.objects.get()
    case.stage, case.version = stage, case.version + 1
    case.closed_at = timezone.now() if stage == Stage.CLOSED else None
    case.save()


class Program:
    """A program of a partner, in one of the two formats."""

    def __init__(self, form: str, key: str) -> None:
        self.form, self.key = form, key
        self.client = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="th")

    def read(self, response: Any) -> Any:
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
        kinds = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
        assert response["Content-Type"] == kinds[self.form]
        if self.form == "json":
            return json.loads(response.content)
        assert response.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        return from_xml(ElementTree.fromstring(response.content))

    def get(self, path: str, **parameters: str) -> tuple[int, Any]:
        response = self.client.get(f"/open311/v2/{path}.{self.form}", parameters)
        return response.status_code, self.read(response)

    def post(self, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        response = self.client.post(
            f"/open311/v2/requests.{self.form}", {"api_key": self.key, **fields}, headers=headers
        )
        return response.status_code, self.read(response)


@pytest.fixture
def key(world: World) -> str:
    """A key of the center."""
    return keys.give(actor=world.center.supervisor, partner="แอปทดสอบ")[1]


@pytest.fixture(params=["xml", "json"])
def program(request: pytest.FixtureRequest, key: str) -> Program:
    """A program that speaks one of the two formats."""
    return Program(request.param, key)


@pytest.fixture
def in_json(key: str) -> Program:
    """A program for what does not depend on the format."""
    return Program("json", key)
