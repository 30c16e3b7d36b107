"""The register of those who need help first tells nothing to whoever reads the tables (decision 0012)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases.vulnerable.domain import order
from cases.vulnerable.domain.keeping import AlreadyThereError
from cases.vulnerable.domain.rights import found_by_name, found_by_phone
from cases.vulnerable.models import Home
from tests.cases.domain.test_erasing import dump
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME, NOTE, PHONE, Enter
from tests.sealing.helpers import another_key_for_finding, own_keys

pytestmark = pytest.mark.django_db
HOUSE = "หลังวัดคะนารีลับ"


def test_no_table_holds_who_needs_help_first_in_clear(areas: World, enters: Enter) -> None:  # noqa: F811
    home = enters(place_detail=f"77/12 {HOUSE}")
    text = dump()
    for secret in (NAME, "คะนารี", PHONE, "0817704471", NOTE, HOUSE, "77/12", "00077"):
        assert secret not in text
    again = Home.objects.get(pk=home.pk)
    assert (again.name, again.phone, again.note) == (NAME, PHONE, NOTE)


def test_they_are_found_by_name_and_number_as_before(areas: World, enters: Enter) -> None:  # noqa: F811
    home = enters()
    enters(name="นางดาว อีกบ้าน", phone="", place_detail="9")
    actor = areas.local.officer
    assert found_by_name(actor, "นารี", 20) == [home]
    assert found_by_name(actor, "ณารี", 20) == []
    assert found_by_name(actor, "ค", 20) == []
    assert list(found_by_phone(actor, ["0817704471"])) == [home]
    assert list(found_by_phone(actor, ["081770447"])) == []
    assert found_by_name(areas.other_local.officer, "นารี", 20) == [], "one door"


def test_with_another_key_for_finding_they_are_found_and_known_again(
    areas: World,  # noqa: F811
    enters: Enter,
    settings: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = own_keys(settings, tmp_path / "keys")
    home, other = enters(other_contact="ลูก 089-111-2222"), enters(name="นางดาว อีกบ้าน", phone="", moo="")
    actor, before = areas.local.officer, Home.objects.get(pk=home.pk)
    another_key_for_finding(file)
    assert found_by_name(actor, "นารี", 20) == []
    call_command("rebuild_lists")
    assert "digests of 2 households that need help first" in capsys.readouterr().out
    assert found_by_name(actor, "นารี", 20) == [home]
    assert found_by_name(actor, "นางดาว", 20) == [other]
    for number in ("0817704471", "0891112222"):
        assert list(found_by_phone(actor, [number])) == [home]
    after = Home.objects.get(pk=home.pk)
    assert after.key != before.key and after.name_keys != before.name_keys
    assert (after.place_key, after.name) == (before.place_key, NAME)
    with pytest.raises(AlreadyThereError):
        enters()


def test_the_order_of_the_way_is_kept_however_they_come(enters: Enter) -> None:
    houses = ["20", "9", "12/20", "หลังวัด", "12/3", "1", "100", "12"]
    for number, house in enumerate(houses):
        enters(place_detail=house, name=f"บ้านที่ {number} ทดสอบ", phone="")
    stands = [home.place_detail for home in Home.objects.order_by("place_key", "pk")]
    assert stands == ["1", "9", "12", "12/3", "12/20", "20", "100", "หลังวัด"]


def test_a_village_without_room_is_spread_and_keeps_its_order(
    enters: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "STEP", 4)
    for number in (1, 100, 50, 25, 12, 6, 3, 2, 75):
        enters(place_detail=str(number), name=f"บ้านที่ {number} ทดสอบ", phone="")
    stands = [int(home.place_detail) for home in Home.objects.order_by("place_key", "pk")]
    assert stands == sorted(stands)
