"""A local administration with a boat, a crew of two and houses under water."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine

from cases.domain import field_unit
from cases.models import Case, FieldMember, FieldVehicle
from cases.tours.domain import planning, sending
from cases.tours.domain.planning import Loaded
from cases.tours.models import Tour
from cases.vocabulary import AssistanceKind
from portal.accounts.functions import Function
from portal.actors import Officer
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import login, world  # noqa: F401 - fixtures
from tests.cases.factories import World

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
BAGS = Loaded(AssistanceKind.IN_KIND, "ถุงยังชีพ", "ชุด", 40, usual=1)
WATER = Loaded(AssistanceKind.IN_KIND, "น้ำดื่ม", "แพ็ก", 80, usual=2)

House = Callable[..., Case]
Plan = Callable[..., Tour]


@pytest.fixture
def now() -> Iterator[time_machine.Coordinates]:
    """A rainy morning, whose hours a test may turn."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@dataclass
class Boat:
    """A vehicle and who goes with it."""

    vehicle: FieldVehicle
    pilot: Officer
    members: list[FieldMember]


@pytest.fixture
def boat(world: World, now: object) -> Boat:  # noqa: F811
    """A boat of the local administration: a pilot with an account, a volunteer without."""
    keeper = world.local.officer
    pilot = officer(world.local.organization, functions=[Function.FIELD])
    return Boat(
        vehicle=field_unit.add_vehicle(actor=keeper, name="เรือท้องแบน", plate="กข 1"),
        pilot=pilot,
        members=[
            field_unit.add_member(actor=keeper, name="คนขับเรือ", person=pilot.person),
            field_unit.add_member(actor=keeper, name="อาสา", phone="081-111-2222"),
        ],
    )


@pytest.fixture
def house(world: World, now: time_machine.Coordinates) -> House:  # noqa: F811
    """Make a case at the local administration; each a minute younger than the one before."""

    def made(**values: object) -> Case:
        now.shift(dt.timedelta(minutes=1))
        return factories.working_case(world, **({"problem": ProblemType.DISASTER} | values))

    return made


@pytest.fixture
def planned(world: World, boat: Boat) -> Plan:  # noqa: F811
    """Make a trip to some houses with its crew; nothing is sent yet."""

    def made(houses: list[Case], **values: object) -> Tour:
        actor = world.local.officer
        tour = planning.begin(
            actor=actor, cases=Case.objects.filter(pk__in=[one.pk for one in houses]), token=uuid.uuid4()
        )
        given = {
            "name": "เรือหนึ่ง",
            "vehicle": boat.vehicle,
            "members": boat.members,
            "starts_at": tour.starts_at,
            "back_by": tour.starts_at + 8 * HOUR,
            "loads": [BAGS, WATER],
        }
        return planning.crew(tour=tour, actor=actor, **(given | values))

    return made


@pytest.fixture
def sent(world: World, planned: Plan) -> Plan:  # noqa: F811
    """Make a trip whose unit was sent to every house."""

    def made(houses: list[Case], **values: object) -> Tour:
        tour = planned(houses, **values)
        sending.confirm(tour=tour, actor=world.local.officer, crosses=True)
        assert sending.work(tour)
        tour.refresh_from_db()
        return tour

    return made
