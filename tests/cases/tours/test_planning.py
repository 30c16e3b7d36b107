"""A trip is crewed, loaded, arranged, changed and sent (issue 14, point 4; S1.06, S2.30)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.db import connection

from cases.domain import field_unit, referral, screening, visits
from cases.errors import GuardFailed, NotAllowed
from cases.households.domain import joining
from cases.households.vocabulary import LinkKind
from cases.machine.vocabulary import ALIVE, Verb
from cases.models import Case, CaseEvent, Visit
from cases.tours.domain import ending, planning, sending
from cases.tours.domain.planning import Loaded
from cases.tours.domain.rights import tours_of
from cases.tours.models import Tour
from cases.tours.vocabulary import TourState
from cases.vocabulary import AssistanceKind, Consent, HandoverReason, Severity
from portal.accounts.models import Appointment
from portal.vocabulary import ProblemType
from tests.cases.domain.test_succession import end
from tests.cases.factories import World
from tests.cases.tours.conftest import BAGS, HOUR, WATER, Boat, House, Plan

pytestmark = pytest.mark.django_db


def visits_of(tour) -> list[Visit]:
    return [stop.visit for stop in tour.stops.select_related("visit").order_by("position")]


# Crew and load -----------------------------------------------------------------------------------------------------------


def test_who_may_not_go_does_not_go(world: World, boat: Boat, house: House, planned: Plan) -> None:
    tour = planned([house()])
    stranger = field_unit.add_member(actor=world.other_local.officer, name="คนอื่น")
    gone = field_unit.add_member(actor=world.local.officer, name="ออกแล้ว")
    field_unit.strike_off(actor=world.local.officer, row=gone)
    good = {
        "name": "เรือ",
        "vehicle": boat.vehicle,
        "members": boat.members,
        "starts_at": tour.starts_at,
        "back_by": tour.back_by,
    }
    wrong = (
        {"members": [stranger]},
        {"members": [gone]},
        {"members": []},
        {"back_by": tour.starts_at},
        {"back_by": tour.starts_at + 25 * HOUR},
    )
    for values in wrong:
        with pytest.raises(GuardFailed):
            planning.crew(tour=tour, actor=world.local.officer, **(good | values))
    with pytest.raises(NotAllowed):
        planning.crew(tour=tour, actor=world.other_local.officer, **good)
    tour.refresh_from_db()
    assert [one.name for one in tour.crew.all()] == ["คนขับเรือ", "อาสา"]


def test_an_appointment_that_ended_keeps_its_holder_on_land(
    world: World, boat: Boat, house: House, planned: Plan, now: time_machine.Coordinates
) -> None:
    tour = planned([house()])
    ended = dt.date(2026, 11, 25)
    Appointment.objects.filter(user=boat.pilot.person).update(valid_until=ended)
    assert planning.ended_of(boat.members) == boat.members[:1]
    with pytest.raises(GuardFailed, match="คนขับเรือ"):
        sending.confirm(tour=tour, actor=world.local.officer)
    planning.crew(
        tour=tour,
        actor=world.local.officer,
        name="",
        vehicle=None,
        members=boat.members[1:],
        starts_at=tour.starts_at,
        back_by=tour.back_by,
    )
    assert sending.confirm(tour=tour, actor=world.local.officer).state == TourState.SENDING


def test_nobody_and_no_boat_is_in_two_trips_at_one_time(
    world: World, boat: Boat, house: House, planned: Plan
) -> None:
    first = planned([house()])
    for values in ({"members": boat.members}, {"vehicle": boat.vehicle, "members": [_spare(world)]}):
        with pytest.raises(GuardFailed, match="เที่ยวอื่น"):
            planned([house()], **({"vehicle": None} | values))
    later = first.back_by + HOUR
    assert planned([house()], starts_at=later, back_by=later + HOUR).vehicle == boat.vehicle
    planning.drop(tour=first, actor=world.local.officer)
    assert planned([house()]).vehicle == boat.vehicle


def test_a_boat_and_its_people_are_held_before_it_is_asked_whether_they_are_free(
    world: World, boat: Boat, house: House, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who send the same boat at one moment wait for each other; words are composed as if every database locked rows."""
    tour = planned([house()])
    monkeypatch.setattr(connection.features, "has_select_for_update", True)
    monkeypatch.setattr(connection.features, "has_select_for_no_key_update", True)
    asked: list[str] = []

    def noted(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        is_plain = connection.vendor == "sqlite"
        return execute(re.sub(r" FOR (NO KEY )?UPDATE.*$", "", sql) if is_plain else sql, *rest)

    with connection.execute_wrapper(noted):
        planning.crew(
            tour=tour,
            actor=world.local.officer,
            name="",
            vehicle=boat.vehicle,
            members=boat.members[::-1],
            starts_at=tour.starts_at,
            back_by=tour.back_by,
        )
    tables = ('FROM "tours_tour"', 'FROM "cases_fieldvehicle"', 'FROM "cases_fieldmember"')
    held = [sql for sql in asked if "UPDATE" in sql and sql.startswith("SELECT")]
    assert [next(table for table in tables if table in sql) for sql in held] == list(tables)
    assert 'ORDER BY "cases_fieldmember"."id" ASC' in held[-1], (
        "in one order, so that two never wait for each other in turn"
    )
    free = next(place for place, sql in enumerate(asked) if '"back_by" > ' in sql)
    assert asked.index(held[-1]) < free


def _spare(world: World):
    return field_unit.add_member(actor=world.local.officer, name="สำรอง")


def test_what_is_loaded_is_kept_by_line_and_what_was_given_stays(
    world: World, boat: Boat, house: House, planned: Plan
) -> None:
    tour = planned([house()])
    rest = {"name": "", "vehicle": None, "members": boat.members}
    rest |= {"starts_at": tour.starts_at, "back_by": tour.back_by}
    more = Loaded(AssistanceKind.MEDICAL, "ยา", "ชุด", 5)
    planning.crew(tour=tour, actor=world.local.officer, loads=[BAGS, more], **rest)
    assert list(tour.loads.values_list("name", "quantity", "usual")) == [("ถุงยังชีพ", 40, 1), ("ยา", 5, 0)]
    planning.crew(tour=tour, actor=world.local.officer, **rest)
    assert tour.loads.count() == 2
    with pytest.raises(GuardFailed, match="12"):
        many = [Loaded(AssistanceKind.OTHER, f"ของ {n}", "ชิ้น", 1) for n in range(13)]
        planning.crew(tour=tour, actor=world.local.officer, loads=many, **rest)
    assert WATER.name not in tour.loads.values_list("name", flat=True)


# Order -------------------------------------------------------------------------------------------------------------------


def test_the_order_is_the_offices_but_danger_stays_first(world: World, house: House, planned: Plan) -> None:
    one, two, danger = house(), house(), house()
    Case.objects.filter(pk=danger.pk).update(danger_now=True)
    tour = planned([one, two, danger])
    stops = {stop.case_id: stop for stop in tour.stops.all()}
    assert [stop.case_id for stop in tour.stops.all()] == [danger.pk, one.pk, two.pk]
    wished = {stops[one.pk].pk: 2, stops[two.pk].pk: 1, stops[danger.pk].pk: 3, 999_999: 1}
    planning.arrange(tour=tour, actor=world.local.officer, wished=wished)
    assert [stop.case_id for stop in tour.stops.all()] == [danger.pk, two.pk, one.pk]
    assert [stop.number for stop in tour.stops.all()] == [1, 3, 2], "the number on paper stays"


def test_a_house_is_added_and_taken_out_once(world: World, house: House, planned: Plan) -> None:
    local = world.local.officer
    tour, late = planned([house()]), house()
    stops = [planning.add(tour=tour, actor=local, case=late) for _twice in range(2)]
    assert stops[0] == stops[1]
    assert stops[0].number == 2
    for _twice in range(2):
        planning.take_out(tour=tour, actor=local, stop=stops[0])
    assert tour.stops.count() == 1
    Case.objects.filter(pk=late.pk).update(wants_out=True)
    with pytest.raises(GuardFailed, match="ขอถอน"):
        planning.add(tour=tour, actor=local, case=late)


# Sending -----------------------------------------------------------------------------------------------------------------


def test_every_house_gets_one_act_and_one_event_of_its_own(
    world: World, boat: Boat, house: House, planned: Plan
) -> None:
    houses = [house() for _each in range(3)]
    tour = planned(houses, note="ส่งถุงยังชีพ")
    for _twice in range(2):
        sending.confirm(tour=tour, actor=world.local.officer)
        assert sending.work(tour)
    tour.refresh_from_db()
    assert tour.state == TourState.READY
    assert CaseEvent.objects.filter(verb=Verb.DISPATCH).count() == 3
    for visit in visits_of(tour):
        assert visit.state in ALIVE
        assert visit.vehicle == boat.vehicle
        assert set(visit.crew.all()) == set(boat.members)
        assert visit.case.duties.running().filter(waiting=visit.number).count() == 1


def test_a_killed_worker_goes_on_where_it_was(world: World, house: House, planned: Plan) -> None:
    tour = planned([house() for _each in range(3)])
    sending.confirm(tour=tour, actor=world.local.officer)
    assert not sending.work(tour, most=1)
    tour.refresh_from_db()
    assert tour.state == TourState.SENDING
    assert CaseEvent.objects.filter(verb=Verb.DISPATCH).count() == 1
    assert not ending.carry_on()
    tour.refresh_from_db()
    assert tour.state == TourState.READY
    assert CaseEvent.objects.filter(verb=Verb.DISPATCH).count() == 3


def test_what_changed_meanwhile_is_judged_as_it_is_now_and_left_with_the_reason(
    world: World, house: House, planned: Plan
) -> None:
    local = world.local.officer
    raised, moved, closed, crisis, busy = (house() for _each in range(5))
    tour = planned([raised, moved, closed, crisis, busy])
    screening.reclassify_case(
        case=raised,
        actor=local,
        problem=ProblemType(raised.problem),
        severity=Severity.URGENT,
        note="น้ำขึ้นเร็ว",
    )
    referral.refer_case(
        case=moved,
        target=world.other_local.organization,
        actor=local,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    referral.accept_referral(referral=moved.referrals.latest("pk"), actor=world.other_local.officer)
    Case.objects.filter(pk=crisis.pk).update(confidentiality="restricted")
    visits.dispatch(case=busy, actor=local)
    Case.objects.filter(pk=closed.pk).update(holder=world.center.organization)
    closed.grants.update(until=tour.starts_at)
    sending.confirm(tour=tour, actor=local)
    assert sending.work(tour)
    left = {stop.case_id: stop.left for stop in tour.stops.all()}
    assert left[raised.pk] == "", "a boat does not leave out whom the desk found more urgent"
    assert "ไปทีละเรื่อง" in left[crisis.pk]
    assert "มีงานนี้อยู่แล้ว" in left[busy.pk]
    assert "ไม่พบเรื่องนี้" in left[closed.pk]
    assert left[moved.pk]
    assert CaseEvent.objects.filter(verb=Verb.DISPATCH).count() == 2


def test_two_trips_at_one_moment_do_not_go_to_one_door(world: World, house: House, planned: Plan) -> None:
    """many.md, one_stop: joined after both trips were made."""
    local = world.local.officer
    one, other = house(), house()
    first = planned([one])
    later = first.back_by + HOUR
    second = planned([other], starts_at=later, back_by=later + HOUR)
    joining.join(one=one, other=other, actor=local, kind=LinkKind.SAME_HOUSEHOLD)
    for tour in (first, second):
        sending.confirm(tour=tour, actor=local)
        assert sending.work(tour)
    assert Visit.objects.filter(state__in=ALIVE).count() == 1
    assert "มีหน่วยไป" in second.stops.get().left


def test_a_trip_through_two_districts_goes_when_somebody_says_that_it_can(
    world: World, house: House, planned: Plan
) -> None:
    tour = planned([house(), house(district_code="8102", subdistrict_code="810201")])
    assert planning.crossed(tour) == ["8101", "8102"]
    with pytest.raises(GuardFailed, match="หลายอำเภอ") as refused:
        sending.confirm(tour=tour, actor=world.local.officer)
    assert refused.value.field == "crosses"
    assert not Visit.objects.exists()
    assert sending.confirm(tour=tour, actor=world.local.officer, crosses=True).crosses


def test_the_rest_is_not_sent_when_the_appointment_of_who_made_it_ended(
    world: World, house: House, planned: Plan
) -> None:
    tour = planned([house(), house()])
    sending.confirm(tour=tour, actor=world.local.officer)
    sending.work(tour, most=1)
    Appointment.objects.filter(pk=world.local.officer.appointment.pk).update(
        valid_until=dt.date(2026, 11, 25)
    )
    assert sending.work(tour)
    assert [bool(stop.visit_id) for stop in tour.stops.all()] == [True, False]
    assert "แต่งตั้ง" in tour.stops.last().left


def test_a_mistake_of_the_program_in_one_house_keeps_the_boat_from_no_other(
    world: World,
    house: House,
    planned: Plan,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = house()
    tour = planned([broken, house()])
    true = visits.dispatch

    def dispatch(*, case: Case, **values: object) -> Visit:
        made = true(case=case, **values)
        if case.pk == broken.pk:
            raise ZeroDivisionError
        return made

    monkeypatch.setattr(visits, "dispatch", dispatch)
    sending.confirm(tour=tour, actor=world.local.officer)
    assert sending.work(tour)
    assert "ไม่สำเร็จ" in tour.stops.get(case=broken).left
    assert Visit.objects.count() == 1
    assert broken.reference not in caplog.text


def test_another_crew_takes_over_what_is_still_to_come(
    world: World, boat: Boat, house: House, sent: Plan
) -> None:
    tour = sent([house(), house()])
    spare = _spare(world)
    planning.crew(
        tour=tour,
        actor=world.local.officer,
        name=tour.name,
        vehicle=None,
        members=[spare],
        starts_at=tour.starts_at,
        back_by=tour.back_by,
    )
    for visit in visits_of(tour):
        assert visit.vehicle is None
        assert list(visit.crew.all()) == [spare]


def test_a_house_is_added_to_a_trip_that_is_out_and_its_unit_is_sent(
    world: World, house: House, sent: Plan
) -> None:
    tour, late = sent([house()]), house()
    planning.add(tour=tour, actor=world.local.officer, case=late)
    assert not ending.carry_on()
    assert tour.stops.get(case=late).visit.state in ALIVE


def test_a_trip_of_an_organization_that_ends_is_seen_by_its_heir(
    world: World, house: House, planned: Plan, sent: Plan
) -> None:
    """Its visits go with their cases: whoever has these sees who is on the road."""
    dropped = planned([house()])
    Tour.objects.filter(pk=dropped.pk).update(state=TourState.DROPPED, ended_at=dropped.starts_at)
    road = sent([house()])
    end(world.local.organization, world.other_local.organization)
    assert list(tours_of(world.other_local.officer)) == [road]
    assert {visit.organization for visit in visits_of(road)} == {world.other_local.organization}
