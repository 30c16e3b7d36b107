"""The quick exit (S2.24; cases.md, privacy 9): at once, without JavaScript, and nothing stays behind."""

from __future__ import annotations

import re
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from cases.intake.flow import STEPS
from tests.accounts.factories import UserFactory
from tests.cases.intake.conftest import ME, STORY, Walker, address, text_of
from tests.cases.intake.test_files import picture, stored

NO_BUTTON = "ออกจากหน้านี้ทันที"


def test_leaving_goes_to_a_harmless_site_and_clears_everything(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"})
    walker.post("files", files=[picture()], action="continue")
    key = walker.client.session.session_key
    response = walker.client.get(address("exit"))
    assert response.status_code == 302
    assert response["Location"] == settings.KLANG["EXIT_URL"]
    assert not Session.objects.filter(session_key=key).exists()
    assert stored() == []
    for name in ("sessionid", "csrftoken"):
        assert response.cookies[name].value == ""
        assert response.cookies[name]["max-age"] == 0
    assert STORY not in text_of(walker.get("story"))


def test_leaving_after_sending_hides_the_codes(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"})
    walker.send()
    walker.client.get(address("exit"))
    assert "ยังไม่มีคำขอที่เพิ่งส่ง" in text_of(walker.sent())


def test_the_site_to_flee_to_is_a_setting(client: Client, db: None, settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "EXIT_URL": "https://www.tmd.go.th/"}
    assert client.get(address("exit"))["Location"] == "https://www.tmd.go.th/"


def test_leaving_says_nothing_to_the_other_site_and_is_never_stored(client: Client, db: None) -> None:
    response = client.get(address("exit"))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_leaving_works_even_when_the_database_does_not(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"})
    with mock.patch.object(SessionStore, "load", side_effect=OperationalError("gone")):
        response = walker.client.get(address("exit"))
    assert response["Location"] == settings.KLANG["EXIT_URL"]
    assert response.cookies["sessionid"].value == ""


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}])
def test_our_own_link_a_bookmark_and_an_old_browser_clear_everything(
    walker: Walker, header: dict[str, str]
) -> None:
    walker.fill(problem={"problem": "violence"})
    walker.client.get(address("exit"), headers=header)
    assert STORY not in text_of(walker.get("story"))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_on_another_site_cannot_take_a_draft_away(walker: Walker, site: str) -> None:
    walker.fill(problem={"problem": "violence"})
    response = walker.client.get(address("exit"), headers={"Sec-Fetch-Site": site})
    assert response["Location"] == settings.KLANG["EXIT_URL"]
    assert not response.cookies
    assert STORY in walker.get("story").content.decode()


def test_a_link_on_another_site_cannot_sign_staff_out(client: Client, db: None) -> None:
    client.force_login(UserFactory())
    client.get(address("exit"), headers={"Sec-Fetch-Site": "cross-site"})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("header", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_a_browser_that_fetches_ahead_deletes_nothing(walker: Walker, header: dict[str, str]) -> None:
    walker.fill(problem={"problem": "violence"})
    walker.client.get(address("exit"), headers=header)
    assert STORY in walker.get("story").content.decode()


def test_every_page_of_a_crisis_has_the_exit_first_after_the_skip_link(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"}, whom={**ME, "danger": "yes"})
    urls = [walker.url(slug) for slug in walker.visited] + [address("check")]
    for url in urls:
        page = walker.client.get(url).content.decode()
        links = re.findall(r"<a\b[^>]*href=\"([^\"]*)\"", page[page.index("<body") :])
        assert links[0] == "#main", url
        assert links[1] == address("exit"), url
        assert "/js/exit" in page, url


@pytest.mark.parametrize("problem", ["unsure", "child_labor"])
def test_whoever_is_not_sure_is_protected_alike(walker: Walker, problem: str) -> None:
    walker.fill(until="whom", problem={"problem": problem})
    assert NO_BUTTON in walker.get("whom").content.decode()


def test_general_pages_do_not_frighten(walker: Walker) -> None:
    walker.fill()
    for slug in walker.visited:
        assert NO_BUTTON not in walker.get(slug).content.decode(), slug


def test_a_crisis_chosen_on_a_guide_page_is_protected_from_the_first_page(client: Client, db: None) -> None:
    for url in (address("start"), address("step", "problem")):
        assert NO_BUTTON in client.get(url, {"kind": "violence"}).content.decode()
        assert NO_BUTTON not in client.get(url, {"kind": "disaster"}).content.decode()


def test_the_first_question_names_crises_and_has_the_exit_until_a_general_help_is_chosen(
    walker: Walker, client: Client
) -> None:
    """Issue 12 point 3: quick exit on step 1."""
    page = client.get(address("step", "problem")).content.decode()
    assert NO_BUTTON in page
    assert "/js/exit" in page
    walker.fill(until="whom", problem={"problem": "disaster"})
    assert NO_BUTTON not in walker.get("problem").content.decode()


def test_the_confirmation_of_a_crisis_keeps_the_exit(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"})
    walker.send()
    assert NO_BUTTON in walker.sent().content.decode()


def test_the_page_that_explains_the_exit_is_honest(crisis: Walker) -> None:
    words = text_of(crisis.get("whom"))
    assert "คำตอบและไฟล์ที่กรอกไว้จะถูกลบ" in words
    assert "ประวัติการใช้งานของเครื่องไม่ถูกลบ" in words
    assert "Shift" in words


def test_crisis_pages_say_nothing_to_anybody_and_are_never_stored(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"})
    for slug in walker.visited:
        response = walker.get(slug)
        assert response["Referrer-Policy"] == "no-referrer", slug
        assert "no-store" in response["Cache-Control"], slug
        assert "noindex" in response["X-Robots-Tag"], slug
        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", response.content.decode()), slug


def test_a_form_can_still_prove_where_it_comes_from(walker: Walker) -> None:
    """Under no-referrer alone browsers send "Origin: null" and the CSRF check would refuse every form."""
    walker.fill(problem={"problem": "violence"})
    assert '<meta name="referrer" content="same-origin">' in walker.get("story").content.decode()


def test_titles_of_a_crisis_tell_a_passer_by_nothing_and_differ(walker: Walker) -> None:
    walker.fill(problem={"problem": "violence"}, whom={**ME, "danger": "yes"})
    titles = set()
    for slug in walker.visited[1:]:
        title = re.findall(r"<title>(.*?)</title>", walker.get(slug).content.decode())[0]
        assert re.fullmatch(r"แบบฟอร์ม หน้า \d+ · กลาง", title), title
        titles.add(title)
    assert len(titles) == len(walker.visited) - 1


def test_titles_of_general_requests_are_the_questions_and_differ(walker: Walker) -> None:
    walker.fill()
    titles = [
        re.findall(r"<title>(.*?)</title>", walker.get(slug).content.decode())[0] for slug in walker.visited
    ]
    assert titles[0] == f"{STEPS['problem'].question} · กลาง"
    assert len(set(titles)) == len(titles)
