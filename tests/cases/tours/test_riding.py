"""On the way and at the end: results stop by stop, once each, and what nobody reported goes back (issue 14, point 4; S1.06)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine

from cases.domain import visits
from cases.domain.visits import OnSite
from cases.errors import GuardFailed, NotAllowed
from cases.households.domain import joining
from cases.households.vocabulary import LinkKind
from cases.machine.vocabulary import ALIVE, Stage, Verb, WaitingState
from cases.models import AssistanceRecord, Case, CaseEvent, CaseNote, Visit
from cases.tours.domain import ending, paper, riding, sending
from cases.tours.domain.choosing import choose, still_waiting
from cases.tours.domain.results import on_board, progress_of, to_look_at
from cases.tours.models import LoadGiven, Stop, Tour
from cases.tours.tasks import follow_tours
from cases.tours.vocabulary import TourState
from cases.vocabulary import VisitResult
from tests.cases.factories import World, help_given
from tests.cases.tours.conftest import HOUR, Boat, House, Plan

pytestmark = pytest.mark.django_db


def stop_of(tour: Tour, number: int) -> Stop:
    return Stop.objects.select_related("tour", "visit__case", "case").get(tour=tour, number=number)


def given_of(tour: Tour, *numbers: int) -> dict[int, int]:
    return dict(zip(tour.loads.values_list("pk", flat=True), numbers, strict=False))


def hand_in(tour: Tour, number: int, boat: Boat, result: VisitResult | None, **values: object) -> bool:
    note = values.pop("note", "")
    return riding.hand_in(
        stop=stop_of(tour, number),
        actor=boat.pilot,
        token=values.pop("token", None) or uuid.uuid4(),
        done=OnSite(result=result, note=note),
        **values,
    )


# On the way --------------------------------------------------------------------------------------------------------------


def test_what_was_given_is_help_on_record_and_comes_off_the_load_once(
    boat: Boat, house: House, sent: Plan
) -> None:
    tour, token = sent([house()]), uuid.uuid4()
    values = {"given": given_of(tour, 1, 2), "persons": 4, "token": token}
    assert hand_in(tour, 1, boat, VisitResult.HELPED, **values)
    assert not hand_in(tour, 1, boat, VisitResult.HELPED, **values)
    records = AssistanceRecord.objects.order_by("pk")
    assert [(one.description, one.quantity_words, one.persons, one.households) for one in records] == [
        ("ถุงยังชีพ", "1 ชุด", 4, 1),
        ("น้ำดื่ม", "2 แพ็ก", 4, 1),
    ]
    assert [(line.given, line.left) for line in on_board(tour)] == [(1, 39), (2, 78)]
    visit = stop_of(tour, 1).visit
    assert (visit.state, visit.result) == (WaitingState.DONE, VisitResult.HELPED)
    tour.refresh_from_db()
    assert tour.state == TourState.ROAD, "who hands something in has left"


def test_nothing_of_a_stop_is_kept_when_a_part_of_it_cannot_be(
    boat: Boat, house: House, sent: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    tour = sent([house()])

    def broken(*_args: object, **_values: object) -> None:
        raise GuardFailed("ดิสก์เต็ม")

    monkeypatch.setattr(visits, "hand_in", broken)
    with pytest.raises(GuardFailed):
        hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 1, 2))
    assert not AssistanceRecord.objects.exists()
    assert not LoadGiven.objects.exists()


def test_goods_that_the_desk_takes_off_at_this_moment_are_refused_in_words(
    boat: Boat, house: House, sent: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    tour = sent([house()])
    monkeypatch.setattr(riding, "_leave", lambda *_values: tour.loads.filter(name="น้ำดื่ม").delete())
    with pytest.raises(GuardFailed, match="ไม่ได้อยู่ในเที่ยว"):
        hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 1, 2))
    assert not AssistanceRecord.objects.exists()
    assert stop_of(tour, 1).visit.state in ALIVE


def test_what_contradicts_itself_or_is_of_another_trip_is_refused_in_words(
    world: World, boat: Boat, house: House, sent: Plan
) -> None:
    tour = sent([house()])
    foreign = {999_999: 1}
    bag = given_of(tour, 1)
    too_many = given_of(tour, 10_001)
    negative = given_of(tour, -1)
    tries = (
        (VisitResult.NOBODY_THERE, bag),
        (VisitResult.REFUSED, bag),
        (VisitResult.HELPED, foreign),
        (VisitResult.HELPED, too_many),
        (VisitResult.HELPED, negative),
        (None, {}),
        (VisitResult.HANDED_UP, {}),
        (VisitResult.DIED, {}),
    )
    for result, given in tries:
        with pytest.raises(GuardFailed):
            hand_in(tour, 1, boat, result, given=given)
    with pytest.raises(NotAllowed):
        riding.hand_in(
            stop=stop_of(tour, 1),
            actor=world.other_local.officer,
            token=uuid.uuid4(),
            done=OnSite(result=VisitResult.HELPED),
        )
    assert stop_of(tour, 1).visit.state in ALIVE


def test_a_button_says_enough_where_nobody_was_met_and_words_are_asked_where_others_go_on(
    boat: Boat, house: House, sent: Plan
) -> None:
    tour = sent([house(), house()])
    assert hand_in(tour, 1, boat, VisitResult.NOBODY_THERE)
    assert hand_in(tour, 2, boat, VisitResult.HANDED_UP, note="ต้องใช้เปลและแพทย์")
    notes = [note.text for note in CaseNote.objects.order_by("pk")]
    assert any("เรือหนึ่ง" in text and "ไม่พบผู้ประสบปัญหา" in text for text in notes)
    assert any("เปล" in text for text in notes)


def test_arriving_twice_is_arriving_once_and_having_left(boat: Boat, house: House, sent: Plan) -> None:
    tour, token = sent([house()]), uuid.uuid4()
    for _twice in range(2):
        riding.arrive(stop=stop_of(tour, 1), actor=boat.pilot, token=token)
    assert CaseEvent.objects.filter(verb=Verb.ARRIVE).count() == 1
    assert stop_of(tour, 1).visit.set_out_at is not None
    tour.refresh_from_db()
    left_at = tour.set_out_at
    riding.set_out(tour=tour, actor=boat.pilot)
    tour.refresh_from_db()
    assert tour.set_out_at == left_at


def test_a_result_that_needs_somebody_waits_at_the_desk_until_one_has_looked(
    world: World, boat: Boat, house: House, sent: Plan
) -> None:
    tour = sent([house(), house()])
    hand_in(tour, 1, boat, VisitResult.HELPED)
    hand_in(tour, 2, boat, VisitResult.REFUSED)
    assert [stop.number for stop in to_look_at(world.local.officer)] == [2]
    assert not to_look_at(world.center.officer)
    progress = progress_of([tour])[tour.pk]
    assert (progress.stops, progress.done, progress.waiting, progress.needs) == (2, 2, 0, 1)
    with pytest.raises(NotAllowed):
        riding.look_at(stop=stop_of(tour, 2), actor=world.center.officer)
    for _twice in range(2):
        riding.look_at(stop=stop_of(tour, 2), actor=world.local.officer)
    assert not to_look_at(world.local.officer)


# Paper -------------------------------------------------------------------------------------------------------------------


def typed(tour: Tour, number: int, boat: Boat, result: VisitResult, *given: int) -> bool:
    return paper.type_in(
        stop=stop_of(tour, number),
        actor=boat.pilot,
        done=OnSite(result=result),
        given=given_of(tour, *given),
    )


def test_a_list_scanned_twice_counts_once(boat: Boat, house: House, sent: Plan) -> None:
    tour = sent([house()])
    assert typed(tour, 1, boat, VisitResult.HELPED, 1)
    assert not typed(tour, 1, boat, VisitResult.HELPED, 1)
    assert not typed(tour, 1, boat, VisitResult.NOBODY_THERE), "the first scan stays"
    assert AssistanceRecord.objects.count() == 1
    assert stop_of(tour, 1).visit.result == VisitResult.HELPED


def test_paper_that_comes_after_the_phone_is_refused_in_words_and_nothing_of_it_counts(
    boat: Boat, house: House, sent: Plan
) -> None:
    tour = sent([house()])
    hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 1))
    with pytest.raises(GuardFailed, match="มีผลแล้ว “ช่วยแล้ว”"):
        typed(tour, 1, boat, VisitResult.HELPED, 1)
    assert AssistanceRecord.objects.count() == 1


def typed_at(tour: Tour, number: int, boat: Boat, at: dt.datetime) -> None:
    done = OnSite(result=VisitResult.HELPED)
    paper.type_in(stop=stop_of(tour, number), actor=boat.pilot, done=done, given=given_of(tour, 1), at=at)


def test_what_came_on_paper_counts_on_the_day_on_which_the_boat_was_there(
    world: World, boat: Boat, house: House, sent: Plan, now: time_machine.Coordinates
) -> None:
    """A sheet of 30 September that is typed in on 1 October is help of the fiscal year that was over by then."""
    now.move_to(dt.datetime(2027, 9, 30, 5, 0, tzinfo=dt.UTC))
    tour = sent([house(), house()])
    there = tour.starts_at + 3 * HOUR
    now.move_to(dt.datetime(2027, 10, 1, 1, 0, tzinfo=dt.UTC))
    typed_at(tour, 1, boat, there)
    record = AssistanceRecord.objects.get()
    assert (record.given_on, record.recorded_at.date()) == (dt.date(2027, 9, 30), dt.date(2027, 10, 1))
    visit = stop_of(tour, 1).visit
    minute = dt.timedelta(minutes=1)
    assert abs(visit.ended_at - there) < minute
    tour.refresh_from_db()
    assert abs(tour.set_out_at - there) < minute, "who was at a house has left"
    arrived = there + HOUR
    Visit.objects.filter(pk=stop_of(tour, 2).visit.pk).update(set_out_at=there, arrived_at=arrived)
    typed_at(tour, 2, boat, there)
    assert abs(stop_of(tour, 2).visit.ended_at - arrived) < minute, "not before what the unit did last"
    assert not [note for note in CaseNote.objects.all() if "นาฬิกา" in note.text], "paper has no clock"


def test_what_was_reported_after_the_boat_was_there_waits_for_the_next_one_however_late_the_sheet_is_typed(
    world: World, boat: Boat, house: House, sent: Plan, now: time_machine.Coordinates
) -> None:
    one = house()
    tour = sent([one])
    there = tour.starts_at + HOUR
    now.shift(8 * HOUR)
    news = house()
    joining.join(one=one, other=news, actor=world.local.officer, kind=LinkKind.SAME_HOUSEHOLD)
    now.shift(10 * HOUR)
    typed_at(tour, 1, boat, there)
    assert list(still_waiting(Case.objects.all())) == [news]


# The end -----------------------------------------------------------------------------------------------------------------


def test_a_house_without_a_result_goes_back_to_the_lists_and_keeps_its_duty(
    world: World, boat: Boat, house: House, sent: Plan
) -> None:
    """many.md, stop_back."""
    helped, waiting = house(), house()
    before = list(waiting.duties.running().values_list("kind", "due_at"))
    tour = sent([helped, waiting])
    hand_in(tour, 1, boat, VisitResult.HELPED)
    with pytest.raises(GuardFailed, match="ไม่มีผล"):
        ending.end(tour=tour, actor=boat.pilot)
    for _twice in range(2):
        ending.end(tour=tour, actor=boat.pilot, reason="มืดแล้ว")
        assert ending.work(tour)
    assert (tour.state, tour.ended_by) == (TourState.ENDED, boat.pilot.person)
    visit = stop_of(tour, 2).visit
    assert (visit.state, visit.result) == (WaitingState.DONE, VisitResult.NO_RESULT)
    assert list(waiting.duties.running().values_list("kind", "due_at")) == before
    assert CaseEvent.objects.filter(verb=Verb.END_VISIT).count() == 2
    assert any("มืดแล้ว" in note.text for note in CaseNote.objects.filter(event__case=waiting))
    assert choose(actor=world.local.officer, cases=Case.objects.all(), most=9).keys[-1] == waiting.pk
    assert [stop.number for stop in to_look_at(world.local.officer)] == [2]


def test_an_abandoned_trip_is_ended_by_the_portal_half_a_day_later_and_a_draft_is_given_up(
    world: World, boat: Boat, house: House, sent: Plan, planned: Plan, now: time_machine.Coordinates
) -> None:
    tour = sent([house(), house()])
    riding.set_out(tour=tour, actor=boat.pilot)
    later = tour.back_by + 2 * HOUR
    draft = planned([house()], starts_at=later, back_by=later + HOUR)
    now.move_to(tour.back_by + 12 * HOUR)
    follow_tours.func()
    tour.refresh_from_db()
    assert tour.state == TourState.ROAD, "not a minute early"
    now.move_to(tour.back_by + 12 * HOUR + dt.timedelta(minutes=1))
    follow_tours.func()
    tour.refresh_from_db()
    assert (tour.state, tour.ended_by) == (TourState.ENDED, None)
    assert set(Visit.objects.values_list("result", flat=True)) == {VisitResult.NO_RESULT}
    event = CaseEvent.objects.filter(verb=Verb.END_VISIT).first()
    assert (event.actor_kind, event.user) == ("system", None)
    now.move_to(draft.back_by + 13 * HOUR)
    follow_tours.func()
    draft.refresh_from_db()
    assert draft.state == TourState.DROPPED
    assert not draft.stops.exclude(visit=None).exists()


def test_ending_goes_on_where_it_was_killed(boat: Boat, house: House, sent: Plan) -> None:
    tour = sent([house() for _each in range(3)])
    ending.end(tour=tour, actor=boat.pilot, reason="เครื่องเสีย")
    assert not ending.work(tour, most=1)
    assert tour.state == TourState.ENDING
    assert not ending.carry_on()
    tour.refresh_from_db()
    assert tour.state == TourState.ENDED
    assert CaseEvent.objects.filter(verb=Verb.END_VISIT).count() == 3


def test_what_comes_after_the_end_stands_beside_and_is_not_lost(boat: Boat, house: House, sent: Plan) -> None:
    """A phone that was without a signal while the trip was ended by others."""
    tour = sent([house()])
    ending.end(tour=tour, actor=boat.pilot, reason="มืดแล้ว")
    assert ending.work(tour)
    assert hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 1), note="ช่วยก่อนกลับ")
    assert AssistanceRecord.objects.count() == 1
    assert stop_of(tour, 1).visit.result == VisitResult.NO_RESULT
    assert any("ช่วยก่อนกลับ" in note.text for note in CaseNote.objects.all())


def test_strangers_end_no_trip_and_a_draft_is_not_ended(
    world: World, house: House, planned: Plan, sent: Plan
) -> None:
    tour = planned([house()])
    with pytest.raises(GuardFailed):
        ending.end(tour=tour, actor=world.local.officer, reason="x")
    with pytest.raises(NotAllowed):
        sending.confirm(tour=tour, actor=world.other_local.officer)
    with pytest.raises(NotAllowed):
        ending.end(tour=tour, actor=world.other_local.officer, reason="x")


def test_help_that_was_not_in_the_load_goes_along(boat: Boat, house: House, sent: Plan) -> None:
    tour = sent([house()])
    done = OnSite(given=help_given(unit="ครั้ง"), result=VisitResult.HELPED_PARTLY, note="ยังขาดยา")
    riding.hand_in(
        stop=stop_of(tour, 1),
        actor=boat.pilot,
        token=uuid.uuid4(),
        done=done,
        given=given_of(tour, 1),
    )
    assert AssistanceRecord.objects.count() == 2
    assert Case.objects.get().stage == Stage.WORKING
