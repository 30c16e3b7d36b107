"""Two languages: Thai without a prefix, English under /en/ (house.md)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cases.intake.draft import KEY
from cases.models import Case
from tests.cases.factories import World
from tests.cases.intake.conftest import LANGUAGE, OTHER, Walker, address, codes_of


@pytest.fixture
def english(district: World, client: Client) -> Walker:
    """A visitor who reads English."""
    return Walker(client, prefix="/en")


def test_the_whole_request_stays_in_the_language_it_began_in(english: Walker) -> None:
    english.walk(problem={"problem": "violence"}, whom={**OTHER, **LANGUAGE})
    for slug in english.visited:
        page = english.get(slug).content.decode()
        assert '<html lang="en"' in page, slug
        for link in re.findall(r'(?:href|action)="(/[^"]*)"', page):
            if link.startswith(("/request", "/track")):
                assert f'href="{link}" lang="th"' in page, f"{slug} leads to Thai: {link}"


def test_a_request_in_english_ends_with_its_codes(english: Walker) -> None:
    english.fill()
    assert english.send()["Location"] == "/en" + address("sent")
    reference, _secret = codes_of(english.sent())
    assert Case.objects.get(reference=reference).language == "en"


def test_places_have_english_names(english: Walker) -> None:
    english.fill(until="place")
    assert ">Pak Nam<" in english.get("place").content.decode()


def test_both_languages_share_one_draft(english: Walker) -> None:
    english.fill(until="story")
    thai = Walker(english.client)
    assert thai.get("story").status_code == 200
    assert thai.post("story", story="น้ำท่วม").status_code == 302
    assert "story" in english.client.session[KEY]["kept"]


@pytest.mark.parametrize("name", ["start", "track", "exit"])
def test_pages_open_under_both_prefixes(client: Client, db: None, name: str) -> None:
    for prefix in ("", "/en"):
        assert client.get(prefix + address(name)).status_code in (200, 302)
