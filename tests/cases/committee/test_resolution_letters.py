"""The committee's own words leave the letters with the case, and nobody who takes no part reads them there (privacy 14)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from cases.committee.domain import letters
from cases.committee.domain.resolutions import Decided
from cases.committee.models import Resolution
from cases.committee.vocabulary import ResolutionKind
from cases.domain import erasing
from cases.errors import NotAllowed
from portal.letters.issuing import letter_file, withdraw_letter
from portal.letters.models import OutgoingLetter
from portal.letters.vocabulary import WithdrawalReason
from tests.cases.committee.factories import Scene
from tests.cases.committee.test_sitting import held
from tests.cases.desk.conftest import Login, soup
from tests.cases.domain.test_erasing import closed, dump
from tests.helpers import assert_same_queries
from tests.letters.pdf import squeezed, text_of

WORDS = "หลังคาบ้านคะนารีพังทั้งหลัง-5521"
DECIDED = Decided(kind=ResolutionKind.IN_PART, amount_baht=1500, basis="ระเบียบ ข้อ 16", words=WORDS)


def told(scene: Scene) -> OutgoingLetter:
    """The letter on a resolution."""
    return letters.tell_resolution(actor=scene.secretary, resolution=Resolution.objects.latest("pk"))


def is_stored() -> bool:
    """Whether the words lie in the database, as text or within JSON."""
    stored = dump()
    return WORDS in stored or json.dumps(WORDS).strip('"') in stored


def test_the_committees_words_go_out_of_every_letter_with_the_case(
    committee_scene: Scene, django_capture_on_commit_callbacks, tmp_path: Path
) -> None:
    scene = committee_scene
    held(scene, DECIDED)
    first = told(scene)
    letter_file(first)
    path = Path(settings.PRIVATE_ROOT) / first.pdf.name
    assert path.is_file()
    withdraw_letter(letter=first, actor=scene.secretary, reason=WithdrawalReason.WRONG_CONTENT)
    second = told(scene)
    assert second != first
    assert is_stored(), "the words that could stay are there"
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(closed(Resolution.objects.get().case))
    assert not path.exists()
    assert not is_stored()
    for letter in (first, second):
        number = letter.number
        letter.refresh_from_db()
        assert (letter.number, letter.pdf.name, letter.pdf_sha256) == (number, "", "")
        assert any("อนุมัติบางส่วน 1,500.00 บาท ตามระเบียบ ข้อ 16" in one for one in letter.letter.paragraphs)
        assert any("อุทธรณ์" in one for one in letter.letter.paragraphs), "everything else stays"
    drawn = squeezed(text_of(letter_file(second), tmp_path))
    assert squeezed("๑,๕๐๐.๐๐ บาท") in drawn
    assert squeezed(WORDS) not in drawn


def test_letters_of_other_cases_stay_as_they_are(committee_scene: Scene) -> None:
    scene = committee_scene
    held(scene, DECIDED)
    letter = told(scene)
    case = Resolution.objects.get().case
    held(scene, DECIDED)
    erasing.erase(closed(Resolution.objects.exclude(case=case).get().case))
    before = letter.letter
    letter.refresh_from_db()
    assert letter.letter == before
    assert WORDS in str(before)


def test_who_takes_no_part_in_the_case_opens_its_letter_nowhere(committee_scene: Scene, login: Login) -> None:
    scene = committee_scene
    held(scene, DECIDED)
    letter = told(scene)
    resolution = Resolution.objects.get()
    file, book = reverse("desk:letter_file", args=[letter.pk]), reverse("desk:letters")
    withdraw = reverse("desk:letter_withdraw", args=[letter.pk])
    tell = reverse("committee:tell", args=[resolution.item.meeting_id, 1])
    client = login(scene.secretary)
    assert client.get(file).status_code == client.get(withdraw).status_code == 200
    assert soup(client.get(book)).select_one(f'a[href="{file}"]') is not None
    resolution.case.recused.add(scene.secretary.person)
    assert [client.get(file).status_code, client.get(withdraw).status_code] == [404, 404]
    assert client.post(withdraw, {"reason": "wrong_content"}).status_code == 404
    assert client.post(tell).status_code == 404
    page = soup(client.get(book))
    assert page.select_one(f'a[href="{file}"], a[href="{withdraw}"]') is None
    assert letter.number in page.get_text(), "the book has no gap"
    assert login(scene.world.local.officer).get(file).status_code == 200
    with pytest.raises(NotAllowed):
        told(scene)


def test_the_book_costs_the_same_however_many_resolutions_were_told(
    committee_scene: Scene, login: Login
) -> None:
    scene = committee_scene
    client = login(scene.secretary)

    def another() -> None:
        held(scene, DECIDED)
        told(scene)

    another()
    assert_same_queries(lambda: client.get(reverse("desk:letters")), another)
