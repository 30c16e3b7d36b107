"""What of a choice gets a stop, and why the others do not (issue 14, points 1 and 4; S1.06, S1.35)."""

from __future__ import annotations

import uuid

import pytest

from cases.domain import asking, visits
from cases.errors import GuardFailed, NotAllowed
from cases.households.domain import joining
from cases.households.vocabulary import LinkKind
from cases.models import Case
from cases.tours.domain import choosing, planning, riding
from cases.tours.domain.choosing import choose
from cases.tours.domain.rights import tours_of
from cases.tours.models import Stop, Tour
from cases.tours.vocabulary import Left
from cases.vocabulary import Confidentiality, VisitResult
from portal.accounts.roles import Role
from portal.actors import Citizen
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.events.conftest import areas, declared, event  # noqa: F401 - fixtures
from tests.cases.factories import World
from tests.cases.tours.conftest import Boat, House, Plan

pytestmark = pytest.mark.django_db
EVERYTHING = Case.objects.all


def test_every_case_is_a_stop_or_counted_with_its_reason(world: World, house: House) -> None:
    local = world.local.officer
    fit, danger, careful, out, busy = (house() for _each in range(5))
    one, other = house(), house()
    joining.join(one=one, other=other, actor=local, kind=LinkKind.SAME_HOUSEHOLD)
    Case.objects.filter(pk=danger.pk).update(danger_now=True)
    Case.objects.filter(pk=careful.pk).update(confidentiality=Confidentiality.RESTRICTED)
    Case.objects.filter(pk=out.pk).update(wants_out=True)
    visits.dispatch(case=busy, actor=local)
    factories.pending_referral(world)  # asked of us, not ours yet
    foreign = factories.received_case(world)  # not even readable: neither chosen nor counted
    choice = choose(actor=local, cases=EVERYTHING(), most=2)
    assert choice.keys == [danger.pk, fit.pk]
    assert choice.left == {
        Left.OTHERS: 1,
        Left.CAREFUL: 1,
        Left.WANTS_OUT: 1,
        Left.ON_THE_WAY: 1,
        Left.TOGETHER: 1,
        Left.MORE: 1,
    }
    readable = Case.objects.visible_to(local).open()
    assert len(choice.keys) + sum(choice.left.values()) == readable.count()
    assert not readable.filter(pk=foreign.pk).exists()


def test_the_whole_household_waits_for_the_boat_that_is_on_its_way(world: World, house: House) -> None:
    one, other = house(), house()
    joining.join(one=one, other=other, actor=world.local.officer, kind=LinkKind.SAME_HOUSEHOLD)
    visits.dispatch(case=one, actor=world.local.officer)
    choice = choose(actor=world.local.officer, cases=EVERYTHING(), most=9)
    assert (choice.keys, choice.left) == ([], {Left.ON_THE_WAY: 2})


def test_no_trip_is_longer_than_a_phone_can_keep_and_the_queries_do_not_grow(
    world: World, house: House, django_assert_max_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "MOST_STOPS", 3)
    for _each in range(4):
        house()
    with django_assert_max_num_queries(9):
        choice = choose(actor=world.local.officer, cases=EVERYTHING(), most=1000)
    assert len(choice.keys) == 3
    assert choice.left == {Left.MORE: 1}


def test_of_an_event_those_are_chosen_who_still_wait_by_subdistrict(
    world: World,
    event: object,  # noqa: F811
    house: House,
) -> None:
    here, elsewhere = house(), house(subdistrict_code="810103")
    helped = house()
    factories.followed_case(world, case=helped)
    inside = choosing.waiting_in(event)
    assert list(inside) == [here]
    assert not choosing.waiting_in(event, ["810116"]).exists()
    assert elsewhere not in inside


def test_who_was_helped_is_no_stop_of_the_next_boat_until_they_write_again(
    world: World, house: House, sent: Plan, boat: Boat
) -> None:
    results = (
        VisitResult.HELPED,
        VisitResult.NOT_NEEDED,
        VisitResult.HELPED_PARTLY,
        VisitResult.NOBODY_THERE,
    )
    houses = [house() for _each in results]
    tour = sent(houses)
    for stop in Stop.objects.select_related("tour", "visit__case", "case").filter(tour=tour):
        done = visits.OnSite(result=results[[one.pk for one in houses].index(stop.case_id)], note="หน้าบ้าน")
        riding.hand_in(stop=stop, actor=boat.pilot, token=uuid.uuid4(), done=done)
    helped, not_needed, *again = houses
    waiting = choosing.still_waiting(EVERYTHING())
    assert set(waiting) == set(again), "of an event and of all work alike"
    assert helped.pk in choose(actor=world.local.officer, cases=EVERYTHING(), most=9).keys, (
        "ticked by hand it goes"
    )
    asking.send_message(case=helped, actor=Citizen(helped.reference), text="น้ำดื่มหมดอีกแล้ว")
    assert set(waiting.all()) == {helped, *again}
    visits.dispatch(case=not_needed, actor=world.local.officer)
    assert not_needed in waiting.all(), "a unit on its way is told apart by `choose`"


def test_a_boat_has_helped_all_that_were_reported_of_its_house_and_nothing_later(
    world: World, house: House, sent: Plan, boat: Boat
) -> None:
    one, other, neighbor, parted = (house() for _each in range(4))
    local = world.local.officer
    for beside in (other, parted):
        joining.join(one=one, other=beside, actor=local, kind=LinkKind.SAME_HOUSEHOLD)
    joining.part(case=parted, actor=local)
    tour = sent([one])
    stop = Stop.objects.select_related("tour", "visit__case", "case").get(tour=tour)
    done = visits.OnSite(result=VisitResult.HELPED)
    riding.hand_in(stop=stop, actor=boat.pilot, token=uuid.uuid4(), done=done)
    assert set(choosing.still_waiting(EVERYTHING())) == {neighbor, parted}
    news = house()
    joining.join(one=one, other=news, actor=local, kind=LinkKind.SAME_HOUSEHOLD)
    assert set(choosing.still_waiting(EVERYTHING())) == {neighbor, parted, news}


def test_the_same_form_twice_is_one_trip_and_an_empty_choice_says_why(world: World, house: House) -> None:
    local, token = world.local.officer, uuid.uuid4()
    Case.objects.filter(pk=house().pk).update(wants_out=True)
    with pytest.raises(GuardFailed, match="ขอถอนเรื่อง"):
        planning.begin(actor=local, cases=EVERYTHING(), token=token)
    with pytest.raises(GuardFailed, match="ไม่มีเรื่องที่รอ"):
        planning.begin(actor=local, cases=Case.objects.none(), token=token)
    house()
    first = planning.begin(actor=local, cases=EVERYTHING(), token=token)
    assert planning.begin(actor=local, cases=EVERYTHING(), token=token) == first
    assert Tour.objects.count() == 1
    assert first.left == {Left.WANTS_OUT.value: 1}


def test_a_trip_is_its_organizations_and_of_those_who_work_there(
    world: World, house: House, boat: Boat
) -> None:
    house()
    tour = planning.begin(actor=world.local.officer, cases=EVERYTHING(), token=uuid.uuid4())
    assert list(tours_of(boat.pilot)) == [tour]
    assert not tours_of(world.center.officer)
    stranger = officer(world.local.organization, Role.CONTENT_EDITOR)
    assert not tours_of(stranger)
    with pytest.raises(NotAllowed):
        planning.begin(actor=stranger, cases=EVERYTHING(), token=uuid.uuid4())
