"""The small district and browsers of its officers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from portal.actors import Actor
from tests.cases import factories
from tests.cases.factories import World

Login = Callable[[Actor], Client]


@pytest.fixture
def world(db: None) -> World:
    """A center, two local administrations, a lead agency and a hospital."""
    return factories.world()


@pytest.fixture
def login() -> Login:
    """Return a client signed in as an actor."""

    def signed_in(actor: Actor) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="th")
        client.force_login(actor.person)
        return client

    return signed_in


@pytest.fixture
def at_center(world: World, login: Login) -> Client:
    """The browser of the center's officer."""
    return login(world.center.officer)


@pytest.fixture
def at_local(world: World, login: Login) -> Client:
    """The browser of the local administration's officer."""
    return login(world.local.officer)


def soup(response: HttpResponse) -> BeautifulSoup:
    """Parse an answer."""
    return BeautifulSoup(response.content, "html.parser")


def body_of(response: HttpResponse) -> bytes:
    """Read an answer to its end, files too: at the end of a file the test client closes it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def references(response: HttpResponse) -> list[str]:
    """The cases of a list, in its order."""
    return [link.get_text() for link in soup(response).select(".case-row .reference a")]
