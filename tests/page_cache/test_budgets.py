"""What a public page may cost in work: queries when it is made anew, bytes on the wire, and the same when the library grows.

Work and not time: time depends on the machine. `bin/bench pages` measures time.
"""

from __future__ import annotations

import pytest
from django.db import connection

from announcements.starter import load_announcements
from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.starter import load_library
from portal.pages.starter import load_guides, load_pages
from tests.legal_library.factories import LetterFactory
from tests.page_cache.through import ask

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

QUERIES = {
    "/": 2,
    "/library/": 4,
    "/library/{document}/": 12,
    "/guide/": 2,
    "/guide/disaster/": 6,
    "/guide/disaster/check/": 2,
    "/announcements/": 5,
    "/results/": 4,
    "/request/": 0,
    "/about/": 2,
}
"""Statements of a page that is made anew once the frame is known."""
LARGEST_HTML = {"/": 5_000}
"""Bytes on the wire; 8,000 for a page that is not named."""


@pytest.fixture
def installation():
    """What a new installation holds."""
    from portal.organizations.starter import load_organizations

    load_organizations()
    load_pages()
    load_library()
    load_guides()
    load_announcements()


def addresses():
    """Return address → budget of the installation."""
    document = DocumentPage.objects.published().exclude(passages=None).order_by("pk")[0]
    return {address.format(document=document.slug): most for address, most in QUERIES.items()}


def queries_of(application, address):
    """Return the statements of the second request."""
    said = []

    def counting(execute, sql, *rest):
        said.append(sql)
        return execute(sql, *rest)

    assert ask(application, address).status == 200, address
    with connection.execute_wrapper(counting):
        ask(application, address)
    return said


def test_no_page_asks_more_than_its_budget_however_large_the_library(
    installation, django_application, portal
):
    before = {address: queries_of(django_application, address) for address in addresses()}
    for address, most in addresses().items():
        assert len(before[address]) <= most, (address, before[address])
    LetterFactory.create_batch(60, parent=LibraryIndexPage.objects.get())
    for address in addresses():
        assert len(queries_of(django_application, address)) == len(before[address]), address
    for address in addresses():
        answer = ask(portal, address, HTTP_ACCEPT_ENCODING="br")
        assert len(answer.raw) <= LARGEST_HTML.get(address, 8_000), address
        again = ask(portal, address, HTTP_IF_NONE_MATCH=answer.headers["etag"])
        assert (again.status, again.raw) == (304, b"")


def test_a_kept_page_asks_nothing(installation, portal):
    for address in addresses():
        ask(portal, address)
        assert queries_of(portal, address) == [], address


def test_public_pages_touch_no_session_and_no_token(installation, django_application):
    for address in addresses():
        answer = ask(django_application, address)
        assert "set-cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("vary", "").lower()
        assert not [sql for sql in queries_of(django_application, address) if "session" in sql], address
