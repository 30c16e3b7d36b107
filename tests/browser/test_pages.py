"""Every type of page, wide and narrow: nothing serious for axe, nothing too wide, few and small requests."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from announcements.models import AnnouncementPage
from cases.models import Case
from legal_library.models import DocumentPage
from portal.pages.models import GuidePage
from tests.browser.conftest import NARROW, WIDE

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
MAX_BYTES = 100_000
MAX_REQUESTS = 10


def path_of(page: Page) -> str:
    return page.get_url().removeprefix("http://localhost")


@SIZES
def test_public_pages(visit, size):
    visitor = visit(size=size)
    documents = {page.kind: page for page in DocumentPage.objects.live()}
    assert len(documents) >= 6
    paths = [
        *(
            "/",
            "/en/",
            "/search/",
            "/search/?q=เด็ก",
            "/search/?q=zzzzqqq",
            "/library/",
            "/guide/",
            "/announcements/",
        ),
        *(
            "/results/",
            "/request/",
            "/track/",
            "/alerts/sent/",
            "/accounts/login/",
            "/en/search/?q=child",
            "/en/guide/",
            "/en/request/",
        ),
        *(path_of(page) for page in documents.values()),
        path_of(GuidePage.objects.live().first()),
        path_of(AnnouncementPage.objects.live().first()),
    ]
    for path in paths:
        visitor.open(path)
    titles = [title for title in visitor.seen if title]
    assert len(titles) == len(paths), "every page has a title"


@SIZES
def test_forms_with_errors(visit, size):
    visitor = visit(size=size)
    for path in ("/track/", "/alerts/new/?list=library", "/accounts/login/", "/request/problem/"):
        if path == "/request/problem/":
            visitor.open("/request/")
            visitor.page.locator("main a.button[href*='/request/']").first.click()
        else:
            visitor.open(path)
        visitor.send()
        assert visitor.page.title().startswith("ข้อผิดพลาด"), path
        summary = visitor.page.locator(".error-summary")
        assert summary.is_visible()
        target = summary.locator("a").first.get_attribute("href")
        assert visitor.page.locator(target).count() == 1, "the summary links to the field"


@SIZES
def test_error_pages(visit, size):
    visitor = visit(size=size)
    for path in ("/nothing-here/", "/en/nothing-here/", "/desk/cases/ZZZZ-ZZZZ/"):
        visitor.page.goto(visitor.base + path)
        visitor.look()
        assert "1300" in visitor.page.locator("body").inner_text()
    visitor.errors.clear()


@SIZES
def test_crisis_pages_can_be_left_at_once(visit, size):
    visitor = visit(size=size)
    visitor.open("/request/?kind=violence")
    visitor.page.locator("main a.button[href*='/request/']").first.click()
    visitor.page.wait_for_load_state("load")
    for _page in range(3):
        visitor.look()
        if visitor.page.locator("[href*='/request/exit/'], [action*='/request/exit/']").count():
            break
        visitor.send()
    assert visitor.page.locator("[href*='/request/exit/'], [action*='/request/exit/']").count()
    assert "ความรุนแรง" not in visitor.page.title()
    visitor.look()


def on_paper(page: Page) -> str:
    """Return what a sheet would show of the page."""
    page.emulate_media(media="print")
    said = page.locator("body").inner_text()
    page.emulate_media(media="null")
    return said


@pytest.mark.parametrize("problem", ["disaster", "violence"])
def test_paper_shows_answers_and_gives_nobody_away(visit, problem):
    """Privacy 9: what is pressed stays off the sheet; of a careful request no answer, no kind and no number for danger is on it."""
    visitor = visit(axe=False)
    visitor.open(f"/request/?kind={problem}")
    visitor.page.locator("main a.button[href*='/request/']:not([href*='event='])").first.click()
    visitor.page.wait_for_load_state("load")
    careful = problem == "violence"
    answers = (
        {"problem": problem},
        {"danger": "no", "whom": "me"},
        {"subdistrict": "810116"},
        {"story": "เล่าเรื่องสมมติ " * 80},
        {"name": "แดง เรื่องสมมติ", "phone": "0812345678"},
        {},
    )
    for answered in answers:
        visitor.answer(**answered)
        said = on_paper(visitor.page)
        assert ("ไม่ได้ทำไว้สำหรับพิมพ์" in said) == careful
        assert "ดำเนินการต่อ" not in said
        assert "ออกจากหน้านี้" not in said
        if careful:
            assert not any(word in said for word in ("ความรุนแรง", "อันตราย", "เล่าเรื่องสมมติ", "0812345678"))
        visitor.send()
    said = on_paper(visitor.page)
    for code in visitor.page.locator("main .codes dd [aria-hidden]").all_inner_texts():
        assert code in said, "both codes are what the sheet is for"
    assert ("อันตราย" in said) != careful


def test_desk_pages(visit, portal_open):
    """At both widths of one desk: to make its cases takes longer than to look at it."""
    from cases.demo import load_demo_cases

    load_demo_cases()
    case = Case.objects.filter(holder__type="center").exclude(stage="closed").first()
    assert case is not None
    for size in (WIDE, NARROW):
        officer = visit(size=size)
        officer.open("/accounts/login/")
        officer.answer(username="center", password=portal_open["center"])
        officer.send()
        for path in (
            "/desk/",
            "/desk/?q=zzzz",
            "/desk/?list=hands",
            "/desk/?list=late",
            "/desk/limits/",
            "/desk/sent/",
            "/desk/register/",
            "/desk/new/",
            f"/desk/cases/{case.reference}/",
        ):
            officer.open(path)
        officer.open("/desk/new/")
        officer.send()
        assert officer.page.title().startswith("ข้อผิดพลาด")


def test_a_page_is_light(visit):
    """Under 100 kB and ten requests with fonts cached (house.md)."""
    visitor = visit(axe=False)
    visitor.open("/")
    for path in ("/", "/search/?q=เด็ก", "/library/", "/guide/", "/request/", "/track/"):
        sizes: dict[str, int] = {}

        def keep(response, sizes=sizes):
            if "/fonts/" not in response.url:
                sizes[response.url] = len(response.body())

        visitor.page.on("response", keep)
        visitor.page.goto(visitor.base + path, wait_until="networkidle")
        visitor.page.remove_listener("response", keep)
        assert len(sizes) <= MAX_REQUESTS, f"{path}: {list(sizes)}"
        assert sum(sizes.values()) < MAX_BYTES, f"{path}: {sizes}"
        assert all(url.startswith((visitor.base, "data:")) for url in sizes), "nothing comes from elsewhere"
