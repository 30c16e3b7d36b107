"""A phone without a signal in a real browser: kept, sent once, read by nobody else (S1.06, S2.39; many.md A)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from cases.domain import field_unit, visits
from cases.machine.vocabulary import WaitingState
from cases.models import AssistanceRecord, CaseFile, Visit
from cases.phones.models import Entry
from cases.vocabulary import VisitResult
from portal.accounts.functions import Function
from portal.actors import Officer
from tests.accounts.factories import UserFactory, officer
from tests.browser.conftest import NARROW
from tests.cases.factories import CANARIES, working_case, world

READY = "navigator.serviceWorker.ready.then(() => true)"
PIN = "135790"
STORED = """async () => {
  const base = await new Promise((done) => { const r = indexedDB.open("klang-phone"); r.onsuccess = () => done(r.result); });
  const text = (value) => value instanceof Uint8Array || value instanceof ArrayBuffer
    ? new TextDecoder("utf-8").decode(value)
    : value instanceof CryptoKey ? "key" : value && typeof value === "object" ? Object.values(value).map(text).join(" ") : String(value);
  const found = [];
  for (const name of base.objectStoreNames) {
    const rows = await new Promise((done) => {
      const r = base.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result);
    });
    found.push(...rows.map(text));
  }
  base.close();
  const kept = await Promise.all((await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map(async (one) => (await cache.match(one)).text()));
  }));
  return found.join(" ") + kept.flat().join(" ");
}"""
"""Everything that lies in the browser, as whoever holds the phone would read it."""

MANY = """async () => {
  const base = await new Promise((done) => { const r = indexedDB.open("klang-phone"); r.onsuccess = () => done(r.result); });
  const work = base.transaction(["entries", "meta"], "readwrite");
  const get = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const [first] = await get(work.objectStore("entries").getAll());
  for (let number = 2; number <= 70; number += 1) work.objectStore("entries").put({ ...first, number, id: phoneStore.uuid() });
  const stream = await get(work.objectStore("meta").get("stream"));
  work.objectStore("meta").put({ ...stream, next: 71 });
  await new Promise((done) => { work.oncomplete = done; });
  base.close();
}"""
"""Let a phone have 70 entries that were not sent; only the first can be opened, because the others bear wrong names."""

SignIn = Callable[[Officer], None]


@pytest.fixture
def visit(browser: Browser, transactional_db: None) -> Visit:
    """A visit for the driver and the nurse of a local administration."""
    made = world()
    local = made.local
    crew = [
        field_unit.add_member(
            actor=local.officer,
            name=name,
            person=officer(
                local.organization, person=UserFactory(display_name=name), functions=[Function.FIELD]
            ).person,
        )
        for name in ("คนขับ (สมมติ)", "พยาบาล (สมมติ)")
    ]
    return visits.dispatch(case=working_case(made), actor=local.officer, crew=crew, note="พาเรือไปรับ")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a small phone."""
    context = browser.new_context(
        viewport=NARROW, locale="th-TH", timezone_id="Asia/Bangkok", has_touch=True, service_workers="allow"
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def sign_in(context: BrowserContext, live_server: object) -> SignIn:
    """Sign somebody in on this phone, in place of whoever was."""

    def signed(person: object) -> None:
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.clear_cookies()
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url, "httpOnly": True}]
        )

    return signed


def crew(visit: Visit, number: int = 0):
    return visit.crew.order_by("pk")[number].person


def taken_along(context: BrowserContext, live_server: object) -> Page:
    """Take the work along, as somebody who is signed in does in the office."""
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/field/")
    assert page.evaluate(READY)
    page.get_by_role("link", name="เก็บงานไว้ใช้ตอนไม่มีสัญญาณ").click()
    page.get_by_label("ตั้งรหัส 6 หลักสำหรับเครื่องนี้").fill(PIN)
    page.get_by_role("button", name="เก็บงานไว้ในเครื่อง").click()
    page.locator("[data-item]").wait_for()
    return page


def opened(context: BrowserContext, live_server: object, old: Page | None = None) -> Page:
    """Open the kept page anew and unlock it."""
    if old is not None:
        old.close()
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/phone/")
    unlock(page)
    return page


def unlock(page: Page, pin: str = PIN) -> None:
    page.get_by_label("รหัส 6 หลัก", exact=True).fill(pin)
    page.get_by_role("button", name="เปิด", exact=True).click()


def report(page: Page, note: str, *, stays: bool = False) -> None:
    page.locator("[data-write='visit.report']").click()
    page.get_by_label("สิ่งของ").check()
    page.get_by_label("รายละเอียด").fill(note)
    if not stays:
        page.get_by_label(str(VisitResult.HELPED.label), exact=True).check()


def waits(page: Page, number: int) -> None:
    page.locator(f"[data-line][data-waiting='{number}']").wait_for()


def is_shown(page: Page, status: str, number: int) -> None:
    """As many entries bear a status; they are drawn after the number that `waits` waits for."""
    expect(page.locator(f"[data-status={status}]")).to_have_count(number)


def fine(page: Page) -> None:
    """Axe finds nothing serious, and nothing is wider than the phone."""
    found = [
        one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
    ]
    assert not found, found
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_a_visit_without_a_signal_is_sent_later_and_arrives_once(visit, context, sign_in, live_server):
    """Offline from the door of the office: opened, read, written, sent; one answer is lost on the way."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    fine(page)
    context.set_offline(True)
    page = opened(context, live_server, page)
    page.get_by_text("ที่อยู่และวิธีติดต่อ").click()
    assert page.get_by_text("081-770-0131").first.is_visible()
    page.locator("[data-write='visit.out']").click()
    waits(page, 1)
    page.locator("[data-write='visit.there']").click()
    waits(page, 2)
    report(page, "ข้าวสารหนึ่งถุง")
    fine(page)
    page.get_by_role("button", name="เก็บ", exact=True).click()
    waits(page, 3)
    is_shown(page, "not_sent", 3)
    fine(page)
    assert not Entry.objects.exists()

    def answer_is_lost(route: Route) -> None:
        with contextlib.suppress(Error):
            # The page may be gone before its request is.
            route.fetch()
            route.abort()

    page.route("**/desk/phone/sync/", answer_is_lost)
    context.set_offline(False)
    page.get_by_role("button", name="ส่งตอนนี้").click()
    page.get_by_text("ยังติดต่อศูนย์ไม่ได้").wait_for()
    waits(page, 3)
    page.unroute("**/desk/phone/sync/")
    page.get_by_role("button", name="ส่งตอนนี้").click()
    waits(page, 0)
    visit.refresh_from_db()
    assert (visit.state, visit.set_out_at is None) == (WaitingState.DONE, False)
    assert AssistanceRecord.objects.get().description == "ข้าวสารหนึ่งถุง"
    assert Entry.objects.filter(outcome="applied").count() == Entry.objects.count() == 3
    is_shown(page, "arrived", 3)


def test_nothing_typed_is_lost_or_doubled_wherever_the_page_is_killed(visit, context, sign_in, live_server):
    """one_tx, after_commit, seq_tx, draft_check: killed at odd moments of saving; what was typed is there once."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    context.set_offline(True)
    typed = [f"ชุดที่ {number}" for number in range(5)]
    for note, milliseconds in zip(typed, (0, 4, 12, 30, 90), strict=True):
        report(page, note, stays=True)
        page.wait_for_timeout(900)
        page.evaluate("document.querySelector('[data-form=write]').requestSubmit()")
        page.wait_for_timeout(milliseconds)
        page = opened(context, live_server, page)
        page.locator("[data-item]").wait_for()
        if page.get_by_text("มีที่พิมพ์ค้างไว้").count():
            page.locator("[data-write='visit.report']").click()
            assert page.get_by_label("รายละเอียด").input_value() == note
            page.get_by_role("button", name="เก็บ", exact=True).click()
        waits(page, typed.index(note) + 1)
    # The same form in two pages of one phone: one of them keeps it, the other says so.
    report(page, "สองหน้า", stays=True)
    page.wait_for_timeout(900)
    other = context.new_page()
    other.goto(f"{live_server.url}/desk/phone/")
    unlock(other)
    other.locator("[data-write='visit.report']").click()
    other.get_by_role("button", name="เก็บ", exact=True).click()
    waits(other, 6)
    page.get_by_role("button", name="เก็บ", exact=True).click()
    page.get_by_text("ในอีกหน้าหนึ่ง").wait_for()
    context.set_offline(False)
    other.get_by_role("button", name="ส่งตอนนี้").click()
    waits(other, 0)
    found = sorted(record.description for record in AssistanceRecord.objects.all())
    assert found == sorted([*typed, "สองหน้า"])


def test_a_full_phone_says_so_and_the_form_stays(visit, context, sign_in, live_server):
    """after_commit: "kept" is said when it is, and never before."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    context.set_offline(True)
    report(page, "เครื่องเต็ม")
    page.evaluate(
        """() => {
          const real = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...given) {
            if (globalThis.isFull) throw new DOMException("full", "QuotaExceededError");
            return real.apply(this, given);
          };
          globalThis.isFull = true;
        }"""
    )
    page.get_by_role("button", name="เก็บ", exact=True).click()
    page.get_by_text("พื้นที่ในเครื่องเต็ม").wait_for()
    assert page.get_by_text("เก็บในเครื่องแล้ว").count() == 0
    assert page.get_by_label("รายละเอียด").input_value() == "เครื่องเต็ม"
    page.evaluate("globalThis.isFull = false")
    page.get_by_role("button", name="เก็บ", exact=True).click()
    waits(page, 1)
    context.set_offline(False)
    page.get_by_role("button", name="ส่งตอนนี้").click()
    waits(page, 0)
    assert AssistanceRecord.objects.get().description == "เครื่องเต็ม"


def test_whoever_leaves_leaves_nothing_readable_and_a_colleague_sends_the_rest(
    visit, context, sign_in, live_server
):
    """sealed, vaults, courier, wipe: sign-out with an entry that was not sent and a form that is still open."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    secrets = (*CANARIES, "พาเรือไปรับ", "ยังไม่ได้ส่ง", "ยังไม่เสร็จ", PIN)
    context.set_offline(True)
    report(page, "ยังไม่ได้ส่ง", stays=True)
    page.get_by_role("button", name="เก็บ", exact=True).click()
    waits(page, 1)
    report(page, "ยังไม่เสร็จ", stays=True)
    page.wait_for_timeout(900)
    page.get_by_role("button", name="กลับ สิ่งที่พิมพ์ยังอยู่").click()
    page.get_by_text("มีที่พิมพ์ค้างไว้").wait_for()
    stored = page.evaluate(STORED)
    assert not [secret for secret in secrets if secret in stored], "also while it is in use"
    page.get_by_role("button", name="ออก และลบสิ่งที่อ่านได้ในเครื่อง").click()
    page.get_by_text("ยังไม่ส่ง 2 รายการ").first.wait_for()
    stored = page.evaluate(STORED)
    assert not [secret for secret in (*secrets, visit.case.reference) if secret in stored]
    page.close()
    context.set_offline(False)
    sign_in(crew(visit, 1))
    page = taken_along(context, live_server)
    waits(page, 0)
    assert AssistanceRecord.objects.get().description == "ยังไม่ได้ส่ง"
    entries = list(Entry.objects.order_by("number"))
    assert [one.outcome for one in entries] == ["applied", "aside"]
    assert {one.author for one in entries} == {crew(visit)} and {one.delivered_by for one in entries} == {
        crew(visit, 1)
    }


def test_signing_out_of_the_portal_wipes_the_phone_as_well(visit, context, sign_in, live_server):
    """sealed: the browser is not told to throw away what has not been sent."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    page.route("**/desk/phone/sync/", lambda route: route.abort())
    page.locator("[data-write='visit.out']").click()
    waits(page, 1)
    page.goto(f"{live_server.url}/desk/field/")
    page.evaluate("document.querySelector('[data-phone-leave]').requestSubmit()")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/desk/phone/")
    page.get_by_label("ตั้งรหัส 6 หลักสำหรับเครื่องนี้").wait_for()
    waits(page, 1)
    stored = page.evaluate(STORED)
    assert not [secret for secret in (*CANARIES, visit.case.reference) if secret in stored]


def test_five_wrong_guesses_drop_what_can_be_read_and_nothing_else(visit, context, sign_in, live_server):
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    context.set_offline(True)
    page.locator("[data-write='visit.out']").click()
    waits(page, 1)
    page.close()
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/phone/")
    for left in (4, 3, 2, 1):
        unlock(page, "000000")
        page.get_by_text(f"เหลืออีก {left} ครั้ง").wait_for()
    unlock(page)
    page.locator("[data-item]").wait_for()
    # What is remembered of the vault after the right digits begins to count anew: the signal comes and goes.
    context.set_offline(False)
    page.get_by_role("button", name="ส่งตอนนี้").click()
    waits(page, 0)
    context.set_offline(True)
    page.locator("[data-write='visit.there']").click()
    waits(page, 1)
    page.close()
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/phone/")
    for left in (4, 3, 2, 1):
        unlock(page, "000000")
        page.get_by_text(f"เหลืออีก {left} ครั้ง").wait_for()
    unlock(page, "000000")
    page.get_by_text("ใส่รหัสผิด 5 ครั้ง").wait_for()
    is_shown(page, "not_sent", 1)
    assert visit.case.reference not in page.evaluate(STORED)


def test_access_that_ended_ends_at_the_next_contact_and_at_the_latest_after_a_day(
    visit, context, sign_in, live_server
):
    """lease, lease_req: without a contact what is read goes after 24 hours; something can still be written."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    context.set_offline(True)
    page.close()
    page = context.new_page()
    page.add_init_script("const now = Date.now; Date.now = () => now() + 25 * 3600 * 1000;")
    page.goto(f"{live_server.url}/desk/phone/")
    unlock(page)
    page.get_by_text("อ่านไม่ได้แล้ว").wait_for()
    assert page.get_by_text("081-770-0131").count() == 0
    report(page, "หลังหมดเวลา")
    page.get_by_role("button", name="เก็บ", exact=True).click()
    waits(page, 1)
    visit.crew.order_by("pk")[0].person.appointments.update(valid_from="2020-01-01", valid_until="2020-02-01")
    # The phone makes contact by itself as soon as there is a signal; to press the button is a race with it.
    context.set_offline(False)
    page.get_by_text("สิทธิของคุณสิ้นสุดแล้ว").first.wait_for()
    assert visit.case.reference not in page.evaluate(STORED)
    is_shown(page, "not_sent", 1)


def test_a_file_carries_what_a_phone_cannot_send(visit, context, sign_in, live_server):
    """export: handed in by anybody of the unit, twice; the phone sends it later all the same; it is done once."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    context.set_offline(True)
    report(page, "ในไฟล์")
    page.get_by_role("button", name="เก็บ", exact=True).click()
    waits(page, 1)
    # More than one request takes: the same bytes under other names, as a phone has them after weeks on an island.
    page.evaluate(MANY)
    with page.expect_download() as download:
        page.get_by_role("button", name="เก็บไฟล์สำรองของสิ่งที่ยังไม่ส่ง").click()
    path = download.value.path()
    assert "ในไฟล์" not in path.read_text("utf-8")
    nurse = Client()
    nurse.force_login(crew(visit, 1))
    for _twice in range(2):
        with path.open("rb") as file:
            assert nurse.post("/desk/phone/file/", {"file": file}).status_code == 302
    assert Entry.objects.count() == 1 + 69, "all of it, and once"
    context.set_offline(False)
    page.get_by_role("button", name="ส่งตอนนี้").click()
    waits(page, 0)
    assert AssistanceRecord.objects.get().description == "ในไฟล์"


def test_the_page_and_all_it_needs_are_small(visit, context, sign_in, live_server):
    """At most 400 kB for the page, its scripts, styles and fonts; five megabytes with all it may hold."""
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    size = page.evaluate(
        """async () => {
          const cache = await caches.open("klang-phone-1");
          const bodies = await Promise.all((await cache.keys()).map(async (one) => (await cache.match(one)).arrayBuffer()));
          return bodies.reduce((sum, one) => sum + one.byteLength, 0);
        }"""
    )
    assert 50_000 < size < 400_000
    assert page.evaluate("navigator.storage.estimate().then((one) => one.usage)") < 5_000_000


def test_without_a_script_the_page_leads_to_what_works(browser: Browser, transactional_db, live_server):
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/phone/")
    assert page.get_by_text("หน้านี้ต้องใช้ JavaScript").is_visible()
    context.close()


def test_pictures_without_a_signal_come_after_the_words_small_and_once(
    visit, context, sign_in, live_server, tmp_path
):
    """Taken offline, made small without what the camera wrote into them, sealed, cut on the way, whole in the end (S1.06)."""
    exif = Image.Exif()
    exif[0x010E] = CANARIES[0]
    taken = tmp_path / "boat.jpg"
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(taken, "JPEG", quality=92, exif=exif)
    sign_in(crew(visit))
    page = taken_along(context, live_server)
    context.set_offline(True)
    report(page, "ข้าวสารหนึ่งถุง")
    page.get_by_label("รูป", exact=False).first.set_input_files([str(taken), str(taken)])
    page.get_by_text("มี 2 รูป").wait_for()
    fine(page)
    # Typed and taken, and the page is closed before it was kept: both are still there.
    page = opened(context, live_server, page)
    page.locator("[data-write='visit.report']").click()
    page.get_by_text("มี 2 รูป").wait_for()
    page.get_by_role("button", name="เก็บ", exact=True).click()
    waits(page, 1)
    assert page.locator("[data-line]").get_attribute("data-pictures") == "2"
    stored = page.evaluate(STORED)
    assert CANARIES[0] not in stored and "ข้าวสาร" not in stored and "JFIF" not in stored
    cut = []

    def lose_once(route: Route) -> None:
        # One answer that brings parts of a picture is lost on the way.
        if len(route.request.post_data or "") > 60_000 and not cut:
            cut.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    context.route("**/desk/phone/sync/", lose_once)
    context.set_offline(False)
    for _each in range(4):
        page.get_by_role("button", name="ส่งตอนนี้").click()
        with contextlib.suppress(Error):
            page.locator("[data-line][data-waiting='0'][data-pictures='0']").wait_for(timeout=5_000)
            break
    assert cut, "no answer was lost"
    assert page.locator("[data-line]").get_attribute("data-pictures") == "0"
    assert AssistanceRecord.objects.count() == 1
    stored_files = list(CaseFile.objects.all())
    assert len(stored_files) == 2
    assert all(one.content_type == "image/jpeg" and one.size < 400_000 for one in stored_files)
