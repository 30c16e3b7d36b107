"""House and village in an address as people write it (domain.md 3.1)."""

from __future__ import annotations

import pytest

from portal.thai.houses import House, read_house


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("12/3 ม.4 บ้านช่องพลี", House("12/3", "4")),
        ("บ้านเลขที่ ๑๒/๓ หมู่ที่ ๐๔", House("12/3", "4")),
        ("เลขที่ 7", House("7")),
        ("หมู่ 11", House("", "11")),
        ("45 หมู่2 ต.อ่าวนาง", House("45", "2")),
        ("หลังวัด ใกล้ร้าน 7-11", House()),
        ("โทร 0812345678", House()),
        ("", House()),
    ],
)
def test_house_and_village_are_read(text: str, house: House) -> None:
    assert read_house(text) == house
