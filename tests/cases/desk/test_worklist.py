"""The lists show what an officer has to do: their own cases, nearest deadline first, counted honestly."""

from __future__ import annotations

import datetime as dt
from functools import partial
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk.frame import FOUND_KEY
from cases.desk.lists import views
from cases.desk.lists.filters import Filters
from cases.desk.tabs import TABS, counts, rows_in, tabs_of
from cases.domain import asking, closure, working
from cases.models import Case, ListedCase, RegisterEntry
from cases.tasks import keep_lists
from cases.vocabulary import ClosureReason, Outcome, ReturnReason, Severity
from portal.accounts.models import Appointment
from portal.actors import Citizen, Officer
from portal.audit.models import AuditEntry
from portal.page_cache import memory
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, references, soup
from tests.cases.factories import CANARY_NAME, World
from tests.helpers import assert_same_queries, count_queries

LIST = reverse("desk:worklist")
FIND = reverse("desk:find")


def listed(client: Client, **query: str) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return references(response)


def rail(client: Client) -> dict[str, int]:
    links = soup(client.get(LIST)).select(".rail a[href*='list=']:has(.count)")
    return {link["href"].split("=")[1]: int(link.select_one(".count").get_text()) for link in links}


# --- which cases ---------------------------------------------------------------------------------------------------


def test_a_new_request_is_work_of_today(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    assert listed(at_center) == [case.reference]


def test_what_was_sent_to_us_is_asked_of_us_until_answered(
    world: World, at_local: Client, at_center: Client
) -> None:
    referral = factories.pending_referral(world)
    assert listed(at_local, list="asked") == [referral.case.reference]
    assert listed(at_center, list="asked") == []
    assert listed(at_center, list="all") == [referral.case.reference]


def test_late_is_ours_and_what_we_wait_for(world: World, at_local: Client, at_center: Client) -> None:
    referral = factories.pending_referral(world)
    with time_machine.travel(timezone.now() + dt.timedelta(days=20), tick=False):
        client = at_local
        client.force_login(world.local.officer.person)
        at_center.force_login(world.center.officer.person)
        assert listed(client, list="late") == [referral.case.reference]
        # The center holds the case and waits for an answer: it has to see that nobody gives one.
        assert listed(at_center, list="late") == [referral.case.reference]


def test_closed_cases_are_in_the_list_of_all_only(world: World, at_local: Client) -> None:
    case = factories.closed_case(world)
    assert listed(at_local) == []
    assert listed(at_local, list="late") == []
    assert listed(at_local, list="all") == [case.reference]


def test_an_unknown_list_is_the_list_of_today(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    assert listed(at_center, list="nonsense") == [case.reference]


def test_the_nearest_deadline_comes_first(world: World, at_center: Client) -> None:
    later = factories.received_case(world)
    sooner = factories.received_case(world, danger_now=True)
    assert listed(at_center) == [sooner.reference, later.reference]


def test_the_list_of_all_has_the_newest_first(world: World, at_center: Client) -> None:
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        old = factories.received_case(world, danger_now=True)
    new = factories.received_case(world)
    assert listed(at_center, list="all") == [new.reference, old.reference]


LISTS_OF = {
    "fresh": ("center", factories.received_case),
    "asked": ("local", lambda world: factories.pending_referral(world).case),
    "waiting": ("center", lambda world: factories.pending_referral(world).case),
    "hands": ("local", factories.working_case),
    "follow": ("local", factories.followed_case),
}


@pytest.mark.parametrize("name", LISTS_OF)
def test_a_case_stands_where_it_says_who_moves_next(world: World, login: Login, name: str) -> None:
    """And in no other list of who moves next."""
    who, make = LISTS_OF[name]
    case = make(world)
    actor = getattr(world, who).officer
    client = login(actor)
    found = [tab.name for tab in tabs_of(actor) if tab.name in WHO_MOVES]
    found = [one for one in found if listed(client, list=one) == [case.reference]]
    assert found == [name]


WHO_MOVES = ("fresh", "asked", "back", "approve", "hands", "follow", "waiting", "late", "nobody")


def test_what_was_returned_came_back(world: World, at_local: Client, at_center: Client) -> None:
    sent = factories.pending_referral(world)
    factories.referral.return_referral(
        referral=sent, actor=world.local.officer, reason=ReturnReason.WRONG_AREA, note="อยู่ในเขตเทศบาล"
    )
    assert listed(at_center, list="back") == [sent.case.reference]
    assert listed(at_center, list="fresh") == listed(at_center, list="waiting") == []
    assert listed(at_local, list="asked") == []


def test_what_the_reporter_wrote_came_back(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    asking.send_message(case=case, actor=Citizen(case.reference), text="น้ำขึ้นอีกแล้ว")
    assert listed(at_local, list="back") == [case.reference]
    asking.acknowledge(case=case, actor=world.local.officer, seen=Case.objects.get(pk=case.pk).version)
    assert listed(at_local, list="back") == []


def test_a_refusal_came_back_until_somebody_goes_on(world: World, at_local: Client, login: Login) -> None:
    case = factories.closing_case(world)
    assert listed(at_local, list="back") == []
    refused = case.approvals.get()
    closure.refuse(approval=refused, actor=world.local.supervisor, note="ถามเรื่องยาก่อน")
    assert listed(login(world.lead.officer), list="back") == []
    assert listed(at_local, list="back") == []
    # The head of one's own office refused: it is the same organization, so it stands in its work.
    assert listed(at_local, list="follow") == [case.reference]


def test_only_who_may_decide_has_it_to_approve(world: World, login: Login, at_local: Client) -> None:
    case = factories.closing_case(world)
    assert listed(login(world.local.supervisor), list="approve") == [case.reference]
    assert listed(at_local, list="approve") == []


def test_one_never_has_ones_own_request_to_approve(world: World, login: Login) -> None:
    case = factories.followed_case(world)
    closure.request_closure(
        case=case,
        actor=world.local.supervisor,
        reason=ClosureReason.HELPED,
        outcome=Outcome.HELPED_FULLY,
        note="ช่วยเหลือครบแล้ว",
    )
    assert listed(login(world.local.supervisor), list="approve") == []


def test_what_nobody_can_answer_stands_at_the_center(
    world: World, at_center: Client, at_local: Client
) -> None:
    case = factories.working_case(world)
    assert listed(at_center, list="nobody") == []
    Appointment.objects.filter(organization=world.local.organization).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    # Found by the clock: no act on a case says that somebody left.
    keep_lists.func()
    found = at_center.get(LIST, {"list": "nobody"})
    assert case.reference in soup(found).select_one(".case-row").get_text()
    # The center coordinates and may know of it; what it is about stays with the holder.
    assert references(found) == []


def test_only_a_center_looks_after_what_nobody_can_answer(world: World) -> None:
    assert "nobody" not in {tab.name for tab in tabs_of(world.local.officer)}
    assert {tab.name for tab in tabs_of(world.center.officer)} == {tab.name for tab in TABS}


def test_every_open_case_of_ours_stands_in_a_list_of_who_moves_next(world: World, at_local: Client) -> None:
    made = [factories.working_case(world), factories.followed_case(world), factories.closing_case(world)]
    made.append(factories.pending_referral(world).case)
    found = {reference for name in WHO_MOVES[:-1] for reference in listed(at_local, list=name)}
    assert found == {case.reference for case in made}


def test_within_a_list_danger_comes_first_then_severity_then_what_is_due(
    world: World, at_center: Client
) -> None:
    later = factories.received_case(world)
    urgent = factories.received_case(world, severity=Severity.URGENT)
    danger = factories.received_case(world, danger_now=True)
    with time_machine.travel(timezone.now() - dt.timedelta(days=14)):
        sooner = factories.received_case(world)
    assert listed(at_center, list="fresh") == [case.reference for case in (danger, urgent, sooner, later)]


# --- nothing of others ----------------------------------------------------------------------------------------------


def test_an_uninvolved_body_sees_nothing_and_counts_nothing(world: World, login: Login) -> None:
    case = factories.working_case(world)
    client = login(world.other_local.officer)
    response = client.get(LIST, {"list": "all"})
    assert references(response) == []
    assert case.reference not in response.content.decode()
    assert set(rail(client).values()) == {0}


def test_filters_offer_nothing_that_comes_from_cases(world: World, at_local: Client) -> None:
    """So that no choice tells of a case of others; and none is a list of the country (issue 9, point 2)."""
    before = soup(at_local.get(LIST)).select_one(".filters").decode()
    factories.received_case(world, subdistrict_code="810103", problem=ProblemType.DISASTER)
    assert soup(at_local.get(LIST)).select_one(".filters").decode() == before
    assert len(before) < 12_000


def test_a_row_names_no_person_and_tells_no_story(world: World, at_center: Client) -> None:
    factories.received_case(world)
    page = at_center.get(LIST).content.decode()
    assert not [canary for canary in factories.CANARIES if canary in page]


def test_a_row_says_whose_deadline_it_is_when_it_is_not_ours(
    world: World, at_center: Client, at_local: Client
) -> None:
    factories.pending_referral(world)
    target = world.local.organization.short_name
    assert target in soup(at_center.get(LIST, {"list": "all"})).select_one(".case-row").get_text()
    row = soup(at_local.get(LIST, {"list": "all"})).select_one(".case-row").get_text()
    assert target not in row
    assert world.center.organization.short_name in row


# --- counts and filters ----------------------------------------------------------------------------------------------


def test_the_rail_counts_what_its_lists_show(world: World, at_center: Client) -> None:
    factories.received_case(world)
    factories.screened_case(world)
    factories.working_case(world)
    with time_machine.travel(timezone.now() - dt.timedelta(days=20)):
        factories.received_case(world)
    numbers = rail(at_center)
    assert set(numbers) == {tab.name for tab in TABS}
    for name, number in numbers.items():
        assert number == len(listed(at_center, list=name)), name
    assert numbers["late"] == 1


def test_counting_takes_the_same_few_queries(world: World, django_assert_num_queries) -> None:  # noqa: ANN001
    factories.received_case(world)
    with django_assert_num_queries(1):
        counts(world.local.officer, timezone.now())
    with django_assert_num_queries(1):
        counts(world.center.officer, timezone.now())


@pytest.mark.parametrize(
    ("name", "value"),
    [("stage", "screened"), ("problem", "disaster"), ("severity", "emergency"), ("place", "ต.กระบี่น้อย")],
)
def test_each_filter_narrows_the_list(world: World, at_center: Client, name: str, value: str) -> None:
    factories.received_case(world)
    wanted = {
        "stage": lambda: factories.screened_case(world),
        "problem": lambda: factories.received_case(world, problem=ProblemType.DISASTER),
        "severity": lambda: factories.received_case(world, danger_now=True),
        "place": lambda: factories.received_case(world, subdistrict_code="810103"),
    }[name]()
    assert listed(at_center, list="all", **{name: value}) == [wanted.reference]


def test_filter_by_channel_by_day_and_by_deadline(world: World, at_center: Client) -> None:
    with time_machine.travel(timezone.now() - dt.timedelta(days=40), tick=False):
        old = factories.received_case(world)
    new = factories.received_case(world, actor=world.center.officer)
    today = timezone.localdate()
    written = f"{today.day}/{today.month}/{today.year + 543}"
    assert listed(at_center, list="all", channel="walk_in") == [new.reference]
    assert listed(at_center, list="all", since=written) == [new.reference]
    assert listed(at_center, list="all", until=written) == [new.reference, old.reference]
    assert listed(at_center, list="all", until="1/1/2560") == []
    assert listed(at_center, list="fresh", due="late") == [old.reference]
    assert listed(at_center, list="fresh", due="week") == [new.reference]


def test_filter_by_who_has_it(world: World, at_center: Client) -> None:
    given, free = factories.received_case(world), factories.received_case(world)
    working.assign(
        duty=given.duties.running().get(kind="forward"),
        actor=world.center.supervisor,
        person=world.center.officer.person,
    )
    assert listed(at_center, list="mine") == [given.reference]
    assert listed(at_center, list="all", person="me") == [given.reference]
    assert listed(at_center, list="all", person="nobody") == [free.reference]
    assert listed(at_center, list="all", person=str(world.center.supervisor.person.pk)) == []
    # Of people of other organizations nothing is known, so the value means nothing.
    assert len(listed(at_center, list="all", person=str(world.local.officer.person.pk))) == 2


def test_a_filtered_list_says_how_many_fit(world: World, at_center: Client) -> None:
    factories.received_case(world)
    factories.received_case(world, problem=ProblemType.DISASTER)
    page = soup(at_center.get(LIST, {"list": "fresh", "problem": "disaster"}))
    assert "พบ 1 เรื่อง" in page.select_one(".result-count").get_text()


def test_a_list_is_read_page_by_page_and_back_again(
    world: World, at_center: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 9, point 2: by key, so that no row comes twice or is lost, however the list changes meanwhile."""
    monkeypatch.setattr(views, "MOST_ROWS", 2)
    made = [factories.received_case(world).reference for _ in range(5)]
    for name, order in {"fresh": made, "all": made[::-1]}.items():
        seen, page = [], at_center.get(LIST, {"list": name})
        while True:
            seen.append(references(page))
            after = soup(page).select_one("a[rel=next]")
            if after is None:
                break
            page = at_center.get(after["href"])
        assert [reference for part in seen for reference in part] == order
        back = at_center.get(soup(page).select_one("a[rel=prev]")["href"])
        assert references(back) == seen[-2]
        assert references(at_center.get(soup(page).select_one(".pagination a")["href"])) == seen[0]


def test_a_link_behind_which_nothing_is_left_shows_the_nearest_page(
    world: World, at_center: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_ROWS", 2)
    made = [factories.received_case(world) for _ in range(3)]
    after = soup(at_center.get(LIST, {"list": "fresh"})).select_one("a[rel=next]")["href"]
    ListedCase.objects.filter(case=made[2]).delete()
    page = at_center.get(after)
    assert references(page) == [one.reference for one in made[:2]]
    assert not soup(page).select("a[rel=next]")


def test_a_place_in_a_list_tells_nothing_of_cases_of_others(world: World, login: Login) -> None:
    """A reference in an address answers like one that does not exist."""
    foreign = factories.working_case(world)
    client = login(world.hospital.officer)
    own = factories.pending_referral(world, target=world.hospital).case
    at = [f"{reference}.5.1.0" for reference in (foreign.reference, "BBBB-BBBB")]
    pages = [references(client.get(LIST, {"list": "asked", "after": place})) for place in at]
    assert pages == [[own.reference], [own.reference]]


@pytest.mark.parametrize(
    "place", ["", "x", "9.9.9.9", "BBBB-BBBB.1.99999999999999999999.1", "K.1.2", "ก.๑.๒.๓"]
)
def test_a_place_that_means_nothing_is_the_beginning(world: World, at_center: Client, place: str) -> None:
    case = factories.received_case(world)
    assert listed(at_center, list="fresh", after=place) == [case.reference]


def test_filter_by_holder(world: World, at_local: Client) -> None:
    factories.working_case(world)
    waiting = factories.pending_referral(world).case
    holder = str(world.center.organization.pk)
    assert listed(at_local, list="all", holder=holder) == [waiting.reference]


@pytest.mark.parametrize(
    "query", [{"stage": "nonsense"}, {"holder": "99999"}, {"place": "x"}, {"page": "jam"}]
)
def test_values_that_mean_nothing_hide_nothing(
    world: World, at_center: Client, query: dict[str, str]
) -> None:
    case = factories.received_case(world)
    assert listed(at_center, list="all", **query) == [case.reference]


def test_pages_beyond_the_end_show_the_last(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    assert listed(at_center, page="9999") == [case.reference]


def test_an_empty_list_says_so_in_words(world: World, at_center: Client) -> None:
    assert "วันนี้ไม่มีงาน" in at_center.get(LIST).content.decode()
    assert "ลองล้างตัวกรอง" in at_center.get(LIST, {"stage": "closed"}).content.decode()


def test_the_list_makes_the_same_number_of_queries_however_long(world: World, at_center: Client) -> None:
    factories.received_case(world)
    assert_same_queries(
        lambda: at_center.get(LIST, {"list": "all"}),
        lambda: [factories.received_case(world, severity=Severity.URGENT) for _ in range(2)],
    )


def test_a_list_takes_a_dozen_queries(
    world: World, at_local: Client, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(3):
        factories.working_case(world)
    # As on a running portal, where a request does not stand in the transaction of a test: what holds for one state of
    # the database (here that there is no event) is asked for once.
    monkeypatch.setattr(memory, "connection", SimpleNamespace(in_atomic_block=False))
    for client in (at_local, login(world.local.supervisor)):
        client.get(LIST, {"list": "all"})
        assert count_queries(lambda: client.get(LIST, {"list": "all"})) <= 12  # noqa: B023 - called at once


# --- search -----------------------------------------------------------------------------------------------------------


def test_a_reference_opens_its_case_however_it_is_typed(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    typed = case.reference.lower().replace("-", " ")
    response = at_center.post(FIND, {"q": typed})
    assert response.url == reverse("desk:case", kwargs={"reference": case.reference})


def test_the_reference_of_another_body_finds_nothing(world: World, login: Login) -> None:
    case = factories.working_case(world)
    response = login(world.other_local.officer).post(FIND, {"q": case.reference}, follow=True)
    assert references(response) == []
    assert "ไม่มีเรื่องที่ตรง" in response.content.decode()


def test_our_register_number_finds_our_case(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    factories.received_case(world)
    entry = RegisterEntry.objects.get(case=case)
    thai = str(entry).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert references(at_center.post(FIND, {"q": thai}, follow=True)) == [case.reference]
    assert references(at_center.post(FIND, {"q": f"{entry.number}"}, follow=True)) == [case.reference]


def test_a_name_finds_the_case_and_never_stands_in_an_address(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    response = at_center.post(FIND, {"q": "คะนารี"}, follow=True)
    assert references(response) == [case.reference]
    assert all("คะนารี" not in url and "%E0%B8" not in url for url, _status in response.redirect_chain)
    assert at_center.get(FIND).status_code == 405


def test_a_name_finds_nothing_of_other_bodies(world: World, login: Login) -> None:
    factories.working_case(world)
    assert references(login(world.other_local.officer).post(FIND, {"q": CANARY_NAME}, follow=True)) == []


def test_that_somebody_searched_is_recorded_but_not_what_for(world: World, at_center: Client) -> None:
    at_center.post(FIND, {"q": CANARY_NAME})
    entry = AuditEntry.objects.get(action="case.search")
    assert entry.user == world.center.officer.person
    assert "คะนารี" not in f"{entry.subject}{entry.purpose}{entry.data}"


def test_an_empty_search_forgets_the_last_one(world: World, at_center: Client) -> None:
    at_center.post(FIND, {"q": CANARY_NAME})
    at_center.post(FIND, {"q": "  "})
    assert FOUND_KEY not in at_center.session


@pytest.mark.parametrize(
    "text", ["%", "_", "'; drop table", "ก" * 100, "(((", "\x00", "12/", "/", "1/2/3", "๙๙๙๙๙๙๙๙๙"]
)
def test_odd_searches_are_answered_calmly(world: World, at_center: Client, text: str) -> None:
    factories.received_case(world)
    assert at_center.post(FIND, {"q": text}, follow=True).status_code == 200


# --- who comes in -------------------------------------------------------------------------------------------------------


def test_the_public_is_sent_to_sign_in(db: None, client: Client) -> None:
    response = client.get(LIST)
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:login"))


def test_the_page_is_never_stored(world: World, at_center: Client) -> None:
    assert "no-store" in at_center.get(LIST)["Cache-Control"]


# --- what went out ------------------------------------------------------------------------------------------------------


def test_the_sender_sees_how_it_goes_but_not_what_it_is(world: World, at_center: Client) -> None:
    """Privacy 3: after acceptance the sender keeps the status and loses the content."""
    case = factories.working_case(world)
    response = at_center.get(reverse("desk:sent"))
    page = response.content.decode()
    assert case.reference in page
    assert "รับแล้ว" in page
    # The page behind it says how the case stands, and nothing else (test_summary_page).
    assert reverse("desk:case", kwargs={"reference": case.reference}) in page
    assert not [canary for canary in factories.CANARIES if canary in page]


def test_a_handover_that_waits_can_still_be_opened_by_its_sender(world: World, at_center: Client) -> None:
    case = factories.pending_referral(world).case
    page = at_center.get(reverse("desk:sent")).content.decode()
    assert reverse("desk:case", kwargs={"reference": case.reference}) in page


def test_what_went_out_makes_the_same_number_of_queries(world: World, at_center: Client) -> None:
    factories.pending_referral(world)
    assert_same_queries(
        lambda: at_center.get(reverse("desk:sent")), lambda: [factories.working_case(world) for _ in range(2)]
    )


# --- hooks of the script -------------------------------------------------------------------------------------------------


def test_the_page_has_what_the_keys_need(world: World, at_center: Client) -> None:
    """static/js/desk.js finds these; tests/look/test_browser.py shows what it does with them."""
    factories.received_case(world)
    page = soup(at_center.get(LIST))
    assert page.select_one("input[data-search]")
    assert page.select_one("details[data-keys] input[data-keys-switch]")
    assert page.select_one("[data-rows] .reference a")
    assert page.select_one("details[data-keys] [hidden]")
    assert page.select_one("script[src*='desk'][defer]")


def test_boxes_that_are_drawn_once_are_those_of_the_own_office_and_nobody_s_words(world: World) -> None:
    """A filter's empty boxes are kept for all readers; by what they are known, their choices stand in it (I7)."""

    def like(actor: Officer, **chosen: str) -> str | None:
        rows = partial(rows_in, TABS[0], actor, timezone.now())
        return Filters({"list": "today", **chosen}, rows, actor=actor, now=timezone.now()).drawn_like

    ours, theirs = like(world.local.officer), like(world.other_local.officer)
    assert world.local.supervisor.person.display_name in (ours or "")
    assert world.local.supervisor.person.display_name not in (theirs or "")
    assert like(world.local.officer, place="อ่าวนาง") is None, "boxes that somebody filled in"
    assert like(world.local.officer, list="all") == ours, "the list is no box"


def test_each_office_reads_its_own_boxes_however_often_they_were_drawn(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one office's page left behind never stands on another's; what was typed is drawn for whoever typed it."""
    # A test is one transaction, in which nothing is held otherwise.
    monkeypatch.setattr(memory, "connection", SimpleNamespace(in_atomic_block=False))
    for _again in range(2):
        for office, other in ((world.local, world.other_local), (world.other_local, world.local)):
            page = soup(login(office.officer).get(LIST))
            offered = {one.get_text(strip=True) for one in page.select("[name=person] option")}
            assert office.supervisor.person.display_name in offered
            assert other.supervisor.person.display_name not in offered
    typed = soup(login(world.local.officer).get(LIST, {"place": "อ่าวนาง"}))
    assert typed.select_one("[name=place]")["value"] == "อ่าวนาง"
    for name, value in (("severity", "urgent"), ("place", "ปากน้ำ")):
        page = soup(login(world.local.officer).get(LIST, {name: value, "since": "31/31/2570"}))
        chosen = page.select_one(f"[name={name}] [selected]") or page.select_one(f"[name={name}]")
        assert chosen["value"] == value
        assert page.select_one("[name=since]")["value"] == "31/31/2570", "what cannot be read stays too"
    empty = soup(login(world.local.officer).get(LIST))
    assert not empty.select_one("[name=place]").get("value")
    assert not empty.select_one("[name=severity] [selected][value=urgent]")
