"""`bin/drill flood`: the same seed is the same week, the ledger sees what is planted, and a small run prints every line."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.visitor import hidden
from cases.domain import assistance, screening
from cases.machine.vocabulary import WaitingState
from cases.models import Approval, AssistanceRecord, Case, Duty
from cases.vocabulary import Severity, Told
from cases.vulnerable.domain import figures
from cases.vulnerable.models import Account, Mark
from cases.vulnerable.vocabulary import SEEN, Source
from drills import citizens, district, flood, ledger, many, table
from drills.clock import Clock, Script
from drills.desk import Desk
from drills.flood import Plan
from drills.people import MARK, Report, arrivals, mark_of
from drills.seconds import Meter, words_in
from portal.organizations.starter import load_organizations
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import world  # noqa: F401 - a fixture
from tests.cases.factories import CaseFactory, World

BEGIN = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


# Who comes ---------------------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_people_at_the_same_times() -> None:
    one, same, other = (arrivals(seed=seed, requests=400, days=7) for seed in (1, 1, 2))
    assert one == same != other
    assert [report.at for report in one] == sorted(report.at for report in one)
    assert one[0].at >= 0 and one[-1].at < 7 * 24 * 3600
    assert {report.household.office for report in one} == set(range(9))


def test_a_third_and_a_little_more_report_a_household_again() -> None:
    reports = arrivals(seed=1, requests=4000, days=7)
    share = sum(report.again for report in reports) / len(reports)
    assert 0.33 < share < 0.37
    seen: set[int] = set()
    for report in reports:
        assert report.again == (report.household.number in seen)
        seen.add(report.household.number)


def test_everybody_is_invented_and_can_be_found_again() -> None:
    reports = arrivals(seed=1, requests=50, days=1)
    assert all("สมมติ" in name for report in reports for name in report.household.names)
    assert len({report.mark for report in reports}) == 50
    assert all(report.mark in report.words for report in reports)


# Time and seconds --------------------------------------------------------------------------------------------------------


def test_time_jumps_to_what_comes_next_and_everybody_waits_for_their_own_steps() -> None:
    told: list[tuple[str, float, dt.datetime]] = []

    def steps(name: str, pause: float) -> Script:
        for _step in range(2):
            told.append((name, clock.seconds, timezone.now()))
            yield pause

    with time_machine.travel(BEGIN, tick=False) as traveller:
        clock = Clock(traveller, BEGIN)
        clock.follow(steps("slow", 60), at=10)
        clock.follow(steps("fast", 5), at=12)
        clock.run(until=100)
        assert timezone.now() == BEGIN + dt.timedelta(seconds=100)
    assert [(name, at) for name, at, _now in told] == [("slow", 10), ("fast", 12), ("fast", 17), ("slow", 70)]
    assert all(now == BEGIN + dt.timedelta(seconds=at) for _name, at, now in told)


def test_seconds_are_those_of_the_table_and_nothing_else() -> None:
    meter = Meter()
    assert meter.add("danger", "click", 2) == pytest.approx(2.6)
    meter.add("crew", "page")
    assert meter.seconds("danger") == pytest.approx(2.6)
    assert meter.seconds() == pytest.approx(2.9)
    assert meter.number("click") == 2
    with pytest.raises(KeyError):
        meter.add("danger", "think")
    assert words_in("น้ำท่วมบ้าน") >= 2


def test_who_still_waits_at_the_end_is_not_left_out() -> None:
    one, other = [report for report in arrivals(seed=1, requests=9, days=1) if not report.again][:2]
    scene = flood.Scene.__new__(flood.Scene)
    scene.owned = {one.number: one.at + 120}
    assert table.waits(scene, [one, other], until=other.at + 600) == pytest.approx([2, 10])


def test_the_number_is_read_as_it_is_seen_and_not_as_it_is_read_out() -> None:
    (report,) = arrivals(seed=1, requests=1, days=1)
    page = (
        '<dl class="codes codes--one"><div><dd><span aria-hidden="true">WDWH-<wbr>VJTV</span>'
        '<span class="visually-hidden no-print">W D W H, V J T V</span></dd></div></dl>'
    )
    assert citizens.reference_on(page, report) == "WDWH-VJTV"
    with pytest.raises(citizens.NotTakenError):
        citizens.reference_on("<p>503</p>", report)
    assert hidden('<input type="hidden" name="token" value="1">') == {"token": "1"}


# The ledger --------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_lost_and_a_doubled_request_are_noticed(world: World) -> None:  # noqa: F811
    reports = arrivals(seed=1, requests=4, days=1)
    sent: dict[str, Report] = {}

    def stored(report: Report) -> Case:
        case = CaseFactory(narrative=f"น้ำท่วม {report.mark}", token=uuid.uuid4())
        sent.setdefault(case.reference, report)
        return case

    stored(reports[0])
    silent = stored(reports[1])
    stored(reports[2])
    CaseFactory(narrative=f"น้ำท่วม {reports[2].mark}", token=uuid.uuid4())
    sent["0000-0000"] = reports[3]
    Duty.objects.filter(case=silent).update(ended_at=timezone.now(), how="done")
    lost, doubled = ledger.lost_and_doubled(sent)
    assert lost == [mark_of(2), mark_of(4)]
    assert doubled == [mark_of(3)]
    assert all(mark.startswith(MARK) for mark in lost)


@pytest.mark.django_db
def test_a_case_that_two_persons_closed_for_a_reason_is_not_lost(world: World) -> None:  # noqa: F811
    case = factories.closed_case(world)
    assert case.closed_at is not None and ledger.is_closed_well(case)
    ended = case.events.filter(to_stage="closed").order_by("-sequence")[0]
    asked = case.events.get(verb="request_closure")
    assert ended.user != asked.user
    case.closure_reason = ""
    assert not ledger.is_closed_well(case)
    assert not ledger.is_closed_well(factories.working_case(world))


@given(
    st.lists(st.tuples(st.sampled_from(SEEN), st.integers(0, 5), st.sampled_from(list(Source))), max_size=8)
)
def test_marks_are_reckoned_in_two_ways_that_agree(seen: list[tuple]) -> None:
    marks = [
        Mark(status=status, observed_at=BEGIN + dt.timedelta(hours=hour), source=source)
        for status, hour, source in seen
    ]
    known = figures.known(
        [figures.Seen(one.status, one.observed_at, Source(one.source).is_person) for one in marks]
    )
    assert ledger.stands(marks) == known.status


@pytest.fixture
def water(db: None) -> Iterator[district.District]:
    """The invented district on the morning of the flood."""
    load_organizations()
    with time_machine.travel(BEGIN, tick=False):
        yield district.make(seed=1, officers=12, homes=6, boats=1)


def test_a_figure_that_does_not_follow_from_its_rows_is_noticed(water: district.District) -> None:
    assert ledger.sums_that_differ(water.event, water.head) == []
    row = Account.objects.filter(event=water.event).first()
    assert row is not None
    Account.objects.filter(pk=row.pk).update(status="safe")
    assert ledger.sums_that_differ(water.event, water.head) == [
        f"household {row.number} of the register: safe"
    ]


def test_nine_local_administrations_share_out_all_officers(water: district.District) -> None:
    assert len(water.locals) == 9
    assert all(body.officers and body.boats and body.places for body in water.locals)


# Acts on many ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(water: district.District) -> tuple[flood.Scene, Desk, Case]:
    """The officer of a local administration that has helped a house, and what was counted so far."""
    body = next(one for one in water.locals if len(one.officers) > 1)
    actor = body.officers[1]
    (report,) = arrivals(seed=1, requests=1, days=1)
    reference = citizens.send(dataclasses.replace(report, says_danger=False), water.event, body.places[0])
    case = screening.screen_case(
        case=Case.objects.get(reference=reference),
        actor=actor,
        problem=ProblemType.DISASTER,
        severity=Severity.NORMAL,
    )
    case = screening.take_on(case=case, actor=actor)
    assistance.record_help(case=case, actor=actor, given=factories.help_given())
    scene = flood.Scene.__new__(flood.Scene)
    scene.__dict__ |= {"district": water, "many": Counter(), "taken": set(), "_seen": {}, "clock": Later()}
    return scene, Desk(actor, Meter()), case


class Later:
    """A clock on which nothing happens any more."""

    seconds = 0.0

    def at(self, _seconds: float, _act: object) -> None:
        """Forget it."""


def done(scene: flood.Scene, desk: Desk, verb: str, query: str, given: dict[str, object]) -> dict[str, int]:
    """Do an act on many, and return what was counted."""
    body = next(one for one in scene.district.locals if desk.actor in one.officers)
    before = desk.meter.counts.copy()
    for _pause in many._act(scene, body, desk, verb, query, verb, given):
        pass
    return {what: number for (_work, what), number in (desk.meter.counts - before).items()}


def test_what_the_board_offers_is_counted_press_by_press(office: tuple[flood.Scene, Desk, Case]) -> None:
    """The board, the press, what is said and what happens to one case looked over, confirmed."""
    scene, desk, case = office
    counted = done(scene, desk, "close", "list=hands&stage=working", many.CLOSED)
    assert counted == {"click": 3, "page": 3, "decide": 2, "row": 3}
    assert Approval.objects.get(case=case).state == WaitingState.OPEN
    assert +scene.many == {"close": 1}


def test_what_nobody_said_yet_is_filled_in_once(office: tuple[flood.Scene, Desk, Case]) -> None:
    scene, desk, case = office
    AssistanceRecord.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(helped=False)
    counted = done(scene, desk, "tell", "list=hands&stage=working", {"told": Told.ON_THE_WAY.value})
    assert counted == {"click": 5, "page": 4, "decide": 3}
    assert +scene.many == {"tell": 1}


def test_what_the_board_does_not_offer_is_chosen_in_the_list_and_both_are_counted(
    office: tuple[flood.Scene, Desk, Case],
) -> None:
    scene, desk, _case = office
    counted = done(scene, desk, "accept", "list=hands&stage=working", {})
    assert counted == {"click": 6, "page": 5, "decide": 2}
    assert +scene.many == {"left": 1}


# The whole ---------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_small_flood_prints_every_line_and_loses_nothing() -> None:
    load_organizations()
    printed: list[str] = []
    plan = Plan(requests=6, days=1, officers=12, seed=3, homes=4, boats=1, after=1)
    status = flood.run(printed.append, plan)
    text = "\n".join(printed)
    for name in (
        *("requests", "households", "repeated", "p50", "p99", "after a day", "staff seconds per request"),
        *(
            "folded alarms",
            "lost",
            "doubled",
            "sums that differ",
            "not taken by a page",
            "seconds on this machine",
        ),
    ):
        assert name in text, name
    for name in ("lost", "doubled", "sums that differ", "not taken by a page"):
        (line,) = [one for one in printed if one.strip().startswith(name)]
        assert line.endswith("reached"), text
    assert status == ("MISSED" in text)
    assert Case.objects.count() == 6


@pytest.mark.parametrize(("reached", "said"), [(True, "reached"), (False, "MISSED"), (None, "not judged")])
def test_what_did_not_happen_is_not_judged(reached: bool | None, said: str) -> None:
    assert str(table.Line("danger owned, minutes, p99", "0.0", "≤ 10", reached)).endswith(f"≤ 10: {said}")
