"""The sign and the poster of a unit at the desk (S2.06, S2.62)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from cases.readiness.desk.signs import sign_of
from tests.cases.factories import World
from tests.cases.readiness.conftest import Login

pytestmark = pytest.mark.django_db


def test_the_sign_names_the_unit_the_four_problems_and_where_to_ask(world: World, settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://krabi.example"
    unit = world.local.organization
    unit.phone = "075611899, 0-7562-2437"
    with translation.override("en"):
        sign = sign_of(unit)
    assert (sign.unit, sign.url) == (unit.name_th, "https://krabi.example/request/")
    assert len(sign.problems) == 4 and "การค้ามนุษย์" in sign.problems
    assert len(sign.phones) == 2


def test_a_unit_takes_its_papers_and_nobody_elses(world: World, login: Login, monkeypatch, elsewhere) -> None:
    drawn = []
    for name in ("sign_pdf", "poster_pdf"):
        monkeypatch.setattr(
            f"cases.readiness.desk.signs.{name}",
            lambda sign, name=name: drawn.append((name, sign.unit)) or b"%PDF",
        )
    unit = world.local.organization
    for name in ("sign", "poster"):
        address = reverse(f"readiness:{name}", args=[unit.pk])
        assert login(world.local.officer).get(address)["Content-Type"] == "application/pdf"
        for stranger in (world.other_local.officer, elsewhere):
            assert login(stranger).get(address).status_code == 404
    assert drawn == [("sign_pdf", unit.name_th), ("poster_pdf", unit.name_th)]
