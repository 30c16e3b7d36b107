"""Who withdrew is not brought back by what they had agreed to before: a list, or a form that is sent again (PDPA s.19)."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.errors import GuardFailed
from cases.vulnerable.domain import following, importing, keeping
from cases.vulnerable.models import Home, Withdrawn
from cases.vulnerable.starter import load_needs
from cases.vulnerable.tasks import follow_first
from cases.vulnerable.vocabulary import EntryWay, RemovalReason
from tests.cases.desk.conftest import Login
from tests.cases.domain.test_erasing import dump
from tests.cases.events.conftest import OURS
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME, SECRETS, Enter, agreed, days_ago, details
from tests.cases.vulnerable.test_keeping import listed
from tests.cases.vulnerable.test_pages import TYPED, filled, text_of

pytestmark = pytest.mark.django_db

LINE = (NAME, "12/3 หลังวัด", "4", "", "2", "ติดเตียง", "1/11/2569", "", "")


def left(home: Home, world: World, reason: RemovalReason = RemovalReason.WITHDRAWN) -> None:
    assert keeping.remove(actor=world.local.officer, home=home.pk, reason=reason)


def taken(world: World, folder: Path, *rows: tuple[object, ...]) -> importing.Taken:
    return importing.take(actor=world.local.officer, path=listed(folder, *rows), tries=False)


def test_the_same_list_brings_nobody_back_who_withdrew(areas: World, tmp_path: Path) -> None:
    load_needs()
    assert taken(areas, tmp_path, LINE).made == 1
    left(Home.objects.get(), areas)
    refused = taken(areas, tmp_path, LINE)
    assert (refused.made, refused.existing, [line for line, _why in refused.refused]) == (0, 0, [2])
    assert "ถอนความยินยอมแล้ว" in refused.refused[0][1]
    other = (NAME, "12/3", "หมู่ 4", "", "", "oxygen", "26/11/2569", "", "")
    assert not taken(areas, tmp_path, other).made, "nor another list of the same house, on the day itself"
    assert not Home.objects.exists()


def test_the_line_of_a_house_that_was_corrected_is_known_again(areas: World, tmp_path: Path) -> None:
    load_needs()
    taken(areas, tmp_path, LINE)
    home = Home.objects.get()
    keeping.change(actor=areas.local.officer, home=home, details=details(place_detail="99", moo="5"))
    left(home, areas)
    assert not taken(areas, tmp_path, LINE).made


def test_whom_somebody_asked_again_is_taken(areas: World, tmp_path: Path, enters: Enter, now) -> None:
    left(enters(on=days_ago(30)), areas)
    with pytest.raises(GuardFailed) as refused:
        enters(on=days_ago(1))
    assert refused.value.field == "agreed_on"
    again = enters()
    assert again.agreed_on == days_ago(0), "an officer who reads the words once more may, on the same day"
    old = (NAME, "12/3", "4", "", "", "oxygen", "1/11/2569", "", "")
    assert taken(areas, tmp_path, old).existing == 1, "who stands there again is told so"
    left(again, areas)
    now.shift(dt.timedelta(days=1))
    assert taken(areas, tmp_path, (*LINE[:6], "27/11/2569", "", "")).made == 1


def test_who_left_for_another_reason_comes_back_by_a_list(areas: World, tmp_path: Path) -> None:
    load_needs()
    taken(areas, tmp_path, LINE)
    left(Home.objects.get(), areas, RemovalReason.MISTAKE)
    assert taken(areas, tmp_path, LINE).made == 1


def test_it_holds_whoever_keeps_the_place_next(enters: Enter, areas: World) -> None:
    left(enters(), areas)
    with pytest.raises(GuardFailed, match="ถอนความยินยอมแล้ว"):
        keeping.enter(
            actor=areas.center.officer,
            details=details(subdistrict=OURS),
            agreed=agreed(),
            token=uuid.uuid4(),
            way=EntryWay.IMPORT,
        )


def test_a_form_that_is_sent_again_brings_nobody_back(areas: World, login: Login) -> None:
    load_needs()
    at, address = login(areas.local.officer), reverse("first:new")
    sent = filled(at.get(address), **TYPED)
    at.post(address, sent)
    left(Home.objects.get(), areas)
    answer = at.post(address, sent)
    assert answer.status_code == 200
    assert "ต้องขอความยินยอมใหม่" in text_of(answer)
    assert NAME in answer.content.decode(), "what was typed stands there"
    assert not Home.objects.exists()
    assert at.post(address, filled(at.get(address), **TYPED)).status_code == 302, "a new form of the day is"


def test_what_is_kept_of_it_tells_nobody_and_goes_with_the_term(enters: Enter, areas: World, now) -> None:
    home = enters()
    left(home, areas)
    text = dump()
    assert not [one for one in (*SECRETS, "หลังวัด", str(home.token), home.token.hex) if one in text]
    start = timezone.now()
    now.move_to(start + dt.timedelta(days=364))
    assert following.forget_withdrawn() == 0
    assert Withdrawn.objects.exists()
    now.move_to(start + dt.timedelta(days=365))
    assert follow_first.func() >= 1
    assert not Withdrawn.objects.exists()
