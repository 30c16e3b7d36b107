"""A flooded district with two shelters, a household of the register in it, and a family full of words that could leak."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from cases.camps.domain.coming import Arrival, arrive
from cases.camps.models import Family
from cases.events.models import Event, Shelter
from tests.cases.desk.conftest import login, world  # noqa: F401 - fixtures
from tests.cases.events.conftest import OURS, Declare, areas, declared, now  # noqa: F401 - fixtures
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import enters, home  # noqa: F401 - fixtures

NAME, PHONE, NOTE, OTHER = "นางคะนารี ลับสุด", "081-770-4471", "แพ้ถั่วคะนารี", "เด็กชายคะนารี ลับสุด"
SECRETS = (NAME, PHONE, NOTE, OTHER)

Takes = Callable[..., Family]


def told(**values: Any) -> Arrival:
    """What is told at the counter: two grown-ups, one old, two children; values replace fields."""
    given: dict[str, Any] = {
        "name": NAME,
        "phone": PHONE,
        "ages": (0, 2, 2, 1),
        "others": OTHER,
        "subdistrict": OURS,
        "place": "บ้านคลองแห้ง",
        "note": NOTE,
    }
    return Arrival(**(given | values))


@pytest.fixture
def event(declared: Declare, areas: World) -> Event:  # noqa: F811
    """A flood in which the center and one local administration work."""
    return declared(organizations=[areas.local.organization])


@pytest.fixture
def shelters(event: Event, areas: World) -> list[Shelter]:  # noqa: F811
    """A school and a temple."""
    return [
        Shelter.objects.create(
            event=event,
            organization=areas.center.organization,
            name=name,
            subdistrict_code=OURS,
            room_for=100,
        )
        for name in ("โรงเรียน", "วัด")
    ]


@pytest.fixture
def takes(event: Event, shelters: list[Shelter], areas: World) -> Takes:  # noqa: F811
    """Take a family in at the school as the center's officer; values replace what is told."""

    def made(**values: Any) -> Family:
        actor = values.pop("actor", areas.center.officer)
        shelter = values.pop("shelter", shelters[0])
        token = values.pop("token", None) or uuid.uuid4()
        seen = values.pop("seen", frozenset())
        return arrive(
            actor=actor, event=event, shelter=shelter, arrival=told(**values), token=token, seen=seen
        )

    return made
