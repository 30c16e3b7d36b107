"""People in trouble are led to the right page, and to a phone first when they are in danger (issue 12, points 3 and 4)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, override_settings
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from announcements.starter import load_announcements
from benchmarks.problems.judging import ask, false_corrections, judge, read_harmless, read_problems, slugs_of
from benchmarks.problems.options import HERE
from benchmarks.problems.words import right_words_unheld
from portal.pages.starter import load_hotlines
from portal.search.site import knowledge
from portal.search.sources import changes, site_index
from portal.search.starter import load_synonyms
from tests.pages.loaded import starter_content

__all__ = ["starter_content"]


@pytest.fixture(scope="module")
def index(
    starter_content: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """What a new installation holds beside its pages, and all of it indexed once: the tests only ask."""
    folder = tmp_path_factory.mktemp("trouble") / "index"
    with django_db_blocker.unblock(), override(settings.LANGUAGE_CODE):
        load_announcements()
        load_hotlines()
        load_synonyms()
        knowledge.SYNONYMS.forget()
        with override_settings(KLANG={**settings.KLANG, "INDEX_DIR": folder}):
            site_index.rebuild()
    yield folder
    site_index._engine_at.cache_clear()


@pytest.fixture
def installed(index: Path, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A new installation, in which nobody asks for another index."""
    settings.KLANG = {**settings.KLANG, "INDEX_DIR": index}
    monkeypatch.setattr(changes, "_rebuild_asked_at", time.monotonic())
    knowledge.SYNONYMS.forget()
    yield
    knowledge.SYNONYMS.forget()


pytestmark = pytest.mark.usefixtures("installed")


@pytest.mark.slow
def test_the_right_page_stands_first_and_no_right_word_is_replaced() -> None:
    figures = judge(read_problems(HERE / "problems.tsv"))
    listing = "\n".join(figures.wrong)
    assert figures.share(figures.first, figures.asked) >= 0.90, listing
    assert figures.share(figures.in_three, figures.asked) >= 0.97, listing
    assert figures.share(figures.in_ten, figures.asked) >= 0.99, listing
    calm = read_harmless(HERE / "harmless.txt")
    assert len(false_corrections(calm)) <= 0.02 * len(calm)
    words = right_words_unheld(100)
    assert len(words) == 100
    assert len(false_corrections(words)) <= 2


@pytest.mark.parametrize(
    ("typed", "number", "guide"),
    [
        ("โดนผัวตี", "tel:1300", "/guide/violence/"),
        ("ท้องไม่พร้อมทำไง", "tel:1663", "/guide/unready-pregnancy/"),
        ("โดนหลอกไปทำงานที่เขมร", "tel:+66991301300", "/guide/human-trafficking/"),
        ("อยากตาย", "tel:1323", ""),
        ("ครูตีเด็ก", "tel:1387", "/guide/violence/"),
    ],
)
def test_danger_brings_number_guide_request_and_exit_above_the_results(
    client: Client, typed: str, number: str, guide: str
) -> None:
    response = client.get("/search/", {"q": typed})
    html = response.content.decode()
    soup = BeautifulSoup(html, "html.parser")
    block = soup.select_one(".emergency-panel")
    assert block is not None
    links = [link["href"] for link in block.select("a")]
    assert number in links
    assert any(link.startswith("/request/") for link in links)
    assert not guide or guide in links
    assert html.index("emergency-panel") < html.index('class="results"')
    first = soup.body.find("a", attrs={"data-exit": True})
    assert first is not None
    assert html.index("data-exit") < html.index("site-header")
    assert typed not in soup.title.string, "whoever looks over the shoulder reads the title of the tab"
    assert not response.cookies


@pytest.mark.parametrize("typed", ["ยาฆ่าแมลง", "ภาษีท้องถิ่น", "ตายายเลี้ยงหลาน"])
def test_who_is_in_no_danger_sees_neither_block_nor_exit(client: Client, typed: str) -> None:
    html = client.get("/search/", {"q": typed}).content.decode()
    assert "emergency-panel" not in html
    assert "data-exit" not in html


def test_results_that_begin_with_a_crisis_have_the_exit_without_the_block(client: Client) -> None:
    html = client.get("/search/", {"q": "ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ"}).content.decode()
    assert "data-exit" in html
    assert "emergency-panel" not in html


@pytest.mark.parametrize(
    "typed",
    [
        "นาข้าวน้ำท่วม ได้ค่าชดเชยไหม",
        "ข้าวจมน้ำหมดเลย ขอเงินได้ไหม",
        "ไร่อ้อยเสียหาย",
        "วัวตายน้ำท่วม",
        "บ่อปลาแตก",
        "เงินเยียวยาชาวนา",
        "my cattle died in the flood",
    ],
)
def test_farmers_who_lost_something_are_led_to_their_guide(typed: str) -> None:
    """Advice "in every field" is found by the words of who needs it (S1.26)."""
    assert slugs_of(ask(typed))[0] == "low-income-farmers"


def test_who_names_a_law_gets_the_law_and_who_names_a_number_its_letter() -> None:
    assert slugs_of(ask("พ.ร.บ.คุ้มครองผู้ถูกกระทำด้วยความรุนแรงในครอบครัว"))[0] == "domestic-violence-act-2550"
    assert slugs_of(ask("พรบ คุ้มครองเด็ก"))[0] == "child-protection-act-2546"
    assert slugs_of(ask("ว 1918"))[0] == "circular-dla-0891-3-w1918-2556"


def test_standing_pages_stand_behind_all_content_unless_named() -> None:
    standing = {"cookies", "privacy", "accessibility", "about"}
    for typed in ("ข้อมูลการขอความช่วยเหลือ", "ข้อมูลส่วนบุคคล", "หนีน้ำท่วมไม่มีข้อมูล"):
        slugs = slugs_of(ask(typed))
        places = [place for place, slug in enumerate(slugs) if slug in standing]
        assert places == list(range(len(slugs) - len(places), len(slugs))), typed
    assert slugs_of(ask("คุกกี้"))[0] == "cookies"


def test_dates_in_every_spelling_and_places_in_the_gazette_are_found() -> None:
    written = slugs_of(ask("9 กันยายน 2556"))
    for typed in ("9/9/2556", "๙ ก.ย. ๒๕๕๖", "9 กันยายน พ.ศ. 2556", "9 sep 2013"):
        assert slugs_of(ask(typed)) == written, typed
    assert slugs_of(ask("120/95ก/1"))[0] == "child-protection-act-2546"
    assert slugs_of(ask("เล่ม 120 ตอนที่ 95 ก"))[0] == "child-protection-act-2546"


def test_quotes_that_find_nothing_are_left_out_and_said_so(client: Client) -> None:
    page = client.get("/search/", {"q": '"น้ำท่วมบนดวงจันทร์" ถุงยังชีพ'})
    assert page.context["found"].unquoted
    assert page.context["found"].total
    assert "ไม่มีเอกสารใดมีข้อความในเครื่องหมายคำพูดตรงตัว" in page.content.decode()
    assert not client.get("/search/", {"q": '"ถุงยังชีพ"'}).context["found"].unquoted


def test_an_unknown_topic_in_the_box_is_text() -> None:
    found = ask("เรื่อง:น้ำท่วม")
    assert found.analysis.words == ("น้ำท่วม",)
    assert not found.chosen.unknown
    assert slugs_of(found)[0] == "disaster"


def test_politeness_and_asking_damage_nothing() -> None:
    assert slugs_of(ask("ถุงยังชีพหน่อยนะคะ"))[:3] == slugs_of(ask("ถุงยังชีพ"))[:3]
    assert ask("ถุงยังชีพหน่อยครับ").correction == ""


def test_what_no_document_holds_is_said(client: Client) -> None:
    page = client.get("/search/", {"q": "ภาษี ขนมจีน เทศบาล"})
    assert "ขนมจีน" in page.context["found"].unheld
    assert "เทศบาล" not in page.context["found"].unheld
    assert "ไม่มีเอกสารใดมีคำว่า" in page.content.decode()


def test_nothing_found_offers_request_guides_and_numbers(client: Client) -> None:
    html = client.get("/search/", {"q": "ฅฅฅฅ"}).content.decode()
    for offered in ("/request/", "/guide/", "tel:1300", "tel:1567"):
        assert offered in html


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("who can ask for help after a storm", "disaster"),
        ("how do i get help when pregnant", "unready-pregnancy"),
        ("what do farmers with a low income get", "low-income-farmers"),
    ],
)
def test_english_questions_find_english_texts(client: Client, typed: str, slug: str) -> None:
    found = ask(typed)
    assert slugs_of(found)[0] == slug
    assert found.results[0].language == "en"


def test_a_pasted_letter_is_found_by_its_telling_words() -> None:
    polite = "เรียน ท่านนายกองค์การบริหารส่วนตำบล ด้วยข้าพเจ้าขอเรียนให้ทราบว่า " * 12
    body = "ขอทานในตลาดถูกควบคุมการขอทาน ผู้แสวงหาประโยชน์จากขอทาน ใบอนุญาตผู้แสดงความสามารถ " * 6
    assert len(polite) > 400
    found = ask(polite + body)
    assert found.analysis.whole
    assert slugs_of(found)[0] == "beggar-control-act-2559"
