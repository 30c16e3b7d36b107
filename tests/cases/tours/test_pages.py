"""The pages of trips: the desk, the crew's phone, paper, the board of an event (issue 14, point 4; S1.06, S2.30).

The worlds contain what could leak: canaries of a person, a restricted case, another organization's officer.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from functools import partial

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.domain import visits
from cases.events.models import Event
from cases.machine.vocabulary import ALIVE
from cases.models import AssistanceRecord, Case, Visit
from cases.tours.desk.panel import on_the_road
from cases.tours.domain import planning, riding, sending
from cases.tours.domain.planning import Loaded
from cases.tours.domain.results import on_board
from cases.tours.models import LoadGiven, Stop, Tour
from cases.tours.vocabulary import TourState
from cases.vocabulary import Channel, VisitResult
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.letters.kinds import trips
from portal.vocabulary import ProblemType
from portal.web.dates import shown_moment
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import areas, declared  # noqa: F401 - fixtures
from tests.cases.factories import CANARIES, CANARY_NAME, CANARY_STORY, World
from tests.cases.tours.conftest import BAGS, WATER, Boat, House, Plan
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(declared, world: World) -> Event:  # noqa: F811
    """A flood in which the local administration works."""
    return declared(organizations=[world.local.organization])


def at(name: str, tour: Tour, **more: int) -> str:
    return reverse(f"tours:{name}", kwargs={"pk": tour.pk} | more)


def filled(form) -> dict[str, str]:
    return {box["name"]: box.get("value", "") for box in form.select("input[type=hidden]")}


def text_of(response: HttpResponse) -> str:
    return soup(response).get_text(" ", strip=True)


# The desk ----------------------------------------------------------------------------------------------------------------


def test_from_the_event_to_a_boat_that_is_on_its_way(
    world: World,
    boat: Boat,
    house: House,
    event: Event,
    login: Login,
) -> None:
    cases = [house(), house(), house(subdistrict_code="810103")]
    Case.objects.filter(pk=cases[1].pk).update(danger_now=True)
    client = login(world.local.officer)
    board = soup(client.get(reverse("events:board", kwargs={"event": event.slug})))
    link = board.find("a", string="จัดเที่ยวออกหน่วย")["href"]
    page = soup(client.get(link))
    assert [
        one.get_text(strip=True)
        for one in page.select("[name=subdistricts] + label, label[for*=subdistricts]")
    ]
    form = page.select_one("main form.form")
    answer = client.post(link, filled(form) | {"most": "๔๐"})
    tour = Tour.objects.get()
    assert answer.url == at("crew", tour)
    assert tour.event == event
    assert [stop.case_id for stop in tour.stops.all()] == [cases[1].pk, cases[0].pk]
    crew_form = soup(client.get(answer.url))
    assert "ถุงยังชีพ 2 ชุด บ้านละ 1" in crew_form.select_one("textarea[name=loads]").get_text()
    given = {
        "name": "เรือหนึ่ง",
        "vehicle": str(boat.vehicle.pk),
        "members": [str(one.pk) for one in boat.members],
        "starts_at": crew_form.select_one("[name=starts_at]")["value"],
        "back_by": crew_form.select_one("[name=back_by]")["value"],
        "loads": "ถุงยังชีพ ๑๐ ชุด บ้านละ ๑",
    }
    assert client.post(answer.url, given).url == at("tour", tour)
    page = soup(client.get(at("tour", tour)))
    assert "ส่งหน่วยไปทุกจุด" in page.get_text()
    for _twice in range(2):
        assert client.post(at("send", tour)).url == at("tour", tour)
    tour.refresh_from_db()
    assert tour.state == TourState.READY
    assert Visit.objects.filter(state__in=ALIVE).count() == 2
    assert "เรือหนึ่ง" in text_of(client.get(reverse("tours:list")))


def test_from_the_board_to_a_boat_that_was_sent_is_three_presses(
    world: World, boat: Boat, house: House, event: Event, login: Login
) -> None:
    cases = [house(), house(), house(subdistrict_code="810103")]
    Case.objects.filter(pk=cases[1].pk).update(danger_now=True)
    client = login(world.local.officer)
    board = soup(client.get(reverse("events:board", kwargs={"event": event.slug})))
    form = board.find("button", string="จัดเที่ยวไปบ้านที่รอ").find_parent("form")
    answers = [client.post(form["action"], filled(form)) for _twice in range(2)]
    tour = Tour.objects.get()
    assert {answer.url for answer in answers} == {at("crew", tour)}
    assert tour.event == event
    crew = soup(client.get(at("crew", tour)))
    houses = crew.select_one("section[aria-labelledby=stops]")
    shown = [one.get_text(strip=True) for one in houses.select("a[href^='/desk/cases/']")]
    assert shown == [cases[1].reference, cases[0].reference], "danger first, nothing outside of the event"
    assert CANARY_NAME not in houses.get_text() and CANARY_STORY not in houses.get_text()
    button = crew.select_one("main form.form button[name=send]")
    for _twice in range(2):
        answer = client.post(at("crew", tour), going(crew, boat) | {"send": button["value"]})
        assert answer.url == at("tour", tour)
    tour.refresh_from_db()
    assert tour.state == TourState.READY
    assert set(tour.crew.all()) == set(boat.members)
    assert Visit.objects.filter(state__in=ALIVE, vehicle=boat.vehicle).count() == 2


def going(crew: BeautifulSoup, boat: Boat) -> dict[str, object]:
    times = {name: crew.select_one(f"[name={name}]")["value"] for name in ("starts_at", "back_by")}
    return times | {"vehicle": str(boat.vehicle.pk), "members": [str(one.pk) for one in boat.members]}


def test_what_crosses_districts_is_not_sent_with_its_crew(
    world: World, boat: Boat, house: House, login: Login
) -> None:
    house(), house(district_code="8102", subdistrict_code="810201")
    client = login(world.local.officer)
    trips = soup(client.get(reverse("tours:list")))
    form = trips.find("button", string="จัดเที่ยวไปบ้านที่รอ").find_parent("form")
    crew = soup(client.post(form["action"], filled(form), follow=True))
    tour = Tour.objects.get()
    assert tour.event is None
    assert crew.select_one("button[name=send]") is None
    refused = client.post(at("crew", tour), going(crew, boat) | {"send": "1", "note": "ส่งน้ำ"})
    assert "ผ่านหลายอำเภอ" in text_of(refused)
    assert "ส่งน้ำ" in soup(refused).select_one("textarea[name=note]").get_text()
    tour.refresh_from_db()
    assert (tour.state, tour.note, tour.crew.count()) == (TourState.DRAFT, "", 0), "nothing half done"


def test_where_nobody_waits_the_press_says_so(world: World, boat: Boat, event: Event, login: Login) -> None:
    client = login(world.local.officer)
    board = soup(client.get(reverse("events:board", kwargs={"event": event.slug})))
    form = board.find("button", string="จัดเที่ยวไปบ้านที่รอ").find_parent("form")
    assert "ไม่มีเรื่องที่รอให้ไปหา" in text_of(client.post(form["action"], filled(form)))
    assert not Tour.objects.exists()


def test_whoever_reads_of_danger_makes_the_trip_from_there(
    world: World, boat: Boat, house: House, event: Event, login: Login
) -> None:
    danger = factories.CaseFactory(
        actor=world.local.officer,
        problem=ProblemType.DISASTER,
        channel=Channel.WALK_IN,
        subdistrict_code=house().subdistrict_code,
        danger_now=True,
    )
    client = login(world.local.officer)
    client.post(reverse("strip:take"))
    given = {"reference": danger.reference, "base": danger.base, "what": "danger"}
    page = soup(client.post(reverse("strip:decide"), given, follow=True))
    button = page.select_one("fieldset[data-digits] button[data-digit='8']")
    form = button.find_parent("form")
    answer = client.post(button["formaction"], filled(form))
    tour = Tour.objects.get()
    assert answer.url == at("crew", tour)
    assert tour.event == event
    assert tour.stops.first().case == danger
    sending.confirm(tour=_crewed(tour, boat, world), actor=world.local.officer)
    sending.work(tour)
    again = soup(client.get(reverse("strip:page")))
    assert again.select_one("button[data-digit='8']") is None, "a boat is on its way"


def _crewed(tour: Tour, boat: Boat, world: World) -> Tour:
    return planning.crew(
        tour=tour,
        actor=world.local.officer,
        name="",
        vehicle=boat.vehicle,
        members=boat.members,
        starts_at=tour.starts_at,
        back_by=tour.back_by,
    )


def test_what_is_refused_stands_on_the_form_and_what_was_typed_comes_back(
    world: World, boat: Boat, house: House, planned: Plan, login: Login
) -> None:
    tour = planned([house(), house(district_code="8102", subdistrict_code="810201")])
    client = login(world.local.officer)
    refused = client.post(at("send", tour))
    assert refused.status_code == 422
    assert "ผ่านหลายอำเภอ" in text_of(refused)
    assert soup(refused).select_one("[name=crosses]")
    tries = (("order", {"first": "99"}), ("order", {"first": "สอง"}), ("add", {"reference": "CCCC-CCCC"}))
    for name, data in tries:
        answer = client.post(at(name, tour), data)
        assert answer.status_code == 422, name
        assert soup(answer).select_one(f"input[value='{next(iter(data.values()))}']"), name
    crew = client.post(at("crew", tour), {"name": "เรือสอง", "loads": "ของไม่มีจำนวน", "members": []})
    assert "ของไม่มีจำนวน" in soup(crew).select_one("textarea[name=loads]").get_text()
    assert client.post(at("order", tour), {"first": "๒ 1"}).status_code == 302
    assert [stop.number for stop in tour.stops.all()] == [2, 1]
    client.post(at("take_out", tour, number=2))
    assert [stop.number for stop in tour.stops.all()] == [1]
    client.post(at("drop", tour))
    tour.refresh_from_db()
    assert tour.state == TourState.DROPPED


def test_an_older_form_undoes_no_crew_and_no_load_of_a_colleague(
    world: World, boat: Boat, house: House, planned: Plan, login: Login
) -> None:
    tour = planned([house()])
    client = login(world.local.officer)
    older = soup(client.get(at("crew", tour)))
    _loaded_anew(tour, boat, world, replace(BAGS, quantity=99))
    given = filled(older.select_one("main form.form")) | going(older, boat)
    given |= {"name": "เรือเก่า", "loads": "ถุงยังชีพ 40 ชุด"}
    refused = client.post(at("crew", tour), given)
    page = soup(refused)
    assert "ถุงยังชีพ 99 ชุด" in page.select_one(".error-summary").get_text()
    assert page.select_one("[name=name]")["value"] == "เรือเก่า", "what was typed comes back"
    assert tour.loads.get().quantity == 99
    again = given | filled(page.select_one("main form.form"))
    for _twice in range(2):
        assert client.post(at("crew", tour), again).url == at("tour", tour), "twice undoes nothing"
    tour.refresh_from_db()
    assert (tour.name, tour.loads.get().quantity) == ("เรือเก่า", 40)


def test_a_trip_is_made_of_what_was_ticked_or_of_a_whole_list(
    world: World, boat: Boat, house: House, login: Login
) -> None:
    one, _two = house(), house()
    client = login(world.local.officer)
    page = soup(client.get(reverse("desk:worklist") + "?list=hands"))
    assert page.select_one(f"button[formaction='{reverse('tours:begin')}']")
    client.post(reverse("tours:begin"), {"case": one.reference})
    assert [stop.case for stop in Stop.objects.all()] == [one]
    client.post(reverse("tours:begin"), {"whole": "1", "query": "list=hands"})
    assert Tour.objects.latest("pk").stops.count() == 2
    assert client.post(reverse("tours:begin"), {}).url == reverse("desk:worklist")


def test_a_result_that_needs_somebody_is_ticked_off_and_the_trip_ended_on_one_page(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house()])
    client = login(world.local.officer)
    stop = Stop.objects.select_related("tour", "visit__case", "case").get(number=1)
    done = visits.OnSite(result=VisitResult.REFUSED)
    riding.hand_in(stop=stop, actor=boat.pilot, token=uuid.uuid4(), done=done)
    page = soup(client.get(at("tour", tour)))
    (form,) = page.select(f"form[action='{at('looked', tour, number=1)}']")
    client.post(form["action"])
    assert not soup(client.get(at("tour", tour))).select("form[action$='/looked/']")
    refused = client.post(at("end", tour), {"reason": ""})
    assert refused.status_code == 422
    assert client.post(at("end", tour), {"reason": "มืดแล้ว"}).status_code == 302
    tour.refresh_from_db()
    assert tour.state == TourState.ENDED
    text = text_of(client.get(at("tour", tour)))
    assert "มืดแล้ว" in text and "กลับเข้ารายการ" in text


def test_a_long_trip_is_sent_by_the_queue_with_visible_progress(
    world: World, house: House, planned: Plan, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cases.tours.desk import views

    monkeypatch.setattr(views, "AT_ONCE", 1)
    asked: list[object] = []
    monkeypatch.setattr(views, "enqueue_once", asked.append)
    tour = planned([house(), house()])
    client = login(world.local.officer)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(views.transaction, "on_commit", lambda act: act())
        client.post(at("send", tour))
    assert len(asked) == 1
    assert "ทีละบ้าน" in text_of(client.get(at("tour", tour)))


# The phone ---------------------------------------------------------------------------------------------------------------


def test_the_crew_walks_from_stop_to_stop_with_few_taps(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house()])
    crew = login(boat.pilot)
    page = soup(crew.get(at("go", tour)))
    assert page.h1.get_text(" ", strip=True).startswith("จุดที่ 1")
    assert page.select_one("a.button--wide[href^='tel:+66817700131']")
    assert page.select_one("a[href^='geo:']")
    crew.post(at("out", tour))
    form = page.select_one("form[data-phone-time]")
    for _twice in range(2):
        assert crew.post(form["action"], filled(form)).status_code == 302
    asked = soup(crew.get(at("result", tour, number=1)))
    assert "ถุงยังชีพ 1 ชุด, น้ำดื่ม 2 แพ็ก" in asked.get_text()
    given = filled(asked.select_one("form[data-phone-time]")) | {
        "result": "visit_helped",
        "usual": "on",
        "load_2": "๕",
        "persons": "3",
    }
    for _twice in range(2):
        assert crew.post(at("result", tour, number=1), given).url == at("go", tour)
    assert [one.quantity_words for one in AssistanceRecord.objects.order_by("pk")] == ["1 ชุด", "5 แพ็ก"]
    page = soup(crew.get(at("go", tour)))
    assert page.h1.get_text(" ", strip=True).startswith("จุดที่ 2")
    assert "1/2" in page.get_text()
    token = str(uuid.uuid4())
    refused = crew.post(
        at("result", tour, number=2), {"token": token, "result": "visit_handed_up", "note": ""}
    )
    assert refused.status_code == 422, "others have to go on: words are asked for"
    contrary = {"token": token, "result": "visit_nobody", "usual": "on"}
    assert "แก้อย่างใดอย่างหนึ่ง" in text_of(crew.post(at("result", tour, number=2), contrary))
    assert (
        crew.post(at("result", tour, number=2), {"token": token, "result": "visit_nobody"}).status_code == 302
    )
    assert "ครบทุกจุดแล้ว" in text_of(crew.get(at("go", tour)))


def _loaded_anew(tour: Tour, boat: Boat, world: World, *loads: Loaded) -> None:
    planning.crew(
        tour=tour,
        actor=world.local.officer,
        name=tour.name,
        vehicle=boat.vehicle,
        members=boat.members,
        starts_at=tour.starts_at,
        back_by=tour.back_by,
        loads=loads,
    )


def test_what_a_crew_typed_goes_to_the_goods_beside_which_it_was_typed(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()])
    crew = login(boat.pilot)
    asked = soup(crew.get(at("result", tour, number=1)))
    _loaded_anew(tour, boat, world, WATER)
    given = filled(asked.select_one("main form")) | {"result": "visit_helped", "load_2": "๕"}
    assert crew.post(at("result", tour, number=1), given).url == at("go", tour)
    record = AssistanceRecord.objects.get()
    assert (record.description, record.quantity_words) == ("น้ำดื่ม", "5 แพ็ก")


def test_what_was_typed_for_goods_that_are_gone_comes_back_and_nothing_is_kept_until_the_next_press(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()])
    crew = login(boat.pilot)
    asked = soup(crew.get(at("result", tour, number=1)))
    _loaded_anew(tour, boat, world, Loaded(WATER.kind, "นมกล่อง", "ลัง", 10), BAGS)
    typed = {"result": "visit_helped", "load_1": "2", "load_2": "5"}
    refused = crew.post(at("result", tour, number=1), filled(asked.select_one("main form")) | typed)
    assert refused.status_code == 422
    page = soup(refused)
    assert "น้ำดื่ม (แพ็ก) 5" in page.select_one(".error-summary").get_text()
    boxes = {box["name"]: box.get("value", "") for box in page.select("main form [name^=load_]")}
    assert boxes == {"load_1": "2", "load_2": ""}, "bags stay bags; nothing went to the milk"
    assert not AssistanceRecord.objects.exists()
    assert Visit.objects.get().state in ALIVE
    again = filled(page.select_one("main form")) | boxes | {"result": "visit_helped", "load_2": "1"}
    assert crew.post(at("result", tour, number=1), again).url == at("go", tour)
    kept = [(one.description, one.quantity_words) for one in AssistanceRecord.objects.order_by("pk")]
    assert kept == [("ถุงยังชีพ", "2 ชุด"), ("นมกล่อง", "1 ลัง")]


def test_what_is_usual_is_what_stood_beside_the_box(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()], loads=[BAGS])
    crew = login(boat.pilot)
    asked = soup(crew.get(at("result", tour, number=1)))
    _loaded_anew(tour, boat, world, replace(BAGS, usual=2))
    typed = {"result": "visit_helped", "usual": "on"}
    refused = crew.post(at("result", tour, number=1), filled(asked.select_one("main form")) | typed)
    assert refused.status_code == 422
    page = soup(refused)
    assert "ถุงยังชีพ (ชุด) 1" in page.select_one(".error-summary").get_text()
    assert not AssistanceRecord.objects.exists()
    assert page.select_one("[name=usual]").has_attr("checked")
    again = filled(page.select_one("main form")) | typed
    assert crew.post(at("result", tour, number=1), again).url == at("go", tour)
    assert AssistanceRecord.objects.get().quantity_words == "2 ชุด"


def test_who_came_into_danger_meanwhile_is_the_next_stop(
    boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house(), house()])
    Case.objects.filter(pk=tour.stops.get(number=3).case_id).update(danger_now=True)
    page = soup(login(boat.pilot).get(at("go", tour)))
    assert page.h1.get_text(" ", strip=True).startswith("จุดที่ 3")
    assert page.select(".status--danger, .notice--danger, .danger")


def test_the_crew_reads_what_its_part_needs_and_no_story(
    boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()])
    crew = login(boat.pilot)
    for address in (at("go", tour), at("stop", tour, number=1), at("result", tour, number=1)):
        page = soup(crew.get(address))
        assert CANARY_STORY not in page.get_text()
        assert not [one for one in CANARIES if one in page.title.get_text() or one in address]


def test_what_became_restricted_on_the_way_is_not_read_out_to_another_app_or_on_paper(
    world: World, boat: Boat, house: House, sent: Plan, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    tour = sent([house(), house()])
    Case.objects.filter(pk=tour.stops.get(number=1).case_id).update(confidentiality="restricted")
    assert not soup(login(boat.pilot).get(at("go", tour))).select("a[href^='geo:']")
    drawn: list[trips.TripPaper] = []
    monkeypatch.setattr("cases.tours.desk.sheets.trip_pdf", lambda paper: drawn.append(paper) or b"%PDF")
    login(world.local.officer).get(at("pdf", tour))
    first, second = drawn[0].sheets[0].houses
    assert (first.reference, first.who) == ("", ())
    assert CANARY_NAME in second.who[0]


def test_a_case_that_left_the_organization_is_a_number_and_nothing_else(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house()])
    gone = tour.stops.get(number=1).case
    gone.grants.update(until=dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
    for person in (world.local.officer, boat.pilot):
        client = login(person)
        for name in ("tour", "go"):
            page = client.get(at(name, tour))
            assert page.status_code == 200
            assert gone.reference not in text_of(page)
        assert client.get(at("stop", tour, number=1)).status_code == 404
        assert client.post(at("there", tour, number=1), {"token": uuid.uuid4()}).status_code == 404
        assert client.post(at("result", tour, number=1), {"token": uuid.uuid4()}).status_code == 404
    riding.set_out(tour=tour, actor=boat.pilot)
    crew = login(boat.pilot)
    following = tour.stops.select_related("tour", "visit__case", "case").get(number=2)
    page = crew.get(at("go", tour))
    assert following.case.reference in text_of(page), "the next house that they may read"
    riding.hand_in(
        stop=following, actor=boat.pilot, token=uuid.uuid4(), done=visits.OnSite(result=VisitResult.HELPED)
    )
    page = text_of(crew.get(at("go", tour)))
    assert "ถามศูนย์ก่อนไป" in page
    assert "ครบทุกจุดแล้ว" not in page, "a house waits; nobody is sent home"


def test_too_late_is_said_and_what_was_typed_is_given_back(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()])
    stop = Stop.objects.select_related("tour", "visit__case", "case").get()
    riding.hand_in(
        stop=stop, actor=boat.pilot, token=uuid.uuid4(), done=visits.OnSite(result=VisitResult.HELPED)
    )
    answer = login(boat.pilot).post(at("there", tour, number=1), {"token": uuid.uuid4()})
    assert answer.status_code == 409
    assert "ยังไม่ได้บันทึก" in text_of(answer)


def test_whose_appointment_ended_has_no_page_any_more_and_the_desk_sees_it(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()])
    crew = login(boat.pilot)
    assert crew.get(at("go", tour)).status_code == 200
    Appointment.objects.filter(user=boat.pilot.person).update(valid_until=dt.date(2026, 11, 25))
    assert crew.get(at("go", tour)).status_code != 200
    assert "คำสั่งแต่งตั้งสิ้นสุดแล้ว" in text_of(login(world.local.officer).get(at("tour", tour)))


def test_for_strangers_a_trip_does_not_exist(world: World, house: House, sent: Plan, login: Login) -> None:
    tour = sent([house()])
    client = login(world.other_local.officer)
    reads = ("tour", "crew", "go", "pdf")
    addresses = [at(name, tour) for name in reads]
    addresses += [at("typed", tour, sheet=1), at("stop", tour, number=1), at("result", tour, number=1)]
    assert {client.get(address).status_code for address in addresses} == {404}
    acts = [at(name, tour) for name in ("send", "order", "add", "drop", "end", "out")]
    acts += [at(name, tour, number=1) for name in ("there", "result", "take_out", "looked")]
    data = {"token": uuid.uuid4(), "first": "1", "reference": "x", "reason": "x"}
    assert {client.post(address, data).status_code for address in acts} == {404}
    assert Client().get(at("go", tour)).status_code == 302


# Paper -------------------------------------------------------------------------------------------------------------------


def test_the_paper_has_the_same_stops_a_code_on_every_sheet_and_its_print_is_recorded(
    world: World, boat: Boat, house: House, sent: Plan, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cases.tours.domain import paper as rules

    monkeypatch.setattr(rules, "ON_A_SHEET", 2)
    tour = sent([house() for _each in range(3)])
    answer = login(world.local.officer).get(at("pdf", tour))
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert content.startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="tour.print", subject=f"tour:{tour.pk}").count() == 1


def test_a_sheet_is_typed_in_line_by_line_and_scanned_twice_counts_once(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house(), house()])
    client = login(boat.pilot)
    address = at("typed", tour, sheet=1)
    data = {"result_1": "visit_helped", "usual_1": "on", "result_3": "visit_nobody"}
    assert client.post(address, data).url == at("tour", tour)
    assert client.post(address, data).status_code == 302
    assert AssistanceRecord.objects.count() == 2
    done = tour.stops.exclude(visit__state__in=ALIVE).values_list("number", flat=True)
    assert list(done) == [1, 3]
    second = Stop.objects.select_related("tour", "visit__case", "case").get(number=2)
    riding.hand_in(
        stop=second, actor=boat.pilot, token=uuid.uuid4(), done=visits.OnSite(result=VisitResult.HELPED)
    )
    refused = client.post(address, data | {"result_2": "visit_helped", "note_2": "อยู่บนหลังคา"})
    assert refused.status_code == 422
    page = soup(refused)
    assert "มีผลแล้ว" in page.get_text()
    assert page.select_one("[name=note_2]")["value"] == "อยู่บนหลังคา"
    assert client.get(at("typed", tour, sheet=2)).status_code == 404


def test_a_result_on_paper_stays_with_its_stop_when_another_house_leaves_meanwhile(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house(), house()])
    client = login(boat.pilot)
    address = at("typed", tour, sheet=1)
    boxes = [box["name"] for box in soup(client.get(address)).select("main form select")]
    assert boxes == ["result_1", "result_2", "result_3"]
    gone = tour.stops.get(number=1)
    gone.case.grants.update(until=dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
    data = {"result_1": "visit_helped", "note_1": "ให้ยายแล้ว", "usual_1": "on"}
    data |= {"result_2": VisitResult.NOBODY_THERE.value, "result_3": VisitResult.REFUSED.value}
    refused = client.post(address, data)
    assert refused.status_code == 422
    words = soup(refused).select_one(".error-summary").get_text()
    assert "จุดที่ 1" in words and "ให้ยายแล้ว" in words and str(VisitResult.HELPED.label) in words
    results = dict(tour.stops.values_list("number", "visit__result"))
    assert results == {1: gone.visit.result, 2: VisitResult.NOBODY_THERE, 3: VisitResult.REFUSED}
    assert tour.stops.get(number=1).visit.state in ALIVE
    assert not AssistanceRecord.objects.exists()


def test_a_note_on_paper_without_a_result_is_asked_about_and_no_line_is_lost(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house()])
    client, address = login(boat.pilot), at("typed", tour, sheet=1)
    data = {"result_1": "", "note_1": "ไม่เปิดประตู", "result_2": VisitResult.NOBODY_THERE.value}
    asked = client.post(address, data)
    assert asked.status_code == 422
    page = soup(asked)
    assert page.select_one("[name=note_1]")["value"] == "ไม่เปิดประตู"
    assert page.select_one("[name=result_2] option[selected]")["value"] == VisitResult.NOBODY_THERE.value
    assert "เลือกผลของจุดนี้" in page.select_one(".error-summary").get_text()
    sent_again = client.post(address, data | {"result_1": VisitResult.REFUSED.value})
    assert sent_again.status_code == 302
    assert dict(tour.stops.values_list("number", "visit__result")) == {
        1: VisitResult.REFUSED,
        2: VisitResult.NOBODY_THERE,
    }


def _sheet(client: Client, tour: Tour, **typed: str) -> HttpResponse:
    """Type the first sheet in, as somebody who does not touch what stands there already."""
    page = soup(client.get(at("typed", tour, sheet=1)))
    return client.post(at("typed", tour, sheet=1), {"when": page.select_one("[name=when]")["value"]} | typed)


def test_a_sheet_asks_when_the_boat_was_there_and_takes_no_time_that_cannot_be(
    boat: Boat, house: House, sent: Plan, login: Login, now: time_machine.Coordinates
) -> None:
    tour = sent([house(), house()])
    now.move_to(dt.datetime(2026, 11, 27, 1, 0, tzinfo=dt.UTC))
    client, helped = login(boat.pilot), {"result_1": "visit_helped", "usual_1": "on", "note_1": "หน้าบ้าน"}
    shown = soup(client.get(at("typed", tour, sheet=1))).select_one("[name=when]")["value"]
    assert shown == shown_moment(tour.starts_at.replace(second=0, microsecond=0)), "the trip's day"
    tries = (
        ("27/11/2569 08:30", "ยังมาไม่ถึง"),
        ("25/11/2569 15:00", "ต้องไม่ก่อนนั้น"),
        ("เมื่อวาน", "วัน"),
    )
    for when, words in tries:
        refused = client.post(at("typed", tour, sheet=1), helped | {"when": when})
        assert refused.status_code == 422
        page = soup(refused)
        assert words in page.select_one(".error-summary").get_text()
        assert page.select_one("[name=when]")["value"] == when
        assert page.select_one("[name=note_1]")["value"] == "หน้าบ้าน"
    assert not AssistanceRecord.objects.exists()
    assert _sheet(client, tour, **helped, when="๒๖/๑๑/๒๕๖๙ ๑๕:๓๐").status_code == 302
    assert {one.given_on for one in AssistanceRecord.objects.all()} == {dt.date(2026, 11, 26)}
    (ended,) = tour.stops.filter(number=1).values_list("visit__ended_at", flat=True)
    assert abs(ended - dt.datetime(2026, 11, 26, 8, 30, tzinfo=dt.UTC)) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("when", ["26/11/2569", "", None])
def test_a_sheet_with_its_day_alone_or_of_an_older_page_counts_from_when_the_trip_left(
    boat: Boat, house: House, sent: Plan, login: Login, now: time_machine.Coordinates, when: str | None
) -> None:
    tour = sent([house()])
    now.move_to(dt.datetime(2026, 11, 27, 1, 0, tzinfo=dt.UTC))
    data = {"result_1": "visit_helped", "usual_1": "on"} | ({} if when is None else {"when": when})
    assert login(boat.pilot).post(at("typed", tour, sheet=1), data).status_code == 302
    assert {one.given_on for one in AssistanceRecord.objects.all()} == {dt.date(2026, 11, 26)}


@pytest.mark.parametrize(
    ("usual", "given", "kept"),
    [
        ("on", "", ["1 ชุด", "2 แพ็ก"]),
        ("on", "ถุงยังชีพ ๓", ["3 ชุด", "2 แพ็ก"]),
        ("on", "ถุงยังชีพ 0", ["2 แพ็ก"]),
        ("", "น้ำดื่ม 5 แพ็ก, ถุงยังชีพ", ["1 ชุด", "5 แพ็ก"]),
    ],
)
def test_what_the_crew_wrote_on_paper_is_what_comes_off_the_load(
    boat: Boat, house: House, sent: Plan, login: Login, usual: str, given: str, kept: list[str]
) -> None:
    tour = sent([house()])
    data = {"result_1": "visit_helped", "usual_1": usual, "given_1": given}
    assert _sheet(login(boat.pilot), tour, **data).status_code == 302
    given_of = LoadGiven.objects.order_by("load").select_related("record")
    assert [one.record.quantity_words for one in given_of] == kept
    assert [one.left for one in on_board(tour)] == [
        40 - sum(int(words.split()[0]) for words in kept if "ชุด" in words),
        80 - sum(int(words.split()[0]) for words in kept if "แพ็ก" in words),
    ]


def test_where_one_thing_is_on_board_its_number_is_enough_and_what_nobody_can_read_comes_back(
    boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house(), house(), house()], loads=[BAGS])
    client = login(boat.pilot)
    data = {"result_1": "visit_helped", "given_1": "๒", "result_2": "visit_helped", "given_2": "ผ้าห่ม 3"}
    refused = _sheet(client, tour, **data, usual_3="on")
    assert refused.status_code == 422
    page = soup(refused)
    words = page.select_one(".error-summary").get_text()
    assert "ถุงยังชีพ 2" in words and "เลือกผลของจุดนี้" in words
    assert page.select_one("[name=given_2]")["value"] == "ผ้าห่ม 3"
    assert not AssistanceRecord.objects.exists()
    data |= {"given_2": "ถุงยังชีพ 3 ชุด", "result_3": "visit_helped"}
    assert _sheet(client, tour, **data).status_code == 302
    assert on_board(tour)[0].left == 35


def test_a_sheet_of_a_trip_with_nothing_on_board_has_no_box_for_it(
    boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()], loads=[])
    page = soup(login(boat.pilot).get(at("typed", tour, sheet=1)))
    assert [box["name"] for box in page.select("main form [name$='_1']")] == ["result_1", "usual_1", "note_1"]


# The board ---------------------------------------------------------------------------------------------------------------


def test_the_board_of_the_event_says_who_is_on_the_road_and_names_no_house(
    world: World,
    boat: Boat,
    house: House,
    event: Event,
    sent: Plan,
    login: Login,
) -> None:
    tour = sent([house(), house()])
    Tour.objects.filter(pk=tour.pk).update(event=event)
    board = reverse("events:board", kwargs={"event": event.slug})
    local, center = login(world.local.officer), login(world.center.officer)
    assert "เรือหนึ่ง" not in text_of(local.get(board)), "it has not left"
    riding.set_out(tour=tour, actor=boat.pilot)
    for client, links in ((local, 1), (center, 0)):
        page = soup(client.get(board))
        section = page.select_one("section[aria-labelledby=road]")
        words = section.get_text(" ", strip=True)
        assert "เรือหนึ่ง" in words and "0 จาก 2" in words
        assert not [one for one in CANARIES if one in words]
        assert len(section.select(f"a[href='{at('tour', tour)}']")) == links


def test_queries_do_not_grow_with_the_stops_or_the_trips(
    world: World,
    boat: Boat,
    house: House,
    event: Event,
    sent: Plan,
    login: Login,
) -> None:
    client = login(world.local.officer)
    tour = sent([house()])
    Tour.objects.filter(pk=tour.pk).update(event=event)
    riding.set_out(tour=tour, actor=boat.pilot)
    crew = login(boat.pilot)

    def one_more() -> None:
        planning.add(tour=tour, actor=world.local.officer, case=house())
        sending.work(tour)

    for reader, address in (
        (client, at("tour", tour)),
        (client, reverse("tours:list")),
        (client, reverse("events:board", kwargs={"event": event.slug})),
        (crew, at("go", tour)),
    ):
        assert_same_queries(partial(reader.get, address), one_more)
    assert on_the_road(event, world.local.officer) is not None


def test_only_who_works_there_has_the_entry_and_the_number_that_needs_somebody(
    world: World, boat: Boat, house: House, sent: Plan, login: Login
) -> None:
    tour = sent([house()])
    stop = Stop.objects.select_related("tour", "visit__case", "case").get()
    done = visits.OnSite(result=VisitResult.NOBODY_THERE)
    riding.hand_in(stop=stop, actor=boat.pilot, token=uuid.uuid4(), done=done)

    def entry(client: Client) -> BeautifulSoup:
        page = soup(client.get(reverse("desk:worklist")))
        return page.select_one(f"a[href='{reverse('tours:list')}']")

    assert "1" in entry(login(world.local.officer)).get_text()
    assert "1" not in entry(login(world.other_local.officer)).get_text()
    assert tour.stops.get().looked_at is None


def test_trips_that_ended_page_by_key(
    world: World, planned: Plan, house: House, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.tours.desk.views.PAGE_SIZE", 1)
    for number in range(3):
        tour = planned([house()], name=f"เรือ {number}")
        planning.drop(tour=tour, actor=world.local.officer)
    assert_pages_by_key(
        login(world.local.officer), reverse("tours:list"), Tour, rows=".desk-page li.case-block"
    )
