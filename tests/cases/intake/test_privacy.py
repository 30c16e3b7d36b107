"""What people told leaves no trace where it does not belong: addresses, titles, logs, messages (privacy 7; ASVS 16.2.5)."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from cases.intake.draft import KEY
from cases.models import Case
from portal.logs import SafeFormatter
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from portal.web.access import Rule
from tests.cases.factories import World
from tests.cases.intake.conftest import (
    ANSWERS,
    MAIL,
    ME,
    NAME,
    PHONE,
    STORY,
    Walker,
    address,
    codes_of,
    text_of,
)
from tests.outbox.addresses import mails_to

TOLD = (NAME, STORY, MAIL, PHONE, PHONE.replace("-", ""), "คะนารี", "kanaree")


def links_of(page: HttpResponse) -> set[str]:
    return set(re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode()))


def test_no_address_carries_what_was_told(walker: Walker) -> None:
    walker.walk(problem={"problem": "violence"})
    walker.send()
    reference, secret = codes_of(walker.sent())
    # The first page has the drawings of all kinds for everybody: what stands on a stranger's page tells nothing of this one.
    strangers = links_of(Client().get(walker.url("problem")))
    assert {link.rpartition("#")[2] for link in strangers if "drawings.svg" in link} == set(
        ProblemType.values
    )
    for page in (walker.get("problem"), walker.sent()):
        for link in links_of(page) - strangers:
            for told in (*TOLD, reference, secret, "violence"):
                assert told not in link, link


def test_no_title_carries_what_was_told(walker: Walker) -> None:
    walker.fill()
    for url in [walker.url(slug) for slug in walker.visited] + [address("check")]:
        title = re.findall(r"<title>(.*?)</title>", walker.client.get(url).content.decode())[0]
        assert not any(told in title for told in TOLD)


def test_no_log_line_carries_what_was_told(walker: Walker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        walker.walk(until="contact")
        walker.post("contact", name=NAME, phone="08", email="x")
        walker.client.get(walker.url("story"), {"note": STORY, "phone": PHONE.replace("-", "")})
        walker.client.get("/request/nothing/" + PHONE.replace("-", "") + "/")
    lines = "\n".join(SafeFormatter().format(record) for record in caplog.records)
    for told in TOLD:
        assert told not in lines


def test_messages_carry_a_reference_and_nothing_else(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"})
    walker.send()
    rows = list(OutboxMessage.objects.all())
    assert rows
    for row in rows:
        assert not any(told in str(row.context) for told in TOLD)


def test_the_citizen_gets_mail_only_where_it_is_safe(walker: Walker) -> None:
    silent = {name: value for name, value in ANSWERS["contact"].items() if name != "may_email"}
    walker.fill(contact=silent)
    walker.send()
    assert not mails_to(MAIL)
    walker.fill()
    walker.send()
    assert mails_to(MAIL)


def test_after_sending_the_session_holds_nothing_that_was_told(walker: Walker) -> None:
    walker.fill()
    walker.send()
    session = str(walker.client.session.load())
    assert KEY not in walker.client.session
    assert not any(told in session for told in TOLD)


def test_a_refused_token_shows_what_was_typed_and_keeps_nothing(district: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(address("step", "story"), {"story": f"{STORY} <b>", "secret": "ABCD EFGH"})
    assert response.status_code == 403
    words = text_of(response)
    assert STORY in words
    assert "&lt;b&gt;" in response.content.decode()
    assert "ABCD" not in words
    assert "no-store" in response["Cache-Control"]
    assert 'href="tel:191"' in response.content.decode()
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "step",
        "check",
        "files",
        "discard",
        "take_back",
        "save",
        "come_back",
        "track",
        "answer",
        "reopen",
        "track_close",
    ],
)
def test_every_form_needs_its_token(district: World, name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    url = address(name, "problem") if name == "step" else address(name)
    assert strict.post(url, {"problem": "disaster"}).status_code == 403


def test_every_page_of_this_room_has_a_rule_and_only_what_explains_is_cached() -> None:
    import cases.intake.urls

    rules = {
        pattern.name: getattr(pattern.callback, "access_rule", None)
        for pattern in cases.intake.urls.urlpatterns
    }
    assert rules.pop("start") is Rule.PUBLIC
    # What the form means in another language: nobody types anything there.
    assert rules.pop("language") is Rule.PUBLIC
    assert set(rules.values()) == {Rule.PRIVATE}
    assert get_resolver()


def test_no_page_runs_code_of_its_own(walker: Walker) -> None:
    """The policy forbids inline scripts, styles and handlers; a page with one would lose it silently."""
    walker.fill(problem={"problem": "violence"}, whom={**ME, "danger": "yes"})
    urls = [walker.url(slug) for slug in walker.visited] + [
        address("check"),
        address("track"),
        address("start"),
    ]
    for url in urls:
        page = walker.client.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), url
        assert not re.search(r"\s(?:style|on[a-z]+)=\"", page), url
        assert "<style" not in page, url
