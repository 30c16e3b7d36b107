"""Readers of Burmese, Khmer, Lao and Malay: whom to call and what the form means; a draft says that it is one (issue 12 point 8)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cases.intake.flow import CHECK, STEPS
from cases.intake.in_languages import ASKED, explained
from cases.intake.views import languages as view
from portal.pages.domain.languages import WrittenLanguage, written_language, written_languages
from portal.pages.models import Hotline
from portal.pages.starter import load_hotlines
from tests.cases.intake.conftest import Walker

SCRIPTS = {"my": "\u1000-\u109f", "km": "\u1780-\u17ff", "lo": "\u0e80-\u0eff", "ms": "a-zA-Z"}


def page(client: Client, code: str) -> BeautifulSoup:
    answer = client.get(reverse("cases_intake:language", args=[code]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_the_four_languages_say_everything_in_their_own_script() -> None:
    assert {one.code for one in written_languages()} == set(SCRIPTS)
    model = next(iter(written_languages()))
    for one in written_languages():
        assert set(one.texts) == set(model.texts), one.code
        assert len(one.texts["rights"]) == len(model.texts["rights"])
        assert set(one.pages) == set(ASKED)
        assert [len(page.lines) for page in explained(one)] == [len(asked) for asked in ASKED.values()]
        said = [*(text for text in one.texts.values() if isinstance(text, str)), *one.texts["rights"]]
        for line in (*said, *(line for lines in one.pages.values() for line in lines)):
            assert re.search(f"[{SCRIPTS[one.code]}]", line), (one.code, line)
            assert not re.search("[\u0e01-\u0e5b]", line), f"{one.code}: Thai stands in “{line}”"
        assert "{social}" in one.texts["draft"]


def test_every_page_of_the_form_is_explained_in_its_own_words() -> None:
    assert set(ASKED) == {*STEPS, CHECK} - {"files"}
    assert len(set(ASKED["problem"])) == 11


@pytest.mark.django_db
@pytest.mark.parametrize("code", SCRIPTS)
def test_an_unchecked_language_says_first_that_it_is_a_draft_and_whom_to_call(
    client: Client, code: str
) -> None:
    load_hotlines()
    Hotline.objects.filter(line="social").update(number="1399")
    shown = page(client, code)
    main = shown.select_one("main")
    first = main.select_one(".notice--warn")
    assert "1399" in first.select_one(".notice-title").get_text()
    assert "Machine-made draft" in first.get_text()
    assert main.get_text().index("Machine-made") < main.get_text().index("191"), "before anything else"
    assert [link["href"] for link in main.select(".emergency-panel a")] == ["tel:191", "tel:1669", "tel:1399"]
    assert main.select_one(f"[lang={code}]")
    assert shown.select_one("[data-exit]"), "the form asks of violence"


@pytest.mark.django_db
def test_a_checked_language_is_no_draft(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = written_language("ms")
    assert isinstance(known, WrittenLanguage)
    for by, on, is_draft in (("", None, True), ("ครู", None, True), ("ครู", dt.date(2026, 12, 1), False)):
        monkeypatch.setattr(
            view, "written_language", lambda _code, by=by, on=on: replace(known, checked_by=by, checked_on=on)
        )
        assert ("Machine-made" in page(client, "ms").get_text()) is is_draft


@pytest.mark.django_db
def test_an_unknown_language_is_no_page(client: Client) -> None:
    assert client.get("/languages/xx/").status_code == 404


def test_the_first_screens_and_each_question_lead_there(walker: Walker) -> None:
    start = BeautifulSoup(walker.client.get(reverse("cases_intake:start")).content, "html.parser")
    links = {link["lang"]: link["href"] for link in start.select(".languages a")}
    assert links == {code: f"/languages/{code}/" for code in SCRIPTS}
    walker.fill(until="story")
    for slug in ("problem", "whom", "place", "story"):
        asked = BeautifulSoup(walker.get(slug).content, "html.parser")
        assert asked.select_one(".languages a[lang=my]")["href"] == f"/languages/my/#{slug}"
        assert page(walker.client, "my").select_one(f"#{slug}")
