"""`docs/duties.md` says of every duty where it is done, and says nothing that is not so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve

from cases.machine.vocabulary import Verb

ROOT = Path(settings.BASE_DIR)
LINE = re.compile(r"^\| (S[12]\.\d\d) \|(.*)\|$", re.MULTILINE)
NAMED = re.compile(r"`([^`]+)`")
PLACES = ("1", "CCCC-CCCC", "violence")
"""What an address has in the place of …: a number, the reference of a case, a word."""
SITE = {"", "library", "guide", "announcements", "results"}
"""Sections of the site that Wagtail serves; the starter content has each of them."""

WANTED = LINE.findall((ROOT / "docs" / "design" / "requirements.md").read_text(encoding="utf-8"))
TOLD = LINE.findall((ROOT / "docs" / "duties.md").read_text(encoding="utf-8"))
DUTIES = pytest.mark.parametrize(("duty", "told"), TOLD, ids=[duty for duty, _told in TOLD])


def found(address: str) -> ResolverMatch | None:
    """Return what answers an address of the table; None where nothing does."""
    for place in PLACES:
        try:
            match = resolve(address.replace("…", place))
        except Resolver404:
            continue
        if not (match.url_name or "").startswith("wagtail_serve") or address.split("/")[1] in SITE:
            return match
    return None


def test_every_duty_is_told_once_and_in_their_order():
    assert [duty for duty, _told in TOLD] == [duty for duty, _text in WANTED]
    assert len(TOLD) == 85


@DUTIES
def test_every_address_is_answered(duty: str, told: str):
    _what, where, _tests = told.split(" | ")
    addresses = NAMED.findall(where)
    assert addresses, duty
    for address in addresses:
        match = found(address)
        assert match is not None, address
        verb = match.kwargs.get("verb")
        assert verb is None or verb in Verb.values, address


def test_what_does_not_exist_is_not_answered():
    assert found("/desk/nothing-of-the-kind/") is None
    assert found("/nowhere/") is None


@DUTIES
def test_every_test_that_is_named_cites_the_duty(duty: str, told: str):
    _what, _where, tests = told.split(" | ")
    named = NAMED.findall(tests)
    assert named, duty
    for name in named:
        assert duty in (ROOT / name).read_text(encoding="utf-8"), name


@DUTIES
def test_what_is_missing_is_said_in_words(duty: str, told: str):
    what, _where, _tests = told.split(" | ")
    _done, mark, missing = what.partition("*In part*")
    assert not mark or len(missing.strip(" :")) > 10
