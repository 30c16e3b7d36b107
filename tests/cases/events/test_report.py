"""What the report of an event tells: how long it took, the oldest danger, households, who is accounted for (many.md, B4)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from cases.domain import screening
from cases.events.desk.report import facts_of
from cases.events.domain import figures
from cases.events.domain.summing import summary_of
from cases.events.models import Event
from cases.households.domain import joining
from cases.households.vocabulary import LinkKind
from cases.models import Case
from cases.vocabulary import Severity
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW, OURS
from tests.cases.factories import World
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def asked(**values) -> Case:
    return factories.CaseFactory(**({"problem": ProblemType.DISASTER, "subdistrict_code": OURS} | values))


def taken(areas: World, case: Case) -> None:
    """The center works on it."""
    screened = screening.screen_case(
        case=case, actor=areas.center.officer, problem=ProblemType.DISASTER, severity=Severity.EMERGENCY
    )
    screening.take_on(case=screened, actor=areas.center.officer)


def told(event: Event) -> dict[str, str]:
    return dict(facts_of(event, summary_of(event)))


def test_the_report_says_how_long_half_waited_and_who_waited_longest_in_danger(
    event: Event, areas: World, now
) -> None:
    assert summary_of(event).waits.minutes is None
    for minutes in (10, 20, 30, 40, 50):
        now.move_to(NOW)
        case = asked(danger_now=minutes == 20)
        now.move_to(NOW + minutes * MINUTE)
        taken(areas, case)
    found = summary_of(event)
    assert (found.waits.minutes, found.waits_danger.minutes) == (30, None)
    assert found.longest_danger == 20 * MINUTE
    facts = told(event)
    assert facts["ครึ่งหนึ่งมีหน่วยงานรับไปทำภายใน"] == "30 นาที"
    assert facts["ผู้มีอันตรายที่รอนานที่สุด"] == "20 นาที"
    asked(danger_now=True)
    now.move_to(NOW + 95 * MINUTE)
    assert summary_of(event).longest_danger == 45 * MINUTE, "who still waits waits by now"


def test_a_half_that_still_waits_is_told_as_that(event: Event, areas: World) -> None:
    asked()
    facts = told(event)
    assert facts["ครึ่งหนึ่งมีหน่วยงานรับไปทำภายใน"].startswith("ยังบอกไม่ได้")
    assert facts["ผู้มีอันตรายที่รอนานที่สุด"] == ""


def test_reports_that_persons_joined_are_one_household(event: Event, areas: World) -> None:
    one, other, third, neighbor = (asked() for _each in range(4))
    actor = areas.center.officer
    assert told(event)["ครัวเรือนที่ขอความช่วยเหลือ"] == "4"
    joining.join(one=one, other=other, actor=actor, kind=LinkKind.SAME_MATTER)
    facts = told(event)
    assert facts["ครัวเรือนที่ขอความช่วยเหลือ"] == "3"
    assert facts["เรื่องที่รวมเป็นครัวเรือนเดียวกัน"] == "2 เรื่อง เป็น 1 ครัวเรือน"
    joining.join(one=third, other=neighbor, actor=actor, kind=LinkKind.SAME_PLACE)
    assert told(event)["ครัวเรือนที่ขอความช่วยเหลือ"] == "3", "who shares a place only is a household of its own"


def test_rooms_above_add_their_figures_to_page_and_paper(
    event: Event, areas: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "_counters", [])
    for _twice in range(2):
        figures.register(_boats)
    assert figures.figures_of(event) == [("เรือที่ออก", "12 ลำ")]
    papers: list[str] = []
    monkeypatch.setattr(
        "cases.events.desk.report.figures_pdf", lambda paper: papers.append(paper.period) or b"%PDF-"
    )
    client = login(areas.center.officer)
    assert "12 ลำ" in client.get(reverse("events:report", args=[event.slug])).content.decode()
    client.get(reverse("events:report_pdf", args=[event.slug]))
    assert "เรือที่ออก 12 ลำ" in papers[0]


def _boats(_event: Event) -> list[tuple[str, str]]:
    return [("เรือที่ออก", "12 ลำ")]


def test_the_report_costs_the_same_however_many_asked(event: Event, areas: World, login: Login) -> None:
    client = login(areas.center.officer)

    def more() -> None:
        for _each in range(2):
            factories.working_case(areas, subdistrict_code=OURS, danger_now=True)
            asked(danger_now=True)

    more()
    assert_same_queries(lambda: client.get(reverse("events:report", args=[event.slug])), more)
