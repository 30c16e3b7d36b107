"""A case that is worked on, and what its person asks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from cases.data_rights.domain.asking import ask_at_office, ask_by_secret
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import Right
from cases.models import Case
from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.actors import Citizen, Officer
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import login, world
from tests.cases.factories import World

__all__ = ["login", "world"]

WORDS = "เบอร์โทรผิด เบอร์จริงคือ 089-555-7741 ชื่อจริงคะนารี"
Ask = Callable[..., RightsRequest]


@pytest.fixture
def case(world: World) -> Case:
    return factories.working_case(world)


@pytest.fixture
def ask(case: Case) -> Ask:
    """Ask by the secret of the case."""

    def asked(right: Right = Right.CORRECT, **values: Any) -> RightsRequest:
        given = {"case": case, "words": WORDS, "token": uuid.uuid4()} | values
        return ask_by_secret(actor=Citizen(given["case"].reference), right=right, **given)

    return asked


@pytest.fixture
def ask_office(world: World, case: Case) -> Ask:
    """Ask at the counter of who is responsible."""

    def asked(right: Right = Right.COPY, **values: Any) -> RightsRequest:
        given = {
            "reference": case.reference,
            "actor": world.local.officer,
            "words": "",
            "identified": "ตรวจบัตรต่อหน้า",
            "token": uuid.uuid4(),
        } | values
        return ask_at_office(right=right, **given)

    return asked


@pytest.fixture
def protector(world: World) -> Officer:
    """The data protection officer of the center."""
    return officer(
        world.center.organization, Role.DATA_PROTECTION_OFFICER, functions=[Function.DATA_PROTECTION]
    )
