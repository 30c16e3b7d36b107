"""The register of a center's area: every request that it coordinates, no more of it than it may know (S1.31)."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.accounts.functions import Function
from portal.audit.models import AuditEntry
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARIES, World
from tests.helpers import assert_same_queries

AREA, TAKE = reverse("desk:register_area"), reverse("desk:register_area_take")
NOVEMBER_2569 = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _fiscal_year_2570():  # noqa: ANN202
    with time_machine.travel(NOVEMBER_2569, tick=False):
        yield


def lines(client: Client, **asked: object) -> dict[str, list[str]]:
    rows = soup(client.get(AREA, asked)).select("tbody tr")
    cells = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in rows]
    return {row[0]: row[1:] for row in cells}


def test_the_center_sees_how_the_requests_of_every_administration_stand(
    world: World, at_center: Client
) -> None:
    ours, theirs = factories.working_case(world), factories.received_case(world)
    found = lines(at_center)
    assert set(found) >= {ours.reference, theirs.reference}
    day, holder, problem, place, state = found[ours.reference]
    assert (day, holder) == (
        "22/11/2569",
        world.local.organization.short_name or world.local.organization.name_th,
    )
    assert problem and place and state == str(ours.stage and ours.get_stage_display())
    only = lines(at_center, holder=world.local.organization.pk)
    assert ours.reference in only and theirs.reference not in only
    assert lines(at_center, year=2569) == {}
    assert set(lines(at_center, year="x", holder="y")) == set(found), "what means nothing is left out"


def test_of_a_restricted_case_no_more_is_told_than_the_center_may_know(
    world: World, at_center: Client
) -> None:
    case = factories.crisis_case(world)
    page = at_center.get(AREA).content.decode()
    assert not [canary for canary in CANARIES if canary in page]
    for form in ("csv", "xlsx"):
        answer = at_center.post(TAKE, {"form": form, "reason": "ประชุมศูนย์"})
        if form == "csv":
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        else:
            book = load_workbook(io.BytesIO(answer.content)).active
            rows = [[str(cell or "") for cell in row] for row in book.iter_rows(values_only=True)]
        (row,) = [row for row in rows if case.reference in row]
        assert str(ProblemType(case.problem).label) not in row
        assert not [canary for canary in CANARIES if canary in str(rows)]
    taken = AuditEntry.objects.filter(action="register.area.export").latest("pk")
    assert (taken.purpose, taken.data["holder"]) == ("ประชุมศูนย์", None)


def test_a_table_of_one_holder_has_their_requests_only(world: World, at_center: Client) -> None:
    ours, theirs = factories.working_case(world), factories.received_case(world)
    answer = at_center.post(
        f"{TAKE}?holder={world.local.organization.pk}", {"form": "csv", "reason": "ติดตาม อปท."}
    )
    text = answer.content.decode("utf-8-sig")
    assert ours.reference in text and theirs.reference not in text
    assert at_center.post(TAKE, {"form": "pdf", "reason": "x"}).status_code == 200
    assert at_center.post(TAKE, {"form": "csv", "reason": ""}).status_code == 200


def test_it_is_there_for_whoever_works_on_cases_at_a_center_alone(
    world: World, at_center: Client, login: Login
) -> None:
    register = reverse("desk:register")
    assert f'href="{AREA}"' in at_center.get(register).content.decode()
    watcher = officer(world.center.organization, functions=[Function.VIEW])
    for reader in (world.local.supervisor, world.lead.officer, watcher):
        client = login(reader)
        assert client.get(AREA).status_code == client.get(TAKE).status_code == 404
    assert f'href="{AREA}"' not in login(world.local.officer).get(register).content.decode()


def test_a_case_of_which_an_officer_has_a_stake_is_not_theirs_to_see(world: World, login: Login) -> None:
    case = factories.received_case(world)
    assert case.reference in lines(login(world.center.officer))
    case.recused.add(world.center.officer.person)
    assert case.reference not in lines(login(world.center.officer))


def test_the_page_costs_the_same_however_long_the_register_is(world: World, at_center: Client) -> None:
    factories.working_case(world)
    at_center.get(AREA)
    assert_same_queries(
        lambda: at_center.get(AREA), lambda: [factories.working_case(world) for _ in range(3)]
    )
