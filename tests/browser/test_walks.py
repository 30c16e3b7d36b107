"""People who have never been here ask, follow and find on a phone, without help (issue 12, "Done when"); all are invented."""

from __future__ import annotations

import csv
import json
import re
import uuid
from itertools import pairwise
from xml.etree import ElementTree

from django.core import mail

from announcements.demo import publish_last_year
from cases.demo import load_demo_cases
from cases.domain import intake
from cases.models import Case
from cases.vocabulary import Channel
from portal.actors import Citizen
from portal.thai.digits import to_thai
from portal.vocabulary import ProblemType
from tests.browser.conftest import NARROW, Visitor
from tests.browser.test_journey import sign_in

MOST_PAGES = {"flood": 9, "crisis": 7}
"""Pages from the first question to the confirmation (issue 12 point 1)."""


def slug_of(visitor: Visitor) -> str:
    return visitor.page.url.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]


def begin(visitor: Visitor, start: str) -> None:
    """From a page on which there is a door to the form, to its first question."""
    visitor.open(start)
    visitor.page.locator("main a.button[href*='/request/']:not([href*='event='])").first.click()
    visitor.page.wait_for_load_state("load")
    visitor.look()


def ask(visitor: Visitor, answers: dict[str, dict[str, str]], most: int) -> tuple[str, str]:
    """Answer page by page and send; returns reference and secret. Each page moves the progress, and there are few."""
    seen: list[str] = []
    steps: list[int] = []
    while slug_of(visitor) != "check":
        assert len(seen) <= most, seen
        seen.append(slug_of(visitor))
        number = re.search(r"(?:ขั้นที่|Step) (\d+)", visitor.text())
        assert number, visitor.text()[:200]
        steps.append(int(number[1]))
        visitor.answer(**answers.get(seen[-1], {}))
        visitor.send()
    visitor.send()
    assert slug_of(visitor) == "sent"
    assert steps == sorted(set(steps)), "the progress moves with every page"
    assert len(seen) + 2 <= most, [*seen, "check", "sent"]
    reference, secret = visitor.page.locator("main .codes dd [aria-hidden]").all_inner_texts()
    return reference, secret


def follow(visitor: Visitor, reference: str, secret: str) -> str:
    """Give both codes and return what the page of the request says."""
    visitor.open("/track/")
    visitor.answer(reference=reference, secret=secret)
    visitor.send()
    assert visitor.page.url.endswith("/track/status/"), visitor.text()[:300]
    return visitor.text()


def test_four_people_ask_on_a_phone(visit, portal_open):
    """S1.34, S2.24, S2.25, S2.26: few pages, the right numbers, and each finds what became of it."""
    grandmother = visit(size=NARROW)
    grandmother.open("/")
    grandmother.follow("ขอความช่วยเหลือ")
    begin(grandmother, grandmother.page.url.removeprefix(grandmother.base))
    flood = {
        "problem": {"problem": "disaster"},
        "whom": {"danger": "no", "whom": "me"},
        "place": {"elsewhere": "หมู่ ๔ ต. อ่าวนาง"},
        "story": {"story": "น้ำท่วมบ้าน ไม่มีข้าวกิน"},
        "contact": {"name": "ยายแดง เรื่องสมมติ", "phone": "๐๘๑ ๒๓๔ ๕๖๗๘"},
    }
    flood["place"]["subdistrict"] = "elsewhere"
    reference, secret = ask(grandmother, flood, MOST_PAGES["flood"])
    assert Case.objects.get(reference=reference).subdistrict_code == "810116"
    said = follow(grandmother, reference.lower(), to_thai(secret.replace("-", " ")))
    assert "ได้รับเรื่องแล้ว" in said
    assert "1300" in said

    girl = visit(size=NARROW)
    girl.open("/search/?q=ท้องไม่กล้าบอกแม่")
    assert "1663" in girl.text()
    girl.page.locator("main a[href*='/request/']").first.click()
    girl.page.wait_for_load_state("load")
    begin(girl, girl.page.url.removeprefix(girl.base))
    pregnant = {
        "problem": {"problem": "unready_pregnancy"},
        "whom": {"danger": "no", "whom": "me"},
        "place": {"subdistrict": "810116"},
        "story": {"story": "ท้อง ยังไม่บอกใคร เรื่องสมมติ"},
        "contact": {"name": "เดือน", "phone": "081-234-5678"},
    }
    reference, secret = ask(girl, pregnant, MOST_PAGES["crisis"])
    assert girl.page.locator(".exit").count() == 1
    said = follow(girl, reference, secret)
    assert "กำลังดำเนินการ" in said
    assert "ท้อง" not in said

    migrant = visit(size=NARROW)
    migrant.open("/")
    migrant.page.locator(".languages a[lang=my]").click()
    migrant.page.wait_for_load_state("load")
    migrant.look()
    assert "Machine-made draft" in migrant.text()
    assert "ความรุนแรง" in migrant.page.locator("#problem").inner_text(), "the words of the form stand beside"
    migrant.page.locator("main a.button").click()
    migrant.page.wait_for_load_state("load")
    migrant.answer(problem="other")
    migrant.send()
    migrant.page.locator("main summary", has_text="ล่าม").click()
    burmese = {
        "whom": {"danger": "no", "whom": "me", "interpreter": "my"},
        "place": {"subdistrict": "810116"},
        "story": {"story": "ကျွန်တော် လုပ်ခ မရပါ။"},
        "contact": {"name": "Ko Aung (invented)", "phone": "0812345678"},
    }
    reference, secret = ask(migrant, burmese, MOST_PAGES["flood"])
    case = Case.objects.get(reference=reference)
    assert case.narrative == "ကျွန်တော် လုပ်ခ မရပါ။"
    assert case.affected_people.get().interpreter_language

    abroad = visit(size=NARROW)
    begin(abroad, "/request/?kind=human_trafficking")
    away = {
        "problem": {"problem": "human_trafficking"},
        "whom": {"danger": "yes", "whom": "me"},
        "place": {"subdistrict": "abroad", "country": "กัมพูชา", "city": "ปอยเปต", "home": "กระบี่"},
        "story": {"story": "ถูกหลอกมาทำงาน เรื่องสมมติ"},
        "contact": {"name": "นก", "email": "nok@example.org"},
    }
    for slug in ("problem", "whom", "place"):
        abroad.answer(**away[slug])
        abroad.send()
    dialed = [
        link.get_attribute("href") for link in abroad.page.locator("main .notice a[href^='tel:+']").all()
    ]
    assert "tel:+66991301300" in dialed, "a short Thai number reaches nobody from there"
    reference, _secret = ask(abroad, away, MOST_PAGES["crisis"])
    case = Case.objects.get(reference=reference)
    assert case.problem == ProblemType.HUMAN_TRAFFICKING
    assert "กัมพูชา" in case.country


def test_a_lost_code_and_a_teacher(visit, portal_open):
    """A code that was lost comes back at the counter and by mail; a teacher finds numbers and a text."""
    case = intake.submit_case(
        submission=intake.Submission(
            problem=ProblemType.DISASTER,
            channel=Channel.WEB,
            province_code="81",
            district_code="8101",
            subdistrict_code="810116",
            narrative="น้ำท่วมบ้าน เรื่องสมมติ",
            reporter=intake.ReporterDetails(
                name="ขาว เรื่องสมมติ", phone="0812345678", email="white@example.org", may_email=True
            ),
        ),
        token=uuid.uuid4(),
        actor=Citizen(),
    ).case
    lost = visit(size=NARROW)
    lost.open("/track/")
    lost.answer(reference=case.reference, secret="1234 5678 9012 3456 7890")
    lost.send()
    assert "ไม่พบ" in lost.text()
    assert "หาเลขไม่พบ" in lost.text()
    head = visit()
    sign_in(head, "center", portal_open)
    head.open(f"/desk/cases/{case.reference}/replace_secret/")
    head.answer(identified="ตรวจบัตรที่เคาน์เตอร์แล้ว")
    head.send()
    _reference, secret = head.page.locator(".codes dd [aria-hidden]").all_inner_texts()
    assert "หนึ่ง" in head.text() or "ศูนย์" in head.text(), "the officer reads it out"
    assert case.reference in follow(lost, case.reference, secret.replace("-", ""))

    lost.open("/track/")
    lost.follow("มีเลขที่เรื่อง แต่รหัสติดตามหาย")
    lost.answer(reference=case.reference, email="white@example.org")
    lost.send()
    assert "ถ้าเลขที่เรื่องกับอีเมลตรงกับที่เคยให้ไว้" in lost.text()
    [link] = [found for one in mail.outbox for found in re.findall(r"/track/lost/\S+/", one.body)]
    lost.open(link)
    lost.send()
    _reference, secret = lost.page.locator("main .codes dd [aria-hidden]").all_inner_texts()
    assert case.reference in follow(lost, case.reference, secret)

    teacher = visit(size=NARROW)
    teacher.open("/search/?q=นักเรียนถูกพ่อตี")
    assert "1387" in teacher.text() or "1300" in teacher.text()
    teacher.page.locator("main .results a, main .result a").first.click()
    teacher.page.wait_for_load_state("load")
    teacher.look()


def test_a_journalist_finds_figures_and_takes_them_along(visit, portal_open):
    """S1.24, S1.30: results, their files, what is announced, feeds, money, and a search that can be passed on; on a phone."""
    load_demo_cases()
    publish_last_year()
    someone = visit(size=NARROW)
    someone.open("/")
    someone.choose("ผลการช่วยเหลือ")
    someone.page.locator("main a[href*='/results/25']").first.click()
    someone.page.wait_for_load_state("load")
    someone.look()
    assert someone.page.locator("main table").count(), "a table under every picture"
    address = {
        kind: someone.page.locator(f"main a[href$='.{kind}']").first.get_attribute("href")
        for kind in ("csv", "json", "pdf")
    }
    rows = list(csv.reader(someone.fetch(address["csv"]).decode("utf-8-sig").splitlines()))
    # Above the table stands that these are figures of a demonstration.
    table = [row for row in rows if len(row) > 1]
    assert (len(table) > 3, len({len(row) for row in table})) == (True, 1), "every row has every column"
    assert json.loads(someone.fetch(address["json"]))
    assert someone.fetch(address["pdf"]).startswith(b"%PDF")
    assert "ตัวเลขเหล่านี้มาจากไหน" in someone.text()

    someone.open("/search/?q=ศูนย์ช่วยเหลือสังคม&kind=circular")
    passed_on = someone.page.url
    found = someone.page.locator("main .results h2, main .results h3").all_inner_texts()
    other = visit(size=NARROW)
    other.open(passed_on.removeprefix(other.base))
    assert other.page.locator("main .results h2, main .results h3").all_inner_texts() == found
    feed = someone.page.locator(
        "head link[type='application/atom+xml'], head link[type='application/rss+xml']"
    )
    entries = ElementTree.fromstring(someone.fetch(feed.first.get_attribute("href")))
    assert entries.tag.endswith(("feed", "rss"))
    for path in ("/announcements/", "/library/", "/money/", "/site-map/", "/contact/"):
        someone.open(path)
    assert b"<urlset" in someone.fetch("/sitemap.xml") or b"<sitemapindex" in someone.fetch("/sitemap.xml")


class ByEar:
    """Somebody who hears role and name of what has the focus, and has a keyboard and nothing else."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def heard(self) -> str:
        """Return role and name of what has the focus, as a screen reader says them."""
        focused = self.page.locator(":focus")
        return focused.aria_snapshot() if focused.count() else ""

    def reach(self, role: str, name: str) -> None:
        """Press Tab until this is heard; every stop on the way has a name."""
        heard: list[str] = []
        for _press in range(90):
            self.page.keyboard.press("Tab")
            said = self.heard()
            if said.startswith(f"- {role}") and name in said:
                return
            assert not said or '"' in said or ":" in said, f"nameless: {said} {self.page.url}"
            heard.append(said[:80])
        raise AssertionError((role, name, heard[-40:]))

    def press(self) -> None:
        """Press Enter on what has the focus, and hear the next page from its beginning."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("load")
        self.visitor.look()
        assert self.page.locator("h1").count() == 1
        levels = [int(one[1]) for one in self.page.evaluate(HEADINGS)]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), (self.page.url, levels)

    def choose(self, name: str) -> None:
        """Go to the next group of choices and walk it by arrows until this one is heard."""
        self.reach("radio", "")
        for _press in range(14):
            if name in self.heard():
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError((name, self.heard()))

    def write(self, name: str, text: str) -> None:
        """Go to a box and write."""
        self.reach("textbox", name)
        self.page.keyboard.type(text)

    def go_on(self) -> None:
        """Press the button of the form."""
        self.reach("button", "ดำเนินการต่อ")
        self.press()


HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(h => h.checkVisibility()).map(h => h.tagName)"


def test_a_blind_person_asks_and_follows_by_keyboard_and_ear(visit, portal_open):
    """WCAG 2.1.1, 2.4.1, 2.4.3, 3.3.1, 4.1.2: no mouse and no eyes, from the first page to what became of it."""
    person = visit(size=NARROW)
    ear = ByEar(person)
    person.open("/")
    person.page.keyboard.press("Tab")
    assert 'link "ข้ามไปยังเนื้อหา"' in ear.heard(), "the first stop leads past the header"
    person.page.keyboard.press("Enter")
    ear.reach("link", "ขอความช่วยเหลือ")
    ear.press()
    ear.reach("link", "เริ่มขอความช่วยเหลือ")
    ear.press()
    ear.reach("button", "ดำเนินการต่อ")
    ear.press()
    assert person.page.title().startswith("ข้อผิดพลาด"), "that something is missing is heard first"
    ear.reach("link", "เลือกเรื่องที่ต้องการความช่วยเหลือ")
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Tab")
    assert "radio" in ear.heard(), "the summary leads to the question"
    for _press in range(14):
        if "สาธารณภัย" in ear.heard():
            break
        person.page.keyboard.press("ArrowDown")
    person.page.keyboard.press("Space")
    ear.go_on()
    ear.choose("ไม่มี ตอนนี้ปลอดภัย")
    ear.choose("ฉัน")
    ear.go_on()
    ear.reach("textbox", "")
    person.page.keyboard.type("หมู่ 4 ต.อ่าวนาง")
    ear.go_on()
    ear.write("เกิดอะไรขึ้น", "น้ำท่วมบ้าน มองไม่เห็น อยู่คนเดียว เรื่องสมมติ")
    ear.go_on()
    ear.write("ชื่อที่ให้เราเรียกคุณ", "ก้อง เรื่องสมมติ")
    ear.write("หมายเลขโทรศัพท์", "0812345678")
    ear.go_on()
    assert slug_of(person) == "check", person.page.url
    ear.reach("button", "ส่งคำขอความช่วยเหลือ")
    ear.press()
    assert slug_of(person) == "sent"
    reference, secret = person.page.locator("main .codes dd [aria-hidden]").all_inner_texts()
    spoken = person.page.locator("main .codes dd .visually-hidden").all_inner_texts()
    assert len(spoken) >= 2, "both codes are heard sign by sign"
    ear.reach("link", "ติดตามเรื่อง")
    ear.press()
    ear.write("เลขที่เรื่อง", reference)
    ear.write("รหัสติดตาม", secret)
    ear.reach("button", "ดูสถานะเรื่อง")
    ear.press()
    assert "ได้รับเรื่องแล้ว" in person.text()
    current = person.page.locator("[aria-current=step]")
    assert current.count() == 1, "where it stands now is heard, not only seen"
