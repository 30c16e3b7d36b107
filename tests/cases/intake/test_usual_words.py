"""How long it usually takes is read before asking and while waiting, never on a page over which somebody may look."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation

from cases.domain import assistance, plan
from cases.domain.usual_times import Usual
from cases.intake.usual_words import sentence, span, told
from cases.models import Case, HelpService, UsualTime, UsualTimesDay
from cases.vocabulary import AssistanceKind
from portal.page_cache.changes import rooms_written_by
from portal.page_cache.rooms import Room
from portal.vocabulary import ProblemType
from tests.cases.factories import SUBDISTRICT, World, help_given, working_case, working_crisis_case
from tests.cases.intake.conftest import Walker, address, text_of
from tests.cases.intake.test_tracking_acts import opened

QUALITY = ProblemType.QUALITY_OF_LIFE


@pytest.fixture
def known(db: None) -> None:
    """A subdistrict with few cases, a province with many, and a crisis."""
    for problem, area, cases, half, nine in (
        (QUALITY, SUBDISTRICT, 6, 70.0, None),
        (QUALITY, "81", 40, 90.0, 300.0),
        (QUALITY, "", 400, 100.0, 500.0),
        (ProblemType.DISASTER, "", 400, 20.0, 60.0),
        (ProblemType.VIOLENCE, "", 50, 5.0, 20.0),
    ):
        UsualTime.objects.create(problem=problem, area=area, cases=cases, half_hours=half, nine_hours=nine)


@pytest.mark.parametrize(
    ("hours", "thai", "english"),
    [
        (0.3, "1 ชั่วโมง", "1 hour"),
        (23.2, "1 วัน", "1 day"),
        (30, "30 ชั่วโมง", "30 hours"),
        (49, "3 วัน", "3 days"),
    ],
)
def test_a_span_is_said_in_the_unit_that_people_count_in(hours: float, thai: str, english: str):
    assert span(hours) == thai
    with translation.override("en"):
        assert span(hours) == english


def test_the_sentence_says_where_its_figures_come_from():
    assert sentence(Usual("", 9, 30.0)) == "ทุกพื้นที่: ครึ่งหนึ่งได้รับความช่วยเหลือภายใน 30 ชั่วโมง"
    alike = sentence(Usual("", 9, 130.0, "", 140.0))
    assert alike == "ทุกพื้นที่: เก้าในสิบคนได้รับความช่วยเหลือภายใน 6 วัน"
    both = sentence(Usual(SUBDISTRICT, 6, 70.0, "81", 300.0))
    assert "ปากน้ำ" in both
    assert "กระบี่" in both.split("(")[1]
    assert "13 วัน" in both


def test_kinds_that_have_nothing_in_common_have_no_usual_time(known):
    UsualTime.objects.create(problem=ProblemType.OTHER, area="", cases=99, half_hours=1, nine_hours=2)
    assert told(ProblemType.OTHER) == ""
    assert told(None) == ""
    assert told(QUALITY) != ""


def test_it_is_read_before_asking(known, client: Client):
    page = client.get(address("start"), {"kind": "disaster"})
    assert "ครึ่งหนึ่งได้รับความช่วยเหลือภายใน 20 ชั่วโมง" in text_of(page)
    assert "ครึ่งหนึ่ง" not in text_of(client.get(address("start")))


def test_a_guide_says_it_for_its_kind(known):
    drawn = Template("{% load usual %}{% usual_time kind as words %}{{ words }}")
    assert "เก้าในสิบคนภายใน 20 ชั่วโมง" in drawn.render(Context({"kind": "violence"}))
    assert drawn.render(Context({"kind": "something"})) == ""


def test_the_check_page_says_it_for_the_place(known, walker: Walker):
    walker.fill(problem={"problem": "quality_of_life"})
    text = text_of(walker.get("check"))
    assert "ปากน้ำ" in text
    assert "3 วัน" in text


def test_a_careful_request_has_no_such_sentence(known, crisis: Walker):
    crisis.fill(problem={"problem": "violence"})
    assert "ครึ่งหนึ่ง" not in text_of(crisis.get("check"))


def test_while_waiting_until_the_first_help(known, world: World, client: Client):
    case = working_case(world)
    assert "3 วัน" in text_of(opened(client, case))
    assistance.record_help(case=case, actor=world.local.officer, given=help_given())
    assert "ครึ่งหนึ่ง" not in text_of(opened(client, Case.objects.get(pk=case.pk)))


def test_a_restricted_request_is_told_neither_time_nor_plan(known, world: World, client: Client):
    case = working_crisis_case(world)
    _plan(case, world.lead.officer)
    text = text_of(opened(client, case))
    assert "ครึ่งหนึ่ง" not in text
    assert "เยี่ยมบ้าน" not in text


def _plan(case: Case, actor) -> plan.PlanItem:
    service = HelpService.objects.create(name_th="เยี่ยมบ้าน", name_en="Home visit", kind=AssistanceKind.OTHER)
    due = timezone.localdate() + dt.timedelta(days=3)
    return plan.plan_help(
        case=case, actor=actor, service=service, by=actor.organization, due_on=due, details="ลับภายใน-4471"
    )


def test_the_plan_is_told_by_whom_and_until_when_without_its_details(world: World, client: Client):
    case = working_case(world)
    item = _plan(case, world.local.officer)
    text = text_of(opened(client, case))
    assert "เยี่ยมบ้าน โดย" in text
    assert "ลับภายใน-4471" not in text
    assistance.record_help(case=case, actor=world.local.officer, given=help_given(), plan_item=item)
    text = text_of(opened(client, Case.objects.get(pk=case.pk)))
    assert "เยี่ยมบ้าน โดย" not in text


def test_kept_pages_are_made_anew_when_a_usual_time_changes_and_not_before():
    """The start page and the guides are kept (portal.page_cache); the mark of the day is on none of them."""
    assert rooms_written_by(f'UPDATE "{UsualTime._meta.db_table}" SET "cases" = 7') == {Room.FRAME}
    assert not rooms_written_by(f'INSERT INTO "{UsualTimesDay._meta.db_table}" ("day") VALUES (1)')
