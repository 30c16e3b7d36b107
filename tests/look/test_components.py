"""What the components promise to someone who reads by ear, by keyboard or on a small screen."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory

from portal.pages.templatetags import look
from portal.vocabulary import ProblemType
from portal.web.keyset import KeyPage


def page(client: Client, url: str = "/") -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def field_of(soup: BeautifulSoup, identifier: str) -> Tag:
    return soup.find(id=identifier).find_parent(class_="field")


def test_the_frame_has_its_landmarks(gallery: Client) -> None:
    soup = page(gallery)
    assert soup.html["lang"] == "th"
    assert soup.find("a", class_="skip")["href"] == "#main"
    assert soup.find(["a", "button", "input"]) is soup.find("a", class_="skip")
    assert soup.main["id"] == "main"
    labels = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in soup.find_all("nav")]
    assert all(labels)
    assert len(labels) == len(set(labels))


def test_emergency_numbers_are_one_tap_away(gallery: Client) -> None:
    numbers = {link["href"] for link in page(gallery).select(".emergency-bar a[href^=tel]")}
    assert numbers == {"tel:191", "tel:1669", "tel:1300"}


def test_six_entries_with_the_present_one_marked_in_the_list_and_in_the_menu(gallery: Client) -> None:
    soup = page(gallery, "/request/track/")
    for entries in (soup.select(".main-nav a"), soup.select(".menu a")):
        assert len(entries) == 6
        assert [bool(entry.get("aria-current")) for entry in entries] == [
            True,
            True,
            False,
            False,
            False,
            False,
        ]
        assert entries[1]["aria-current"] == "page"


def test_drawings_are_silent_beside_words_and_each_is_in_the_one_file(gallery: Client) -> None:
    drawn = page(gallery).select("svg.art")
    assert drawn
    assert {drawing["aria-hidden"] for drawing in drawn} == {"true"}
    sheet = (settings.BASE_DIR / "static" / "img" / "drawings.svg").read_text(encoding="utf-8")
    inline = (settings.BASE_DIR / "templates" / "components" / "drawing.html").read_text(encoding="utf-8")
    known = {*re.findall(r'<symbol id="(\w+)"', sheet), *re.findall(r'if name == "(\w+)"', inline)}
    templates = [
        path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")
    ]
    named = {
        name
        for text in templates
        for name in re.findall(r'(?:drawing|drawing\.html" with name)="(\w+)"', text)
    }
    assert named and named <= known
    assert {str(problem) for problem in ProblemType} <= known, "every kind of help has one"


def test_icons_are_silent_and_always_beside_words(gallery: Client) -> None:
    for icon in page(gallery).select("svg.icon"):
        assert icon["aria-hidden"] == "true"
        assert icon.find_parent(["a", "button", "p", "div", "h2"]).get_text(strip=True)


def test_identifiers_are_unique_and_references_lead_somewhere(gallery: Client) -> None:
    soup = page(gallery, "/?errors")
    identifiers = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))
    for tag in soup.find_all(attrs={"aria-describedby": True}):
        assert set(tag["aria-describedby"].split()) <= set(identifiers)
    for label in soup.find_all("label"):
        assert label["for"] in identifiers


def test_hint_and_error_are_tied_to_the_control(gallery: Client) -> None:
    control = page(gallery, "/?errors").find(id="id_name")
    assert control["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    assert control["aria-invalid"] == "true"


def test_a_list_of_choices_is_a_fieldset_with_a_legend(gallery: Client) -> None:
    group = page(gallery, "/?errors").find(id="id_problem-group")
    assert group.name == "fieldset"
    assert group.legend.h1.get_text(strip=True) == "เกิดอะไรขึ้น"
    assert len(group.select(".choice input[type=radio]")) == 3
    assert "ถูกทำร้าย" in group.select_one(".choice .hint").get_text()


def test_optional_fields_say_so_and_required_ones_do_not(gallery: Client) -> None:
    soup = page(gallery)
    assert "(ไม่บังคับ)" in field_of(soup, "id_story").label.get_text()
    assert "(ไม่บังคับ)" not in field_of(soup, "id_name").label.get_text()


def test_the_summary_links_to_every_wrong_field_and_takes_the_focus(gallery: Client) -> None:
    soup = page(gallery, "/?errors")
    summary = soup.find(class_="error-summary")
    assert summary.has_attr("autofocus")
    targets = [link["href"] for link in summary.find_all("a")]
    assert targets == ["#id_problem-group", "#id_name", "#id_province"]
    assert all(soup.find(id=target[1:]) for target in targets)
    assert page(gallery).find(class_="error-summary") is None


def test_the_present_step_is_marked_for_all(gallery: Client) -> None:
    line = page(gallery).find(class_="timeline")
    assert [step["class"] for step in line.find_all("li")] == [
        ["done"],
        ["done"],
        ["current"],
        ["todo"],
        ["todo"],
    ]
    assert line.find(attrs={"aria-current": "step"})["class"] == ["current"]
    assert [
        step.select_one(".visually-hidden").get_text(strip=True) for step in line.select(".done, .todo")
    ] == [
        "(เสร็จแล้ว)",
        "(เสร็จแล้ว)",
        "(ยังไม่ถึง)",
        "(ยังไม่ถึง)",
    ]
    assert line.select_one(".current .visually-hidden") is None


@pytest.mark.parametrize(
    ("level", "classes"),
    [
        (messages.SUCCESS, ["notice", "notice--ok"]),
        (messages.WARNING, ["notice", "notice--warn"]),
        (messages.ERROR, ["notice", "notice--danger"]),
        (messages.INFO, ["notice"]),
        (messages.DEBUG, ["notice"]),
    ],
)
def test_an_answer_to_an_act_shows_how_it_went_and_is_heard(level: int, classes: list[str]) -> None:
    answer = Message(level, "<b>บันทึกแล้ว</b>")
    # The title of the page around it is not that of the message.
    context = Context({"messages": [answer], "title": "หน้า"})
    shown = BeautifulSoup(Template('{% include "components/messages.html" %}').render(context), "html.parser")
    notice = shown.find(role="status")
    assert notice["class"] == classes
    assert notice.get_text(strip=True) == "<b>บันทึกแล้ว</b>"


def test_facts_without_a_value_are_left_out(gallery: Client) -> None:
    assert "ว่าง" not in [term.get_text() for term in page(gallery).select(".facts dt")]


def test_pagination_keeps_the_other_parameters(gallery: Client) -> None:
    links = page(gallery, "/?q=น้ำท่วม&page=4").select_one(".pagination:has(ul)").select("a")
    assert links
    assert all("q=" in link["href"] and link["href"].count("page=") == 1 for link in links)


def test_a_list_of_one_page_has_no_pagination() -> None:
    assert not render("{% include 'components/pagination.html' %}", page=Paginator([1], 10).page(1)).strip()


def test_a_list_by_key_leads_both_ways_and_to_its_ends() -> None:
    drawn = partial(render, "{% include 'components/paging.html' %}")
    links = BeautifulSoup(
        drawn(page=KeyPage(rows=[], first="?f", before="?b", after="?a", last="?l")), "html.parser"
    )
    assert [(link["href"], link.get("rel")) for link in links.select(".pagination a")] == [
        ("?f", None),
        ("?b", ["prev"]),
        ("?a", ["next"]),
        ("?l", None),
    ]
    assert 'rel="prev"' not in drawn(page=KeyPage(rows=[], after="?a"))
    assert not drawn(page=KeyPage(rows=[])).strip()


def test_a_bar_shows_its_share_and_never_runs_over() -> None:
    assert 'width="25"' in render("{% include 'components/bar.html' %}", value=5, whole=20)
    assert 'width="100"' in render("{% include 'components/bar.html' %}", value=50, whole=20)
    assert 'width="0"' in render("{% include 'components/bar.html' %}", value=None, whole=0)


@pytest.mark.parametrize("text", ["<b>x</b>", '"><script>alert(1)</script>'])
def test_components_escape_what_they_show(text: str) -> None:
    html = render(
        "{% include 'components/notice.html' %}{% include 'components/status.html' %}", title=text, text=text
    )
    assert "<b>x" not in html
    assert "<script>" not in html


def test_every_icon_name_of_the_head_is_drawn() -> None:
    path = Path(settings.BASE_DIR) / "templates" / "components" / "icon.html"
    origin = path.read_text(encoding="utf-8")
    names = re.findall(r"[a-z]+", origin.split("name  ")[1].split("{%")[0])
    assert len(names) == len(set(names)) >= 19
    for name in names:
        assert re.search(r"<(path|circle)", render("{% include 'components/icon.html' %}", name=name)), name


def render(source: str, **values: object) -> str:
    request = RequestFactory().get("/")
    return Template(source).render(Context({"request": request, **values}))


def requesting(path: str) -> dict[str, HttpRequest]:
    return {"request": RequestFactory().get(path)}


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        ("/library/", "/library/", ' aria-current="page"'),
        ("/library/ว-1918/", "/library/", ' aria-current="true"'),
        ("/librarian/", "/library/", ""),
        ("/anything/", "/", ""),
        ("/", "", ""),
    ],
)
def test_current_marks_a_section_and_what_is_below_it(path: str, url: str, expected: str) -> None:
    assert look.current(requesting(path), url) == expected


def test_current_without_a_request_marks_nothing() -> None:
    assert look.current({}, "/library/") == ""


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("0 7561 1899", "tel:075611899"),
        ("๐-๗๕๖๑-๑๘๙๙ ต่อ ๑๒", "tel:075611899,12"),
        ("+66 81 234 5678", "tel:+66812345678"),
        ("1300", "tel:1300"),
    ],
)
def test_numbers_as_written_become_numbers_to_call(number: str, address: str) -> None:
    assert look.tel(number) == address


@pytest.mark.parametrize(
    ("value", "whole", "share"), [(1, 3, 33), (0, 3, 0), (4, 3, 100), (-1, 3, 0), (2, None, 0)]
)
def test_percent_of_stays_between_0_and_100(value: float, whole: float | None, share: int) -> None:
    assert look.percent_of(value, whole) == share


def test_lookup_of_nothing_is_nothing() -> None:
    assert look.lookup(None, "x") == ""
    assert look.lookup({"x": "y"}, "x") == "y"


def test_phrases_of_a_thai_heading_stay_together_and_are_escaped() -> None:
    html = look.phrases("ขอความช่วยเหลือ <b>ติดตาม</b>")
    assert (
        html
        == '<span class="phrase">ขอความช่วยเหลือ</span> <span class="phrase">&lt;b&gt;ติดตาม&lt;/b&gt;</span>'
    )
    assert BeautifulSoup(html, "html.parser").get_text() == "ขอความช่วยเหลือ <b>ติดตาม</b>"


@pytest.mark.parametrize("text", ["ประกาศ", "Ask for help", ""])
def test_one_phrase_or_none_stays_as_it_is(text: str) -> None:
    assert look.phrases(text) == text
