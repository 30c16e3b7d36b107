"""The small district, its offices above the units, and browsers of its officers."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from PIL import Image

from cases.readiness.domain.checks import Found
from cases.readiness.vocabulary import Item, State
from portal.accounts.functions import Function
from portal.actors import Officer
from portal.files import CheckedFile
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import Login, login, world

__all__ = ["Login", "login", "world"]

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
CANARY = "คะนารี คนขับ"


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    return buffer.getvalue()


def photo(content: bytes = b"\x89PNG", kind: str = "image/png") -> CheckedFile:
    return CheckedFile(name="ป้าย.png", content=content, content_type=kind, extension="png")


def found(item: Item = Item.PLACE, state: State = State.READY, **values: object) -> Found:
    driver = {"contact_name": "นายขับ", "contact_phone": "081 000 0000"} if item == Item.VEHICLE else {}
    return Found(**{"item": item, "state": state, "checked_on": TODAY} | driver | values)


@pytest.fixture
def province(db: None) -> Officer:
    """The office for local administration of the province in which the district lies."""
    office = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สถจ.ทดสอบ", district_code=""
    )
    return officer(office, functions=[Function.REPORTING, Function.VIEW])


@pytest.fixture
def elsewhere(db: None) -> Officer:
    """The same office of another province."""
    office = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สถจ.อื่น", province_code="80", district_code=""
    )
    return officer(office, functions=[Function.REPORTING, Function.VIEW])
