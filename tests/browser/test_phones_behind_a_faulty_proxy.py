"""A slow phone behind a line that fails in every way: what was typed stands on the portal once, in order (S1.06; many.md A9).

The processor of the phone is a fifth of this one's, its page is 360 px wide, and a proxy of the tests' own cuts, loses, refuses, delays
and doubles what goes through it (`faulty_proxy.py`). Nothing is asserted of time: the phone's own waits are shortened, and each test
ends when what was planned has happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from random import Random
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from benchmarks.first_syncs import FirstSync
from benchmarks.newcomer import Newcomer
from cases.domain import facts, field_unit, visits
from cases.machine.vocabulary import WaitingState
from cases.models import AssistanceRecord, Visit
from cases.phones.models import Entry
from cases.vocabulary import VisitResult
from portal.accounts.functions import Function
from tests.accounts.factories import UserFactory, officer
from tests.browser.conftest import NARROW
from tests.browser.faulty_proxy import BROKEN, Fault, FaultyProxy
from tests.browser.test_phones import PIN, READY, fine, is_shown, unlock, waits
from tests.cases.factories import World, working_case, world

SEED, SLOWER = 14, 5
WHO, SYNC = "GET /desk/phone/who/", "POST /desk/phone/sync/"
IMPATIENT = """
for (const name of ["setTimeout", "setInterval"]) {
  const real = globalThis[name].bind(globalThis);
  globalThis[name] = (work, wait, ...more) => real(work, { 60000: 1500, 30000: 300 }[wait] ?? wait, ...more);
}
"""
"""The phone asks again after 30 seconds, and gives up a request after 60; a test need not wait so long."""
HOUSES = 3


@pytest.fixture
def district(transactional_db: None) -> World:
    """A district with a local administration that goes out."""
    return world()


@pytest.fixture
def trip(district: World) -> list[Visit]:
    """Three visits of one officer."""
    local = district.local
    person = UserFactory(display_name="พยาบาล (สมมติ)")
    officer(local.organization, person=person, functions=[Function.FIELD, Function.WORK, Function.INTAKE])
    crew = [field_unit.add_member(actor=local.officer, name="พยาบาล (สมมติ)", person=person)]
    return [
        visits.dispatch(case=working_case(district), actor=local.officer, crew=crew, note="พาเรือไปรับ")
        for _house in range(HOUSES)
    ]


@pytest.fixture
def proxy(live_server: object) -> Iterator[FaultyProxy]:
    """What stands between the phone and the portal."""
    made = FaultyProxy(int(urlsplit(live_server.url).port or 0), SEED)
    yield made
    made.close()


@pytest.fixture
def context(browser: Browser, proxy: FaultyProxy, trip: list[Visit]) -> Iterator[BrowserContext]:
    """The browser of the phone, in which the officer is signed in."""
    context = browser.new_context(
        viewport=NARROW, locale="th-TH", timezone_id="Asia/Bangkok", has_touch=True, service_workers="allow"
    )
    context.set_default_timeout(60_000)
    client = Client()
    client.force_login(trip[0].crew.get().person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": proxy.url, "httpOnly": True}]
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on a processor of 2018 that does not wait as long as a person would."""
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(IMPATIENT)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    assert broken == []


def take_along(page: Page) -> None:
    """Choose six digits and take the work along."""
    page.get_by_label("ตั้งรหัส 6 หลักสำหรับเครื่องนี้").fill(PIN)
    page.get_by_role("button", name="เก็บงานไว้ในเครื่อง").click()


def at(page: Page, visit: Visit) -> Locator:
    """Return the part of the list that is about a visit."""
    return page.locator(f"[data-item='visit:{visit.case.reference}:{visit.number}']")


def press(page: Page, visit: Visit, name: str) -> None:
    at(page, visit).locator(f"[data-write='{name}']").click()


def begin(page: Page, visit: Visit, name: str) -> None:
    """Open a form; what the one before it held is not looked at."""
    press(page, visit, name)
    page.locator("[data-screen=form]").wait_for()


def keep(page: Page) -> None:
    page.get_by_role("button", name="เก็บ", exact=True).click()


def correct_place(page: Page, visit: Visit, detail: str) -> None:
    begin(page, visit, "visit.place")
    page.get_by_label("บ้านเลขที่ ทางเข้า จุดสังเกต").fill(detail)
    keep(page)


def write_report(page: Page, visit: Visit, note: str) -> None:
    begin(page, visit, "visit.report")
    page.get_by_label("สิ่งของ").check()
    page.get_by_label("รายละเอียด").fill(note)
    page.get_by_label(str(VisitResult.HELPED.label), exact=True).check()
    keep(page)


def all_happened(page: Page, proxy: FaultyProxy, *lines: str) -> None:
    """Wait until every planned fault has happened; the browser's own loop goes on meanwhile."""
    for _each in range(600):
        if not any(proxy.left(line) for line in lines):
            return
        page.wait_for_timeout(100)
    raise AssertionError({line: proxy.left(line) for line in lines})


def shuffled(random: Random) -> list[Fault]:
    """Return every way to fail, in a seeded order."""
    broken = list(BROKEN)
    random.shuffle(broken)
    return broken


def test_everything_typed_arrives_once_and_in_order_whatever_the_line_does(
    context, page, proxy, trip, district
):
    """id, inbox, gapless, order, base: three houses, every fault while each is sent, one place that the desk has changed."""
    random = Random(SEED)
    page.goto(f"{proxy.url}/desk/phone/")
    assert page.evaluate(READY)
    # The first contact fails too: nothing came along, and the phone asks again by itself.
    proxy.plan(SYNC, [Fault.ANSWER_CUT, Fault.BAD_GATEWAY, Fault.ANSWER_LOST])
    take_along(page)
    at(page, trip[0]).wait_for()
    all_happened(page, proxy, SYNC)

    # The first house, without a signal; then a signal that fails in every way before it carries.
    context.set_offline(True)
    press(page, trip[0], "visit.out")
    waits(page, 1)
    press(page, trip[0], "visit.there")
    waits(page, 2)
    for number, detail in enumerate(("หลังวัด", "หลังวัด ซ้ายมือ"), 3):
        correct_place(page, trip[0], detail)
        waits(page, number)
    write_report(page, trip[0], "ข้าวสารหนึ่งถุง")
    waits(page, 5)
    proxy.plan(SYNC, [*shuffled(random), Fault.SLOW])
    proxy.plan(WHO, [Fault.ANSWER_CUT, Fault.BAD_GATEWAY])
    context.set_offline(False)
    waits(page, 0)
    all_happened(page, proxy, SYNC, WHO)

    # The second: the desk corrects the place meanwhile. What the phone says of it may not overwrite that unseen.
    context.set_offline(True)
    correct_place(page, trip[1], "ที่โทรศัพท์เขียน")
    waits(page, 1)
    write_report(page, trip[1], "น้ำดื่มสองแพ็ก")
    waits(page, 2)
    facts.correct_facts(
        case=trip[1].case, actor=district.local.officer, place={"place_detail": "ที่สำนักงานเขียน"}
    )
    proxy.plan(SYNC, [*shuffled(random), Fault.TWICE])
    proxy.plan(WHO, [Fault.SILENT, Fault.ANSWER_LOST, Fault.SLOW])
    context.set_offline(False)
    waits(page, 0)
    all_happened(page, proxy, SYNC, WHO)

    # The third is written while the line fails.
    proxy.plan(SYNC, [*shuffled(random), Fault.TWICE])
    press(page, trip[2], "visit.out")
    press(page, trip[2], "visit.there")
    write_report(page, trip[2], "ผ้าห่มสามผืน")
    at(page, trip[2]).wait_for()
    for _each in range(300):
        if not proxy.left(SYNC):
            break
        if page.locator("[data-line]").get_attribute("data-waiting") == "0":
            # All has arrived, and something is planned still: one more word keeps the phone sending.
            write_report(page, trip[2], f"เพิ่มเติม {proxy.left(SYNC)}")
        page.wait_for_timeout(200)
    waits(page, 0)
    fine(page)

    said_everything(page, trip)
    assert {fault for fault, line in proxy.failed if line == SYNC} == set(Fault)
    for fault in (Fault.REQUEST_CUT, Fault.ANSWER_CUT):
        assert proxy.cuts[fault] and all(0 < place < length for place, length in proxy.cuts[fault])


def said_everything(page: Page, trip: list[Visit]) -> None:
    """The tables hold what was typed, once and in order; and so the phone says."""
    entries = list(Entry.objects.order_by("number"))
    assert [one.number for one in entries] == list(range(1, len(entries) + 1))
    first, second, third = (f"visit:{one.case.reference}:{one.number}" for one in trip)
    typed = [
        (first, "visit.out"),
        (first, "visit.there"),
        (first, "visit.place"),
        (first, "visit.place"),
        (first, "visit.report"),
        (second, "visit.place"),
        (second, "visit.report"),
        (third, "visit.out"),
        (third, "visit.there"),
        (third, "visit.report"),
    ]
    more = len(entries) - len(typed)
    assert [(one.subject, one.kind) for one in entries] == typed + [(third, "visit.report")] * more
    aside = {one.number: one.reason for one in entries if one.outcome == "aside"}
    assert list(aside) == [6], aside
    assert {one.outcome for one in entries} == {"applied", "aside"}
    given = [AssistanceRecord.objects.filter(case=one.case).count() for one in trip]
    assert given == [1, 1, 1 + more]
    words = [one.description for one in AssistanceRecord.objects.order_by("pk")]
    assert words[:3] == ["ข้าวสารหนึ่งถุง", "น้ำดื่มสองแพ็ก", "ผ้าห่มสามผืน"] and len(set(words)) == len(words)
    for one in trip:
        one.refresh_from_db()
        one.case.refresh_from_db()
        assert (one.state, one.result) == (WaitingState.DONE, VisitResult.HELPED)
    assert trip[0].set_out_at <= trip[0].arrived_at and trip[2].set_out_at <= trip[2].arrived_at
    assert trip[0].case.place_detail == "หลังวัด ซ้ายมือ"
    assert trip[1].case.place_detail == "ที่สำนักงานเขียน"
    is_shown(page, "not_sent", 0)
    is_shown(page, "aside", 1)
    is_shown(page, "arrived", len(entries) - 1)


def test_a_page_whose_keeping_was_cut_is_kept_later_and_opens_without_a_signal(context, page, proxy, trip):
    """On a bad line the page itself comes in pieces; the phone says that it is not kept, and keeps it when it can."""
    proxy.plan("GET /service-worker.js", [Fault.ANSWER_CUT])
    page.goto(f"{proxy.url}/desk/field/")
    proxy.plan("GET /desk/phone/", [Fault.SLOW, *[Fault.ANSWER_CUT, Fault.BAD_GATEWAY] * 3])
    page.goto(f"{proxy.url}/desk/phone/")
    take_along(page)
    at(page, trip[0]).wait_for()
    all_happened(page, proxy, "GET /desk/phone/", "GET /service-worker.js")
    assert page.evaluate(READY)
    page.wait_for_function("() => caches.match('/desk/phone/').then(Boolean)")
    expect(page.locator("[data-line]")).not_to_contain_text("ยังไม่ได้เก็บในเครื่อง")
    context.set_offline(True)
    page.close()
    again = context.new_page()
    again.goto(f"{proxy.url}/desk/phone/")
    unlock(again)
    at(again, trip[0]).wait_for()


def test_a_line_that_breaks_after_a_few_entries_gets_few_at_a_time(context, page, proxy, trip):
    """What never gets through as a whole gets through in parts, however many entries wait."""
    page.goto(f"{proxy.url}/desk/phone/")
    take_along(page)
    at(page, trip[0]).wait_for()
    context.set_offline(True)
    written = 0
    for visit in trip:
        for name in ("visit.out", "visit.there"):
            press(page, visit, name)
            written += 1
            waits(page, written)
    proxy.widest = 3500
    context.set_offline(False)
    waits(page, 0)
    assert max(proxy.bodies) > proxy.widest, "all at once was tried first"
    assert [one.number for one in Entry.objects.order_by("number")] == list(range(1, written + 1))
    assert not Entry.objects.exclude(outcome="applied").exists()


def test_the_bench_asks_for_what_a_browser_asks_for(context, proxy, trip, live_server):
    """`bin/bench first-syncs` leaves nothing out: each address that a real first sync asks for, and what then lies on the phone."""
    # A page that waits as long as a phone does: nothing is asked for besides.
    page = context.new_page()
    page.goto(f"{proxy.url}/desk/phone/")
    assert page.evaluate(READY)
    take_along(page)
    at(page, trip[0]).wait_for()
    waits(page, 0)
    usage = page.evaluate("navigator.storage.estimate().then((one) => one.usage)")
    (cookie,) = (one for one in context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    with closing(
        Newcomer(int(urlsplit(live_server.url).port or 0), cookies={cookie["name"]: cookie["value"]})
    ) as browser:
        phone = FirstSync(browser)
        phone.take_along()
    assert sorted(set(browser.asked)) == sorted(set(proxy.asked))
    assert browser.asked.count(SYNC) == proxy.asked.count(SYNC)
    assert phone.items == HOUSES
    assert usage <= phone.held
