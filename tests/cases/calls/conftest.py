"""The flooded district of the events, and people of it who wait for a call."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from cases.calls.domain import making
from cases.calls.models import CallList
from cases.calls.vocabulary import Source
from cases.domain import working
from cases.models import Case
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import at_center, at_local, login, world  # noqa: F401 - fixtures
from tests.cases.events.conftest import areas, declared, event, now  # noqa: F401 - fixtures
from tests.cases.factories import World

Flooded = Callable[..., Case]
Listed = Callable[..., CallList]


@pytest.fixture
def flooded(areas: World) -> Flooded:  # noqa: F811
    """Take a report of the flood down that waits at the center; every one has a number of its own."""
    number = 0

    def made(**values: object) -> Case:
        nonlocal number
        number += 1
        reporter = {"phone": f"081-770-{number:04}"} | dict(values.pop("reporter", {}))
        return factories.received_case(areas, problem=ProblemType.DISASTER, reporter=reporter, **values)

    return made


@pytest.fixture
def listed(areas: World) -> Listed:  # noqa: F811
    """Make a list of cases at the center; values replace what is given."""

    def made(*cases: Case, **values: object) -> CallList:
        given = {
            "actor": areas.center.officer,
            "name": "โทรกลับคืนน้ำท่วม",
            "source": Source.WAITING,
            "cases": Case.objects.filter(pk__in=[case.pk for case in cases]),
            "token": uuid.uuid4(),
        }
        return making.make(**(given | values))

    return made


@pytest.fixture
def second(areas: World) -> object:  # noqa: F811
    """A colleague of the center's officer, with the same functions."""
    first = areas.center.officer
    return officer(areas.center.organization, first.role)


def step_back(district: World, case: Case) -> None:
    """Let the center's officer take no part in a case; a center keeps two persons who decide."""
    officer(district.center.organization, district.center.supervisor.role)
    working.recuse(case=case, actor=district.center.officer)
