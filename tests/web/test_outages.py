"""Nothing typed is lost and nothing stored is denied when something real fails (reliability.md R06, R15, R27, R28, I0).

The failures are real ones, on the real session back-end: see tests/web/outage.py.
"""

from __future__ import annotations

import errno
import random
import uuid
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import reverse

from cases.desk.entry import views as entry
from cases.desk.verbs import views as verb
from cases.domain import asking
from cases.intake import composing
from cases.intake import draft as drafts
from cases.intake.views import arrival, sending, steps, tracking
from cases.models import Case, CaseEvent
from portal.accounts.desk import signing_in
from portal.actors import Citizen
from portal.organizations.areas import area_name
from portal.web import errors
from portal.web.errors import is_outage
from portal.web.sessions import SessionStore
from tests.accounts.factories import PASSWORD
from tests.cases import factories
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import STORY, Walker, address, codes_of, text_of
from tests.web.outage import (
    full_database,
    locked,
    no_room_for_files,
    on_sqlite,
    session_vanishes_after,
    session_vanishes_before,
)

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def district(transactional_db: None) -> World:
    return factories.world()


@pytest.fixture
def walker(district: World, client: Client) -> Walker:
    return Walker(client)


def again(response: HttpResponse) -> dict[str, list[str]]:
    """Return what the page's button would send, without the token of the form."""
    form = BeautifulSoup(response.content, "html.parser").select_one("main form")
    assert form is not None
    sent: dict[str, list[str]] = {}
    for box in form.select("input[name]"):
        sent.setdefault(box["name"], []).append(box.get("value", ""))
    assert sent.pop("csrfmiddlewaretoken")
    return sent


def assert_given_back(response: HttpResponse, path: str, **typed: str) -> None:
    """It is a 503 that shows each value and sends each of them again to the same address."""
    assert response.status_code == 503, response.status_code
    assert int(response["Retry-After"]) > 0
    assert "no-store" in response["Cache-Control"]
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("main form")["action"] == path
    sent = again(response)
    text = page.main.get_text(" ")
    for name, value in typed.items():
        assert sent[name] == [value], name
        assert value in text, f"{name} is not shown"
    assert 'href="tel:1300"' in response.content.decode()


# --- which errors pass by themselves ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database is locked"),
        OperationalError("database or disk is full"),
        InterfaceError("connection already closed"),
        IntegrityError("two at once"),
        UpdateError(),
        SessionInterrupted(),
        *(
            OSError(number, "x")
            for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
        ),
    ],
    ids=repr,
)
def test_an_outage_is_known(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("x"),
        FileNotFoundError(errno.ENOENT, "x"),
        PermissionError(errno.EACCES, "x"),
        ProgrammingError("no such column"),
        DataError("value too long"),
    ],
    ids=repr,
)
def test_a_mistake_of_ours_is_no_outage(error: Exception | None) -> None:
    assert not is_outage(error)


# --- a locked database, on every page that takes words ------------------------------------------------------------------


def test_an_answer_to_a_question_comes_back_from_a_locked_database(walker: Walker) -> None:
    walker.fill(until="story")
    with locked():
        response = walker.post("story", story="ได้")
    assert_given_back(response, walker.url("story"), story="ได้")
    assert again(response)["token"] == [walker.token]
    assert walker.client.post(walker.url("story"), again(response)).status_code == 302


def test_sending_to_a_locked_database_says_not_sent_and_sends_later(walker: Walker) -> None:
    walker.fill()
    with locked():
        response = walker.send()
    assert response.status_code == 503
    assert "ยังไม่ได้ส่ง" in text_of(response)
    assert again(response) == {"token": [walker.token]}
    assert walker.client.post(address("check"), again(response))["Location"] == address("sent")
    assert Case.objects.count() == 1


def test_both_codes_come_back_from_a_locked_database(client: Client, district: World) -> None:
    with locked():
        response = client.post(address("track"), {"reference": "k7m3 9qxf", "secret": "abcd"})
    assert_given_back(response, address("track"), reference="k7m3 9qxf", secret="abcd")


def test_a_name_comes_back_and_a_password_is_asked_anew(client: Client, district: World) -> None:
    user = district.center.officer.person
    path = reverse("accounts:login")
    with locked():
        response = client.post(path, {"username": user.username, "password": PASSWORD, "next": "/desk/new/"})
    assert_given_back(response, path, username=user.username)
    assert PASSWORD not in response.content.decode()
    assert again(response)["password"] == [""]
    sent = {**again(response), "password": PASSWORD}
    assert client.post(path, sent)["Location"] == "/desk/new/"


def test_a_verb_of_the_desk_comes_back_from_a_locked_database(client: Client, district: World) -> None:
    case = factories.received_case(district)
    client.force_login(district.center.officer.person, LOGIN)
    path = reverse("desk:act", args=[case.reference, "screen"])
    data = {
        "base": case.base,
        "problem": "quality_of_life",
        "severity": "normal",
        "confidentiality": "normal",
        "note": "โทรแล้ว",
    }
    with locked():
        response = client.post(path, data)
    assert_given_back(response, path, note="โทรแล้ว")
    assert client.post(path, again(response)).status_code == 302
    case.refresh_from_db()
    assert case.stage == "screened"


def entry_data(token: uuid.UUID | None = None) -> dict[str, str]:
    return {
        "token": str(token or uuid.uuid4()),
        "channel": "walk_in",
        "problem": "disaster",
        "narrative": "ฝนตก",
        "place": area_name(SUBDISTRICT),
        "relation": "self",
        "consent": "given",
        "reporter_name": "มี",
        "phone": "081-770-0199",
    }


def test_a_request_taken_down_at_the_counter_comes_back(client: Client, district: World) -> None:
    client.force_login(district.center.officer.person, LOGIN)
    data = entry_data()
    with locked():
        response = client.post(reverse("desk:new"), data)
    assert_given_back(response, reverse("desk:new"), narrative="ฝนตก", reporter_name="มี")
    assert client.post(reverse("desk:new"), again(response))["Location"] == reverse("desk:new_done")
    assert Case.objects.count() == 1


def test_a_screen_of_ours_under_cms_comes_back(client: Client, district: World, admin_user: Any) -> None:
    client.force_login(admin_user, LOGIN)
    path = reverse("announcements_cms:results_compute")
    with locked():
        response = client.post(path, {"be_year": "2569"})
    assert_given_back(response, path, be_year="2569")
    assert client.post(path, again(response)).status_code == 302


def test_a_screen_of_wagtail_comes_back_by_the_names_of_its_inputs(
    client: Client, district: World, admin_user: Any
) -> None:
    client.force_login(admin_user, LOGIN)
    path = reverse("wagtailredirects:add")
    with locked():
        response = client.post(path, {"old_path": "/เก่า/", "redirect_link": "https://example.org/"})
    assert_given_back(response, path, old_path="/เก่า/", redirect_link="https://example.org/")
    assert client.post(path, again(response)).status_code == 302


def test_an_answer_is_called_not_kept_even_when_nothing_can_be_asked(walker: Walker) -> None:
    """A question page sends nothing, so there is no doubt about it; only the page that sends may say "unknown"."""
    walker.fill(until="story")
    nobody = mock.Mock(find=mock.Mock(side_effect=OperationalError("gone")))
    with (
        mock.patch.object(SessionStore, "load", side_effect=OperationalError("gone")),
        mock.patch.object(arrival, "arrival", nobody),
    ):
        response = walker.client.post(walker.url("story"), {"token": str(uuid.uuid4()), "story": "ได้"})
        unknown = walker.client.post(address("check"), {"token": str(uuid.uuid4())})
    assert "ยังไม่ได้บันทึก และยังไม่ได้ส่ง" in text_of(response)
    assert "ยังไม่รู้ว่าถึงเราหรือยัง" in text_of(unknown)


def test_a_request_taken_down_is_found_although_its_page_never_began(client: Client, district: World) -> None:
    client.force_login(district.center.officer.person, LOGIN)
    token = uuid.uuid4()
    client.post(reverse("desk:new"), entry_data(token))
    with mock.patch("portal.web.access.import_string", side_effect=OperationalError("gone")):
        response = client.post(reverse("desk:new"), entry_data(token))
    assert Case.objects.get().reference in text_of(response)


def test_a_page_that_is_only_read_says_when_to_try_again(client: Client, district: World) -> None:
    client.force_login(district.center.officer.person, LOGIN)
    with mock.patch.object(entry, "desk_page", side_effect=OperationalError("database is locked")):
        response = client.get(reverse("desk:new"))
    assert response.status_code == 503
    assert response["Retry-After"]


# --- a session that cannot be written -----------------------------------------------------------------------------------


def test_an_answer_comes_back_when_the_session_cannot_be_saved(walker: Walker) -> None:
    walker.fill(until="story")
    with mock.patch.object(SessionStore, "save", side_effect=UpdateError()):
        response = walker.post("story", story="ช่วยด้วย")
    assert_given_back(response, walker.url("story"), story="ช่วยด้วย")
    assert walker.client.post(walker.url("story"), again(response)).status_code == 302


def test_an_answer_comes_back_when_the_session_vanishes_under_it(walker: Walker) -> None:
    walker.fill(until="story")
    with session_vanishes_before(drafts, "changing"):
        response = walker.post("story", story="ช่วยด้วย")
    words = text_of(response)
    assert "ไม่มีคำตอบที่เก็บไว้" in words
    assert "ช่วยด้วย" in words
    assert not Session.objects.exists(), "a session that somebody ended is not brought back"


def test_codes_come_back_when_the_session_vanishes(client: Client, district: World) -> None:
    submitted = submitted_case()
    client.post(address("answer"), {"words": "x"})  # gives this visitor a session
    data = {"reference": submitted.case.reference, "secret": submitted.secret or ""}
    with session_vanishes_after(tracking.tracking, "find"):
        response = client.post(address("track"), data)
    assert_given_back(response, address("track"), **data)
    assert client.post(address("track"), again(response))["Location"] == address("status")


def submitted_case(**values: Any) -> Any:
    from cases.domain.intake import submit_case

    return submit_case(submission=factories.submission(**values), token=uuid.uuid4(), actor=Citizen())


def test_signing_in_comes_back_when_the_session_vanishes(client: Client, district: World) -> None:
    user = district.center.officer.person
    session = client.session
    session["x"] = 1
    session.save()
    with session_vanishes_after(signing_in, "record"):
        response = client.post(reverse("accounts:login"), {"username": user.username, "password": PASSWORD})
    assert_given_back(response, reverse("accounts:login"), username=user.username)


def test_a_page_that_was_read_is_shown_although_its_session_vanished(walker: Walker) -> None:
    walker.fill(until="story")
    session = walker.client.session
    session[steps.ASIDE_KEY] = [["ชื่อ", "เก่า"]]
    session.save()
    with session_vanishes_before(steps, "render"):
        response = walker.get("story")
    assert response.status_code == 200
    assert "เก่า" in text_of(response)


# --- what is stored is never called "not received" ----------------------------------------------------------------------


@pytest.mark.parametrize("where", ["the session's row is gone", "the session cannot be written"])
def test_what_was_sent_is_confirmed_at_once(walker: Walker, where: str) -> None:
    walker.fill()
    if where == "the session's row is gone":
        with session_vanishes_after(composing, "submit_case"):
            response = walker.send()
    else:
        save = mock.patch.object(sending.drafts, "discard", side_effect=OperationalError("disk I/O error"))
        with save:
            response = walker.send()
    case = Case.objects.get()
    assert response.status_code == 200
    assert codes_of(response)[0] == case.reference
    assert "ยังไม่" not in text_of(response)


def test_what_was_sent_is_confirmed_although_drawing_the_next_page_failed(walker: Walker) -> None:
    walker.fill()
    with mock.patch.object(sending, "_confirm", side_effect=OperationalError("lost the connection")):
        response = walker.send()
    assert response.status_code == 200
    assert codes_of(response)[0] == Case.objects.get().reference


def test_a_page_of_a_request_that_is_stored_is_not_called_unsent(walker: Walker) -> None:
    """The answer was lost, the browser went back and sent an older page again while the database failed."""
    walker.fill()
    token = walker.token
    draft = drafts.Draft.from_session(walker.client.session[drafts.KEY])
    composing.send(draft, draft.journey())
    with mock.patch.object(drafts, "changing", side_effect=OperationalError("database is locked")):
        response = walker.client.post(walker.url("story"), {"token": token, "story": STORY})
    assert codes_of(response)[0] == Case.objects.get().reference


def test_a_token_alone_learns_that_it_arrived_and_no_numbers(walker: Walker) -> None:
    walker.fill()
    token = walker.token
    walker.send()
    case = Case.objects.get()
    stranger = Client()
    words = text_of(stranger.post(address("check"), {"token": token}))
    assert "คำขอนี้ถึงเราแล้ว" in words
    assert "ยังไม่ได้ถูกส่ง" not in words
    assert case.reference not in words
    with mock.patch.object(steps.confirmation, "recall", side_effect=OperationalError("x")):
        failing = text_of(stranger.post(address("check"), {"token": token}))
    assert "คำขอนี้ถึงเราแล้ว" in failing
    assert case.reference not in failing


def test_when_nobody_can_say_the_page_says_so_and_sending_again_makes_no_second(walker: Walker) -> None:
    walker.fill()
    nobody = mock.Mock(find=mock.Mock(side_effect=OperationalError("gone")))
    with (
        session_vanishes_after(composing, "submit_case"),
        mock.patch.object(sending, "_confirm", side_effect=OperationalError("gone")),
        mock.patch.object(arrival, "arrival", nobody),
    ):
        response = walker.send()
    assert response.status_code == 503
    words = text_of(response)
    assert "ยังไม่รู้ว่าถึงเราหรือยัง" in words
    assert "ยังไม่ได้ส่ง" not in words
    assert "คำขอนี้ถึงเราแล้ว" in text_of(walker.client.post(address("check"), again(response)))
    assert Case.objects.count() == 1


def test_a_request_taken_down_is_confirmed_although_the_session_vanished(
    client: Client, district: World
) -> None:
    client.force_login(district.center.officer.person, LOGIN)
    with session_vanishes_after(entry, "submit_case"):
        response = client.post(reverse("desk:new"), entry_data())
    assert response.status_code == 200
    assert Case.objects.get().reference in text_of(response)


def test_a_request_taken_down_is_found_by_its_token(client: Client, district: World) -> None:
    client.force_login(district.center.officer.person, LOGIN)
    token = uuid.uuid4()
    client.post(reverse("desk:new"), entry_data(token))
    with mock.patch.object(entry, "submit_case", side_effect=OperationalError("gone")):
        response = client.post(reverse("desk:new"), entry_data(token))
    assert Case.objects.get().reference in text_of(response)


def test_a_verb_that_was_done_is_not_called_undone(client: Client, district: World) -> None:
    case = factories.received_case(district)
    client.force_login(district.center.officer.person, LOGIN)
    path = reverse("desk:act", args=[case.reference, "screen"])
    data = {
        "base": case.base,
        "problem": "quality_of_life",
        "severity": "normal",
        "confidentiality": "normal",
        "note": "โทรแล้ว",
    }
    before = CaseEvent.objects.count()
    with mock.patch.object(verb.messages, "success", side_effect=OperationalError("gone")):
        response = client.post(path, data)
    assert CaseEvent.objects.count() == before + 1
    assert response.status_code == 302


def test_an_answer_of_the_citizen_that_was_stored_is_not_called_lost(client: Client, district: World) -> None:
    case = factories.working_case(district)
    asking.ask_reporter(case=case, actor=district.local.officer, question="กี่จุด")
    from cases.domain import identity

    secret = "CCCC-DDDD-FFFF-GGGG"
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret(secret))
    client.post(address("track"), {"reference": case.reference, "secret": secret})
    redirect = tracking.redirect
    failing = mock.patch.object(tracking, "redirect", side_effect=[OperationalError("gone"), redirect("/x/")])
    with failing:
        response = client.post(address("answer"), {"words": "สามจุด"})
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.stage == "working"


# --- a full disk ----------------------------------------------------------------------------------------------------------


def long_story() -> str:
    """Words that take room however well they are packed."""
    chance = random.Random(7)
    return "".join(chr(chance.randrange(0x0E01, 0x0E2F)) for _ in range(9_000))


@on_sqlite
def test_a_full_database_gives_back_every_word(walker: Walker) -> None:
    walker.fill(until="story")
    story = long_story()
    with full_database():
        response = walker.post("story", story=story)
    assert_given_back(response, walker.url("story"), story=story)
    assert walker.client.post(walker.url("story"), again(response)).status_code == 302


@on_sqlite
def test_a_full_database_takes_no_half_request_and_recovers_by_itself(walker: Walker) -> None:
    walker.fill(story={"story": long_story()})
    with full_database():
        response = walker.send()
    assert response.status_code == 503
    assert "ยังไม่ได้ส่ง" in text_of(response)
    assert Case.objects.count() == 0
    assert walker.client.post(address("check"), again(response))["Location"] == address("sent")


@on_sqlite
def test_a_full_disk_while_an_upload_comes_in_is_an_outage(walker: Walker) -> None:
    walker.fill(until="files")
    photo = SimpleUploadedFile("ก.jpg", b"x" * 3_000_000, "image/jpeg")
    with no_room_for_files(1_000_000):
        response = walker.client.post(walker.url("files"), {"token": walker.token, "files": [photo]})
    assert response.status_code == 503
    assert response["Retry-After"]


@on_sqlite
def test_the_same_before_any_view_is_reached(walker: Walker) -> None:
    """The check of the form's token reads the upload first."""
    walker.fill(until="files")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = walker.client.cookies
    page = client.get(walker.url("files"))
    token = BeautifulSoup(page.content, "html.parser").select_one("[name=csrfmiddlewaretoken]")["value"]
    photo = SimpleUploadedFile("ก.jpg", b"x" * 3_000_000, "image/jpeg")
    with no_room_for_files(1_000_000):
        response = client.post(
            walker.url("files"), {"csrfmiddlewaretoken": token, "files": [photo], "token": walker.token}
        )
    assert response.status_code == 503
    assert response["Retry-After"]


# --- every other refusal ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"), [(Http404(), 404), (PermissionDenied(), 403), (ValueError("a mistake"), 500)]
)
def test_whatever_is_refused_gives_back_what_was_typed(walker: Walker, error: Exception, status: int) -> None:
    walker.fill(until="story")
    walker.client.raise_request_exception = False
    with mock.patch.object(steps, "_keep", side_effect=error):
        response = walker.post("story", story="ได้")
    assert response.status_code == status
    assert "ได้" in BeautifulSoup(response.content, "html.parser").select_one("main textarea").get_text()
    assert "no-store" in response["Cache-Control"]


def test_a_case_that_is_gone_meanwhile_gives_back_the_note(client: Client, district: World) -> None:
    client.force_login(district.local.officer.person, LOGIN)
    case = factories.received_case(district)
    response = client.post(reverse("desk:act", args=[case.reference, "ask"]), {"question": "กี่คน"})
    assert response.status_code == 404
    assert "กี่คน" in response.content.decode()


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_of_another_site_cannot_be_pressed_from_our_page(
    walker: Walker, headers: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(walker.url("story"), {"story": "ได้"}, headers=headers)
    assert response.status_code == 403
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("main textarea").get_text() == "ได้"
    assert page.select_one(f'main form[action="{walker.url("story")}"]') is None


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_our_own_form_can_be_sent_again_with_a_fresh_token(walker: Walker, headers: dict[str, str]) -> None:
    walker.fill(until="story")
    client = Client(enforce_csrf_checks=True)
    client.cookies = walker.client.cookies
    sent = {"story": "ได้", "token": walker.token, "csrfmiddlewaretoken": "x" * 64}
    response = client.post(walker.url("story"), sent, headers=headers)
    assert response.status_code == 403
    form = BeautifulSoup(response.content, "html.parser").select_one(
        f'main form[action="{walker.url("story")}"]'
    )
    values = {box["name"]: box["value"] for box in form.select("input[name]")}
    assert values["csrfmiddlewaretoken"] != "x" * 64
    assert client.post(walker.url("story"), values, headers=headers).status_code == 302


def test_the_log_says_where_and_never_what(walker: Walker, caplog: pytest.LogCaptureFixture) -> None:
    walker.fill(until="story")
    with mock.patch.object(drafts, "changing", side_effect=OperationalError("bad value: คะนารีลับ")):
        walker.post("story", story="คะนารีลับ")
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "OperationalError" in logged
    assert "คะนารีลับ" not in logged


def test_a_session_that_cannot_be_written_is_not_tried_twice(walker: Walker) -> None:
    """On a locked database each try lets the person wait for the whole time-out."""
    walker.fill(until="story")
    tries = mock.Mock(side_effect=OperationalError("database is locked"))
    with mock.patch("portal.web.sessions.SessionStore.save", tries):
        assert walker.post("story", story="ได้").status_code == 503
    assert tries.call_count == 1


def test_the_outermost_handler_is_ours() -> None:
    from django.urls import get_resolver

    for code, function in (
        (400, errors.bad_request),
        (403, errors.forbidden),
        (404, errors.not_found),
        (500, errors.server_error),
    ):
        assert get_resolver().resolve_error_handler(code) is function
