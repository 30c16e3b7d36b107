"""Who writes help down is told when the household was helped for the same cause elsewhere, and nothing else of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.domain import assistance
from cases.domain.queries.helped_before import MOST_TOLD, helped_before
from cases.models import Case
from portal.vocabulary import ProblemType
from tests.cases.desk.conftest import login, soup  # noqa: F401 - the fixture
from tests.cases.factories import CANARY_NAME, World, help_given, working_case, working_crisis_case


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """The day does not change while a test runs."""
    with time_machine.travel(dt.datetime(2026, 11, 26, 5, tzinfo=dt.UTC), tick=False):
        yield


def elsewhere(world: World, *, days: int = 30, **values):
    """A case of the same place and problem in which somebody was helped."""
    case = working_case(world, **values)
    on = timezone.localdate() - dt.timedelta(days=days)
    assistance.record_help(case=case, actor=world.local.officer, given=help_given(given_on=on))
    return case


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        # The desk's reading of names and numbers: a title, a lost tone mark, Thai digits, hyphens.
        (f"นาง{CANARY_NAME}", "089-999-0001"),
        ("คนอื่น", "๐๘๑๗๗๐๐๑๓๑"),
    ],
)
def test_the_same_name_or_number_at_the_same_place_is_found(world: World, name: str, phone: str):
    elsewhere(world, reporter={"name": name, "phone": phone}, affected={"name": name, "phone": phone})
    case = working_case(world)
    (found,) = helped_before(case, timezone.localdate(), world.other_local.officer)
    assert (found.by, found.on) == (
        world.local.organization.short_name,
        timezone.localdate() - dt.timedelta(days=30),
    )


def test_others_long_ago_other_causes_and_the_case_itself_are_not(world: World):
    stranger = {"name": "คนละคน", "phone": "089-999-0002"}
    elsewhere(world, reporter=stranger, affected=stranger)
    elsewhere(world, days=366)
    elsewhere(world, problem=ProblemType.DISASTER)
    elsewhere(world, subdistrict_code="810103")
    own = elsewhere(world, days=1)
    assert helped_before(own, timezone.localdate(), world.local.officer) == ()


def test_of_a_restricted_case_nothing_is_said(world: World):
    crisis = working_crisis_case(world)
    assistance.record_help(case=crisis, actor=world.lead.officer, given=help_given())
    assert helped_before(working_crisis_case(world), timezone.localdate(), world.lead.officer) == ()


def test_an_organization_that_was_left_out_of_the_other_case_is_told_nothing(world: World):
    other = elsewhere(world)
    case = working_case(world)
    Case.objects.filter(pk=other.pk).update(excluded=[world.other_local.organization.pk])
    assert helped_before(case, timezone.localdate(), world.other_local.officer) == ()
    assert len(helped_before(case, timezone.localdate(), world.local.officer)) == 1


def test_whoever_stepped_back_from_the_other_case_is_told_nothing_and_colleagues_are(world: World):
    other = elsewhere(world)
    case = working_case(world)
    other.recused.add(world.local.officer.person)
    assert helped_before(case, timezone.localdate(), world.local.officer) == ()
    assert len(helped_before(case, timezone.localdate(), world.local.supervisor)) == 1


def test_what_may_not_be_told_takes_no_place_of_what_may(world: World):
    told = elsewhere(world, days=60)
    for day in range(1, 1 + MOST_TOLD):
        hidden = elsewhere(world, days=day)
        Case.objects.filter(pk=hidden.pk).update(excluded=[world.other_local.organization.pk])
    (found,) = helped_before(working_case(world), timezone.localdate(), world.other_local.officer)
    assert found.on == told.assistance.get().given_on


def test_the_form_of_an_organization_that_was_left_out_says_nothing(world: World, login):  # noqa: F811
    other = elsewhere(world)
    case = working_case(world)
    Case.objects.filter(pk=other.pk).update(excluded=[world.local.organization.pk])
    address = reverse("desk:act", kwargs={"reference": case.reference, "verb": "record_help"})
    page = soup(login(world.local.officer).get(address))
    assert "ได้รับความช่วยเหลือเรื่องเดียวกันแล้ว" not in page.get_text()


def test_the_form_says_so_without_the_other_case(world: World, login):  # noqa: F811
    other = elsewhere(world)
    case = working_case(world)
    address = reverse("desk:act", kwargs={"reference": case.reference, "verb": "record_help"})
    warnings = soup(login(world.local.officer).get(address)).select("main .notice--warn")
    (text,) = [one.get_text(" ") for one in warnings if "ได้รับความช่วยเหลือเรื่องเดียวกันแล้ว" in one.get_text()]
    assert other.reference not in text
