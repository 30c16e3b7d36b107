"""Pages for what went wrong: plain Thai, what to do, whom to call; the plain ones need nothing that could fail."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

PLAIN = ["400.html", "403_csrf.html", "413.html", "500.html", "503.html", "offline.html"]


@pytest.mark.parametrize("name", PLAIN)
def test_plain_pages_open_without_request_or_database(name: str) -> None:
    with translation.override("th"):
        soup = BeautifulSoup(render_to_string(name), "html.parser")
    assert soup.html["lang"] == "th"
    assert {link["href"] for link in soup.select(".emergency-panel a")} == {"tel:191", "tel:1669", "tel:1300"}
    assert soup.h1.get_text(strip=True)
    assert soup.title.get_text(strip=True).endswith("กลาง")


@pytest.mark.parametrize("name", ["404.html", "403.html"])
def test_framed_pages_offer_a_way_on(gallery: Client, name: str) -> None:
    from tests.look import gallery as shown

    with translation.override("th"):
        soup = BeautifulSoup(render_to_string(name, {"site": shown.site()}), "html.parser")
    links = {link["href"] for link in soup.select("main a")}
    assert "/" in links
    assert "tel:075611899" in links


def test_a_server_error_promises_only_what_is_true() -> None:
    """A request whose number was not shown was not received; sending again does not make two (issue 2, Bad input)."""
    with translation.override("th"):
        text = render_to_string("500.html")
    assert "ยังไม่เห็นเลขที่เรื่อง" in text
    assert "ไม่นับเป็นสองเรื่อง" in text
