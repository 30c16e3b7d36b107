"""The home page: examples, doors, and the sections that other rooms bring."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.pages import sections as sections
from portal.pages.models import GuideIndexPage, GuidePage, HomePage
from tests.helpers import assert_same_queries
from tests.pages.factories import ContentPageFactory


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no room bring a section."""
    monkeypatch.setattr(sections, "_sections", {})
    yield


def test_sections_come_in_their_order_and_empty_ones_not(alone: None, rf: RequestFactory) -> None:
    seen: list[HttpRequest] = []

    def provide(request: HttpRequest) -> dict[str, int]:
        seen.append(request)
        return {"n": 1}

    sections.register_section("last", template="x.html", provide=provide, order=90)
    sections.register_section("none", template="x.html", provide=lambda request: None, order=10)
    sections.register_section("first", template="y.html", provide=provide, order=20)
    request = rf.get("/")
    assert sections.sections(request) == [
        {"name": "first", "template": "y.html", "values": {"n": 1}, "first": False},
        {"name": "last", "template": "x.html", "values": {"n": 1}, "first": False},
    ]
    assert seen == [request, request]


def test_registering_again_replaces(alone: None, rf: RequestFactory) -> None:
    sections.register_section("a", template="old.html", provide=lambda request: {})
    sections.register_section("a", template="new.html", provide=lambda request: {})
    assert [section["template"] for section in sections.sections(rf.get("/"))] == ["new.html"]


def test_the_library_is_a_section() -> None:
    assert "library" in sections._sections


def test_three_examples_and_no_blank_ones(home: HomePage, client: Client) -> None:
    home.example_queries = " ว 1918 \n\nค้ามนุษย์\nน้ำท่วม & ไฟไหม้\nที่สี่"
    home.save()
    assert home.examples == ["ว 1918", "ค้ามนุษย์", "น้ำท่วม & ไฟไหม้"]
    html = client.get("/").content.decode()
    assert f'href="{reverse("search:results")}?q=' in html
    assert "%26" in html
    assert "ที่สี่" not in html


def test_the_two_doors_stand_first_with_what_they_need(home: HomePage, client: Client) -> None:
    """look.md, second edition: the door before the slogan, and before the search."""
    home.request_note = "ใช้เวลา 5 นาที\nไม่ต้องมีเอกสาร"
    home.track_note = "ใช้รหัสติดตาม\nตอบทันที"
    home.save()
    main = BeautifulSoup(client.get("/").content, "html.parser").main
    doors = [link["href"] for link in main.select(".hero .button")]
    assert doors == [reverse("cases_intake:start"), reverse("cases_intake:track")]
    assert main.find("form", role="search").find_previous(class_="hero") is not None
    said = main.select_one(".hero").get_text(" ", strip=True)
    for line in ("ใช้เวลา 5 นาที", "ไม่ต้องมีเอกสาร", "ใช้รหัสติดตาม · ตอบทันที"):
        assert line in said


def test_every_public_guide_stands_on_the_first_page_with_its_drawing(home: HomePage, client: Client) -> None:
    index = GuideIndexPage(title="คำแนะนำ", slug="guide")
    home.add_child(instance=index)
    for problem, title in (("disaster", "บ้านเสียหาย"), ("violence", "ถูกทำร้าย")):
        index.add_child(instance=GuidePage(title=title, slug=problem, problem=problem, intro="คำนำ"))
    index.add_child(
        instance=GuidePage(title="ยังไม่เปิด", slug="draft", problem="disease", intro="คำนำ", live=False)
    )
    main = BeautifulSoup(client.get("/").content, "html.parser").main
    shown = {
        one.a.get_text(strip=True): one.use["href"].split("#")[1] for one in main.select(".topics .topic")
    }
    assert shown == {"บ้านเสียหาย": "disaster", "ถูกทำร้าย": "violence"}
    apart = main.select_one(".apart")
    assert "ถูกทำร้าย" in apart.get_text() and "บ้านเสียหาย" not in apart.get_text(), (
        "what is secret stands apart"
    )
    assert apart.select(".emergency-panel a[href^=tel]")


def test_one_heading_and_one_search_box(home: HomePage, client: Client) -> None:
    html = client.get("/").content.decode()
    assert html.count("<h1") == 1
    assert html.count('role="search"') == 1


def test_queries_do_not_grow(home: HomePage, client: Client) -> None:
    ContentPageFactory(parent=home)

    def grow() -> None:
        ContentPageFactory(parent=home)
        ContentPageFactory(parent=home)

    assert_same_queries(lambda: client.get("/"), grow)
