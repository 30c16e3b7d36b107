"""A page on the wire: encodings, tags, and the bytes for a store outside the process."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.page_cache.answers import encoding_for, keep, packed, unpacked

HTML = ("<p>ขอความช่วยเหลือ</p>" * 100).encode()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=60")]


def page(headers=HEADERS, body=HTML):
    return keep(headers, body, stamp=((0, 7),), made_at=100.0, ends_at=200.0)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.000", "identity"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("br ; q=1.0", "br"),
        ("identity", "identity"),
        ("br;q=2", "identity"),
        ("br;q=nan", "identity"),
        ("br;level=3", "identity"),
        ("br," * 100, "identity"),
        ("\x00", "identity"),
    ],
)
def test_the_best_encoding_that_a_browser_takes_is_chosen(accepted, chosen):
    assert encoding_for(accepted) == chosen


@given(st.text(max_size=300))
def test_no_wish_for_an_encoding_is_an_error(accepted):
    assert encoding_for(accepted) in {"br", "gzip", "identity"}


def test_each_variant_is_the_same_page():
    kept = page().having("br").having("gzip")
    assert kept.variants["identity"].body == HTML
    assert brotli.decompress(kept.variants["br"].body) == HTML
    assert gzip.decompress(kept.variants["gzip"].body) == HTML
    for name, variant in kept.variants.items():
        headers = dict(variant.headers)
        assert headers["Content-Length"] == str(len(variant.body))
        assert headers.get("Content-Encoding", "identity") == name
        assert headers["Vary"] == "Accept-Encoding"


def test_a_tag_names_its_encoding_and_its_page():
    kept = page().having("br")
    tags = {dict(variant.headers)["ETag"] for variant in kept.variants.values()}
    assert len(tags) == 2
    assert all(kept.is_same(tag) for tag in tags)
    assert kept.is_same(f"W/{tags.pop()}")
    assert kept.is_same('"other", ' + tags.pop())
    assert kept.is_same("*")
    assert not kept.is_same('"other"')
    assert not page(body=HTML + b".").is_same(dict(kept.variants["br"].headers)["ETag"])


def test_another_header_is_another_page():
    known = dict(page().variants["identity"].headers)["ETag"]
    assert page().is_same(known)
    assert not page([*HEADERS, ("Content-Language", "en")]).is_same(known)


def test_the_same_page_made_twice_is_the_same_bytes():
    assert page().having("br").having("gzip") == page().having("br").having("gzip")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Content-Type", "application/pdf")], HTML),
        ([("Content-Type", "text/html"), ("Content-Encoding", "gzip")], HTML),
        (HEADERS, b"short"),
    ],
)
def test_what_gains_nothing_is_not_compressed(headers, body):
    kept = page(headers, body).having("br")
    assert list(kept.variants) == ["identity"]
    assert kept.variants["identity"].body == body


def test_not_modified_repeats_what_the_standard_asks_for_and_nothing_of_a_body():
    names = {name for name, _value in page().unchanged}
    assert names == {"Cache-Control", "Vary", "ETag"}


@pytest.mark.parametrize(
    ("now", "seen", "right"),
    [
        (150.0, (7, 0), True),
        (100.0, (7, 9), True),
        (200.0, (7, 0), False),
        (99.9, (7, 0), False),
        (150.0, (8, 0), False),
        (150.0, (6, 0), False),
    ],
)
def test_a_page_is_right_within_its_day_and_its_versions(now, seen, right):
    assert page().is_right(seen, now) is right


def test_what_goes_to_another_store_comes_back():
    for kept in (page(), page().having("br")):
        assert unpacked(packed(kept)) == kept


@given(st.integers(0, 300), st.binary(max_size=3))
def test_damaged_bytes_are_no_page(at, noise):
    data = packed(page().having("br"))
    for damaged in (data[:at], noise, data + b"x"):
        with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind
            unpacked(damaged)


def test_its_size_counts_every_variant():
    bare = page()
    assert page().having("br").size > bare.size > len(HTML)
