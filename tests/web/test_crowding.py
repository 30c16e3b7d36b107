"""When more people come than can be answered: who is asked to come back, and that nobody loses what they have begun."""

from __future__ import annotations

import logging
import threading
import time
from http import HTTPStatus

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from portal.crowd import Crowd, Watched
from portal.web import crowding
from portal.web.crowding import (
    ASKERS_AFTER,
    ASKING,
    LONGEST_WAIT,
    READERS_AFTER,
    SHORTEST_WAIT,
    CrowdMiddleware,
)

SESSION = {settings.SESSION_COOKIE_NAME: "a" * 32}


class Full(Crowd):
    """A crowd that is told for how long it has been one."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def full_for(self) -> float:
        return self.seconds


def asked(request: HttpRequest, seconds: float) -> HttpResponse:
    return CrowdMiddleware(lambda request: HttpResponse("answered"), Full(seconds))(request)


def get(path: str, **more: object) -> HttpRequest:
    return RequestFactory().get(path, **more)


def test_nobody_is_sent_away_as_long_as_a_thread_is_free_or_was_until_now():
    for seconds in (0.0, READERS_AFTER - 0.01):
        assert asked(get("/search/?q=น้ำท่วม"), seconds).content == b"answered"


@pytest.mark.parametrize("path", ["/search/?q=น้ำท่วม", "/track/", "/units/", "/en/search/?q=flood", "/desk/"])
def test_readers_are_asked_to_come_back_at_different_times(path: str):
    responses = [asked(get(path), READERS_AFTER) for _each in range(40)]
    assert {response.status_code for response in responses} == {HTTPStatus.SERVICE_UNAVAILABLE}
    waits = {int(response["Retry-After"]) for response in responses}
    assert len(waits) > 5
    assert min(waits) >= SHORTEST_WAIT
    assert max(waits) <= LONGEST_WAIT
    assert {response["Cache-Control"] for response in responses} == {"no-store"}


def test_the_page_says_what_to_do_in_both_languages_and_whom_to_call():
    thai = asked(get("/track/"), READERS_AFTER).content.decode()
    english = asked(get("/en/track/"), READERS_AFTER)
    assert "รอราวครึ่งนาทีแล้วลองอีกครั้ง" in thai
    assert "Wait for about half a minute" in english.content.decode()
    assert english["Content-Language"] == "en"
    for number in ("191", "1669", "1300"):
        assert number in thai


def test_nothing_that_was_asked_stands_on_the_page():
    said = asked(get("/search/?q=โดนผัวตี"), READERS_AFTER).content.decode()
    assert "ผัว" not in said
    assert "%E0" not in said


def test_who_begins_to_ask_for_help_is_sent_away_last():
    for path in (reverse("cases_intake:step", args=["problem"]), "/en/request/problem/"):
        assert asked(get(path), ASKERS_AFTER - 0.01).content == b"answered"
        assert asked(get(path), ASKERS_AFTER).status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert reverse("cases_intake:start").startswith(ASKING)


@pytest.mark.parametrize(
    "request_of",
    [
        lambda: get("/request/story/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"}),
        lambda: get("/desk/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"}),
        lambda: RequestFactory().post("/request/problem/", {"problem": "disaster"}),
        lambda: RequestFactory().post("/track/", {"reference": "K7M3-9QXF"}),
        lambda: get("/api/v1/requests/", headers={"authorization": "Bearer x"}),
        lambda: get(reverse("accounts:login")),
        lambda: get("/healthz"),
        lambda: get("/readyz"),
        lambda: get("/metrics"),
    ],
    ids=["asking", "officer", "first answer", "codes", "program", "signing in", "alive", "ready", "figures"],
)
def test_who_has_begun_is_never_sent_away_nor_who_looks_after_the_machine(request_of):
    assert asked(request_of(), 3600).content == b"answered"


def test_the_log_tells_it_once_a_minute_with_the_number_and_no_address(caplog, monkeypatch):
    moment = 1_000.0
    monkeypatch.setattr(crowding.time, "monotonic", lambda: moment)
    door = CrowdMiddleware(lambda request: HttpResponse(), Full(60))
    with caplog.at_level(logging.WARNING, logger="portal.web.crowding"):
        for _each in range(100):
            door(get("/search/?q=ความลับ"))
        moment += crowding.TOLD_EVERY
        door(get("/search/?q=ความลับ"))
    assert [record.args for record in caplog.records] == [(1,), (100,)]
    assert "ความลับ" not in caplog.text


@pytest.mark.django_db
def test_it_stands_before_anything_that_costs_and_behind_what_makes_answers_safe(client, monkeypatch, caplog):
    """No session is read, no row is asked for, and the page may be framed and kept by nobody."""
    monkeypatch.setattr(crowding.crowd, "_full_since", time.monotonic() - 60)
    response = client.get("/track/")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "django.request" not in {record.name for record in caplog.records}
    assert "default-src" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    order = settings.MIDDLEWARE
    here = order.index("portal.web.crowding.CrowdMiddleware")
    assert here < order.index("portal.web.errors.SessionMiddleware")
    assert here > order.index("portal.middleware.OwnCookiesMiddleware")


def test_a_queue_that_stands_is_gone_within_moments_and_everybody_hears_something():
    """Two threads and a slow page: a hundred readers more than can be answered, told in words instead of waiting."""
    crowd = Crowd(2)
    slow = threading.Event()
    told: list[int] = []

    def page(request: HttpRequest) -> HttpResponse:
        slow.wait(20)
        return HttpResponse("answered")

    door = CrowdMiddleware(page, crowd)

    def application(environ: dict[str, object], start_response: object) -> list[bytes]:
        told.append(door(get("/track/")).status_code)
        return []

    served = Watched(application, crowd)
    first = [threading.Thread(target=served, args=({}, None)) for _each in range(2)]
    for thread in first:
        thread.start()
    while crowd._inside < 2:
        time.sleep(0.001)
    # For as long as it takes to be called a crowd; the clock itself is not waited for.
    crowd._full_since = time.monotonic() - READERS_AFTER
    for _each in range(100):
        served({}, None)
    assert told == [HTTPStatus.SERVICE_UNAVAILABLE] * 100
    slow.set()
    for thread in first:
        thread.join(20)
    # Whoever comes now finds a thread free, and is answered.
    served({}, None)
    assert told[100:] == [HTTPStatus.OK] * 3
