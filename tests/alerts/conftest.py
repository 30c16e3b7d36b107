"""A list of which a test decides what is new in it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator, Sequence

import pytest
import time_machine
from django.core import mail
from django.http import QueryDict
from django.utils import timezone

from portal.outbox.delivery import deliver
from portal.web import following
from portal.web.feeds import Entry
from portal.web.following import Followed

SECRET_WORDS = "คะนารีถูกทำร้าย"
MAIL = "kanari-canary@example.org"
NOON = dt.datetime(2026, 11, 26, 5, 0, tzinfo=dt.UTC)
"""Noon in Bangkok."""


class PlainList:
    """A list whose entries a test puts in."""

    name = "plain"

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.asked = 0

    def read(self, params: QueryDict) -> Followed | None:
        words = params.get("q", "")
        if not words or words == "อันตราย":
            return None
        return Followed(list_name=self.name, query=f"q={words}", title=f"รายการ {words}", url="/search/?q=x")

    def news(self, query: str, since: dt.datetime, until: dt.datetime) -> Sequence[Entry]:
        self.asked += 1
        return [entry for entry in self.entries if since < entry.updated <= until]

    def put(self, title: str) -> None:
        """Let something become public now."""
        self.entries.append(
            Entry(key=uuid.uuid4(), title=title, url="/x/", summary="", author="กรม", updated=timezone.now())
        )


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> PlainList:
    """The only list that can be followed."""
    made = PlainList()
    monkeypatch.setattr(following, "_lists", {made.name: made})
    return made


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """Noon of a Thursday, standing still."""
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def sent(db: None) -> Callable[[], list[mail.EmailMessage]]:
    """Return what leaves when it is called."""

    def leave() -> list[mail.EmailMessage]:
        mail.outbox.clear()
        deliver()
        return list(mail.outbox)

    return leave


def link_in(message: mail.EmailMessage, part: str) -> str:
    """Return the path of the first link of a mail that holds a text."""
    return next(found for found in re.findall(r"http://testserver(\S+)", str(message.body)) if part in found)
