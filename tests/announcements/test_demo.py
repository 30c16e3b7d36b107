"""The demonstration publishes last year's results, and only once."""

from __future__ import annotations

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from announcements.demo import publish_last_year
from announcements.models import AnnualResults
from tests.accounts.factories import UserFactory
from tests.announcements.factories import results_page

pytestmark = pytest.mark.django_db


def test_last_fiscal_year_is_published_and_says_that_it_is_invented():
    UserFactory(username="editor")
    with time_machine.travel("2026-11-21T12:00:00+07:00", tick=False):
        publish_last_year()
        publish_last_year()
    results = AnnualResults.objects.get()
    assert results.be_year == 2569
    assert results.is_published
    assert "สมมติ" in results.method
    assert "fictitious" in results.method_en


@pytest.mark.parametrize(
    ("language", "closed", "words"),
    [("", "ปิด 0 เรื่อง", "ตัวเลขสาธิต"), ("/en", "Closed: 0", "Demonstration figures")],
)
def test_every_page_that_shows_a_figure_of_it_says_that_it_is_invented(
    client: Client, language: str, closed: str, words: str
) -> None:
    """The home page has one line of it, the list figures below it; who reads no further believes them."""
    results_page()
    UserFactory(username="editor")
    with time_machine.travel("2026-11-21T12:00:00+07:00", tick=False):
        publish_last_year()
        shown = {page: client.get(f"{language}{page}").content.decode() for page in ("/", "/results/")}
    pages = {page: BeautifulSoup(html, "html.parser") for page, html in shown.items()}
    lines = [one.get_text() for one in pages["/"].select("main p")]
    assert [words in line for line in lines if closed in line] == [True]
    (figures,) = pages["/results/"].select("main .figures")
    said_before = figures.find_previous_sibling("p").get_text()
    assert words in said_before
    # No figure stands anywhere else on that page.
    figures.extract()
    assert closed not in pages["/results/"].select_one("main").get_text()
