"""Figures come from the register and agree with it to the last digit; each leads to its cases (S1.10)."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from cases.domain import closure, referral, reporting
from cases.models import Case
from cases.reports.domain import acts, rounds
from cases.reports.domain.behind import behind
from cases.reports.domain.filling import cases_of, figures_of
from cases.reports.domain.storing import table_of
from cases.reports.figures import sums
from cases.reports.vocabulary import CASE_MEASURES, Measure, Origin
from cases.surveys.domain import keeping
from cases.surveys.domain.answering import Home, answer
from cases.surveys.domain.keeping import Asked
from cases.vocabulary import AssistanceKind, ClosureReason, Consent, HandoverReason, Outcome
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.reports.conftest import ABOUT_NOVEMBER, OCTOBER, Levels, do, report_of

LIFE = ProblemType.QUALITY_OF_LIFE.value
NOVEMBER = dt.date(2026, 11, 1)


def at(day: int, month: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, 3, tzinfo=dt.UTC)


@pytest.fixture
def busy(levels: Levels, time_machine) -> Levels:
    """October of the local administration: one closed, one helped and open, one handed on, one left from September."""
    world = levels.world
    time_machine.move_to(at(20, 9), tick=False)
    factories.working_case(world)
    time_machine.move_to(at(3), tick=False)
    factories.closed_case(world)
    time_machine.move_to(at(10), tick=False)
    helped = factories.working_case(world)
    factories.followed_case(
        world, case=helped, persons=4, kind=AssistanceKind.IN_KIND, amount_baht=Decimal("1500.25")
    )
    time_machine.move_to(at(12), tick=False)
    escalated = factories.working_case(world)
    sent = referral.refer_case(
        case=escalated,
        target=world.other_local.organization,
        actor=world.local.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    referral.accept_referral(referral=sent, actor=world.other_local.officer)
    time_machine.move_to(ABOUT_NOVEMBER, tick=False)
    rounds.open_rounds(dt.date(2026, 11, 5))
    return levels


def test_the_month_is_counted_from_the_history(busy: Levels) -> None:
    line = figures_of(busy.local.organization, OCTOBER)[LIFE]
    assert line == {
        "carried": 1,
        "received": 3,
        "forwarded": 1,
        "closed": 1,
        "pending": 2,
        "helped": 2,
        "households": 2,
        "persons": 7,
        "in_kind": 1,
        "baht": Decimal("3500.25"),
    }
    assert line["carried"] + line["received"] - line["forwarded"] - line["closed"] == line["pending"]
    assert figures_of(busy.other.organization, OCTOBER)[LIFE] == {"received": 1, "pending": 1}


def test_what_is_left_is_what_the_next_month_carries_over(busy: Levels) -> None:
    ended = figures_of(busy.local.organization, OCTOBER)[LIFE]["pending"]
    assert figures_of(busy.local.organization, NOVEMBER)[LIFE]["carried"] == ended


def test_the_same_month_gives_the_same_figures_later(busy: Levels, time_machine) -> None:
    before = figures_of(busy.local.organization, OCTOBER)
    time_machine.move_to(at(20, 11), tick=False)
    open_case = Case.objects.filter(holder=busy.local.organization, closed_at__isnull=True).latest("pk")
    factories.closed_case(busy.world, case=factories.closing_case(busy.world, case=open_case))
    assert figures_of(busy.local.organization, OCTOBER) == before


def test_help_agrees_with_the_yearly_figures_of_the_register(busy: Levels) -> None:
    total = sums(figures_of(busy.local.organization, OCTOBER))
    year = [
        row
        for row in reporting.yearly_figures(2570).rows
        if row.organization_id == busy.local.organization.pk and row.month == OCTOBER
    ]
    for measure in ("helped", "persons", "households"):
        assert total[measure] == sum(getattr(row, measure) or 0 for row in year)
    assert total["baht"] == Decimal("3500.25")


def test_what_was_no_request_is_not_counted(busy: Levels) -> None:
    Case.objects.filter(holder=busy.local.organization).update(closure_reason=ClosureReason.SPAM)
    assert figures_of(busy.local.organization, OCTOBER).get(LIFE, {}).get("pending", 0) == 0


def test_what_could_not_be_helped_is_counted_among_the_closed(busy: Levels, time_machine) -> None:
    time_machine.move_to(at(28), tick=False)
    case = factories.working_case(busy.world)
    approval = closure.request_closure(
        case=case,
        actor=busy.world.local.officer,
        reason=ClosureReason.NO_BODY_CAN_HELP,
        outcome=Outcome.NOT_ELIGIBLE,
        note="ไม่มีหน่วยงานช่วยได้",
    )
    closure.approve(approval=approval, actor=busy.world.local.supervisor)
    line = figures_of(busy.local.organization, OCTOBER)[LIFE]
    assert (line["closed"], line["refused"]) == (2, 1)


def test_every_figure_of_cases_is_the_number_of_its_cases(busy: Levels) -> None:
    figures = figures_of(busy.local.organization, OCTOBER)
    found = cases_of(busy.local.organization, OCTOBER)
    for measure in CASE_MEASURES:
        assert figures[LIFE].get(measure, 0) == len(found.get((LIFE, measure.value), []))


def test_a_filled_report_agrees_with_the_register_and_can_be_sent_at_once(busy: Levels) -> None:
    """A monthly report takes two clicks when the register is right."""
    row = do(acts.fill, report_of(busy.local), busy.local)
    assert table_of(row) == table_of(row, Origin.REGISTER) == figures_of(busy.local.organization, OCTOBER)
    assert do(acts.submit, row, busy.local).state == "submitted"


def test_filling_again_keeps_the_remarks(busy: Levels) -> None:
    row = report_of(busy.local)
    do(acts.fill, row, busy.local)
    do(
        acts.edit,
        row,
        busy.local,
        table={LIFE: {"received": 9}},
        line_remarks={LIFE: "กระดาษ"},
        remarks="น้ำท่วม",
    )
    again = do(acts.fill, row, busy.local)
    assert table_of(again) == table_of(again, Origin.REGISTER)
    assert again.remarks == "น้ำท่วม"
    assert again.lines.get(origin=Origin.REPORTED, problem=LIFE).remark == "กระดาษ"


def test_behind_a_figure_are_the_cases_that_the_reader_may_open(busy: Levels) -> None:
    row = do(acts.fill, report_of(busy.local), busy.local)
    found = behind(report=row, problem=LIFE, measure=Measure.PENDING, actor=busy.local)
    assert found.agrees and found.counted == 2 and found.hidden == 0
    assert {case.holder_id for case in found.cases} == {busy.local.organization.pk}


def test_whoever_does_no_case_work_sees_no_case_behind_a_figure(busy: Levels) -> None:
    row = do(acts.fill, report_of(busy.other), busy.other)
    found = behind(report=row, problem=LIFE, measure=Measure.PENDING, actor=busy.other)
    assert (found.counted, found.hidden, list(found.cases)) == (1, 1, [])


# Households that were asked ----------------------------------------------------------------------------------------


def asked(levels: Levels, time_machine, needing: int, others: int, month: int = 10) -> None:
    """A survey of the local administration with two needs, answered in one month."""
    time_machine.move_to(at(6, month), tick=False)
    by = levels.world.local.officer
    survey = keeping.make(
        actor=by,
        title="สำรวจ",
        purpose="เพื่อช่วย",
        first=dt.date(2026, month, 1),
        last=dt.date(2026, month, 28),
        subdistricts=[factories.SUBDISTRICT],
        questions=[
            Asked(words="บ้านเสียหายหรือไม่", theme=ProblemType.DISASTER),
            Asked(words="ขาดรายได้หรือไม่", theme=ProblemType.QUALITY_OF_LIFE),
            Asked(words="มีรถหรือไม่"),
        ],
    )
    for house in range(needing + others):
        said = {1: "yes", 2: "yes"} if house < needing else {1: "no", 3: "yes"}
        answer(
            survey=survey,
            actor=by,
            token=uuid.uuid4(),
            home=Home(subdistrict=factories.SUBDISTRICT, house=str(house + 1), moo="1"),
            answers=said,
        )


def test_households_that_were_asked_are_filled_from_the_surveys_of_the_month(
    levels: Levels, time_machine
) -> None:
    asked(levels, time_machine, needing=2, others=3)
    asked(levels, time_machine, needing=1, others=1)
    asked(levels, time_machine, needing=1, others=0, month=9)
    time_machine.move_to(ABOUT_NOVEMBER, tick=False)
    rounds.open_rounds(dt.date(2026, 11, 5))
    row = do(acts.fill, report_of(levels.local), levels.local)
    assert (row.surveyed, row.survey_needs) == (5, 2), "once each, in two surveys and with two needs"


def test_households_asked_on_paper_stay_as_they_were_typed(levels: Levels, time_machine) -> None:
    time_machine.move_to(ABOUT_NOVEMBER, tick=False)
    rounds.open_rounds(dt.date(2026, 11, 5))
    do(acts.edit, report_of(levels.local), levels.local, surveyed=40, survey_needs=7)
    row = do(acts.fill, report_of(levels.local), levels.local)
    assert (row.surveyed, row.survey_needs) == (40, 7)
