"""The small district with a unit of two people who go out, and two visits that wait."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cases.domain import field_unit, visits
from cases.models import Visit
from portal.accounts.functions import Function
from portal.actors import Officer
from tests.accounts.factories import officer
from tests.cases.desk.conftest import login, world  # noqa: F401 - fixtures
from tests.cases.factories import World, working_case


@dataclass
class Unit:
    """Who goes out, and where to.

    Attributes:
        driver: in the field and nothing else.
        nurse: works on cases too.
        visits: both may go to each.
    """

    driver: Officer
    nurse: Officer
    visits: list[Visit]


@pytest.fixture
def unit(world: World) -> Unit:  # noqa: F811
    """A unit of the local administration with two visits."""
    return made_unit(world)


def made_unit(world: World) -> Unit:  # noqa: F811
    """Make it; `bin/drill phones` does so without a fixture."""
    local = world.local
    # First, while nothing else was written: as far as here these cases need not be acted out (`tests/cases/scenes.py`).
    cases = [working_case(world) for _ in range(2)]
    driver = officer(local.organization, functions=[Function.FIELD])
    nurse = officer(local.organization, functions=[Function.FIELD, Function.WORK, Function.INTAKE])
    crew = [
        field_unit.add_member(actor=local.officer, name=name, person=one.person)
        for name, one in (("คนขับ (สมมติ)", driver), ("พยาบาล (สมมติ)", nurse))
    ]
    made = [visits.dispatch(case=case, actor=local.officer, crew=crew, note="ไปดู") for case in cases]
    return Unit(driver, nurse, made)
