"""What people and officers see of an event, and the short form from end to end."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cases.events.domain import choosing, declaring, telling
from cases.events.domain.attaching import members
from cases.events.models import Event, EventCase, Shelter
from cases.events.vocabulary import ShelterState
from cases.machine.vocabulary import Verb
from cases.models import Case
from cases.vocabulary import Consent
from portal.page_cache.changes import rooms_written_by
from portal.page_cache.rooms import HEADER, Room
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.events.conftest import NOW, OURS, Declare
from tests.cases.factories import CANARIES, World
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db
STEP = "cases_intake:step"


def text_of(response) -> str:
    return soup(response).get_text(" ", strip=True)


def whom(event: Event) -> str:
    return f"{reverse(STEP, args=['whom'])}?event={event.slug}"


SHORT = {
    "whom": {
        "danger": "yes",
        "whom": "me",
        "people": "4",
        "among": ["bedridden"],
        "wanted": ["boat", "food"],
        "words": "น้ำถึงชั้นสอง",
    },
    "place": {"subdistrict": OURS, "moo": "3", "spot": "หลังวัด"},
    "contact": {"name": "แดง", "phone": "081-234-5678"},
}


def fill(client: Client, event: Event, **changed) -> object:
    """Fill in the short form up to the check page; returns the last answer."""
    address = whom(event)
    token = ""
    for slug, answers in SHORT.items():
        response = client.post(address, answers | changed.get(slug, {}) | {"token": token})
        assert response.status_code == 302, text_of(response)
        address = response["Location"]
        response = client.get(address)
        token = soup(response).select_one("input[name=token]")["value"]
    assert address == reverse("cases_intake:check")
    return response


# The public page ----------------------------------------------------------------------------------------------------


def test_everybody_reads_what_to_do_where_to_go_and_what_is_known(
    client: Client, event: Event, areas: World
) -> None:
    wrong = telling.tell(
        actor=areas.center.officer, event=event, words="สะพานขาด", words_en="Bridge gone", token=uuid.uuid4()
    )
    telling.tell(
        actor=areas.center.officer, event=event, words="สะพานใช้ได้", corrects=wrong.pk, token=uuid.uuid4()
    )
    telling.keep_shelter(
        actor=areas.center.officer,
        event=event,
        shelter=Shelter(
            name="โรงเรียนบนเขา", subdistrict_code=OURS, phone="075-611-899", state=ShelterState.FULL
        ),
    )
    text = text_of(client.get(reverse("event:page", args=[event.slug])))
    for words in (
        "น้ำท่วมอ่าวนาง",
        "ย้ายขึ้นที่สูง",
        "โรงเรียนบนเขา",
        "เต็ม",
        "สะพานขาด",
        "ข้อความนี้แก้แล้ว",
        "สะพานใช้ได้",
        "191",
    ):
        assert words in text
    assert areas.center.supervisor.person.display_name not in text
    english = text_of(client.get(f"/en{reverse('event:page', args=[event.slug])}"))
    for words in ("Ao Nang flood", "Go up", "Bridge gone"):
        assert words in english


def test_the_page_tells_nothing_of_any_request(client: Client, event: Event) -> None:
    factories.CaseFactory(subdistrict_code=OURS, danger_now=True)
    page = client.get(reverse("event:page", args=[event.slug])).content.decode()
    assert not [one for one in CANARIES if one in page]
    assert Case.objects.get().reference not in page


def test_waiting_times_are_told_as_they_are(client: Client, event: Event) -> None:
    address = reverse("event:page", args=[event.slug])
    assert "รอเจ้าหน้าที่" not in text_of(client.get(address)), "nothing is told before it was counted"
    Event.objects.update(waits_at=NOW, still_waiting=7)
    text = text_of(client.get(address))
    assert "ยังบอกเวลารอไม่ได้" in text
    assert "รอเจ้าหน้าที่ 7 เรื่อง" in text
    Event.objects.update(waited=12, waited_danger=3)
    text = text_of(client.get(address))
    assert "ภายใน 12 นาที" in text
    assert "ภายใน 3 นาที" in text


def test_a_page_is_kept_and_rises_with_everything_that_it_shows(client: Client, event: Event) -> None:
    kept = client.get(reverse("event:page", args=[event.slug]))[HEADER]
    assert str(int(Room.EVENTS)) in kept.partition(";")[0].split(",")
    for table in ("event", "eventarea", "knownfact", "shelter"):
        assert rooms_written_by(f'UPDATE "events_{table}" SET "x" = 1') == {Room.EVENTS}
    assert rooms_written_by('INSERT INTO "events_eventcase" ("x") VALUES (1)') == frozenset()


def test_home_and_start_show_an_event_as_long_as_it_runs(client: Client, event: Event) -> None:
    start = reverse("cases_intake:start")
    assert whom(event) in client.get(start).content.decode()
    response = client.get(start)
    assert str(int(Room.EVENTS)) in response[HEADER].partition(";")[0].split(",")
    Event.objects.update(ended_at=NOW, ended_by=event.declared_by, ending="x")
    assert event.slug not in client.get(start).content.decode()
    over = text_of(client.get(reverse("event:page", args=[event.slug])))
    assert "สิ้นสุดแล้ว" in over
    assert "แบบสั้น" not in over


def test_a_careful_start_shows_no_event(client: Client, event: Event) -> None:
    assert event.slug not in client.get(f"{reverse('cases_intake:start')}?kind=violence").content.decode()


def test_an_event_that_is_none_is_not_found(client: Client, event: Event) -> None:
    assert client.get(reverse("event:page", args=["flood-2569-9"])).status_code == 404


# The short form -----------------------------------------------------------------------------------------------------


def test_three_pages_and_a_check_make_a_request_of_the_event(client: Client, event: Event) -> None:
    check = text_of(fill(client, event))
    for words in ("มี ตอนนี้ยังอันตราย", "ผู้ป่วยติดเตียง", "พาออกจากที่นี่", "หลังวัด", "081-234-5678"):
        assert words in check
    token = str(client.session["request_draft"]["token"])
    for _ in range(2):
        response = client.post(reverse("cases_intake:check"), {"token": token})
        assert response["Location"] == reverse("cases_intake:sent")
    case = Case.objects.get()
    assert (case.problem, case.danger_now, case.subdistrict_code) == (ProblemType.DISASTER, True, OURS)
    assert (case.moo, case.place_detail, case.reporter.phone) == ("3", "หลังวัด", "081-234-5678")
    assert case.affected_people.get().household_size == 4
    assert case.narrative == ("แบบสั้น: น้ำท่วมอ่าวนาง\n4 คน, ติดเตียง\nขอ พาออก, อาหาร น้ำ\nน้ำถึงชั้นสอง")
    assert members(event).get().case == case
    # Its groups stand apart, so that they are read out one by one.
    assert case.reference in text_of(client.get(reverse("cases_intake:sent"))).replace(" ", "")


def test_the_words_of_officers_are_thai_in_either_language(client: Client, event: Event) -> None:
    first, check = f"/en{whom(event)}", f"/en{reverse('cases_intake:check')}"
    pages = [(f"/en{reverse(STEP, args=[slug])}", SHORT[slug]) for slug in ("place", "contact")]
    for address, answers in ((first, SHORT["whom"]), *pages):
        client.post(address, answers)
    client.post(check, {"token": str(client.session["request_draft"]["token"])})
    assert "ขอ พาออก" in Case.objects.get().narrative


def test_who_reports_for_others_is_asked_nothing_more(client: Client, event: Event) -> None:
    fill(client, event, whom={"whom": "other"})
    client.post(reverse("cases_intake:check"), {"token": str(client.session["request_draft"]["token"])})
    case = Case.objects.get()
    assert (case.consent, case.reporter.relation, case.reporter.may_tell_affected) == (
        "not_asked",
        "other",
        None,
    )


# Straight to the local administration: the form itself asks and sends ------------------------------------------------


def sent(client: Client, event: Event, **changed) -> Case:
    """Fill in the short form, send it, and return the case that it made."""
    fill(client, event, **changed)
    client.post(reverse("cases_intake:check"), {"token": str(client.session["request_draft"]["token"])})
    return Case.objects.get()


def first_ground(case: Case) -> str:
    return case.events.get(verb=Verb.SUBMIT).consent


@pytest.fixture
def straight(declared: Declare, areas: World) -> Event:
    """An event whose requests go to the local administration that is at work in it."""
    return declared(organizations=[areas.local.organization], direct=True)


def test_who_must_not_know_is_asked_where_it_goes_straight_to_them(client: Client, straight: Event) -> None:
    fill(client, straight)
    page = soup(client.get(reverse(STEP, args=["place"])))
    assert page.select_one("details input[name=avoid_local]")
    assert "ส่งตรงถึงเทศบาลหรือ อบต." in page.get_text()


def test_where_the_center_reads_first_nobody_is_asked(client: Client, event: Event) -> None:
    fill(client, event)
    assert not soup(client.get(reverse(STEP, args=["place"]))).select_one("input[name=avoid_local]")


def test_ones_own_request_goes_straight_there(client: Client, straight: Event, areas: World) -> None:
    case = sent(client, straight)
    assert (case.holder, first_ground(case)) == (areas.local.organization, Consent.GIVEN)


def test_who_must_not_know_learns_nothing(client: Client, straight: Event, areas: World) -> None:
    case = sent(client, straight, place={"avoid_local": "on"})
    assert (case.holder, case.avoid_local) == (areas.center.organization, True)
    assert case.excluded == [areas.local.organization.pk]
    assert not Case.objects.visible_to(areas.local.officer).exists()


def test_a_story_of_others_goes_straight_only_where_life_is_in_danger(
    client: Client, straight: Event, areas: World
) -> None:
    case = sent(client, straight, whom={"whom": "other", "danger": "no"})
    assert case.holder == areas.center.organization
    assert (case.consent, first_ground(case)) == (Consent.NOT_ASKED, Consent.NOT_ASKED)


def test_danger_to_the_life_of_others_is_the_ground_on_record(
    client: Client, straight: Event, areas: World
) -> None:
    case = sent(client, straight, whom={"whom": "other"})
    assert case.holder == areas.local.organization
    assert (case.consent, first_ground(case)) == (Consent.NOT_ASKED, Consent.VITAL)


@pytest.mark.parametrize("people", ["", "0", "501", "หลายคน"])
def test_how_many_is_a_number_that_can_be(client: Client, event: Event, people: str) -> None:
    response = client.post(whom(event), SHORT["whom"] | {"people": people})
    assert response.status_code == 200
    assert "น้ำถึงชั้นสอง" in response.content.decode(), "what was typed comes back"
    assert "กรอกจำนวนคน" in text_of(response)


def test_a_form_that_was_begun_is_sent_after_the_end_and_goes_the_ordinary_way(
    client: Client, event: Event, now
) -> None:
    fill(client, event)
    Event.objects.update(ended_at=NOW, ended_by=event.declared_by, ending="x")
    now.move_to(NOW + dt.timedelta(minutes=1))
    client.post(reverse("cases_intake:check"), {"token": str(client.session["request_draft"]["token"])})
    assert Case.objects.count() == 1
    assert not members(event).exists()


def test_going_back_to_the_usual_form_keeps_place_and_contact(client: Client, event: Event) -> None:
    fill(client, event)
    client.get(reverse(STEP, args=["problem"]))
    token = str(client.session["request_draft"]["token"])
    client.post(reverse(STEP, args=["problem"]), {"problem": "quality_of_life", "token": token})
    draft = client.session["request_draft"]
    assert draft["occasion"] == ""
    assert draft["kept"]["contact"]["phone"] == ["081-234-5678"]
    assert "ใครต้องการความช่วยเหลือ" in text_of(client.get(reverse(STEP, args=["whom"])))


def test_a_story_of_the_usual_form_is_shown_when_the_short_one_is_taken(client: Client, event: Event) -> None:
    client.post(reverse(STEP, args=["problem"]), {"problem": "disaster"})
    token = str(client.session["request_draft"]["token"])
    session = client.session
    session["request_draft"]["kept"]["story"] = {"story": ["เรื่องยาวที่พิมพ์ไว้"]}
    session.save()
    response = client.post(whom(event), SHORT["whom"] | {"token": token}, follow=True)
    assert "เรื่องยาวที่พิมพ์ไว้" in response.content.decode()


def test_an_unknown_event_is_the_usual_form(client: Client, event: Event) -> None:
    response = client.get(f"{reverse(STEP, args=['whom'])}?event=flood-2569-77")
    assert "มีกี่คน" not in text_of(response)


# The desk -----------------------------------------------------------------------------------------------------------


def test_an_event_is_declared_by_one_form(login: Login, areas: World) -> None:
    client = login(areas.center.supervisor)
    address = reverse("events:declare")
    token = soup(client.get(address)).select_one("input[name=token]")["value"]
    given = {
        "kind": "flood",
        "name": "น้ำท่วมเขาพนม",
        "starts_at": "26/11/2569 08:30",
        "subdistricts": [OURS],
        "organizations": [areas.other_local.organization.pk],
        "duty_officer": areas.center.supervisor.person.pk,
        "reason": "ฝนหนัก",
        "token": token,
    }
    bad = client.post(address, given | {"reason": ""})
    assert "น้ำท่วมเขาพนม" in bad.content.decode()
    for _ in range(2):
        assert client.post(address, given)["Location"] == reverse("events:board", args=["flood-2569-1"])
    event = Event.objects.get()
    assert "อย่าเดินหรือขับรถผ่านน้ำไหลแรง" in event.advice
    assert event.advice_en.count("\n") == event.advice.count("\n")
    assert {one.subdistrict_code for one in event.areas.all()} == {OURS, "810116"}


def test_the_boards_table_adds_up_and_others_do_not_find_it(login: Login, event: Event, areas: World) -> None:
    factories.working_case(areas, subdistrict_code=OURS)
    factories.received_case(areas, subdistrict_code=OURS, danger_now=True)
    address = reverse("events:board", args=[event.slug])
    page = soup(login(areas.center.officer).get(address))
    rows = [[int(cell.get_text()) for cell in row.select("td")] for row in page.select("tbody tr")]
    assert rows[-1] == [1, 1, 0, 0, 2]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    for actor in (areas.local.officer, areas.hospital.supervisor):
        client = login(actor)
        assert client.get(address).status_code == 404
        for name in ("close", "review", "tell", "advise", "shelter_new"):
            assert client.get(reverse(f"events:{name}", args=[event.slug])).status_code == 404


def test_pages_of_the_desk_cost_the_same_however_many_ask(login: Login, event: Event, areas: World) -> None:
    client = login(areas.center.officer)
    factories.received_case(areas, subdistrict_code=OURS, danger_now=True)

    def more() -> None:
        for _ in range(2):
            factories.received_case(areas, subdistrict_code=OURS, danger_now=True)

    assert_same_queries(lambda: client.get(reverse("events:board", args=[event.slug])), more)


def test_facts_shelters_advice_review_and_end_are_written_by_forms(
    login: Login, event: Event, areas: World
) -> None:
    client = login(areas.center.supervisor)
    acts = {
        "tell": {"words": "น้ำสูง 80 ซม."},
        "advise": {"advice": "อยู่บนที่สูง", "phone": "075-611-899"},
        "shelter_new": {"name": "วัดกลาง", "subdistrict_code": OURS, "state": "open"},
        "review": {"reason": "ฝนยังตก", "expected_end": "30/11/2569"},
        "close": {"reason": "น้ำลด", "ended_at": "26/11/2569 10:59"},
    }
    for name, given in acts.items():
        address = reverse(f"events:{name}", args=[event.slug])
        assert client.get(address).status_code == 200
        assert client.post(address, given).status_code == 302, name
    event.refresh_from_db()
    assert (event.advice, event.expected_end, event.is_running) == ("อยู่บนที่สูง", dt.date(2026, 11, 30), False)
    shelter = event.shelters.get()
    address = reverse("events:shelter", args=[event.slug, shelter.pk])
    assert (
        client.post(address, {"name": "วัดกลาง", "subdistrict_code": OURS, "state": "full"}).status_code == 302
    )
    assert client.get(reverse("events:shelter", args=[event.slug, shelter.pk + 1])).status_code == 404
    assert client.get(reverse("events:close", args=[event.slug])).status_code == 404


def sent_as_it_stands(page: BeautifulSoup) -> dict[str, str]:
    form = page.select_one("main form.form")
    boxes = {box["name"]: box.get("value", "") for box in form.select("input")}
    return boxes | {box["name"]: box.select_one("[selected]")["value"] for box in form.select("select")}


def test_an_older_form_does_not_open_a_shelter_that_a_colleague_said_is_full(
    login: Login, event: Event, areas: World, client: Client
) -> None:
    row = Shelter.objects.create(
        event=event,
        organization=areas.center.organization,
        name="โรงเรียนบนเขา",
        subdistrict_code=OURS,
        phone="075-611-111",
        room_for=120,
    )
    address = reverse("events:shelter", args=[event.slug, row.pk])
    one, other = login(areas.center.officer), login(areas.center.supervisor)
    older, newer = (sent_as_it_stands(soup(who.get(address))) for who in (one, other))
    assert other.post(address, newer | {"state": "full"}).status_code == 302
    assert one.post(address, older | {"phone": "075-611-899", "room_for": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.phone, row.room_for) == (ShelterState.FULL, "075-611-899", None)
    assert "เต็ม" in text_of(client.get(reverse("event:page", args=[event.slug])))
    refused = one.post(address, older | {"name": "", "state": "closed"})
    again = sent_as_it_stands(soup(refused)) | {"name": "โรงเรียนบนเขา"}
    assert one.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.phone) == (ShelterState.CLOSED, "075-611-899"), (
        "what the first form showed goes along"
    )


def test_an_older_form_takes_no_advice_back_that_a_colleague_gave(
    login: Login, event: Event, areas: World
) -> None:
    address = reverse("events:advise", args=[event.slug])
    one, other = login(areas.center.supervisor), login(areas.center.supervisor)
    pages = [soup(who.get(address)) for who in (one, other)]
    boxes = {box["name"]: box.get_text().strip() for box in pages[0].select("main textarea")}
    older, newer = (sent_as_it_stands(page) | boxes for page in pages)
    said = "ไปที่สูง\nห้ามผ่านสะพานเหล็ก"
    assert other.post(address, newer | {"advice": said}).status_code == 302
    assert one.post(address, older | {"phone": "075-611-899"}).status_code == 302
    event.refresh_from_db()
    assert (event.advice, event.phone) == (said, "075-611-899")


def test_events_that_ended_and_requests_of_one_page_by_key(
    login: Login, declared: Declare, areas: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("views", "members"):
        monkeypatch.setattr(f"cases.events.desk.{module}.PAGE_SIZE", 1)
    actor = areas.center.supervisor
    event = declared()
    for _each in range(3):
        case = factories.received_case(areas, problem=ProblemType.DISASTER)
        choosing.put_in(actor=actor, event=event, case=case, reason="บ้านอยู่ริมคลอง")
    at = login(actor)
    address = reverse("events:cases", args=[event.slug])
    rows = ".desk-page ul.plain-list:last-of-type > li"
    assert_pages_by_key(at, address, EventCase, rows=rows)
    assert "(3)" in soup(at.get(address)).select_one(".desk-page h2 .tabular").get_text()
    for number in range(3):
        ended = declared(name=f"น้ำท่วมครั้งที่ {number}")
        declaring.close(actor=actor, event=ended, ended_at=NOW, reason="น้ำลด")
    assert_pages_by_key(at, reverse("events:listing"), Event, rows=".desk-page h2 + ul li:not(:has(.status))")


def test_answers_of_the_short_form_that_were_deleted_come_back_into_the_short_form(
    client: Client, event: Event
) -> None:
    fill(client, event)
    page = client.post(reverse("cases_intake:discard"))
    carried = soup(page).select_one("input[name=carried]")["value"]
    answer = client.post(reverse("cases_intake:take_back"), {"carried": carried})
    assert answer["Location"] == reverse("cases_intake:check")
    assert client.session["request_draft"]["occasion"] == event.slug
    token = str(client.session["request_draft"]["token"])
    client.post(reverse("cases_intake:check"), {"token": token})
    assert members(event).count() == 1
