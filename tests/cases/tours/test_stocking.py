"""What a boat loads leaves the relief of the event at its office, and what comes back returns (docs/many.md, Relief)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from cases.camps.domain import stock
from cases.camps.models import Goods, GoodsEntry
from cases.camps.vocabulary import EntryKind
from cases.domain import assistance
from cases.domain.visits import OnSite
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Event
from cases.events.vocabulary import EventKind
from cases.models import AssistanceRecord
from cases.tours.domain import ending, planning, riding, stocking
from cases.tours.domain.planning import Loaded
from cases.tours.models import Tour
from cases.tours.vocabulary import TourState
from cases.vocabulary import AssistanceKind, VisitResult
from tests.cases import factories
from tests.cases.factories import World
from tests.cases.tours.conftest import BAGS, HOUR, NOW, Boat, House, Plan
from tests.cases.tours.test_riding import given_of, hand_in, stop_of

pytestmark = pytest.mark.django_db
BAG = 1


@pytest.fixture
def event(world: World, now: object) -> Event:
    head = world.center.supervisor
    return declare(
        actor=head,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วม",
            reason="ฝนตกหนัก",
            starts_at=NOW - HOUR,
            subdistricts=[factories.SUBDISTRICT],
            organizations=[world.local.organization],
            duty_officer=head.person,
        ),
        token=uuid.uuid4(),
    )


@pytest.fixture
def bags(world: World, event: Event) -> Goods:
    """A hundred bags at the local administration."""
    goods = stock.add_goods(actor=world.local.officer, event=event, name="ถุงยังชีพ", unit="ชุด")
    stock.receive(
        actor=world.local.officer, goods=goods, place=_office(world), quantity=100, token=uuid.uuid4()
    )
    return goods


def _office(world: World) -> stock.Place:
    return stock.Place(organization=world.local.organization)


def there(goods: Goods, world: World) -> int:
    return stock.balances(goods.event).get((goods.pk, _office(world).key), 0)


def of(event: Event, tour: Tour) -> Tour:
    Tour.objects.filter(pk=tour.pk).update(event=event)
    tour.refresh_from_db()
    return tour


def ended(tour: Tour, boat: Boat) -> None:
    ending.end(tour=tour, actor=boat.pilot, reason="น้ำแรง")
    assert ending.work(tour)


def loaded(tour: Tour, boat: Boat, world: World, *loads: Loaded) -> None:
    planning.crew(
        tour=tour,
        actor=world.local.officer,
        name="",
        vehicle=boat.vehicle,
        members=boat.members,
        starts_at=tour.starts_at,
        back_by=tour.back_by,
        loads=loads,
    )


def test_what_leaves_with_the_boat_leaves_the_book_and_the_rest_returns(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = of(event, sent([house(), house()]))
    assert there(bags, world) == 100
    riding.set_out(tour=tour, actor=boat.pilot)
    riding.set_out(tour=tour, actor=boat.pilot)
    assert there(bags, world) == 100 - BAGS.quantity
    hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 3))
    ended(tour, boat)
    assert there(bags, world) == 97
    assert list(bags.entries.order_by("pk").values_list("kind", "quantity")) == [
        (EntryKind.RECEIVED, 100),
        (EntryKind.SENT, -40),
        (EntryKind.BROUGHT, 37),
    ]


def test_ending_goes_on_and_brings_back_once(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = of(event, sent([house()]))
    riding.set_out(tour=tour, actor=boat.pilot)
    ended(tour, boat)
    assert ending.work(tour)
    Tour.objects.filter(pk=tour.pk).update(state=TourState.ENDING, ended_at=None)
    assert ending.work(tour)
    assert there(bags, world) == 100


def test_a_boat_is_never_held_up_by_a_book_that_has_less(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    stock.give(
        actor=world.local.officer,
        goods=bags,
        place=_office(world),
        quantity=90,
        people=90,
        token=uuid.uuid4(),
    )
    tour = of(event, sent([house()]))
    riding.set_out(tour=tour, actor=boat.pilot)
    assert there(bags, world) == 0
    ended(tour, boat)
    assert there(bags, world) == 10


def test_what_is_loaded_anew_on_the_way_leaves_or_returns(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = of(event, sent([house()]))
    riding.set_out(tour=tour, actor=boat.pilot)
    loaded(tour, boat, world, Loaded(AssistanceKind.IN_KIND, "ถุงยังชีพ", "ชุด", 55))
    assert there(bags, world) == 45
    loaded(tour, boat, world, Loaded(AssistanceKind.IN_KIND, "ถุงยังชีพ", "ชุด", 5))
    assert there(bags, world) == 95
    loaded(tour, boat, world)
    assert there(bags, world) == 100


def test_a_late_sheet_takes_what_was_given_out_of_the_book(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = of(event, sent([house()]))
    riding.set_out(tour=tour, actor=boat.pilot)
    ended(tour, boat)
    assert there(bags, world) == 100
    hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 2))
    assert there(bags, world) == 98


@pytest.mark.parametrize("was_out", [False, True])
def test_a_page_that_read_the_trip_before_it_ended_takes_it_out_of_the_book_too(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods, was_out: bool
) -> None:
    tour = of(event, sent([house()]))
    if was_out:
        riding.set_out(tour=tour, actor=boat.pilot)
    read_before = stop_of(tour, 1)
    ended(tour, boat)
    assert there(bags, world) == 100
    riding.hand_in(
        stop=read_before,
        actor=boat.pilot,
        token=uuid.uuid4(),
        done=OnSite(result=VisitResult.HELPED),
        given=given_of(tour, 2),
    )
    assert there(bags, world) == 98


def struck(world: World, record: AssistanceRecord) -> None:
    assistance.correct_help(case=record.case, actor=world.local.officer, record=record, note="ลงผิดบ้าน")


def test_help_that_is_struck_out_after_the_trip_returns_to_the_book(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = of(event, sent([house(), house()]))
    riding.set_out(tour=tour, actor=boat.pilot)
    hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 3))
    hand_in(tour, 2, boat, VisitResult.HELPED, given=given_of(tour, 4))
    wrong, right = AssistanceRecord.objects.order_by("pk")
    ended(tour, boat)
    assert there(bags, world) == 93
    struck(world, wrong)
    assert there(bags, world) == 96
    assert AssistanceRecord.objects.get() == right


def test_help_that_is_struck_out_on_the_way_returns_with_the_boat(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = of(event, sent([house()]))
    riding.set_out(tour=tour, actor=boat.pilot)
    hand_in(tour, 1, boat, VisitResult.HELPED, given=given_of(tour, 3))
    struck(world, AssistanceRecord.objects.get())
    assert there(bags, world) == 60, "the boat still has it"
    ended(tour, boat)
    assert there(bags, world) == 100


def test_other_goods_another_unit_and_trips_without_an_event_touch_no_book(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = sent([house()])
    loaded(tour, boat, world, Loaded(AssistanceKind.IN_KIND, "ถุงยังชีพ", "ถุง", 5), BAGS)
    riding.set_out(tour=tour, actor=boat.pilot)
    assert there(bags, world) == 100
    of(event, tour)
    loaded(tour, boat, world, Loaded(AssistanceKind.IN_KIND, "ถุงยังชีพ", "ถุง", 5))
    assert there(bags, world) == 100
    assert GoodsEntry.objects.count() == 1


def test_the_portal_brings_back_what_an_abandoned_trip_had(
    world: World, boat: Boat, house: House, sent: Plan, event: Event, bags: Goods
) -> None:
    tour = of(event, sent([house()]))
    riding.set_out(tour=tour, actor=boat.pilot)
    Tour.objects.filter(pk=tour.pk).update(state=TourState.ENDING, back_by=NOW + dt.timedelta(hours=1))
    assert ending.work(tour)
    assert there(bags, world) == 100
    back = bags.entries.get(kind=EntryKind.BROUGHT)
    assert back.person == boat.pilot.person
    stocking.bring_back(tour, boat.pilot)
    assert bags.entries.count() == 3


def test_two_boats_take_goods_in_one_order_whatever_stands_first_on_their_lists(
    world: World,
    bags: Goods,
    boat: Boat,
    house: House,
    event: Event,
    sent: Plan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each row of goods is locked as it is taken: two who cross would wait for each other."""
    water = stock.add_goods(actor=world.local.officer, event=event, name="น้ำดื่ม", unit="แพ็ก")
    tour, taken = of(event, sent([house()])), []
    first = Loaded(kind=AssistanceKind.IN_KIND, name="น้ำดื่ม", unit="แพ็ก", quantity=3, usual=1)
    planning.crew(
        tour=tour,
        actor=world.local.officer,
        name=tour.name,
        vehicle=tour.vehicle,
        members=tour.crew.all(),
        starts_at=tour.starts_at,
        back_by=tour.back_by,
        loads=[first, BAGS],
    )
    monkeypatch.setattr(stock, "keep_out", lambda **given: taken.append(given["goods"]))
    stocking.take_along(tour, boat.pilot)
    assert taken == [bags, water]
