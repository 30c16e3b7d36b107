"""Beside the question: the way step by step, with what was answered; after the form for who reads from the top (look.md)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings

from cases.intake.beside import LONGEST, Leg, legs
from cases.intake.draft import KEY, Draft
from cases.intake.flow import CHECK, STEPS
from portal.vocabulary import ProblemType
from tests.cases.factories import World
from tests.cases.intake.conftest import ABROAD, ME, STORY, Walker, address

WAY = ["เรื่อง", "คนที่ต้องการความช่วยเหลือ", "สถานที่", "เหตุการณ์", "การติดต่อ", "ตรวจและส่ง"]


def shown(walker: Walker, slug: str) -> list[Leg]:
    return legs(Draft.from_session(walker.client.session[KEY]).journey(), slug)


def beside(response: Any) -> Tag:
    return BeautifulSoup(response.content, "html.parser").select_one("aside.beside")


def test_the_way_names_every_part_and_marks_where_one_is(walker: Walker) -> None:
    walker.fill(until="story")
    way = shown(walker, "story")
    assert [leg.title for leg in way] == WAY
    assert [leg.state for leg in way] == ["done", "done", "done", "current", "todo", "todo"]
    assert [leg.is_current for leg in way].index(True) == 3
    assert {leg.remark for leg in way} == {"ตอบแล้ว", "อยู่ที่นี่", "ยังไม่ถึง"}


def test_it_says_what_was_answered_and_leads_back_to_it(walker: Walker) -> None:
    walker.fill(until="contact")
    way = shown(walker, "contact")
    assert [leg.text for leg in way] == [
        "สาธารณภัย",
        "ตัวฉันเอง",
        "ตำบลปากน้ำ อำเภอเมืองกระบี่ จังหวัดกระบี่",
        STORY,
        "",
        "",
    ]
    assert [leg.url for leg in way] == [
        walker.url(slug) for slug in ("problem", "whom", "place", "story")
    ] + ["", ""]


def test_a_long_story_is_cut_here_and_whole_on_the_check_page(walker: Walker) -> None:
    walker.fill(until="contact", story={"story": "ก" * 500})
    told = shown(walker, "contact")[3].text
    assert len(told) == LONGEST
    assert told.endswith("…")


def test_somebody_abroad_reads_the_country(walker: Walker) -> None:
    walker.fill(until="story", place=ABROAD)
    assert shown(walker, "story")[2].text == "ญี่ปุ่น"


def test_where_somebody_may_look_over_the_shoulder_no_answer_stands_there(walker: Walker) -> None:
    """The four kinds of a crisis, and "not sure", which may be one (cases.md, privacy 9)."""
    walker.fill(until="story", problem={"problem": "violence"}, whom=ME)
    assert {leg.text for leg in shown(walker, "story")} == {""}
    page = beside(walker.get("story"))
    assert "ความรุนแรง" not in page.get_text()
    assert page.select_one("a[href='tel:1300']"), "but whom to call"


def test_the_check_page_shows_the_answers_once(walker: Walker) -> None:
    walker.fill()
    assert {(leg.text, leg.url) for leg in shown(walker, CHECK)} == {("", "")}
    page = beside(walker.client.get(address("check")))
    assert page.select_one("[aria-current=step]").select_one(".timeline-title").get_text() == "ตรวจและส่ง"
    assert "หลังกดส่ง" not in page.get_text(), "it stands above the button there"


def test_what_was_typed_is_shown_inert(walker: Walker) -> None:
    walker.fill(until="contact", story={"story": "<img src=x> {{ 7 }}"})
    page = beside(walker.get("contact"))
    assert page.find("img") is None
    assert "<img src=x> {{ 7 }}" in page.get_text()


@pytest.mark.parametrize("slug", STEPS)
def test_it_comes_after_the_form_and_is_left_out_on_paper(walker: Walker, slug: str) -> None:
    """On a phone nothing stands before the first answer that did not before."""
    walker.fill(until=slug)
    html = walker.get(slug).content.decode()
    assert html.index("</form>") < html.index('<aside class="beside no-print"')
    assert beside(walker.get(slug))["aria-label"]


def test_the_office_is_called_by_the_number_that_the_settings_know(walker: Walker, district: World) -> None:
    walker.fill(until="whom")
    numbers = {link["href"] for link in beside(walker.get("whom")).select("a[href^=tel]")}
    assert "tel:1300" in numbers


def test_every_kind_of_help_has_its_drawing_beside_the_words(walker: Walker) -> None:
    page = BeautifulSoup(walker.client.get(address("step", "problem")).content, "html.parser")
    symbols = set(
        re.findall(r'<symbol id="(\w+)"', Path(settings.BASE_DIR, "static/img/drawings.svg").read_text())
    )
    assert symbols >= set(ProblemType.values)
    for choice in page.select("li.choice"):
        drawing = choice.select_one("svg.art")
        assert drawing["aria-hidden"] == "true"
        assert drawing.select_one("use")["href"].endswith("#" + choice.select_one("input")["value"])
