"""Pictures that were taken without a signal: after the words, in parts, once, and nothing else than pictures (S1.06)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from PIL import Image

from cases.errors import GuardFailed
from cases.models import CaseFile, CaseNote
from cases.phones.desk import pictures
from cases.phones.desk.pictures import LONGEST_PART, NAME
from cases.phones.domain import content, resolving
from cases.phones.models import Entry
from cases.phones.vocabulary import Outcome, Resolution
from portal.actors import Officer
from tests.cases.desk.conftest import Login
from tests.cases.phones.conftest import Unit
from tests.cases.phones.double import Phone

pytestmark = pytest.mark.django_db
SIZE = 32 * 1024


def photo(side: int = 400) -> bytes:
    """A noisy picture, so that it has several parts."""
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def parts(content: bytes, picture: uuid.UUID | None = None) -> Iterator[dict[str, str]]:
    """The forms of its parts, as the phone makes them."""
    cut = [content[at : at + SIZE] for at in range(0, len(content), SIZE)]
    name = str(picture or uuid.uuid4())
    for number, part in enumerate(cut, 1):
        yield {
            "picture": name,
            "part": str(number),
            "of": str(len(cut)),
            "digest": hashlib.sha256(content).hexdigest(),
            "data": base64.b64encode(part).decode(),
        }


@pytest.fixture
def subject(unit: Unit) -> str:
    visit = unit.visits[0]
    return f"visit:{visit.case.reference}:{visit.number}"


@pytest.fixture
def phone(unit: Unit, at_unit: Client) -> Phone:
    """The driver's, with the list taken along."""
    made = Phone()
    assert made.sync(at_unit, unit.driver)
    return made


@pytest.fixture
def at_unit(unit: Unit, login: Login) -> Client:
    return login(unit.driver)


def write(phone: Phone, officer: Officer, subject: str, forms: list[dict[str, str]]) -> None:
    for fields in forms:
        phone.write(officer.person.pk, NAME, subject, fields)


def test_a_picture_comes_in_parts_and_stands_in_the_case_once(
    unit: Unit, phone: Phone, at_unit: Client, subject: str
) -> None:
    """Cut, answered twice, sent again after everything: one picture, made anew, and nothing of it left behind."""
    content = photo()
    forms = list(parts(content))
    assert len(forms) >= 3 and all(len(one["data"]) <= LONGEST_PART for one in forms)
    write(phone, unit.driver, subject, forms)
    phone.sync(at_unit, unit.driver, cut=len(phone.body()) - SIZE)
    assert 0 < Entry.objects.filter(kind=NAME).count() < len(forms)
    assert not CaseFile.objects.exists()
    assert phone.sync(at_unit, unit.driver)
    stored = CaseFile.objects.get()
    assert stored.case == unit.visits[0].case and stored.content_type == "image/jpeg"
    assert stored.uploaded_by == unit.driver.person
    assert set(Entry.objects.filter(kind=NAME).values_list("outcome", flat=True)) == {Outcome.APPLIED}
    assert not Entry.objects.exclude(sealed=b"").exists()
    # A colleague's phone brings the same picture from a file.
    write(phone, unit.driver, subject, forms)
    assert phone.sync(at_unit, unit.driver)
    assert CaseFile.objects.count() == 1


def test_a_picture_is_put_together_from_few_of_the_parts_that_wait(
    unit: Unit, phone: Phone, at_unit: Client, subject: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody leaves many beginnings: the newest parts are looked through, as many as one visit can have, and no more."""
    opened = []
    real = content.open_entry
    monkeypatch.setattr(content, "open_entry", lambda entry: opened.append(entry.pk) or real(entry))
    begun = [next(iter(parts(photo(400 + number)))) for number in range(6)]
    write(phone, unit.driver, subject, begun)
    forms = list(parts(photo()))
    write(phone, unit.driver, subject, forms)
    assert phone.sync(at_unit, unit.driver)
    assert CaseFile.objects.count() == 1
    assert len(opened) == len(forms) - 1, "what was begun before is not opened for it"
    monkeypatch.setattr(pictures, "MOST_WAITING", 3)
    write(phone, unit.driver, subject, list(parts(photo(420)))[:1])
    write(phone, unit.driver, subject, begun[:4])
    opened.clear()
    write(phone, unit.driver, subject, list(parts(photo(420)))[-1:])
    assert phone.sync(at_unit, unit.driver)
    assert len(opened) == 3
    assert CaseFile.objects.count() == 1


def test_what_is_no_picture_or_incomplete_waits_for_a_person(
    unit: Unit, phone: Phone, at_unit: Client, subject: str
) -> None:
    whole = list(parts(photo()))
    write(phone, unit.driver, subject, [*whole[:1], *whole[2:]])
    write(phone, unit.driver, subject, list(parts(b"%PDF-1.4 no picture")))
    broken = list(parts(photo(100)))
    broken[-1]["digest"] = "0" * 64
    write(phone, unit.driver, subject, broken)
    assert phone.sync(at_unit, unit.driver)
    assert not CaseFile.objects.exists()
    aside = Entry.objects.filter(kind=NAME, outcome=Outcome.ASIDE)
    assert aside.count() == 3 and all(one.reason for one in aside)


def test_a_picture_that_was_put_aside_is_decided_on_as_a_whole(
    unit: Unit, phone: Phone, at_unit: Client, subject: str
) -> None:
    """S1.06: adopting any part takes the picture in once, with one note; what is not whole stays as it was."""
    one, other, cut = list(parts(photo())), list(parts(photo(420))), list(parts(photo(410)))[:-1]
    for forms in (one, other, cut):
        for fields in forms:
            phone.write(unit.driver.person.pk, NAME, subject, fields, unfinished=True)
    assert phone.sync(at_unit, unit.driver)
    aside = list(Entry.objects.filter(kind=NAME, outcome=Outcome.ASIDE).order_by("number"))
    assert len(aside) == len(one) + len(other) + len(cut) and not CaseFile.objects.exists()
    notes = CaseNote.objects.filter(event__case=unit.visits[0].case)
    told = notes.count()
    with pytest.raises(GuardFailed):
        resolving.adopt(entry=aside[-1], actor=unit.nurse)
    assert notes.count() == told
    assert list(Entry.objects.filter(kind=NAME).order_by("number").values_list("outcome", "resolution")) == [
        (Outcome.ASIDE, "")
    ] * len(aside)
    assert not Entry.objects.filter(sealed=b"").exists(), "nothing was lost by the try"
    resolving.adopt(entry=aside[0], actor=unit.nurse)
    assert CaseFile.objects.get().case == unit.visits[0].case
    assert notes.count() == told + 1
    resolving.dismiss(entry=aside[len(one)], actor=unit.nurse, reason="ภาพเบลอ")
    assert list(Entry.objects.filter(kind=NAME).order_by("number").values_list("resolution", flat=True)) == [
        *[Resolution.ADOPTED] * len(one),
        *[Resolution.DISMISSED] * len(other),
        *[""] * len(cut),
    ]
    assert not Entry.objects.filter(resolution=Resolution.ADOPTED).exclude(sealed=b"").exists()


def test_parts_without_the_rest_go_after_thirty_days(
    unit: Unit, phone: Phone, at_unit: Client, subject: str
) -> None:
    """orphan: nothing of a picture that never came whole lies here for ever."""
    write(phone, unit.driver, subject, list(parts(photo()))[:1])
    assert phone.sync(at_unit, unit.driver)
    assert resolving.forget_parts() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
        assert resolving.forget_parts() == 1
    assert bytes(Entry.objects.get(kind=NAME).sealed) == b""


def test_a_stranger_adds_no_picture_to_a_case_that_is_none_of_theirs(
    unit: Unit, world, login: Login, subject: str
) -> None:
    stranger = world.other_local.officer
    phone, client = Phone(), login(stranger)
    assert phone.sync(client, stranger)
    write(phone, stranger, subject, list(parts(photo(100))))
    assert phone.sync(client, stranger)
    assert not CaseFile.objects.exists()
    assert Entry.objects.get(kind=NAME).outcome == Outcome.ASIDE


def test_the_report_says_that_pictures_may_be_taken(unit: Unit, at_unit: Client) -> None:
    phone = Phone()
    answer = phone.post(at_unit, phone.body()).json()
    assert answer["forms"]["visit.report"]["pictures"] == NAME
    assert answer["forms"]["visit.place"]["pictures"] == ""
