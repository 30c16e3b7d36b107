"""Colleagues see who else has a case open, for five minutes and no longer (issue 9, point 3)."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.test import Client
from django.urls import reverse

from cases.domain.presence import colleagues_at
from cases.models import Case, CaseOpened
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

NOON = dt.datetime(2026, 12, 1, 5, tzinfo=dt.UTC)


def shown(client: Client, case: Case) -> str:
    page = soup(client.get(reverse("desk:case", args=[case.reference])))
    found = page.select_one("[data-present]")
    return found.get_text(" ", strip=True) if found else ""


def test_a_colleague_is_named_while_the_case_is_open_there_and_not_longer(world: World) -> None:
    case = factories.working_case(world)
    first, second = world.local.officer, world.local.supervisor
    assert colleagues_at(case, first, NOON) == ()
    assert colleagues_at(case, second, NOON + dt.timedelta(minutes=4)) == (first.person.display_name,)
    assert colleagues_at(case, second, NOON + dt.timedelta(minutes=5)) == ()


def test_other_organizations_are_told_of_nobody(world: World) -> None:
    case = factories.pending_referral(world).case
    colleagues_at(case, world.center.officer, NOON)
    assert colleagues_at(case, world.local.officer, NOON) == ()
    assert colleagues_at(case, world.center.supervisor, NOON) == (world.center.officer.person.display_name,)


def test_nothing_is_kept_of_who_looked_when(world: World) -> None:
    case, other = factories.working_case(world), factories.working_case(world)
    for minute in (0, 2, 4):
        colleagues_at(case, world.local.officer, NOON + dt.timedelta(minutes=minute))
    assert CaseOpened.objects.filter(case=case).count() == 1
    colleagues_at(other, world.local.supervisor, NOON + dt.timedelta(minutes=30))
    assert list(CaseOpened.objects.values_list("case", flat=True)) == [other.pk]


def test_a_page_drawn_again_at_once_writes_nothing(world: World) -> None:
    case = factories.working_case(world)
    colleagues_at(case, world.local.officer, NOON)
    colleagues_at(case, world.local.officer, NOON + dt.timedelta(seconds=59))
    assert CaseOpened.objects.get().seen_at == NOON


def test_the_page_names_who_else_is_there(world: World, login: Login) -> None:
    case = factories.working_case(world)
    with time_machine.travel(NOON, tick=False):
        assert shown(login(world.local.officer), case) == ""
        assert world.local.officer.person.display_name in shown(login(world.local.supervisor), case)
