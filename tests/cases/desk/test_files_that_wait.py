"""Every form of the desk that takes several files keeps each good one as soon as it came (issue 7, "Uploads")."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.domain import visits
from cases.models import Case, CaseFile
from portal.accounts.functions import Function
from portal.files import PRIVATE_STORAGE, waiting
from portal.files.fields import WaitingFilesField, WaitingFilesInput
from portal.files.storage import SESSIONS_ARE_OVER
from portal.files.tasks import sweep_waiting
from portal.web.sessions import SessionGoneError
from tests.accounts.factories import officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_entry import NEW, data
from tests.cases.factories import World, working_case
from tests.cases.tours.conftest import Boat, House, Plan, boat, house, now, planned, sent  # noqa: F401 - fixtures
from tests.files.samples import picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    """No test finds what another left on the disk."""
    PRIVATE_STORAGE.delete_folder(waiting.FOLDER)
    yield
    PRIVATE_STORAGE.delete_folder(waiting.FOLDER)


def photo(name: str = "บ้าน.jpg", side: int = 64) -> SimpleUploadedFile:
    return upload(name, picture(size=(side, 48)))


def program(name: str = "setup.exe") -> SimpleUploadedFile:
    return upload(name, b"MZ\x90\x00 a program")


def on_disk() -> list[str]:
    return [entry.name for entry in PRIVATE_STORAGE.entries(waiting.FOLDER)]


@dataclass
class Form:
    """A form of the desk that takes several files.

    Attributes:
        client: signed in.
        url: where it stands.
        box: name of its files.
        fine: values with which it is stored.
        gap: the same with something missing.
    """

    client: Client
    url: str
    box: str
    fine: dict[str, Any]
    gap: dict[str, Any]

    def send(self, values: dict[str, Any], *files: Any, out: tuple[str, ...] = ()) -> HttpResponse:
        return self.client.post(self.url, values | {self.box: list(files), f"{self.box}-out": list(out)})

    def kept(self, response: HttpResponse) -> dict[str, str]:
        """Return the files that the page shows as kept: name → identifier."""
        assert response.status_code in (200, 422), response
        boxes = soup(response).select(f"input[name='{self.box}-out']")
        return {
            box.find_next("label").select_one(".visually-hidden").get_text(strip=True): box["value"]
            for box in boxes
        }

    def errors(self, response: HttpResponse) -> list[str]:
        return [error.get_text(" ", strip=True) for error in soup(response).select(f"#id_{self.box}_error p")]


def counter(world: World, login: Login, **_more: Any) -> Form:
    fine = data(is_new="1")
    return Form(login(world.local.officer), NEW, "files", fine, fine | {"narrative": ""})


def field(world: World, login: Login, **_more: Any) -> Form:
    driver = officer(world.local.organization, functions=[Function.FIELD])
    visit = visits.dispatch(case=working_case(world), actor=world.local.officer)
    url = reverse("desk:field_report", kwargs={"reference": visit.case.reference, "number": visit.number})
    fine = {"token": str(uuid.uuid4()), "result": "visit_helped", "persons": "1"}
    return Form(login(driver), url, "photos", fine, fine | {"result": ""})


def tour(world: World, login: Login, request: pytest.FixtureRequest) -> Form:
    pilot: Boat = request.getfixturevalue("boat")
    made: House = request.getfixturevalue("house")
    plan: Plan = request.getfixturevalue("sent")
    trip = plan([made(), made()])
    url = reverse("tours:result", kwargs={"pk": trip.pk, "number": 1})
    fine = {"token": str(uuid.uuid4()), "result": "visit_helped", "persons": "1"}
    return Form(login(pilot.pilot), url, "photos", fine, fine | {"result": ""})


FORMS: dict[str, Callable[..., Form]] = {"counter": counter, "field": field, "tour": tour}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, world: World, login: Login) -> Form:
    return FORMS[request.param](world=world, login=login, request=request)


@pytest.fixture
def at_counter(world: World, login: Login) -> Form:
    """The form of the counter, for what is the same in all."""
    return counter(world, login)


def attached() -> list[str]:
    return sorted(file.name for file in CaseFile.objects.all())


# One bad file ------------------------------------------------------------------------------------------------------------


def test_good_bad_good_keeps_both_and_names_the_bad_one(form: Form) -> None:
    answer = form.send(form.fine, photo("หนึ่ง.jpg"), program(), photo("สอง.jpg"))
    assert list(form.kept(answer)) == ["หนึ่ง.jpg", "สอง.jpg"]
    (said,) = form.errors(answer)
    assert "setup.exe" in said and "รับเฉพาะไฟล์ภาพ" in said
    assert attached() == [] and len(on_disk()) == 2
    assert form.send(form.fine).status_code == 302
    assert attached() == ["สอง.jpg", "หนึ่ง.jpg"]
    assert on_disk() == [] and waiting.KEY not in form.client.session


def test_each_bad_file_has_its_own_reason(form: Form) -> None:
    answer = form.send(form.fine, program("ก.exe"), photo(), upload("ข.pdf", b""), upload("ค.jpg", b"words"))
    said = form.errors(answer)
    assert len(said) == 3
    assert all(name in one for name, one in zip(("ก.exe", "ข.pdf", "ค.jpg"), said, strict=True))
    assert list(form.kept(answer)) == ["บ้าน.jpg"]


def test_another_gap_in_the_form_loses_no_file(form: Form) -> None:
    answer = form.send(form.gap, photo())
    assert list(form.kept(answer)) == ["บ้าน.jpg"] and form.errors(answer) == []
    assert list(form.kept(form.send(form.gap))) == ["บ้าน.jpg"]
    assert form.send(form.fine, photo("อีก.jpg")).status_code == 302
    assert attached() == ["บ้าน.jpg", "อีก.jpg"]


def test_a_kept_file_can_be_taken_out(form: Form) -> None:
    kept = form.kept(form.send(form.gap, photo("ก.jpg"), photo("ข.jpg")))
    assert list(form.kept(form.send(form.gap, out=(kept["ก.jpg"],)))) == ["ข.jpg"]
    assert len(on_disk()) == 1
    assert form.send(form.fine, photo("ค.jpg"), out=(kept["ข.jpg"], "never-there")).status_code == 302
    assert attached() == ["ค.jpg"]


# Exactly once ------------------------------------------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_attaches_its_files_once(form: Form) -> None:
    form.send(form.gap, photo("ก.jpg"))
    for _twice in range(2):
        assert form.send(form.fine, photo("ข.jpg")).status_code == 302
    assert attached() == ["ก.jpg", "ข.jpg"]
    assert on_disk() == []


def test_a_kept_file_that_is_chosen_again_is_the_same_file(at_counter: Form) -> None:
    at_counter.send(at_counter.gap, photo("ก.jpg"))
    answer = at_counter.send(at_counter.gap, photo("ก.jpg"), photo("ข.jpg"), photo("ข.jpg"))
    assert list(at_counter.kept(answer)) == ["ก.jpg", "ข.jpg"]
    at_counter.send(at_counter.fine, photo("ก.jpg"))
    assert attached() == ["ก.jpg", "ข.jpg"]


def test_two_tabs_keep_their_files_apart(at_counter: Form) -> None:
    first, second = at_counter.gap, at_counter.gap | {"token": str(uuid.uuid4())}
    at_counter.send(first, photo("ก.jpg"))
    assert list(at_counter.kept(at_counter.send(second, photo("ข.jpg")))) == ["ข.jpg"]
    assert list(at_counter.kept(at_counter.send(first))) == ["ก.jpg"]
    assert at_counter.send(at_counter.fine).status_code == 302
    assert attached() == ["ก.jpg"]
    assert list(at_counter.kept(at_counter.send(second))) == ["ข.jpg"]


def test_nobody_else_gets_a_waiting_file_by_the_token(world: World, login: Login) -> None:
    form = counter(world, login)
    form.send(form.gap, photo())
    other = Form(login(world.local.supervisor), form.url, form.box, form.fine, form.gap)
    assert form.kept(form.send(form.gap)) and other.kept(other.send(other.gap)) == {}
    assert other.send(other.fine).status_code == 302
    assert attached() == []
    assert len(on_disk()) == 1


# Bounds and forgetting ---------------------------------------------------------------------------------------------------


def test_the_sixth_file_is_named_and_five_are_kept(at_counter: Form) -> None:
    answer = at_counter.send(at_counter.fine, *(photo(f"{number}.jpg") for number in range(6)))
    assert list(at_counter.kept(answer)) == [f"{number}.jpg" for number in range(5)]
    (said,) = at_counter.errors(answer)
    assert "5.jpg" in said
    assert at_counter.send(at_counter.fine).status_code == 302
    assert len(attached()) == 5


def test_all_files_of_a_form_together_are_bounded(at_counter: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    at_counter.send(at_counter.gap, photo("ก.jpg"))
    (entry,) = at_counter.client.session[waiting.KEY].values()
    monkeypatch.setattr(waiting, "MAX_TOTAL_BYTES", entry["files"][0]["size"] + 1)
    answer = at_counter.send(at_counter.fine, photo("ข.jpg"))
    assert list(at_counter.kept(answer)) == ["ก.jpg"]
    assert "ข.jpg" in at_counter.errors(answer)[0]


def test_a_hundred_bad_files_are_not_all_looked_at(at_counter: Form) -> None:
    with mock.patch.object(waiting, "check_upload", side_effect=waiting.check_upload) as judged:
        answer = at_counter.send(at_counter.fine, *(program(f"{number}.exe") for number in range(40)))
    assert judged.call_count == waiting.MOST_JUDGED
    assert len(at_counter.errors(answer)) == 40


def test_a_form_without_files_leaves_the_session_alone(form: Form) -> None:
    answer = form.send(form.gap)
    assert form.kept(answer) == {}
    assert waiting.KEY not in form.client.session
    with mock.patch("portal.web.sessions.SessionStore.locked") as locked:
        form.send(form.gap)
    assert not locked.called
    assert on_disk() == []


def test_the_oldest_of_many_forms_makes_room(at_counter: Form) -> None:
    tokens = [str(uuid.uuid4()) for _ in range(waiting.MOST_FORMS + 2)]
    for token in tokens:
        at_counter.send(at_counter.gap | {"token": token}, photo())
    assert list(at_counter.client.session[waiting.KEY]) == tokens[2:]
    assert len(on_disk()) == waiting.MOST_FORMS


def test_signing_out_forgets_what_was_never_sent(at_counter: Form) -> None:
    at_counter.send(at_counter.gap, photo())
    assert len(on_disk()) == 1
    at_counter.client.logout()
    assert on_disk() == []


def test_what_nobody_sends_is_swept_after_a_day(at_counter: Form) -> None:
    at_counter.send(at_counter.gap, photo())
    assert sweep_waiting.call() == 0
    Session.objects.all().delete()
    folder = PRIVATE_STORAGE.path(on_disk()[0].rpartition("/")[0])
    old = time.time() - SESSIONS_ARE_OVER - 60
    os.utime(folder, (old, old))
    assert sweep_waiting.call() == 1
    assert on_disk() == []


def test_a_file_waits_sealed_and_the_session_says_nothing_of_its_content(at_counter: Form) -> None:
    at_counter.send(at_counter.gap, photo("ยายแดง.jpg"))
    with open(PRIVATE_STORAGE.path(on_disk()[0]), "rb") as stored:
        assert not stored.read().startswith(b"\xff\xd8")
    assert "ยายแดง" not in Session.objects.get(pk=at_counter.client.session.session_key).session_data


# What fails --------------------------------------------------------------------------------------------------------------


def test_a_full_disk_names_the_file_to_be_chosen_again_and_stops_no_form(at_counter: Form) -> None:
    with mock.patch.object(PRIVATE_STORAGE, "save", side_effect=OSError(28, "No space left")):
        answer = at_counter.send(at_counter.gap, photo())
    assert at_counter.kept(answer) == {}
    assert "“บ้าน.jpg”" in soup(answer).get_text()
    with mock.patch.object(waiting.Shelf, "_keep", side_effect=OSError(28, "No space left")):
        assert at_counter.send(at_counter.fine, photo()).status_code == 302
    assert attached() == ["บ้าน.jpg"]


def test_a_session_that_vanished_keeps_nothing_on_the_disk(at_counter: Form) -> None:
    with mock.patch("portal.web.sessions.SessionStore.locked", side_effect=SessionGoneError):
        at_counter.send(at_counter.gap, photo())
    assert on_disk() == []


def test_a_file_that_is_gone_from_the_disk_is_named_and_the_others_stay(at_counter: Form) -> None:
    at_counter.send(at_counter.gap, photo("ก.jpg"))
    at_counter.send(at_counter.gap, photo("ข.jpg"))
    PRIVATE_STORAGE.delete(on_disk()[0])
    answer = at_counter.send(at_counter.fine)
    (said,) = at_counter.errors(answer)
    assert "หายไป" in said
    (left,) = at_counter.kept(answer)
    assert left not in said
    assert at_counter.send(at_counter.fine).status_code == 302
    assert attached() == [left]


def test_a_token_that_is_none_keeps_nothing(world: World, login: Login) -> None:
    form = counter(world, login)
    answer = form.send(form.fine | {"token": "none"}, photo())
    assert form.kept(answer) == {} and on_disk() == []
    assert "บ้าน.jpg" in soup(answer).get_text()


def test_news_of_a_known_matter_bring_their_files_once(world: World, login: Login) -> None:
    form = counter(world, login)
    case = working_case(world)
    form.send(form.gap, photo())
    values = form.fine | {"add_to": case.reference}
    for _twice in range(2):
        assert form.send(values).url == reverse("desk:case", kwargs={"reference": case.reference})
    assert [file.case_id for file in CaseFile.objects.all()] == [case.pk]
    assert Case.objects.count() == 1 and on_disk() == []


def test_the_page_of_the_counter_opens_the_fold_in_which_files_wait(world: World, login: Login) -> None:
    form = counter(world, login)
    page = soup(form.send(form.gap, photo()))
    assert page.select_one("#id_files").find_parent("details").has_attr("open")


# Nobody is left out ------------------------------------------------------------------------------------------------------


def _forms(patterns: list[URLPattern | URLResolver]) -> Iterator[type]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _forms(one.url_patterns)
        elif isinstance(found := getattr(one.callback, "typed_form", None), type):
            yield found


SEVERAL_ELSEWHERE = {
    # Editors' files are judged one by one in the background; a bad one never stops the others
    # (tests/legal_library/editing/test_import_screen.py).
    "ImportForm",
    "ReadingForm",
}


def test_every_form_that_takes_several_files_stands_on_the_shared_field() -> None:
    apart = {
        form.__name__
        for form in set(_forms(get_resolver().url_patterns))
        for field in form.base_fields.values()  # type: ignore[attr-defined]
        if getattr(field.widget, "allow_multiple_selected", False)
        and getattr(field.widget, "input_type", "") == "file"
        and not (isinstance(field, WaitingFilesField) and isinstance(field.widget, WaitingFilesInput))
    }
    assert apart == SEVERAL_ELSEWHERE
