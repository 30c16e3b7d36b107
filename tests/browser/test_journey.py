"""The whole journey: a citizen asks, the center forwards, the local administration helps, the citizen follows.

Walked once with JavaScript, with axe on every page, and once without. (S1.24, S1.26, S1.34, S2.23, S2.34, S2.35)
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess

import pytest

from cases.models import Case, Referral
from portal.accounts.models import Appointment
from portal.thai.dates import BE_OFFSET, bangkok_today

STORY = "น้ำท่วมบ้านตั้งแต่เมื่อคืน น้ำสูงถึงเอว ต้องการถุงยังชีพและน้ำดื่ม"
REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


def read_pdf(content: bytes) -> str:
    """Return the text of a PDF in the order of its content stream (documents.md 2)."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


ANSWERS = {
    "problem": {"problem": "disaster"},
    "whom": {"danger": "no", "whom": "me"},
    "place": {"subdistrict": "810116"},
    "story": {"story": STORY},
    "contact": {"name": "ใจดี ทดสอบ", "phone": "๐๘๑ ๒๓๔ ๕๖๗๘"},
}


def ask_for_help(citizen) -> tuple[str, str]:
    """Answer every page until the request is sent; returns reference and secret."""
    pages = []
    for _page in range(30):
        slug = citizen.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if slug == "check":
            break
        pages.append(slug)
        citizen.answer(**ANSWERS.get(slug, {}))
        citizen.send()
    text = citizen.text()
    assert [*pages, "check", "sent"] == [*ANSWERS, "check", "sent"], "seven pages (issue 12, 1)"
    assert STORY in text
    assert "081-234-5678" in text or "0812345678" in text or "08-1234-5678" in text
    citizen.send()
    assert citizen.page.url.endswith("/request/sent/")
    codes = [code.strip() for code in citizen.page.locator("main .codes dd [aria-hidden]").all_inner_texts()]
    reference = next(code for code in codes if REFERENCE.fullmatch(code))
    return reference, next(code for code in codes if code != reference)


def sign_in(visitor, username: str, passwords: dict[str, str]) -> None:
    visitor.open("/accounts/login/")
    visitor.answer(username=username, password=passwords[username])
    visitor.send()


def test_search_and_read(visit):
    """A citizen finds the circular by each of its spellings and reads it."""
    citizen = visit()
    citizen.open("/")
    for words in ("ว1918", "มท ๐๘๙๑.๓/ว ๑๙๑๘", "1918", "๑๙๑๘"):
        citizen.open("/")
        citizen.page.locator("main [name=q]").fill(words)
        citizen.page.locator(
            "main form[role=search] button, main form.search-box button, main form button"
        ).first.click()
        citizen.page.wait_for_load_state("load")
        assert "๑๙๑๘" in citizen.page.locator("main").inner_text().replace("1918", "๑๙๑๘"), words
    citizen.look()
    for words in ("เทศบาล", "ค้ามนุษย์", "แจ้งเหตุ"):
        citizen.open(f"/search/?q={words}")
        assert citizen.page.locator("main mark").count() > 0, words
    citizen.open("/search/?q=ไม่มีทางพบคำนี้แน่นอนxyz")
    citizen.open("/library/")
    citizen.open("/guide/")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_request_to_result(visit, portal_open, javascript):
    citizen = visit(javascript=javascript, size={"width": 360, "height": 780})
    citizen.open("/guide/")
    citizen.page.locator("main a[href*='/guide/']").filter(has_text="สาธารณภัย").first.click()
    citizen.page.wait_for_load_state("load")
    citizen.look()
    citizen.page.locator("main a[href*='/request/']").first.click()
    citizen.page.wait_for_load_state("load")
    citizen.look()
    citizen.page.locator("main a.button[href*='/request/']").first.click()
    citizen.page.wait_for_load_state("load")
    citizen.look()
    reference, secret = ask_for_help(citizen)
    receipt = read_pdf(citizen.fetch("/request/sent/receipt.pdf"))
    assert reference in receipt
    assert secret.replace(" ", "")[:4] in receipt.replace(" ", "")
    citizen.page.reload()
    assert reference in citizen.text()
    case = Case.objects.get(reference=reference)

    center = visit(javascript=javascript)
    sign_in(center, "center", portal_open)
    assert reference in center.text()
    center.follow(reference)
    assert STORY in center.text()
    center.follow("คัดกรอง", exact=True)
    center.answer(problem="disaster")
    center.send()
    center.follow("ส่งต่อ", exact=True)
    assert "อ่าวนาง" in center.page.locator("main form").inner_text(), "the right body is proposed first"
    center.send()
    referral = Referral.objects.get(case=case)
    assert "อ่าวนาง" in referral.target.name_th
    letter = read_pdf(center.fetch(f"/desk/cases/{reference}/letters/{referral.letter_id}.pdf"))
    assert reference in letter or reference in letter.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    assert "น้ำท่วม" not in letter, "a covering letter carries no narrative"

    stranger = visit(javascript=javascript)
    sign_in(stranger, "saithai", portal_open)
    assert reference not in stranger.text()
    assert stranger.page.goto(f"{stranger.base}/desk/cases/{reference}/").status == 404
    stranger.errors.clear()

    local = visit(javascript=javascript)
    sign_in(local, "aonang", portal_open)
    local.follow(reference)
    local.follow("รับเรื่อง", exact=True)
    local.send()
    local.follow("บันทึกการช่วยเหลือ", exact=True)
    soon = bangkok_today() + dt.timedelta(days=7)
    local.answer(
        category="disaster",
        kind="in_kind",
        persons="๔",
        households="1",
        description="ถุงยังชีพ 1 ชุด",
        follow_up_on_day=str(soon.day),
        follow_up_on_month=str(soon.month),
        follow_up_on_year=str(soon.year + BE_OFFSET),
    )
    local.send()
    case.refresh_from_db()
    assert case.stage == "following_up", local.text()
    local.follow("ขออนุมัติปิดเรื่อง", exact=True)
    local.answer(reason="helped", outcome="helped_fully", note="ส่งถุงยังชีพถึงบ้านแล้ว")
    local.send()

    head = visit(javascript=javascript)
    sign_in(head, "aonang-head", portal_open)
    head.open(f"/desk/cases/{reference}/")
    head.follow("อนุมัติ: ปิดเรื่อง", exact=True)
    head.send()
    case.refresh_from_db()
    assert case.stage == "closed", head.text()

    citizen.open("/track/")
    citizen.answer(reference=reference.lower().replace("-", " "), secret=secret)
    citizen.send()
    assert "ปิด" in citizen.text()
    assert STORY not in citizen.text()
    assert Appointment.objects.count() >= 8
