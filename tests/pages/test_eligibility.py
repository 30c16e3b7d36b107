"""The questions of a guide as people meet them: one a page, by GET, with an answer that always leads on (S1.26)."""

from __future__ import annotations

import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from legal_library.models import DocumentPassage
from portal.eligibility.loading import rules
from portal.eligibility.walking import walk
from portal.page_cache.rooms import HEADER
from portal.pages.models import GuideIndexPage, HomePage
from portal.pages.public.eligibility import addresses, results
from portal.pages.public.eligibility.numbers import numbers_of, tree_of
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory
from tests.pages.factories import GuideFactory

LABOR = "/guide/labor/check/"
HARM = "/guide/harm/check/"
FLOOD = "/guide/flood/check/"


@pytest.fixture
def guides(guide_index: GuideIndexPage) -> GuideIndexPage:
    """Guides of a problem with ages, one that is sensitive, one with a date, and the one without rules."""
    for slug, problem in (
        ("labor", ProblemType.CHILD_LABOR),
        ("harm", ProblemType.VIOLENCE),
        ("flood", ProblemType.DISASTER),
        ("life", ProblemType.QUALITY_OF_LIFE),
        ("farm", ProblemType.LOW_INCOME_FARMER),
    ):
        GuideFactory(parent=guide_index, slug=slug, problem=problem, title=f"เรื่อง {slug}")
    return guide_index


def soup(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status, address
    return BeautifulSoup(answer.content, "html.parser")


def heading(page: BeautifulSoup) -> str:
    return page.select_one("h1").get_text().strip()


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").get_text(" ").split())


def carried(page: BeautifulSoup) -> dict[str, str]:
    """Return what the form of a page takes along."""
    return {tag["name"]: tag["value"] for tag in page.select("form.form input[type=hidden]")}


def test_a_guide_with_rules_leads_to_its_questions_and_dates_its_numbers(
    guides: GuideIndexPage, client: Client
) -> None:
    page = soup(client, "/guide/labor/")
    assert page.select_one(f'a[href="{LABOR}"]')
    found = " ".join(page.select_one("section[aria-labelledby=numbers]").get_text(" ").split())
    assert "ห้ามจ้างเด็กอายุต่ำกว่า 15 ปี มาตรา 44 พ.ร.บ. คุ้มครองแรงงาน พ.ศ. 2541 ใช้ตั้งแต่ 19 ส.ค. 2541" in found
    assert "24 ชั่วโมง สรุปแนวทาง OSCC ขั้นตอนที่ ๑ การรับเรื่องและการคัดกรอง เอกสารปี 2556 ไม่ระบุวัน" in found


def test_a_guide_without_rules_asks_nothing(guides: GuideIndexPage, client: Client) -> None:
    """Guides of kinds that nobody can name yet may be written by editors all the same."""
    GuideFactory(parent=guides, slug="other", problem=ProblemType.OTHER)
    assert "check/" not in client.get("/guide/other/").content.decode()
    assert client.get("/guide/other/check/").status_code == 404


FARM = "/guide/farm/check/"
LOST = f"{FARM}?matter=crops&registered=yes&lost=yes&declared=yes"


@pytest.mark.parametrize(
    ("query", "said", "unsaid"),
    [
        ("date=16/9/2567&rai=12&crop=rice", "ไร่ละ 1,340 บาท ไม่เกินครัวเรือนละ 30 ไร่", "ส่วนที่เกิน"),
        ("date=16/9/2567&rai=31&crop=rice", "นับให้ไม่เกินครัวเรือนละ 30 ไร่ ส่วนที่เกินไม่นับ", "ตามพื้นที่จริง"),
        ("date=16/9/2567&rai=8&crop=field", "ไร่ละ 1,980 บาท", "1,340"),
        ("date=16/9/2567&rai=8&crop=fruit", "ไร่ละ 4,048 บาท", "1,340"),
        ("date=19/2/2569&rai=8&crop=rice", "ไร่ละ 1,340 บาท", "ศูนย์ยังไม่ได้อ่าน ให้ถาม"),
        ("date=20/2/2569", "แจ้งหลักเกณฑ์ใหม่ซึ่งศูนย์ยังไม่ได้อ่าน ให้ถามอัตรา", "บาท"),
    ],
)
def test_a_farmer_hears_the_amount_of_the_day_of_the_disaster_or_who_knows_it(
    guides: GuideIndexPage, client: Client, query: str, said: str, unsaid: str
) -> None:
    with time_machine.travel("2026-11-27 05:00Z", tick=False):
        page = soup(client, f"{LOST}&{query}")
    assert heading(page) == "น่าจะขอความช่วยเหลือเรื่องนี้ได้"
    assert said in words(page) and unsaid not in words(page)


def test_amounts_stand_with_provision_and_day_on_the_guide_and_in_english(
    guides: GuideIndexPage, client: Client
) -> None:
    page = soup(client, "/guide/farm/")
    found = " ".join(page.select_one("section[aria-labelledby=numbers]").get_text(" ").split())
    law = "หลักเกณฑ์ช่วยเหลือด้านการเกษตรผู้ประสบภัยฉุกเฉิน พ.ศ. 2564 ใช้ตั้งแต่ 1 ก.ย. 2564"
    for amount in ("1,340 บาท", "1,980 บาท", "4,048 บาท", "11,780 บาท", "30 ไร่", "5 ไร่"):
        assert f"{amount} {law}" in found, amount
    english = soup(
        client,
        f"/en{FARM}?matter=fish&registered=yes&lost=yes&declared=yes&fish_date=1/10/2565&raised=shrimp&pond=6",
    )
    assert "11,780 baht per rai, but only 5 rai per person count" in words(english)


def test_who_begins_at_the_disaster_is_led_to_the_farmers_questions(
    guides: GuideIndexPage, client: Client
) -> None:
    link = soup(client, f"{FLOOD}?cause=disaster&loss=farm").select_one("section[aria-labelledby=that] a")
    assert link["href"] == "/guide/farm/"


def test_one_question_a_page_until_the_answer(guides: GuideIndexPage, client: Client) -> None:
    first = soup(client, LABOR)
    assert [tag.get_text(strip=True) for tag in first.select("h1")] == ["เด็กทำงานแบบใด"]
    assert first.select_one("form.form")["method"] == "get"
    assert carried(first) == {"asked": "work"}
    second = soup(client, f"{LABOR}?asked=work&work=employed")
    assert heading(second) == "เด็กอายุกี่ปี"
    assert carried(second) == {"asked": "age", "work": "employed"}
    end = soup(client, f"{LABOR}?asked=age&work=employed&age=๑๔")
    assert heading(end) == "น่าจะขอความช่วยเหลือเรื่องนี้ได้"
    assert "กฎหมายห้ามจ้างเด็กอายุต่ำกว่า 15 ปี" in words(end)
    assert not end.select("form.form")


def test_it_sets_no_cookie_needs_no_script_and_tells_no_other_site(
    guides: GuideIndexPage, client: Client
) -> None:
    for address in (LABOR, f"{LABOR}?work=employed&age=14"):
        answer = client.get(address)
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "public" in answer.headers["Cache-Control"]
        assert 'name="robots" content="noindex"' in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("asked=work", "ตอบคำถามข้อนี้ก่อน"),
        ("work=nonsense", "ไม่มีคำตอบนี้ เลือกจากรายการ"),
        ("work=employed&work=forced", "ข้อนี้มีคำตอบมากกว่าหนึ่งคำตอบ"),
        ("asked=age&work=employed&age=", "ตอบคำถามข้อนี้ก่อน"),
        ("work=employed&age=-5", "ตัวเลขต้องไม่ติดลบ"),
        ("work=employed&age=17.5", "กรอกเป็นจำนวนเต็ม"),
        ("work=employed&age=๑๒๑", "ตัวเลขนี้อยู่นอกช่วง"),
        ("work=employed&age=สิบ", "กรอกเป็นตัวเลข"),
        ("work=employed&age=" + "9" * 10_000, "คำตอบยาวเกินไป"),
        ("work=" + "x" * 10_000, "คำตอบยาวเกินไป"),
    ],
)
def test_a_wrong_answer_gets_a_clear_word_at_its_field(
    guides: GuideIndexPage, client: Client, query: str, said: str
) -> None:
    answer = client.get(f"{LABOR}?{query}")
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert HEADER not in answer.headers and "public" not in answer.headers.get("Cache-Control", "")
    assert page.title.get_text().strip().startswith("ข้อผิดพลาด:")
    field = page.select_one(".field--error")
    assert said in field.get_text()
    link = page.select_one(".error-summary a")
    assert said in link.get_text() and page.find(id=link["href"].removeprefix("#"))
    assert len(answer.content) < 60_000


def test_what_was_typed_comes_back_to_be_mended(guides: GuideIndexPage, client: Client) -> None:
    page = soup(client, f"{LABOR}?work=employed&age=<b>17", 422)
    assert page.select_one("#id_age")["value"] == "<b>17"
    assert carried(page) == {"asked": "age", "work": "employed"}


def test_foreign_names_count_for_nothing(guides: GuideIndexPage, client: Client) -> None:
    page = soup(client, f"{LABOR}?work=forced&name=somchai&asked=jam&change=jam&fbclid=1")
    assert "somchai" not in page.select_one("main").decode()
    assert heading(page).startswith("ไม่ใช่เรื่องนี้")


def test_who_does_not_know_goes_on_by_a_link(guides: GuideIndexPage, client: Client) -> None:
    page = soup(client, f"{LABOR}?work=employed")
    link = page.select_one('a[href$="age=unknown"]')
    end = soup(client, link["href"])
    assert heading(end) == "ยังบอกไม่ได้แน่ ให้ศูนย์ช่วยดู"


def test_answers_are_listed_changed_and_never_asked_twice(guides: GuideIndexPage, client: Client) -> None:
    end = soup(client, f"{LABOR}?work=employed&age=16&dangerous=no&notified=yes")
    changes = {
        line.dt.get_text(strip=True): line.select_one(".change a")["href"]
        for line in end.select(".facts > div")
    }
    assert list(changes) == [
        "เด็กทำงานแบบใด",
        "เด็กอายุกี่ปี",
        "เป็นงานอันตรายหรือไม่",
        "นายจ้างแจ้งพนักงานตรวจแรงงานแล้วหรือยังว่าจ้างเด็ก",
    ]
    again = soup(client, changes["เด็กอายุกี่ปี"])
    assert again.select_one("#id_age")["value"] == "16"
    assert carried(again) == {"asked": "age", "work": "employed", "dangerous": "no", "notified": "yes"}
    query = "&".join(f"{name}={value}" for name, value in {**carried(again), "age": "17"}.items())
    assert heading(soup(client, f"{LABOR}?{query}")).startswith("ไม่ใช่เรื่องนี้")


def test_an_answer_left_behind_by_a_change_is_kept_for_later(guides: GuideIndexPage, client: Client) -> None:
    open_question = soup(client, f"{LABOR}?work=employed&days=40")
    assert carried(open_question) == {"asked": "age", "work": "employed", "days": "40"}


def test_back_leads_to_the_question_before_and_then_to_the_guide(
    guides: GuideIndexPage, client: Client
) -> None:
    second = soup(client, f"{LABOR}?work=employed")
    before = soup(client, second.select_one(".back-link")["href"])
    assert heading(before) == "เด็กทำงานแบบใด"
    assert before.select_one("input[type=radio][checked]")["value"] == "employed"
    assert before.select_one(".back-link")["href"] == "/guide/labor/"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (f"{LABOR}?work=employed&age=14", "child_labor"),
        (f"{LABOR}?work=unknown", "child_labor"),
        (f"{LABOR}?work=hurt", "violence"),
        (f"{FLOOD}?cause=crime", "disaster"),
    ],
)
def test_every_answer_leads_to_a_request_that_remembers_the_guide(
    guides: GuideIndexPage, client: Client, address: str, kind: str
) -> None:
    page = soup(client, address)
    start = reverse("cases_intake:start")
    assert [tag["href"] for tag in page.select(f'.call a[href^="{start}"]')] == [f"{start}?kind={kind}"]
    assert page.select_one(f'a[href="{reverse("contact")}"]')
    assert page.select_one(f'a[href="{reverse("consultation:ask")}"]')


def test_unsure_asks_the_center_first(guides: GuideIndexPage, client: Client) -> None:
    page = soup(client, f"{FLOOD}?cause=unknown")
    assert [tag["href"] for tag in page.select(".call a")][0] == reverse("consultation:ask")


def test_not_this_names_the_guide_or_the_organization(guides: GuideIndexPage, client: Client) -> None:
    guide = soup(client, f"{LABOR}?work=hurt").select_one("section[aria-labelledby=that] a")
    assert (guide["href"], guide.get_text()) == ("/guide/harm/", "เรื่อง harm")
    office = soup(client, f"{LABOR}?work=employed&age=18").select_one("section[aria-labelledby=that]")
    assert "สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัด" in office.get_text()
    units = soup(client, "/guide/life/check/?need=care&area=other").select_one(
        "section[aria-labelledby=that] a"
    )
    assert units["href"] == reverse("units:find")


def test_a_guide_that_is_not_public_is_no_dead_end(guides: GuideIndexPage, client: Client) -> None:
    page = soup(client, f"{LABOR}?work=forced")
    assert page.select_one("section[aria-labelledby=that]") is None
    assert page.select_one(f'a[href="{reverse("cases_intake:start")}?kind=human_trafficking"]')
    assert page.select_one(f'a[href="{reverse("contact")}"]')


def test_a_provision_is_linked_and_remembered_where_the_library_holds_it(
    home: HomePage, guides: GuideIndexPage, client: Client
) -> None:
    address = f"{LABOR}?work=employed&age=14"
    assert "มาตรา 44 พ.ร.บ. คุ้มครองแรงงาน พ.ศ. 2541" in words(soup(client, address))
    act = DocumentFactory(
        parent=LibraryIndexFactory(parent=home), slug="labor-protection-act-2541", title="พ.ร.บ. คุ้มครองแรงงาน"
    )
    basis = soup(client, address).select_one("section[aria-labelledby=basis] a")
    assert basis["href"] == act.get_url()
    DocumentPassage.objects.create(page=act, anchor="m44", label="มาตรา ๔๔", text="ห้ามจ้าง", sort_order=0)
    page = soup(client, address)
    assert page.select_one("section[aria-labelledby=basis] a")["href"] == f"{act.get_url()}p/m44/"
    ask = page.select_one(".call a")["href"]
    assert ask.endswith("?kind=child_labor&provision=labor-protection-act-2541%2Fm44")
    assert "คุณมาจาก" in words(soup(client, ask))
    act.unpublish()
    assert not soup(client, address).select("section[aria-labelledby=basis] a")


def test_sensitive_guides_have_the_quick_exit_on_every_page(guides: GuideIndexPage, client: Client) -> None:
    for address in (HARM, f"{HARM}?harm=labor", f"{HARM}?harm=jam"):
        html = client.get(address).content.decode()
        assert "data-exit" in html and "exit.js" in html
        assert "ประวัติการเข้าชม" in html
    assert "emergency-panel" in client.get(f"{HARM}?harm=labor").content.decode()
    assert "data-exit" not in client.get(FLOOD).content.decode()


def test_a_date_is_asked_in_one_box_and_may_be_unknown(guides: GuideIndexPage, client: Client) -> None:
    asked = f"{FLOOD}?cause=disaster&loss=yes&area=here&urgent=no"
    assert soup(client, asked).select_one("input#id_date")
    with time_machine.travel("2026-11-27 05:00Z", tick=False):
        older = soup(client, f"{asked}&date=31/10/2563")
        assert "เริ่มใช้ 1 พ.ย. 2563" in words(older)
        assert "31 ต.ค. 2563" in words(older)
        soup(client, f"{asked}&date=28/11/2569", 422)


def test_english_readers_are_asked_in_english(guides: GuideIndexPage, client: Client) -> None:
    page = soup(client, f"/en{LABOR}?work=employed")
    assert heading(page) == "How old is the child?"
    end = soup(client, f"/en{LABOR}?work=employed&age=14")
    assert "Labor Protection Act 2541, section 44" in words(end)
    assert not re.search("[ก-๎]", page.select_one("form.form").get_text())


def test_pages_that_our_own_links_lead_to_are_kept_and_no_others(
    guides: GuideIndexPage, client: Client
) -> None:
    def is_kept(query: str) -> bool:
        names = client.get(f"{LABOR}?{query}").headers[HEADER].partition(";")[2].split(",")
        return "age" in names

    assert is_kept("") and is_kept("work=employed&age=14") and is_kept("asked=age&work=employed&age=14")
    # Another spelling, order, or an answer off the way: as many addresses as somebody likes to think up.
    assert not is_kept("work=employed&age=014")
    assert not is_kept("age=14&work=employed")
    assert not is_kept("work=forced&age=14")
    assert not is_kept("work=forced&other=1")


def test_days_are_too_many_to_be_kept() -> None:
    tree = tree_of("disaster")
    query = QueryDict("cause=disaster&loss=yes&area=here&urgent=no&date=1/11/2563")
    found = walk(tree, rules().rates, addresses.read(tree, query).texts, results.bangkok_today())
    assert found.outcome and not addresses.is_one_of_few(found, query)


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_end_has_reason_provision_and_date(home: HomePage, language: str) -> None:
    with override(language):
        for tree in rules().trees.values():
            for outcome in tree.outcomes.values():
                shown = results.present(outcome, (), tree.problem)
                assert shown.heading and shown.reason and "{" not in shown.reason
                assert shown.provision.label and shown.provision.when
                assert bool(re.search("[ก-๎]", shown.reason)) is (language == "th")


def test_every_number_of_a_guide_has_its_provision_and_date(home: HomePage) -> None:
    for problem in ProblemType.values:
        for number in numbers_of(problem):
            assert number.provision.label and number.provision.when
    assert {problem for problem in ProblemType.values if numbers_of(problem)} >= set(CRISIS_PROBLEMS)
