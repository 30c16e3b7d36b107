"""The year of a law is part of its name, that of a letter follows from its date."""

from __future__ import annotations

from datetime import date

import pytest

from legal_library.domain.years import derived_year, year_in_title


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("พระราชบัญญัติคุ้มครองเด็ก พ.ศ. ๒๕๔๖", 2546),
        ("พระราชบัญญัติคุ้มครองเด็ก พ.ศ.2546", 2546),
        ("พระราชบัญญัติคุ้มครองเด็ก พุทธศักราช 2546", 2546),
        ("ระเบียบ ก พ.ศ. 2560 และที่แก้ไขเพิ่มเติม", 2560),
        ("พระราชบัญญัติ ก พ.ศ. 2542 (ฉบับที่ 2) พ.ศ. 2550", 2550),
        ("ระเบียบ ก 2560", None),
        ("ระเบียบ ก พ.ศ. 9999", None),
        ("ระเบียบ ก พ.ศ. 25601", None),
        ("", None),
    ],
)
def test_a_title_names_its_year(title: str, year: int | None) -> None:
    assert year_in_title(title) == year


@pytest.mark.django_db  # A kind that is not built in is looked for among those that were added.
@pytest.mark.parametrize(
    ("kind", "title", "day", "year"),
    [
        ("act", "พระราชบัญญัติ ก พ.ศ. 2545", date(2003, 1, 5), 2545),
        ("act", "พระราชบัญญัติ ก", date(2003, 1, 5), 2546),
        ("circular", "ซักซ้อมตามระเบียบ พ.ศ. 2545", date(2013, 9, 9), 2556),
        ("circular", "ซักซ้อมตามระเบียบ พ.ศ. 2545", None, 2545),
        ("act", "ก", None, None),
        ("no kind", "ก พ.ศ. 2545", date(2013, 9, 9), 2556),
    ],
)
def test_title_and_date_give_the_year(kind: str, title: str, day: date | None, year: int | None) -> None:
    assert derived_year(kind=kind, title=title, dated_on=day) == year
