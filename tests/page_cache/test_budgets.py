"""What a public page may cost in work: queries when it is made anew, bytes on the wire, and the same when the library grows.

Work and not time: time depends on the machine. `bin/bench pages` measures time.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from announcements.starter import load_announcements
from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.starter import load_library
from portal.organizations.starter import load_organizations
from portal.page_cache.rooms import EVERY_ROOM
from portal.page_cache.stores import store
from portal.pages.starter import load_guides, load_pages
from tests.holding import holding
from tests.lasting import lasting
from tests.legal_library.factories import LetterFactory
from tests.page_cache.through import ask

__all__ = ["holding"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

QUERIES = {
    "/": 16,
    "/library/": 20,
    "/library/{document}/": 20,
    "/guide/": 11,
    "/guide/disaster/": 18,
    "/guide/disaster/check/": 10,
    "/announcements/": 13,
    # One to know with which year the duty to publish begins.
    "/results/": 12,
    "/request/": 5,
    "/about/": 10,
}
"""Statements of the first request after a change, which finds nothing held: the frame is among them."""
LARGEST_HTML = {
    "/": 4_600,
    "/library/": 7_300,
    "/library/{document}/": 6_200,
    "/guide/disaster/": 4_500,
    "/request/": 3_100,
}
"""Bytes on the wire; 4,000 for a page that is not named. (The home page must stay below 5 kB; its drawings stand in it.)"""


def made():
    """Make what a new installation holds."""
    load_organizations()
    load_pages()
    load_library()
    load_guides()
    load_announcements()


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """The installation, made once for all tests here."""
    with lasting(django_db_blocker, made) as kept:
        yield kept


@pytest.fixture
def installation(db, once, holding):
    """A new installation, of which a portal in service holds what it may; what an earlier test was given is forgotten."""
    once.fresh()
    cache.clear()
    store().versions.rise(EVERY_ROOM)


def addresses():
    """Return address as it is called in the tables → address in the installation."""
    document = DocumentPage.objects.published().exclude(passages=None).order_by("pk")[0]
    return {address: address.format(document=document.slug) for address in QUERIES}


def queries_of(application, address):
    """Return the statements of one request."""
    said = []

    def counting(execute, sql, *rest):
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counting):
        assert ask(application, address).status == 200, address
    return said


def first_after_a_change(application, address):
    """Return the statements of the first request that finds nothing held."""
    store().versions.rise(EVERY_ROOM)
    return queries_of(application, address)


def test_no_page_asks_more_than_its_budget_however_large_the_library(installation, django_application):
    pages = addresses()
    for address in pages.values():
        ask(django_application, address)
    before = {name: first_after_a_change(django_application, address) for name, address in pages.items()}
    for name, most in QUERIES.items():
        assert len(before[name]) <= most, (name, before[name])
    LetterFactory.create_batch(60, parent=LibraryIndexPage.objects.get())
    for name, address in pages.items():
        assert len(first_after_a_change(django_application, address)) == len(before[name]), name


def test_a_page_that_is_made_anew_while_nothing_changed_asks_nothing(installation, django_application):
    for address in addresses().values():
        ask(django_application, address)
        assert queries_of(django_application, address) == [], address


def test_no_page_sends_more_than_its_budget(installation, portal):
    for name, address in addresses().items():
        answer = ask(portal, address, HTTP_ACCEPT_ENCODING="br")
        assert len(answer.raw) <= LARGEST_HTML.get(name, 4_000), (name, len(answer.raw))
        again = ask(portal, address, HTTP_IF_NONE_MATCH=answer.headers["etag"])
        assert (again.status, again.raw) == (304, b"")


def test_a_kept_page_asks_nothing(installation, portal):
    for address in addresses().values():
        ask(portal, address)
        assert queries_of(portal, address) == [], address


def test_public_pages_touch_no_session_and_no_token(installation, django_application):
    for address in addresses().values():
        answer = ask(django_application, address)
        assert "set-cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("vary", "").lower()
        assert not [sql for sql in queries_of(django_application, address) if "session" in sql], address
