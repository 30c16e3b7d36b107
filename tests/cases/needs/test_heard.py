"""Needs are heard of in questions to the center and in an office's own surveys too, without anybody's words (S1.27)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.consultation.domain import asking
from cases.consultation.domain.needs import asked_about
from cases.domain import heard_needs
from cases.surveys.domain.needs import said_to_need
from tests.cases.desk.conftest import soup
from tests.cases.factories import World
from tests.cases.needs.conftest import NOW, OURS
from tests.cases.surveys.test_surveys import NAME, make, say

pytestmark = pytest.mark.django_db
PAGE = reverse("needs:page")
BEGIN, END = NOW - dt.timedelta(days=90), NOW + dt.timedelta(seconds=1)
WORDS = "ฉันชื่อคะนารี ถามเรื่องน้ำท่วม"


def ask(problem: str) -> None:
    asking.ask(token=uuid.uuid4(), question=WORDS, problem=problem)


def test_questions_count_by_theme_and_without_a_place(areas: World, now: None) -> None:
    for problem in ("disaster", "disaster", "disease", ""):
        ask(problem)
    center = areas.center.organization
    assert asked_about(center, BEGIN, END) == {("disaster", ""): 2, ("disease", ""): 1}
    assert asked_about(center, END, END + dt.timedelta(days=1)) == {}
    assert asked_about(areas.local.organization, BEGIN, END) == {}


def test_households_of_ones_own_surveys_count_once(areas: World, now: None) -> None:
    survey = make(areas, actor=areas.center.officer)
    for house, answer in (("1", "yes"), ("2", "yes"), ("3", "no")):
        say(areas, survey, house, said={1: answer}, actor=areas.center.officer)
    center = areas.center.organization
    assert said_to_need(center, BEGIN, END) == {("disaster", OURS): 2}
    assert said_to_need(areas.local.organization, BEGIN, END) == {}, "another's survey is read protected only"


def test_the_center_reads_them_beside_the_requests(areas: World, at_center: Client, now: None) -> None:
    with time_machine.travel(NOW - dt.timedelta(minutes=1), tick=False):
        ask("disease")
        survey = make(areas, actor=areas.center.officer)
        say(areas, survey, said={1: "yes"}, actor=areas.center.officer)
    response = at_center.get(PAGE)
    page, text = soup(response), response.content.decode()
    assert [region["aria-label"] for region in page.select(".table-wrap")] == [
        "จากคำถามถึงศูนย์",
        "จากแบบสำรวจของเรา",
    ]
    assert WORDS not in text and NAME not in text


def test_a_local_administration_reads_what_it_was_told_and_nothing_else(
    areas: World, at_local: Client, now: None
) -> None:
    with time_machine.travel(NOW - dt.timedelta(minutes=1), tick=False):
        ask("disease")
    assert not soup(at_local.get(PAGE)).select(".table-wrap")


def test_a_way_is_registered_once_and_tells_only_when_there_is_something(areas: World, now: None) -> None:
    before = list(heard_needs._ways)
    heard_needs.register(before[0])
    assert heard_needs._ways == before
    assert heard_needs.heard(areas.center.organization, BEGIN, END) == []
