"""The demonstration's readiness and money: made up, and every page says so (S1.12)."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from cases.readiness.demo import load_demo
from cases.readiness.domain import checks, money
from cases.readiness.models import Contribution, ReadinessCheck, Spending
from cases.readiness.vocabulary import Item, State
from tests.cases.desk.conftest import soup
from tests.cases.factories import World
from tests.cases.readiness.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_it_is_invented_shown_and_made_once(world: World, client) -> None:
    for body, name in ((world.center.supervisor, "center-head"), (world.local.officer, "aonang")):
        body.person.username = name
        body.person.save()
    for _again in range(2):
        load_demo()
    assert (Contribution.objects.count(), Spending.objects.count(), ReadinessCheck.objects.count()) == (
        2,
        3,
        4,
    )
    assert not Contribution.objects.filter(is_invented=False).exists()
    assert money.account_of(world.center.organization, 2570).is_invented
    assert "ข้อมูลสมมติ" in soup(client.get(reverse("money:year", args=[2570]))).get_text()
    vehicle = next(one for one in checks.standing_of(world.local.organization) if one.item == Item.VEHICLE)
    assert vehicle.state == State.PARTLY and "สมมติ" in vehicle.check.remark


def test_without_the_demonstrations_staff_nothing_is_made(world: World) -> None:
    load_demo()
    assert not Contribution.objects.exists() and not ReadinessCheck.objects.exists()
