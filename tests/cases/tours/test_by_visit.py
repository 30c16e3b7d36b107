"""Stops of which a unit speaks as of any visit, most of all without a signal: the trip is out, its load counts, once (many.md A3)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection

from cases.camps.models import Goods
from cases.domain import act, assistance, visits
from cases.domain.visits import OffLoad, OnSite, Step
from cases.errors import GuardFailed
from cases.events.models import Event
from cases.machine.vocabulary import ALIVE
from cases.models import AssistanceRecord, Case, CaseNote, Visit
from cases.phones.desk import visits as on_phone
from cases.phones.domain.resolving import waiting_for
from cases.phones.models import Entry
from cases.phones.vocabulary import Outcome
from cases.tours.desk.panel import on_the_road
from cases.tours.domain import paper, planning, riding, sending
from cases.tours.domain.results import on_board
from cases.tours.models import LoadGiven, Tour
from cases.tours.vocabulary import TourState
from cases.vocabulary import AssistanceCategory, AssistanceKind, VisitResult
from portal.composed import Composed
from tests.cases.desk.conftest import Login
from tests.cases.factories import World
from tests.cases.phones.double import Phone
from tests.cases.tours.conftest import BAGS, WATER, Boat, House, Plan
from tests.cases.tours.test_riding import given_of, hand_in, stop_of
from tests.cases.tours.test_stocking import bags, ended, event, loaded, of, there  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
MINUTES = dt.timedelta(minutes=10)


class Crew:
    """The pilot's phone, which carries the trip."""

    def __init__(self, boat: Boat, login: Login) -> None:
        self.boat, self.client, self.phone = boat, login(boat.pilot), Phone()
        self.sync()

    def sync(self) -> None:
        assert self.phone.sync(self.client, self.boat.pilot)

    def write(self, tour: Tour, number: int, what: str, **fields: str) -> None:
        visit = stop_of(tour, number).visit
        subject = f"visit:{visit.case.reference}:{visit.number}"
        self.phone.write(self.boat.pilot.person.pk, what, subject, fields)

    def sends(self, tour: Tour, number: int, what: str, **fields: str) -> str:
        """Write one entry and send it; returns what became of it."""
        self.write(tour, number, what, **fields)
        self.sync()
        return Entry.objects.latest("received_at", "number").outcome

    def items(self) -> list[dict[str, Any]]:
        return self.phone.readable(self.boat.pilot.person.pk)


def usual(tour: Tour) -> str:
    return ",".join(f"{load.pk}:{load.usual}" for load in tour.loads.all() if load.usual)


def left_of(tour: Tour) -> dict[str, int]:
    return {line.load.name: line.left for line in on_board(tour)}


def in_words(**values: Any) -> assistance.Help:
    given = {"given_on": dt.date(2026, 11, 26), "category": AssistanceCategory.DISASTER}
    return assistance.Help(**(given | {"kind": AssistanceKind.IN_KIND} | values))


def reports(tour: Tour, number: int, boat: Boat, **done: Any) -> bool:
    """By the unit's field page, online, or by a phone that took the work along before it knew of loads."""
    visit = stop_of(tour, number).visit
    return visits.record_on_site(visit=visit, actor=boat.pilot, token=uuid.uuid4(), done=OnSite(**done))


# On the road -------------------------------------------------------------------------------------------------------------


def test_a_boat_without_a_signal_is_on_the_road_with_its_load_from_when_it_left(
    world: World,
    boat: Boat,
    house: House,
    sent: Plan,
    event: Event,  # noqa: F811
    bags: Goods,  # noqa: F811
    login: Login,
    now: time_machine.Coordinates,
) -> None:
    tour = of(event, sent([house(), house()]))
    crew = Crew(boat, login)
    crew.write(tour, 1, "visit.out")
    now.shift(MINUTES)
    crew.write(tour, 1, "visit.there")
    now.shift(MINUTES)
    assert there(bags, world) == 100
    crew.sync()
    tour.refresh_from_db()
    assert tour.state == TourState.ROAD
    visit = stop_of(tour, 1).visit
    assert abs(tour.set_out_at - visit.set_out_at) < dt.timedelta(seconds=1), "when it was pressed"
    assert there(bags, world) == 100 - BAGS.quantity
    assert [line.tour for line in on_the_road(event, world.local.officer).shown["lines"]] == [tour]
    crew.sends(tour, 2, "visit.out")
    riding.set_out(tour=tour, actor=boat.pilot)
    assert there(bags, world) == 100 - BAGS.quantity, "once"


@pytest.mark.parametrize("state", [TourState.READY, TourState.SENDING])
def test_a_step_on_the_page_of_the_case_lets_the_trip_leave_as_well(
    world: World, boat: Boat, house: House, sent: Plan, state: TourState
) -> None:
    """Also while the unit is still being sent to the last houses: it is sent to them all the same."""
    tour = sent([house()])
    late = house()
    planning.add(tour=tour, actor=world.local.officer, case=late)
    Tour.objects.filter(pk=tour.pk).update(state=state)
    visits.take_step(step=Step.SET_OUT, visit=stop_of(tour, 1).visit, actor=boat.pilot)
    tour.refresh_from_db()
    assert tour.state == TourState.ROAD
    assert sending.work(tour)
    tour.refresh_from_db()
    assert tour.state == TourState.ROAD
    assert tour.stops.get(case=late).visit.state in ALIVE


def test_a_visit_that_is_no_stop_moves_no_trip(world: World, boat: Boat, house: House, sent: Plan) -> None:
    tour = sent([house()])
    alone = visits.dispatch(case=house(), actor=world.local.officer)
    visits.take_step(step=Step.ARRIVE, visit=alone, actor=boat.pilot, token=uuid.uuid4())
    done = OnSite(given=in_words(description="ถุงยังชีพ 1 ชุด"), result=VisitResult.HELPED)
    visits.record_on_site(visit=alone, actor=boat.pilot, token=uuid.uuid4(), done=done)
    tour.refresh_from_db()
    assert tour.state == TourState.READY
    assert not LoadGiven.objects.exists()
    with pytest.raises(GuardFailed, match="ไม่ได้อยู่ในเที่ยวใด"):
        visits.record_on_site(
            visit=alone, actor=boat.pilot, token=uuid.uuid4(), done=OnSite(load=OffLoad(usual={1: 1}))
        )


# What was given ----------------------------------------------------------------------------------------------------------


def test_what_a_phone_reports_of_a_stop_comes_off_the_load_and_out_of_the_book(
    world: World,
    boat: Boat,
    house: House,
    sent: Plan,
    event: Event,  # noqa: F811
    bags: Goods,  # noqa: F811
    login: Login,
) -> None:
    tour = of(event, sent([house(), house()]))
    crew = Crew(boat, login)
    water = str(tour.loads.get(name=WATER.name).pk)
    helped = {"result": "visit_helped", "usual": usual(tour)}
    crew.write(tour, 1, "visit.report", **helped)
    crew.write(tour, 2, "visit.report", **helped, **{f"load_{water}": "๕"}, persons="3")
    body = crew.phone.body()
    crew.sync()
    crew.phone.post(crew.client, body)
    kept = AssistanceRecord.objects.order_by("pk")
    assert [(one.description, one.quantity_words) for one in kept] == [
        ("ถุงยังชีพ", "1 ชุด"),
        ("น้ำดื่ม", "2 แพ็ก"),
        ("ถุงยังชีพ", "1 ชุด"),
        ("น้ำดื่ม", "5 แพ็ก"),
    ]
    assert [one.persons for one in kept][2:] == [3, 3]
    assert left_of(tour) == {"ถุงยังชีพ": 38, "น้ำดื่ม": 73}
    assert there(bags, world) == 60
    ended(tour, boat)
    assert there(bags, world) == 98, "what no house got came back, and nothing else"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"description": "ถุงยังชีพ 1 ชุด พาไปโรงเรียน"}, {"ถุงยังชีพ": 39, "น้ำดื่ม": 80}),
        ({"description": "ถุงยังชีพ ๓ ชุด และน้ำดื่ม"}, {"ถุงยังชีพ": 37, "น้ำดื่ม": 78}),
        ({"description": "ถุงยังชีพ", "quantity": 2, "unit": "ชุด"}, {"ถุงยังชีพ": 38, "น้ำดื่ม": 80}),
        ({"quantity": 4, "unit": "แพ็ก"}, {"ถุงยังชีพ": 40, "น้ำดื่ม": 76}),
        ({}, {"ถุงยังชีพ": 39, "น้ำดื่ม": 78}),
        # Nobody can tell what is meant, or it is something else: help on record, and the load as it is.
        ({"quantity": 4}, {"ถุงยังชีพ": 40, "น้ำดื่ม": 80}),
        ({"description": "น้ำดื่ม", "quantity": 6, "unit": "ขวด"}, {"ถุงยังชีพ": 40, "น้ำดื่ม": 80}),
        ({"description": "ผ้าห่ม 2 ผืน"}, {"ถุงยังชีพ": 40, "น้ำดื่ม": 80}),
        ({"kind": AssistanceKind.MEDICAL}, {"ถุงยังชีพ": 40, "น้ำดื่ม": 80}),
    ],
)
def test_help_that_is_written_down_in_words_comes_off_the_load_that_it_names(
    boat: Boat, house: House, sent: Plan, given: dict[str, Any], left: dict[str, int]
) -> None:
    """By a phone of before, on the unit's field page: what a house got, and what is on board, never disagree."""
    tour = sent([house()])
    assert reports(tour, 1, boat, given=in_words(**given), result=VisitResult.HELPED)
    assert left_of(tour) == left
    records = list(AssistanceRecord.objects.all())
    assert records and all(given.get("description", "") in one.description for one in records)
    assert all(line.quantity == line.record.quantity for line in LoadGiven.objects.select_related("record"))
    tour.refresh_from_db()
    assert tour.state == TourState.ROAD
    assert stop_of(tour, 1).visit.result == VisitResult.HELPED


def test_money_beside_several_things_of_a_load_counts_once(boat: Boat, house: House, sent: Plan) -> None:
    tour = sent([house()])
    given = in_words(description="ถุงยังชีพ น้ำดื่ม", amount_baht=500)
    reports(tour, 1, boat, given=given, result=VisitResult.HELPED)
    assert [one.amount_baht for one in AssistanceRecord.objects.order_by("pk")] == [500, None]


def test_what_is_told_on_two_pages_counts_once_and_no_word_is_lost(
    world: World,
    boat: Boat,
    house: House,
    sent: Plan,
    event: Event,  # noqa: F811
    bags: Goods,  # noqa: F811
    login: Login,
) -> None:
    tour = of(event, sent([house(), house()]))
    crew = Crew(boat, login)
    for number in (1, 2):
        crew.write(tour, number, "visit.out")
        crew.write(tour, number, "visit.there")
    crew.write(tour, 1, "visit.report", result="visit_helped", usual=usual(tour), note="ยายอยู่ชั้นสอง")
    crew.write(
        tour, 2, "visit.report", kind="in_kind", description="ถุงยังชีพ 1 ชุด", persons="2", result="visit_helped"
    )
    riding.set_out(tour=tour, actor=boat.pilot)
    for number in (1, 2):
        hand_in(tour, number, boat, VisitResult.HELPED, given=riding.usual_of(tour))
    before = left_of(tour)
    crew.sync()
    assert not Entry.objects.exclude(outcome__in=(Outcome.APPLIED, Outcome.ASIDE)).exists()
    assert left_of(tour) == before == {"ถุงยังชีพ": 38, "น้ำดื่ม": 76}
    assert AssistanceRecord.objects.count() == 4
    notes = "\n".join(note.text for note in CaseNote.objects.all())
    assert "ยายอยู่ชั้นสอง" in notes
    assert notes.count("ไม่นับซ้ำ") == 3, "each thing that was told again is told so"
    ended(tour, boat)
    assert there(bags, world) == 98


def test_a_unit_that_stays_gives_more_and_all_of_it_counts(boat: Boat, house: House, sent: Plan) -> None:
    tour = sent([house()])
    for number in (1, 2):
        reports(tour, 1, boat, given=in_words(description=f"ถุงยังชีพ {number}"))
    assert left_of(tour)["ถุงยังชีพ"] == 37
    assert stop_of(tour, 1).visit.state in ALIVE


def test_what_was_told_twice_in_one_report_counts_once(boat: Boat, house: House, sent: Plan) -> None:
    tour = sent([house()])
    bag = tour.loads.get(name=BAGS.name).pk
    off = OffLoad(usual={bag: 1})
    reports(tour, 1, boat, load=off, given=in_words(description="ถุงยังชีพ 1 ชุด"), result=VisitResult.HELPED)
    assert left_of(tour)["ถุงยังชีพ"] == 39
    assert AssistanceRecord.objects.count() == 1


def test_a_report_that_arrives_after_the_trip_ended_leaves_the_book(
    world: World,
    boat: Boat,
    house: House,
    sent: Plan,
    event: Event,  # noqa: F811
    bags: Goods,  # noqa: F811
    login: Login,
) -> None:
    tour = of(event, sent([house()]))
    crew = Crew(boat, login)
    crew.write(tour, 1, "visit.report", result="visit_helped", usual=usual(tour))
    ended(tour, boat)
    assert there(bags, world) == 100
    crew.sync()
    assert there(bags, world) == 99
    tour.refresh_from_db()
    assert tour.state == TourState.ENDED


def test_a_report_that_contradicts_itself_waits_for_a_person(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()])
    crew = Crew(boat, login)
    contrary = {"result": "visit_nobody", "note": "ไม่มีใคร", "usual": usual(tour)}
    assert crew.sends(tour, 1, "visit.report", **contrary) == Outcome.ASIDE
    assert "แก้อย่างใดอย่างหนึ่ง" in waiting_for(world.local.officer).get().reason
    assert not LoadGiven.objects.exists()
    assert crew.sends(tour, 1, "visit.report") == Outcome.ASIDE, "nothing at all is no report"


# What the phone shows ----------------------------------------------------------------------------------------------------


def test_the_phone_has_the_trip_in_its_order_and_what_was_loaded(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house(), house(), house()])
    alone = visits.dispatch(case=house(), actor=world.local.officer, crew=boat.members)
    planning.arrange(
        tour=tour, actor=world.local.officer, wished=dict(zip(_keys(tour), (4, 3, 1, 2), strict=True))
    )
    Case.objects.filter(pk=tour.stops.get(number=4).case_id).update(danger_now=True)
    crew = Crew(boat, login)
    stops = {stop.case.reference: stop.number for stop in tour.stops.select_related("case")}
    shown = [stops.get(item["title"].split(" ")[0]) for item in crew.items()]
    assert shown == [4, 3, 2, 1, None], "danger first, then as the crew goes, then what was sent later"
    assert "เที่ยว เรือหนึ่ง จุดที่ 3" in crew.items()[1]["lines"]
    name = f"visit.report:{tour.pk}"
    assert name in crew.items()[0]["acts"] and "visit.report" in crew.items()[-1]["acts"]
    assert alone.number
    forms = crew.phone.post(crew.client, crew.phone.body()).json()["forms"]
    first, *fields = forms[name]["fields"]
    assert first["choices"][1] == [usual(tour), "ให้ตามปกติ: ถุงยังชีพ 1 ชุด, น้ำดื่ม 2 แพ็ก"]
    assert [field["label"] for field in fields[:2]] == ["ถุงยังชีพ (ชุด)", "น้ำดื่ม (แพ็ก)"]
    assert (forms[name]["kind"], forms[name]["pictures"]) == ("visit.report", "visit.picture")
    assert not any(field["name"].startswith("load_") for field in forms["visit.report"]["fields"])


def _keys(tour: Tour) -> list[int]:
    return list(tour.stops.order_by("number").values_list("pk", flat=True))


def test_a_crew_has_its_own_trip_however_many_other_boats_of_the_office_are_out(
    world: World, boat: Boat, house: House, sent: Plan, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_phone, "MOST", 1)
    others = [house() for _each in range(5)]
    for case in others:
        visits.dispatch(case=case, actor=world.local.officer, crew=[boat.members[1]])
    mine = house()
    sent([mine])
    (item,) = Crew(boat, login).items()
    assert item["title"].startswith(mine.reference)


def test_what_a_phone_showed_hours_ago_counts_as_it_stood_there(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    """The desk loads anew while the boat is out of reach: what is usual now is another number, and the water is gone."""
    tour = sent([house(), house()])
    crew = Crew(boat, login)
    was, water = usual(tour), tour.loads.get(name=WATER.name).pk
    bag = was.split(",")[0]
    crew.write(tour, 1, "visit.report", result="visit_helped", usual=bag)
    crew.write(tour, 2, "visit.report", result="visit_helped", **{f"load_{water}": "7"})
    loaded(tour, boat, world, planning.Loaded(BAGS.kind, BAGS.name, BAGS.unit, 40, usual=3))
    crew.sync()
    assert AssistanceRecord.objects.get().quantity_words == "1 ชุด"
    waiting = waiting_for(world.local.officer).get()
    assert "ไม่อยู่ในเที่ยวนี้แล้ว: 7" in waiting.reason
    assert stop_of(tour, 2).visit.state in ALIVE


# Locks -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the database is asked, with its locks, also where it locks no rows."""
    for name in ("has_select_for_update", "has_select_for_update_of", "has_select_for_no_key_update"):
        monkeypatch.setattr(connection.features, name, True)
    # The words that lock a case are composed once, for a database that locks rows or for one that does not.
    monkeypatch.setattr(act, "_LOCKED", Composed(act._LOCKED._rows, case=int))
    found: list[str] = []

    def noted(execute: Any, sql: str, *rest: Any) -> Any:
        found.append(sql)
        is_plain = connection.vendor == "sqlite"
        return execute(re.sub(r" FOR (NO KEY )?UPDATE.*$", "", sql) if is_plain else sql, *rest)

    with connection.execute_wrapper(noted):
        yield found


def _held(asked: list[str]) -> list[str]:
    """Return which tables were locked or, of visits, written, in the order of the first time."""
    found = []
    for sql in asked:
        held = re.match(r'SELECT .*? FROM "(\w+)".* FOR (NO KEY )?UPDATE', sql, re.DOTALL)
        written = re.match(r'UPDATE "(cases_visit)"', sql)
        found += [match[1] for match in (held, written) if match]
    in_question = ("cases_case", "tours_tour", "camps_goods", "cases_visit")
    return [table for table in dict.fromkeys(found) if table in in_question]


def test_the_case_is_locked_before_the_trip_the_trip_before_goods_and_all_before_the_visit_is_written(
    world: World,
    boat: Boat,
    house: House,
    sent: Plan,
    event: Event,  # noqa: F811
    bags: Goods,  # noqa: F811
    asked: list[str],
) -> None:
    """Whoever crews the trip anew holds it and writes its visits: two who cross would wait for each other."""
    tour = of(event, sent([house(), house(), house()]))
    helped = {"given": in_words(description="ถุงยังชีพ 1"), "result": VisitResult.HELPED}
    visit, bag = stop_of(tour, 1).visit, given_of(tour, 1)
    acts = (
        lambda: visits.take_step(step=Step.SET_OUT, visit=visit, actor=boat.pilot),
        lambda: reports(tour, 1, boat, **helped),
        lambda: hand_in(tour, 2, boat, VisitResult.HELPED, given=bag),
        lambda: paper.type_in(
            stop=stop_of(tour, 3), actor=boat.pilot, done=OnSite(result=VisitResult.HELPED), given=bag
        ),
    )
    for does in acts:
        Tour.objects.filter(pk=tour.pk).update(state=TourState.READY)
        asked.clear()
        does()
        assert _held(asked) == ["cases_case", "tours_tour", "camps_goods", "cases_visit"]
    assert Visit.objects.filter(result=VisitResult.HELPED).count() == 3


def test_a_line_of_the_paper_lets_whoever_holds_its_case_name_the_stop(
    boat: Boat, house: House, sent: Plan, asked: list[str]
) -> None:
    """A phone's report of the same house holds the case and names the stop; the line holds the stop and waits for the case."""
    tour = sent([house()])
    asked.clear()
    done = OnSite(result=VisitResult.HELPED)
    paper.type_in(stop=stop_of(tour, 1), actor=boat.pilot, done=done, given=given_of(tour, 1))
    held = [sql for sql in asked if 'FROM "tours_stop"' in sql and "UPDATE" in sql]
    assert held and all(sql.endswith("FOR NO KEY UPDATE") for sql in held)
