"""A portal that shows invented people says so on every page, whoever reads it and in either language (issue 9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.pages import demo
from portal.pages.models import HomePage
from portal.web.access import Rule
from tests.cases.desk.conftest import Login, login, world  # noqa: F401 - fixtures
from tests.cases.factories import World
from tests.pages.conftest import home  # noqa: F401 - fixture
from tests.portal.urlconf import addresses

SAID = {
    "th": "เว็บไซต์สาธิต บุคคล เรื่อง และตัวเลขเป็นข้อมูลสมมติ",
    "en": "A demonstration: people, cases and figures are invented",
}
WITHOUT_DATA = {"offline"}
"""Opens without a database, and shows nothing of one."""
PLAIN = [
    one for one in addresses() if not one.arguments and not one.of_wagtail and one.name not in WITHOUT_DATA
]

pytestmark = pytest.mark.django_db


def pages(client: Client, *rules: Rule) -> Iterator[tuple[str, HttpResponse]]:
    """Yield every page of ours that opens as it is, with its address."""
    for one in PLAIN:
        if one.rule in rules:
            answer = client.get(address := reverse(one.name))
            if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
                yield address, answer


@pytest.fixture
def shown(world: World, home: HomePage) -> World:  # noqa: F811
    assert demo.say_so() == 1
    return world


def silent(found: Iterator[tuple[str, HttpResponse]], language: str = "th") -> tuple[list[str], int]:
    opened = list(found)
    return [address for address, page in opened if SAID[language] not in page.content.decode()], len(opened)


@pytest.mark.sweep
def test_every_public_page_says_so(shown: World, client: Client) -> None:
    quiet, number = silent(pages(client, Rule.PUBLIC, Rule.PRIVATE))
    assert (quiet, number > 8) == ([], True)
    for language in SAID:
        home_page = client.get("/" if language == "th" else "/en/")
        assert SAID[language] in home_page.content.decode()


@pytest.mark.sweep
def test_every_page_of_the_desk_says_so(shown: World, login: Login) -> None:  # noqa: F811
    quiet, number = silent(pages(login(shown.center.supervisor), Rule.STAFF))
    assert (quiet, number > 30) == ([], True)


def test_a_page_that_is_not_there_says_so_too(shown: World, client: Client) -> None:
    assert SAID["th"] in client.get("/not-there/").content.decode()


def test_a_portal_in_service_says_nothing_of_the_kind(
    world: World,  # noqa: F811
    home: HomePage,  # noqa: F811
    client: Client,
    login: Login,  # noqa: F811
) -> None:
    for one in (client.get("/"), login(world.center.officer).get(reverse("desk:worklist"))):
        assert one.status_code == 200
        assert not any(words in one.content.decode() for words in SAID.values())
