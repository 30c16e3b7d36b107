"""Atom feeds: one id scheme, XML that parses whatever people typed, words that stay words (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import html
import uuid
import xml.etree.ElementTree as ET

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.web.feeds import Entry, atom_response, identifier, plain

ATOM = "{http://www.w3.org/2005/Atom}"
KEY = uuid.UUID(int=7)
NOW = dt.datetime(2026, 11, 26, 5, tzinfo=dt.UTC)
FAMILY = [
    "<b>ก</b>",
    "a & b",
    "&lt;script&gt;",
    "\x00\x08",
    "\ud800",
    "\ufffe",
    "น้ำ\tใจ\nดี\r",
    "]]>",
    "<![CDATA[",
    "\"'",
]


def feed(**change: object) -> ET.Element:
    values = {
        "key": KEY,
        "title": "เรื่อง",
        "url": "http://testserver/x/",
        "summary": "สรุป",
        "author": "กลาง",
        "updated": NOW,
    }
    entry = Entry(**{**values, **change})
    request = RequestFactory().get("/x/feed/?utm=1")
    response = atom_response(
        request,
        key=KEY,
        title=entry.title,
        url="http://testserver/x/",
        entries=[entry],
        description=entry.summary,
    )
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)


@pytest.mark.parametrize("text", FAMILY, ids=ascii)
@pytest.mark.parametrize("field", ["title", "summary", "author"])
def test_whatever_was_typed_the_feed_parses(field: str, text: str):
    entry = feed(**{field: text}).find(f"{ATOM}entry")
    assert entry is not None


@pytest.mark.parametrize("text", FAMILY, ids=ascii)
def test_a_summary_reads_as_it_was_typed_where_readers_expect_html(text: str):
    summary = feed(summary=text).find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert html.unescape(summary.text or "") == plain(text)
    assert "<" not in (summary.text or "")


@given(st.text(max_size=200))
def test_plain_words_can_stand_in_xml(text: str):
    ET.fromstring(f"<t>{html.escape(plain(text))}</t>".encode())


@given(st.text(st.characters(whitelist_categories=["Lo", "Mn", "Nd"]), max_size=50))
def test_letters_signs_and_digits_stay(text: str):
    assert plain(text) == text


def test_ids_are_made_of_the_key_alone():
    found = feed(title="ชื่อใหม่", url="http://other.example/y/")
    assert found.findtext(f"{ATOM}id") == identifier(KEY) == "urn:uuid:00000000-0000-0000-0000-000000000007"
    assert found.findtext(f"{ATOM}entry/{ATOM}id") == identifier(KEY)


def test_the_feed_names_itself_without_what_somebody_hung_on_its_address():
    links = {link.get("rel"): link.get("href") for link in feed().findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/x/feed/"


def test_an_entry_without_a_first_day_has_none():
    assert feed().find(f"{ATOM}entry/{ATOM}published") is None
    assert feed(published=NOW).findtext(f"{ATOM}entry/{ATOM}published") == "2026-11-26T05:00:00+00:00"
