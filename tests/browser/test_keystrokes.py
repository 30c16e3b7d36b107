"""Three acts of the telephone desk by the keyboard alone, within their budget of keys (issue 9, part 12)."""

from __future__ import annotations

import re
import uuid

import pytest

from cases.domain.intake import submit_case
from cases.domain.submission import AffectedDetails, ReporterDetails, Submission
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from cases.vocabulary import Channel, Relation
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.vocabulary import ProblemType
from tests.browser.keystrokes import Typist, keys_of

REPEAT_CONTACT, NEW_HOUSEHOLD, CODED_CALL = 12, 30, 10
"""Seconds that issue 9 allows."""


@pytest.fixture
def desk(visit, portal_open):
    """An officer of the center, signed in, at their list."""
    visitor = visit(axe=False)
    visitor.open("/accounts/login/")
    visitor.answer(username="center", password=portal_open["center"])
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url("**/desk/**")
    return visitor


@pytest.fixture
def case(portal_open) -> Case:
    """A caller of yesterday."""
    return submit_case(
        submission=Submission(
            problem=ProblemType.DISASTER,
            channel=Channel.DIRECT_PHONE,
            province_code="81",
            district_code="8101",
            subdistrict_code="810116",
            narrative="น้ำท่วมบ้าน (สมมติ)",
            reporter=ReporterDetails(name="สมหญิง (สมมติ)", relation=Relation.SELF, phone="081-555-0199"),
            affected=(AffectedDetails(name="สมหญิง (สมมติ)", is_reporter=True),),
        ),
        token=uuid.uuid4(),
        actor=actor_for(User.objects.get(username="center")),
    ).case


def test_a_shifted_letter_is_two_keys() -> None:
    assert (keys_of("0199"), keys_of("นน"), keys_of("ธ"), keys_of("a?")) == (4, 2, 2, 3)


def code_call(typist: Typist) -> None:
    """From the page of a case: the caller is well."""
    typist.turn("c")
    typist.think()
    typist.press("1")
    typist.turn("Enter")


def test_a_call_that_ended_is_coded(desk, case) -> None:
    desk.page.goto(f"{desk.base}/desk/cases/{case.reference}/")
    typist = Typist(desk.page)
    code_call(typist)
    event = CaseEvent.objects.get(case=case, verb=Verb.LOG_CALL)
    assert event.reason == "safe"
    assert typist.spare_keys(CODED_CALL) >= 0


def test_a_caller_of_an_earlier_case_is_found_and_coded(desk, case) -> None:
    typist = Typist(desk.page)
    typist.think()
    typist.press("/")
    typist.type("0199")
    typist.turn("Enter")
    typist.press("j")
    typist.turn("Enter")
    assert case.reference in desk.page.url
    code_call(typist)
    assert CaseEvent.objects.filter(case=case, verb=Verb.LOG_CALL).exists()
    assert typist.spare_keys(REPEAT_CONTACT) >= 0


def test_a_household_that_nobody_knows_yet_is_taken_down(desk) -> None:
    typist = Typist(desk.page)
    typist.turn("n")
    typist.think()
    typist.type("0815550123")
    typist.press("Tab")
    typist.type("นารี มากมี")
    typist.press("Tab", "Tab", "Tab", "Tab")
    typist.think()
    typist.press(*["ArrowDown"] * (1 + list(ProblemType).index(ProblemType.DISASTER)))
    typist.press("Tab")
    typist.type("นำท่วมบ้าน")
    typist.press("Tab", "Tab")
    typist.think()
    typist.type("อ่าวน")
    desk.page.locator("[role=option]").first.wait_for()
    typist.press("ArrowDown", "Enter", "Tab")
    typist.type("12/3 ม.4")
    typist.turn("Enter")
    codes = desk.page.locator(".codes dd [aria-hidden]").all_inner_texts()
    assert re.fullmatch(r"\S{4}-\S{4}", codes[0])
    made = Case.objects.get(reference=codes[0])
    assert (made.subdistrict_code, made.moo, made.problem) == ("810116", "4", ProblemType.DISASTER)
    assert (made.reporter.phone, made.reporter.name) == ("0815550123", "นารี มากมี")
    assert typist.spare_keys(NEW_HOUSEHOLD) >= 0
