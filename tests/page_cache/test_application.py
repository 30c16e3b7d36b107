"""The cache around an application: what is kept, what never is, and who waits for whom."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time

import pytest
from django.http import FileResponse, HttpResponse
from django.test import override_settings

from portal.page_cache.application import FRESH_SECONDS, OF_ADVERTISERS, next_midnight
from portal.page_cache.rooms import Room
from tests.page_cache.through import ask, kept_around

BODY = "<p>ประกาศ</p>" * 100


class View:
    """An application of one view that counts how often it is asked."""

    def __init__(self, **headers):
        self.calls = 0
        self.seen = []
        self.status = "200 OK"
        self.body = BODY
        self.before = lambda: None
        self.headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "public, max-age=60",
            "X-Klang-Kept": "0,1;kind,page",
            **headers,
        }

    def __call__(self, environ, start_response):
        self.calls += 1
        self.seen.append(environ["QUERY_STRING"])
        self.before()
        start_response(self.status, [item for item in self.headers.items() if item[1] is not None])
        return [self.body.encode()]


@pytest.fixture
def view():
    return View()


@pytest.fixture
def cache(view, tmp_path):
    return kept_around(view, tmp_path)


def rise(cache, *rooms):
    cache._store.versions.rise(rooms)


def test_a_page_is_made_once(cache, view):
    answers = [ask(cache, "/library/") for _ in range(3)]
    assert view.calls == 1
    assert {answer.text for answer in answers} == {BODY}
    assert {answer.status for answer in answers} == {200}


def test_the_statement_never_leaves_the_house(cache, view):
    for extra in ({}, {"HTTP_COOKIE": "a=b"}, {"HTTP_AUTHORIZATION": "Basic x"}):
        for method in ("GET", "HEAD", "POST"):
            assert "x-klang-kept" not in ask(cache, "/", method, **extra).headers
    view.status = "404 Not Found"
    assert "x-klang-kept" not in ask(cache, "/nowhere/").headers


def test_addresses_are_pages_of_their_own(cache, view):
    for address in ("/a/", "/b/", "/a/?page=1", "/a/?page=2", "/a/?kind=x", "/en/a/"):
        ask(cache, address)
        ask(cache, address)
    assert view.calls == 6


def test_http_and_https_are_pages_of_their_own(cache, view):
    ask(cache, "/")
    ask(cache, "/", **{"wsgi.url_scheme": "https"})
    assert view.calls == 2


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_the_header_of_the_proxy_decides_what_is_secure_as_for_django(cache, view):
    for proto in ("https", "http", "https, http", "HTTPS"):
        ask(cache, "/", HTTP_X_FORWARDED_PROTO=proto)
    assert view.calls == 2


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_COOKIE": "sessionid=a"},
        {"HTTP_COOKIE": ""},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"SCRIPT_NAME": "/below"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver:9999"},
        {"HTTP_HOST": "TESTSERVER"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "testserver\r\nX: y"},
    ],
)
def test_whoever_is_not_plainly_anybody_gets_an_answer_of_their_own(cache, view, extra):
    ask(cache, "/")
    view.body = "<p>for one person</p>"
    assert ask(cache, "/", **extra).text == view.body
    assert ask(cache, "/").text == BODY
    assert view.calls == 2


@override_settings(ALLOWED_HOSTS=["*"])
def test_where_any_host_is_allowed_only_our_own_name_is_kept(cache, view):
    for host in ("a.example", "b.example", "testserver"):
        ask(cache, "/", HTTP_HOST=host)
        ask(cache, "/", HTTP_HOST=host)
    assert view.calls == 5


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get", "PURGE"])
def test_other_methods_pass_through(cache, view, method):
    ask(cache, "/")
    ask(cache, "/", method)
    assert view.calls == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Klang-Kept": None},
        {"X-Klang-Kept": "nonsense"},
        {"Cache-Control": None},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "public, no-store"},
        {"Cache-Control": "public, no-cache"},
        {"Set-Cookie": "a=b"},
        {"Vary": "Cookie"},
        {"Vary": "*"},
        {"Vary": "Accept-Language"},
        {"Content-Encoding": "gzip"},
        {"Content-Security-Policy": "script-src 'self' 'nonce-abc'"},
    ],
)
def test_an_answer_that_is_not_plainly_for_everybody_is_not_kept(tmp_path, headers):
    view = View(**headers)
    cache = kept_around(view, tmp_path)
    ask(cache, "/")
    ask(cache, "/")
    assert view.calls == 2


@pytest.mark.parametrize(
    "status", ["201 Created", "301 Moved", "404 Not Found", "410 Gone", "500 Error", "503 Busy"]
)
def test_only_a_page_that_is_there_is_kept(cache, view, status):
    view.status = status
    assert ask(cache, "/").status == int(status[:3])
    view.status = "200 OK"
    assert ask(cache, "/").status == 200


@pytest.mark.django_db
def test_a_file_that_is_streamed_passes_through_unread(tmp_path):
    source = (tmp_path / "file").open("wb+")
    source.write(b"x" * 5000)
    source.seek(0)
    response = FileResponse(source, content_type="text/plain")

    def application(environ, start_response):
        start_response(
            "200 OK", [("Cache-Control", "public"), ("X-Klang-Kept", "0;"), ("Content-Type", "text/plain")]
        )
        return response

    answer = ask(kept_around(application, tmp_path), "/", HTTP_ACCEPT_ENCODING="gzip")
    assert answer.raw == b"x" * 5000
    assert "content-encoding" not in answer.headers


def test_what_django_opened_for_a_request_is_closed(tmp_path):
    closed = []

    class Response(HttpResponse):
        def close(self):
            closed.append(1)

    def application(environ, start_response):
        start_response(
            "200 OK", [("Cache-Control", "public"), ("X-Klang-Kept", "0;"), ("Content-Type", "text/html")]
        )
        return Response(BODY)

    cache = kept_around(application, tmp_path)
    ask(cache, "/")
    ask(cache, "/")
    ask(cache, "/", HTTP_COOKIE="a=b", HTTP_ACCEPT_ENCODING="br")
    assert len(closed) == 2


# Addresses


@pytest.mark.parametrize(
    "query", ["other=1", "kind=a&other=1", "kind", "%00=1", "kind[]=1", "page=1&page=2&x", "=", "%E0=1"]
)
def test_an_address_with_anything_that_the_view_does_not_read_is_answered_and_not_kept(cache, view, query):
    before = cache._store._pages.bounds()
    for _ in range(2):
        assert ask(cache, f"/?{query}").status == 200
    if query != "kind":
        assert view.calls == 2
        assert cache._store._pages.bounds() == before


def test_an_address_of_unusual_length_is_answered_and_not_kept(cache, view):
    for _ in range(2):
        ask(cache, "/?kind=" + "x" * 2000)
    assert view.calls == 2


def test_a_flood_of_addresses_fills_no_more_than_there_is_room(view, tmp_path):
    cache = kept_around(view, tmp_path, max_bytes=200_000, max_entries=50)
    for number in range(300):
        ask(cache, f"/?page={number}")
        ask(cache, f"/nowhere/{number}?x=1")
    entries, size = cache._store._pages.bounds()
    assert entries <= 50
    assert size <= 200_000
    assert len(cache._flights._unkept) <= 2000


def test_a_link_from_a_social_network_is_the_same_page(cache, view):
    ask(cache, "/?kind=a")
    for extra in ("fbclid=IwAR0x", "utm_source=line&utm_medium=x", "openExternalBrowser=1", "gclid=1"):
        ask(cache, f"/?kind=a&{extra}")
        ask(cache, f"/?{extra}&kind=a")
    assert view.calls == 1
    assert view.seen == ["kind=a"]
    assert "utm_" in OF_ADVERTISERS


def test_what_somebody_typed_is_left_as_it_is(cache, view):
    ask(cache, "/?kind=utm_source&q=fbclid")
    assert view.seen == ["kind=utm_source&q=fbclid"]


# What browsers ask for


@pytest.mark.parametrize(("accepted", "encoding"), [("br", "br"), ("gzip", "gzip"), ("", ""), ("br;q=0", "")])
def test_every_reader_gets_the_page_in_an_encoding_that_they_take(cache, view, accepted, encoding):
    ask(cache, "/", HTTP_ACCEPT_ENCODING="br")
    for _ in range(2):
        answer = ask(cache, "/", HTTP_ACCEPT_ENCODING=accepted)
        assert answer.headers.get("content-encoding", "") == encoding
        assert answer.text == BODY
        assert answer.headers["content-length"] == str(len(answer.raw))
        assert answer.headers["vary"] == "Accept-Encoding"
    assert view.calls == 1


def test_a_browser_that_has_the_page_is_told_so(cache, view):
    tag = ask(cache, "/", HTTP_ACCEPT_ENCODING="br").headers["etag"]
    answer = ask(cache, "/", HTTP_IF_NONE_MATCH=tag, HTTP_ACCEPT_ENCODING="gzip")
    assert (answer.status, answer.raw) == (304, b"")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "content-length" not in answer.headers
    rise(cache, Room.FRAME)
    assert ask(cache, "/", HTTP_IF_NONE_MATCH=tag).status == 304, "it was made anew and is the same"
    view.body = "<p>new</p>"
    rise(cache, Room.FRAME)
    assert ask(cache, "/", HTTP_IF_NONE_MATCH=tag).status == 200


def test_head_is_answered_from_the_page_and_keeps_nothing(cache, view):
    assert ask(cache, "/", "HEAD").status == 200
    assert view.calls == 1
    page = ask(cache, "/")
    head = ask(cache, "/", "HEAD")
    assert view.calls == 2
    assert head.raw == b""
    assert head.headers == page.headers


def test_a_public_answer_that_is_not_kept_is_compressed_too(tmp_path):
    cache = kept_around(View(**{"X-Klang-Kept": None}), tmp_path)
    answer = ask(cache, "/search/?q=x", HTTP_ACCEPT_ENCODING="br")
    assert answer.headers["content-encoding"] == "br"
    assert answer.text == BODY


def test_a_page_of_one_person_is_never_compressed(tmp_path):
    cache = kept_around(View(**{"Cache-Control": "no-store, private"}), tmp_path)
    answer = ask(cache, "/track/", HTTP_ACCEPT_ENCODING="br")
    assert "content-encoding" not in answer.headers
    assert answer.raw.decode() == BODY


# Time and change


def test_a_room_that_changed_makes_its_pages_anew_and_no_others(cache, view):
    ask(cache, "/")
    rise(cache, Room.ANNOUNCEMENTS)
    ask(cache, "/")
    assert view.calls == 1
    view.body = "<p>new</p>"
    rise(cache, Room.LIBRARY)
    assert ask(cache, "/").text == "<p>new</p>"
    assert view.calls == 2


def test_what_changes_while_a_page_is_made_is_not_missed(cache, view):
    view.before = lambda: rise(cache, Room.LIBRARY)
    ask(cache, "/")
    view.before = lambda: None
    view.body = "<p>new</p>"
    assert ask(cache, "/").text == "<p>new</p>"


MIDNIGHT = dt.datetime.fromisoformat("2026-11-27T00:00:00+07:00")


def test_every_page_is_made_anew_at_midnight_in_thailand(cache, view, time_machine):
    time_machine.move_to(MIDNIGHT - dt.timedelta(seconds=1), tick=False)
    ask(cache, "/")
    ask(cache, "/")
    assert view.calls == 1
    view.body = "<p>today</p>"
    time_machine.move_to(MIDNIGHT, tick=False)
    assert ask(cache, "/").text == "<p>today</p>"


def test_a_page_that_was_begun_before_midnight_is_not_given_out_after_it(cache, view, time_machine):
    time_machine.move_to(MIDNIGHT - dt.timedelta(seconds=1), tick=False)
    view.before = lambda: time_machine.move_to(MIDNIGHT + dt.timedelta(seconds=1), tick=False)
    ask(cache, "/")
    view.before = lambda: None
    view.body = "<p>today</p>"
    assert ask(cache, "/").text == "<p>today</p>"


def test_a_clock_that_is_set_back_over_midnight_brings_nothing_of_tomorrow(cache, view, time_machine):
    time_machine.move_to(MIDNIGHT + dt.timedelta(seconds=10), tick=False)
    ask(cache, "/")
    view.body = "<p>yesterday</p>"
    time_machine.move_to(MIDNIGHT - dt.timedelta(seconds=10), tick=False)
    assert ask(cache, "/").text == "<p>yesterday</p>"


@pytest.mark.parametrize(
    ("moment", "midnight"),
    [
        ("2026-11-26T23:59:59+07:00", "2026-11-27T00:00:00+07:00"),
        ("2026-11-27T00:00:00+07:00", "2026-11-28T00:00:00+07:00"),
        ("2028-02-28T17:30:00+00:00", "2028-03-01T00:00:00+07:00"),
        ("2026-12-31T12:00:00+07:00", "2027-01-01T00:00:00+07:00"),
    ],
)
def test_midnight_is_that_of_thailand(moment, midnight):
    assert (
        next_midnight(dt.datetime.fromisoformat(moment).timestamp())
        == dt.datetime.fromisoformat(midnight).timestamp()
    )


def test_after_a_minute_one_request_makes_the_page_anew(cache, view, time_machine):
    time_machine.move_to("2026-11-26T12:00:00+07:00", tick=False)
    ask(cache, "/")
    view.body = "<p>new</p>"
    time_machine.shift(FRESH_SECONDS)
    assert ask(cache, "/").text == "<p>new</p>"
    ask(cache, "/")
    assert view.calls == 2


def test_meanwhile_the_others_get_it_as_it_was(cache, view, time_machine):
    time_machine.move_to("2026-11-26T12:00:00+07:00", tick=False)
    ask(cache, "/")
    time_machine.shift(FRESH_SECONDS)
    others = []
    view.before = lambda: others.append(ask(cache, "/").text)
    view.body = "<p>new</p>"
    assert ask(cache, "/").text == "<p>new</p>"
    assert others == [BODY]
    assert view.calls == 2


def test_but_never_a_page_whose_room_changed(cache, view, time_machine):
    time_machine.move_to("2026-11-26T12:00:00+07:00", tick=False)
    ask(cache, "/")
    time_machine.shift(FRESH_SECONDS)
    rise(cache, Room.LIBRARY)
    view.status = "503 Busy"
    assert ask(cache, "/").status == 503


@pytest.mark.parametrize("trouble", ["answer", "error"])
def test_a_page_that_cannot_be_made_anew_is_given_out_as_it_was(cache, view, time_machine, trouble, caplog):
    time_machine.move_to("2026-11-26T12:00:00+07:00", tick=False)
    ask(cache, "/")
    time_machine.shift(FRESH_SECONDS)
    if trouble == "answer":
        view.status = "503 Busy"
    else:
        view.before = lambda: 1 / 0
    with caplog.at_level(logging.CRITICAL):
        for _ in range(2):
            assert ask(cache, "/").text == BODY
    view.status, view.before, view.body = "200 OK", lambda: None, "<p>new</p>"
    assert ask(cache, "/").text == "<p>new</p>"


def test_an_error_with_nothing_to_fall_back_on_is_an_error_and_the_next_one_may_try(cache, view):
    view.before = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        ask(cache, "/")
    view.before = lambda: None
    assert ask(cache, "/").text == BODY


# Herds


def herd(cache, size, address="/", **extra):
    """Ask by many threads at once; return what each was told."""
    told, gate = [], threading.Barrier(size)

    def one():
        gate.wait()
        told.append(ask(cache, address, **extra).text)

    threads = [threading.Thread(target=one) for _ in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def test_a_herd_meets_one_computation(cache, view):
    view.before = lambda: time.sleep(0.2)
    assert herd(cache, 16) == [BODY] * 16
    assert view.calls == 1


def test_a_herd_after_a_change_meets_one_computation(cache, view):
    ask(cache, "/")
    rise(cache, Room.FRAME)
    view.body = "<p>new</p>"
    view.before = lambda: time.sleep(0.2)
    assert herd(cache, 16) == ["<p>new</p>"] * 16
    assert view.calls == 2


def test_nobody_waits_for_an_answer_that_is_not_kept(tmp_path):
    view = View(**{"X-Klang-Kept": None, "Cache-Control": "no-store, private"})
    cache = kept_around(view, tmp_path)
    ask(cache, "/track/")
    view.before = lambda: time.sleep(0.2)
    started = time.monotonic()
    assert herd(cache, 8, "/track/") == [BODY] * 8
    assert view.calls == 9
    assert time.monotonic() - started < 0.8


def test_who_waits_for_a_page_that_fails_makes_it_themselves(cache, view):
    first = threading.Event()

    def fail_once():
        if not first.is_set():
            first.set()
            time.sleep(0.2)
            view.status = "503 Busy"
            return
        view.status = "200 OK"

    view.before = fail_once
    told = []
    leader = threading.Thread(target=lambda: told.append(ask(cache, "/").status))
    leader.start()
    first.wait(5)
    follower = ask(cache, "/")
    leader.join(5)
    assert told == [503]
    assert follower.status == 200
