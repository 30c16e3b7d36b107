"""What stands in an address by hand is compared with what the page lists; no sign of it reaches the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.events.models import Event
from cases.vulnerable.models import Home
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import OURS
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["\x00", "a" * 5000, "๑๒-๓", f"{OURS}-\x00"])
@pytest.mark.parametrize("name", ["village", "need", "status", "by"])
def test_an_unknown_filter_is_asked_of_no_database(
    home: Home, event: Event, areas: World, login: Login, name: str, words: str
) -> None:
    at = login(areas.local.officer)
    for address in (reverse("first:listing"), reverse("first:event", args=[event.slug])):
        with CaptureQueriesContext(connection) as asked:
            page = at.get(address, {name: words})
        assert page.status_code == 200
        assert not [one for one in asked if words in one["sql"]]
        assert (NAME in page.content.decode()) is (name not in ("village", "need"))
