"""People who have never been here ask, follow and find on a phone, without help (issue 12, "Done when"); all are invented."""

from __future__ import annotations

import re
import uuid

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
    """A code that was lost is replaced at the counter and read out; a teacher finds numbers and a text."""
    case = intake.submit_case(
        submission=intake.Submission(
            problem=ProblemType.DISASTER,
            channel=Channel.WEB,
            province_code="81",
            district_code="8101",
            subdistrict_code="810116",
            narrative="น้ำท่วมบ้าน เรื่องสมมติ",
            reporter=intake.ReporterDetails(name="ขาว เรื่องสมมติ", phone="0812345678"),
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

    teacher = visit(size=NARROW)
    teacher.open("/search/?q=นักเรียนถูกพ่อตี")
    assert "1387" in teacher.text() or "1300" in teacher.text()
    teacher.page.locator("main .results a, main .result a").first.click()
    teacher.page.wait_for_load_state("load")
    teacher.look()
