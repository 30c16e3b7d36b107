"""Without a signal the answers of a page stay on the phone, and go only by a press; of a crisis nothing stays (S2.39; issue 12 point 1)."""

from __future__ import annotations

import json

from cases.intake.forms.place import home_district
from tests.browser.conftest import NARROW, Visitor
from tests.cases.factories import SUBDISTRICT

READY = "navigator.serviceWorker.ready.then(() => true)"
STORY = "น้ำท่วมบ้านคะนารีตั้งแต่เมื่อคืน"
KEPT = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
BASES = "indexedDB.databases().then(all => all.map(one => one.name))"


def reach_story(visitor: Visitor, problem: str) -> None:
    visitor.open("/request/")
    visitor.page.evaluate(READY)
    visitor.page.locator("main a.button[href*='/request/problem/']").first.click()
    visitor.page.wait_for_load_state("load")
    for answers in (
        {"problem": problem},
        {"danger": "no", "whom": "me"},
        {"subdistrict": SUBDISTRICT, "moo": "4"} if home_district() else {"elsewhere": "ต.ปากน้ำ"},
    ):
        visitor.answer(
            **{
                name: value
                for name, value in answers.items()
                if visitor.page.locator(f'[name="{name}"]').count()
            }
        )
        visitor.send()
    if visitor.page.url.endswith("/place/"):
        visitor.send()
    assert visitor.page.url.endswith("/story/"), visitor.text()[:300]


def test_what_was_typed_without_a_signal_waits_and_is_sent_by_a_press(visit, portal_open):
    person = visit(size=NARROW)
    reach_story(person, "disaster")
    context = person.page.context
    person.page.locator("textarea[name=story]").fill(STORY)
    context.set_offline(True)
    person.page.locator("main form button.button").first.click()
    person.page.get_by_text("คำตอบที่เพิ่งกดส่งยังไม่ถึงเรา").wait_for()
    assert person.page.locator("a[href='tel:1300']").first.is_visible()
    assert STORY in person.page.evaluate(KEPT)
    context.set_offline(False)
    person.page.get_by_role("link", name="เปิดหน้าเดิม").click()
    person.page.wait_for_load_state("load")
    person.look()
    box = person.page.locator("textarea[name=story]")
    assert box.input_value() == "", "nothing was sent, and nothing is put back by itself"
    person.page.get_by_role("button", name="ใส่กลับ").click()
    assert box.input_value() == STORY
    person.send()
    assert person.page.url.endswith("/contact/")
    assert person.page.evaluate(KEPT) == "[{},{}]"
    person.errors.clear()


def test_of_a_crisis_nothing_ever_stays_on_the_phone(visit, portal_open):
    """Also what was kept of a general request before goes when such a page is opened (privacy 9)."""
    person = visit(size=NARROW)
    reach_story(person, "disaster")
    person.page.locator("textarea[name=story]").fill(STORY)
    person.page.context.set_offline(True)
    person.page.locator("main form button.button").first.click()
    person.page.get_by_text("คำตอบที่เพิ่งกดส่งยังไม่ถึงเรา").wait_for()
    person.page.context.set_offline(False)
    person.open("/request/problem/")
    person.answer(problem="violence")
    person.send()
    assert person.page.evaluate(KEPT) == "[{},{}]"
    assert person.page.locator("[data-exit]").count() == 1
    assert person.page.locator("link[rel=manifest]").count() == 0, "no sign of an app"
    person.answer(danger="no", whom="me")
    person.page.context.set_offline(True)
    person.page.locator("main form button.button:not(.button--secondary)").first.click()
    person.page.get_by_text("ไม่ได้เชื่อมต่อ").first.wait_for()
    assert not person.page.get_by_text("คำตอบที่เพิ่งกดส่งยังไม่ถึงเรา").is_visible()
    person.page.context.set_offline(False)
    assert person.page.evaluate(KEPT) == "[{},{}]"
    assert person.page.evaluate(BASES) == []
    person.errors.clear()


def test_a_telephone_may_put_the_portal_among_its_apps(visit, portal_open):
    """The manifest is whole: names, icons that exist, a start within its scope."""
    person = visit(size=NARROW)
    person.open("/")
    manifest = json.loads(person.fetch(person.page.locator("link[rel=manifest]").get_attribute("href")))
    assert manifest["start_url"].startswith(manifest["scope"])
    assert manifest["display"] in ("standalone", "minimal-ui")
    assert manifest["name"]
    for icon in manifest["icons"]:
        assert len(person.fetch(icon["src"])) > 100
    person.open("/en/")
    english = json.loads(person.fetch(person.page.locator("link[rel=manifest]").get_attribute("href")))
    assert english["lang"] == "en"
    assert english["start_url"].startswith("/en/")
