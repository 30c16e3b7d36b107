"""A mobile unit's acts: small, once each, at the time that it was (S1.06)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from cases.domain import field_unit, visits
from cases.domain.visits import Moment, OnSite, PhoneTime, Step, time_of
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage, Verb, WaitingState
from cases.models import AssistanceRecord, Case, CaseNote, Visit
from cases.vocabulary import VisitResult
from portal.accounts.functions import Function
from tests.accounts.factories import officer
from tests.cases.factories import World, help_given, working_case

NOON = dt.datetime(2027, 1, 5, 5, 0, tzinfo=dt.UTC)
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("pressed", "sent", "expected"),
    [
        (NOON, NOON, Moment(NOON)),
        (NOON - 20 * MINUTE, NOON, Moment(NOON - 20 * MINUTE)),
        # A phone whose clock is a day ahead still knows that it was twenty minutes ago.
        (NOON + 1420 * MINUTE, NOON + 1440 * MINUTE, Moment(NOON - 20 * MINUTE)),
        # Its step before came over a slower line, and seems later than it was: never before that, and nothing is wrong.
        (NOON - 61 * MINUTE, NOON, Moment(NOON - 60 * MINUTE)),
        # Before the unit was sent, or after it arrived here: somebody set the clock meanwhile.
        (NOON - 500 * MINUTE, NOON, Moment(NOON - 60 * MINUTE, is_certain=False)),
        (NOON + 30 * MINUTE, NOON, Moment(NOON, is_certain=False)),
    ],
)
def test_the_time_is_counted_back_from_when_it_came_and_never_read_off_the_phone(pressed, sent, expected):
    phone = PhoneTime(pressed, sent)
    assert time_of(phone, earliest=NOON - 60 * MINUTE, received=NOON) == expected


def test_without_a_script_it_is_when_it_came():
    assert time_of(None, earliest=NOON - MINUTE, received=NOON) == Moment(NOON)


@pytest.fixture
def driver(world: World):
    """Somebody of the local administration who is in the field and nothing else."""
    return officer(world.local.organization, functions=[Function.FIELD])


@pytest.fixture
def visit(world: World, driver) -> Visit:
    case = working_case(world)
    member = field_unit.add_member(actor=world.local.officer, name="คนขับ (สมมติ)", person=driver.person)
    vehicle = field_unit.add_vehicle(actor=world.local.officer, name="เรือท้องแบน", plate="กข 1")
    return visits.dispatch(
        case=case, actor=world.local.officer, vehicle=vehicle, crew=[member], note="พาเรือไป"
    )


def test_a_unit_goes_out_with_people_and_a_vehicle_of_its_own(world: World, visit: Visit):
    assert visit.vehicle.name == "เรือท้องแบน"
    assert [member.name for member in visit.crew.all()] == ["คนขับ (สมมติ)"]
    stranger = field_unit.add_member(actor=world.other_local.officer, name="คนอื่น")
    other = working_case(world)
    with pytest.raises(GuardFailed):
        visits.dispatch(case=other, actor=world.local.officer, crew=[stranger])
    assert not other.visits.exists()


def test_out_and_there_are_kept_once_at_the_time_of_the_press(visit: Visit, driver):
    token, now = uuid.uuid4(), timezone.now()
    phone = PhoneTime(now, now + dt.timedelta(seconds=0))
    for _twice in range(2):
        visits.take_step(step=Step.SET_OUT, visit=visit, actor=driver, token=token, phone=phone)
    visit.refresh_from_db()
    assert visit.set_out_at is not None
    assert visit.case.events.filter(verb=Verb.SET_OUT).count() == 1
    visits.take_step(step=Step.ARRIVE, visit=visit, actor=driver, token=uuid.uuid4())
    visit.refresh_from_db()
    assert visit.set_out_at <= visit.arrived_at


def test_what_came_over_a_slower_line_is_never_later_than_what_followed_it(
    visit: Visit, driver, time_machine
):
    """S1.06: out at 12.00 is half a minute on its way; there and the report, written meanwhile, come at once after it."""
    visit.case.duties.update(made_at=NOON - 60 * MINUTE)

    def comes(pressed: int, sent: int, received: int) -> PhoneTime:
        time_machine.move_to(NOON + received * SECOND, tick=False)
        return PhoneTime(NOON + pressed * SECOND, NOON + sent * SECOND)

    for step, phone in ((Step.SET_OUT, (0, 0, 30)), (Step.ARRIVE, (10, 31, 32))):
        token = uuid.uuid4()
        visits.take_step(step=step, visit=visit, actor=driver, token=token, phone=comes(*phone))
        visit.refresh_from_db()
    done = OnSite(given=help_given(), result=VisitResult.HELPED, phone=comes(20, 33, 34))
    visits.record_on_site(visit=visit, actor=driver, token=uuid.uuid4(), done=done)
    visit.refresh_from_db()
    assert visit.set_out_at == visit.arrived_at == visit.ended_at == NOON + 30 * SECOND
    # Nobody is told that a clock was wrong.
    notes = CaseNote.objects.filter(event__case=visit.case)
    assert notes and not any("นาฬิกา" in note.text for note in notes)


def test_what_a_unit_hands_in_is_kept_once_however_often_it_is_sent(visit: Visit, driver):
    token = uuid.uuid4()
    done = OnSite(given=help_given(unit="ชุด"), result=VisitResult.HELPED, note="น้ำลดแล้ว")
    assert visits.record_on_site(visit=visit, actor=driver, token=token, done=done)
    assert not visits.record_on_site(visit=visit, actor=driver, token=token, done=done)
    visit.refresh_from_db()
    assert AssistanceRecord.objects.filter(case=visit.case).count() == 1
    assert (visit.state, visit.result) == (WaitingState.DONE, VisitResult.HELPED)
    assert visit.ended_at is not None
    assert visit.case.duties.running().filter(waiting=visit.number).count() == 0


def test_help_is_handed_in_piece_by_piece_while_the_unit_stays(visit: Visit, driver):
    for _each in range(2):
        visits.record_on_site(visit=visit, actor=driver, token=uuid.uuid4(), done=OnSite(given=help_given()))
    visit.refresh_from_db()
    assert AssistanceRecord.objects.count() == 2
    assert visit.state == WaitingState.DISPATCHED


def test_nothing_handed_in_is_nothing_kept(visit: Visit, driver):
    with pytest.raises(GuardFailed):
        visits.record_on_site(visit=visit, actor=driver, token=uuid.uuid4(), done=OnSite(note="เฉย ๆ"))
    with pytest.raises(GuardFailed):
        done = OnSite(result=VisitResult.NOBODY_THERE)
        visits.record_on_site(visit=visit, actor=driver, token=uuid.uuid4(), done=done)
    visit.refresh_from_db()
    assert visit.state == WaitingState.DISPATCHED


def test_a_second_result_stands_beside_the_first(visit: Visit, driver, world: World):
    """Two phones, one visit: both are kept, each with its author."""
    first = OnSite(result=VisitResult.HELPED)
    visits.record_on_site(visit=visit, actor=driver, token=uuid.uuid4(), done=first)
    late = OnSite(given=help_given(), result=VisitResult.HELPED_PARTLY, note="ยังขาดยา")
    visits.record_on_site(visit=visit, actor=driver, token=uuid.uuid4(), done=late)
    visit.refresh_from_db()
    assert visit.result == VisitResult.HELPED
    assert AssistanceRecord.objects.count() == 1
    assert any("ยังขาดยา" in note.text for note in CaseNote.objects.filter(event__case=visit.case))


def test_strangers_hand_nothing_in(visit: Visit, world: World):
    done = OnSite(given=help_given(), result=VisitResult.HELPED)
    with pytest.raises(NotAllowed):
        visits.record_on_site(visit=visit, actor=world.other_local.officer, token=uuid.uuid4(), done=done)
    assert not AssistanceRecord.objects.exists()


def test_help_by_the_unit_brings_the_case_to_where_it_is_followed_up(visit: Visit, driver):
    done = OnSite(given=help_given(before_committee=True), result=VisitResult.HELPED)
    visits.record_on_site(visit=visit, actor=driver, token=uuid.uuid4(), done=done)
    case = Case.objects.get(pk=visit.case_id)
    assert case.helped
    assert case.stage == Stage.WORKING
    assert case.committee_items.filter(state=WaitingState.SUBMITTED).count() == 1
