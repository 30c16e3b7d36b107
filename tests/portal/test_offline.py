"""Without a signal people still read whom to call; the worker that shows it keeps nothing of theirs."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_opens_without_a_database_and_has_the_numbers(client: Client, language: str) -> None:
    with translation.override(language):
        url = reverse("offline")
    response = client.get(url)
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.html["lang"] == language
    assert {link["href"] for link in soup.select("main a")} >= {"tel:191", "tel:1669", "tel:1300"}
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_the_worker_is_a_script_at_the_root(client: Client) -> None:
    response = client.get(reverse("service_worker"))
    assert response.request["PATH_INFO"].count("/") == 1
    assert response["Content-Type"].startswith("text/javascript")
    assert "max-age=0" in response["Cache-Control"]


def test_the_worker_keeps_our_own_page_and_style_and_nothing_else(client: Client) -> None:
    script = client.get(reverse("service_worker")).content.decode()
    with translation.override("en"):
        english = reverse("offline")
    addresses = set(re.findall(r'"(/[^"]*)"', script))
    phones = {reverse("phones:app")}
    assert {reverse("offline"), english} <= addresses
    # The page for phones is looked for and not kept here: its own script keeps it, where an officer opens it.
    addresses -= phones | {"/desk/", "/en/desk/"}
    assert all(address.startswith((settings.STATIC_URL, "/offline/", "/en/")) for address in addresses)
    assert script.count("cache.addAll") == 1
    assert "cache.put" not in script
    assert "https:" not in script
