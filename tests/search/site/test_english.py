"""The results page in English: names of bodies, topics, kinds and documents that have an English name are shown by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from portal.search.models import IndexedDocument, IndexedTopic
from portal.search.site import knowledge
from portal.search.site.filters import choose
from portal.search.site.presentation import kind_name
from portal.search.sources import site_index
from tests.search.factories import Shelf, document

URL = "/en/search/"
INTERIOR, DISASTER = "กระทรวงมหาดไทย", "สาธารณภัย"


@pytest.fixture
def translated(shelf: Shelf, django_capture_on_commit_callbacks: Any) -> Shelf:
    """A notification with English names, and an announcement of a body that has none."""
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(
            document(
                "ประกาศกระทรวงมหาดไทย เรื่อง น้ำท่วม",
                "ช่วยเหลือผู้ประสบภัยน้ำท่วม",
                title_en="Notification on floods",
                kind="notification",
                kind_label="ประกาศ",
                kind_en="Notification",
                agency=INTERIOR,
                topics=(DISASTER, "งบประมาณ"),
                own_references=("มท 0891.3/ว 1918",),
                english={INTERIOR: "Ministry of Interior", DISASTER: "Disasters"},
            ),
            document(
                "ประกาศเทศบาล เรื่อง น้ำท่วม",
                "ระวังน้ำท่วม",
                kind="announcement_notice",
                kind_label="ประกาศ",
                agency="เทศบาลทดสอบ",
            ),
        )
    return shelf


def labels(response: Any) -> dict[str, list[str]]:
    """Return the labels of each facet."""
    return {facet.name: [option.label for option in facet.options] for facet in response.context["facets"]}


def test_filters_carry_english_names_and_keep_their_values(client: Client, translated: Shelf) -> None:
    response = client.get(URL, {"q": "น้ำท่วม"})
    shown = labels(response)
    assert set(shown["agency"]) == {"Ministry of Interior", "เทศบาลทดสอบ"}
    assert set(shown["topic"]) == {"Disasters", "งบประมาณ"}
    option = next(
        option
        for facet in response.context["facets"]
        for option in facet.options
        if option.label == "Ministry of Interior"
    )
    narrowed = client.get(option.url)
    assert narrowed.context["found"].total == option.count == 1
    assert [tag.text for tag in narrowed.context["tags"]] == ["Organization: Ministry of Interior"]


def test_a_notification_of_a_ministry_is_no_announcement(client: Client, translated: Shelf) -> None:
    response = client.get(URL, {"q": "น้ำท่วม"})
    assert set(labels(response)["kind"]) == {"Notification", "Announcement"}
    html = response.content.decode()
    assert html.count('<p class="meta">Notification') == html.count('<p class="meta">Announcement') == 1
    with override("en"):
        assert kind_name("notification", "ประกาศ", "Notification") == "Notification"
        assert kind_name("announcement_notice", "ประกาศ") == "Announcement"
        assert kind_name("anything", "") == ""


def test_thai_readers_see_thai_names(client: Client, translated: Shelf) -> None:
    response = client.get("/search/", {"q": "น้ำท่วม"})
    shown = labels(response)
    assert set(shown["agency"]) == {INTERIOR, "เทศบาลทดสอบ"}
    assert set(shown["topic"]) == {DISASTER, "งบประมาณ"}
    assert set(shown["kind"]) == {"ประกาศ"}
    assert "Ministry of Interior" not in response.content.decode()
    assert "Notification on floods" not in response.content.decode()


def test_filters_have_english_titles(client: Client, translated: Shelf) -> None:
    facets = client.get(URL, {"q": "น้ำท่วม"}).context["facets"]
    assert [str(facet.title) for facet in facets] == ["Type", "Organization", "Topic", "Status", "Year"]


def test_results_and_the_card_of_a_number_are_in_english(client: Client, translated: Shelf) -> None:
    html = client.get(URL, {"q": "ว 1918"}).content.decode()
    card = html.partition('<section class="exact"')[2].partition("</section>")[0]
    assert ">Notification on floods</a>" in card
    assert "Ministry of Interior" in card
    assert "<h2 lang" not in card
    row = html.partition('<ol class="results"')[2]
    assert "<h2><a" in row
    assert "Notification on floods" in row
    assert "Ministry of Interior" in row


def test_a_thai_title_says_that_it_is_thai(client: Client, translated: Shelf) -> None:
    html = client.get(URL, {"q": "ประกาศเทศบาล"}).content.decode()
    assert '<h2 lang="th"><a' in html
    assert '<h2 lang="th"><a' not in client.get("/search/", {"q": "ประกาศเทศบาล"}).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("agency", "Ministry of Interior", INTERIOR),
        ("agency", "ministry of interior", INTERIOR),
        ("agency", INTERIOR, INTERIOR),
        ("topic", "Disasters", DISASTER),
    ],
)
def test_a_filter_is_understood_by_its_english_name(
    translated: Shelf, field: str, typed: str, meant: str
) -> None:
    catalog = knowledge.of(site_index.now()).catalog
    assert choose(QueryDict(), {field: (typed,)}, catalog).groups == {field: (meant,)}


def test_names_that_became_english_or_lost_it_follow(translated: Shelf) -> None:
    held = next(iter(translated.held.values()))
    translated.put(document(held.title, key=held.key, agency=INTERIOR, topics=(DISASTER,)))
    row = IndexedDocument.objects.get(key=held.key)
    assert (row.title_en, row.agency_en) == ("", "")
    assert list(IndexedTopic.objects.filter(document=row).values_list("name", "name_en")) == [(DISASTER, "")]


def test_a_withdrawn_document_keeps_no_name(translated: Shelf) -> None:
    held = next(iter(translated.held.values()))
    translated.take(held)
    row = IndexedDocument.objects.get(key=held.key)
    assert row.removed
    assert (row.title, row.title_en) == ("", "")
