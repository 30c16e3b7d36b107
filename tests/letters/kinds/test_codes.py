"""The letter with user name and code: one page, in letters that can be typed (S2.61)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.letters.kinds.codes import code_letter_pdf
from tests.accounts.factories import OrganizationFactory
from tests.letters import pdf

pytestmark = pytest.mark.django_db


def drawn() -> bytes:
    return code_letter_pdf(
        issuer=OrganizationFactory(name_th="สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดกระบี่"),
        receiver=OrganizationFactory(name_th="องค์การบริหารส่วนตำบลอ่าวนาง"),
        name="นางสาวสมหญิง ใจดี",
        username="somying.c2",
        code="K7M3-9QXF-DGHJ-4567",
        valid_until=dt.datetime(2026, 12, 3, 3, 0, tzinfo=dt.UTC),
        address="https://klang.example.org/accounts/activate/",
    )


def test_it_says_who_by_what_where_and_until_when_on_one_page(tmp_path: Path):
    content = drawn()
    text = pdf.text_of(content, tmp_path)
    assert pdf.page_count(content) == 1
    # They are typed: Latin letters and Arabic digits.
    assert "somying.c2" in text
    assert "K7M3-9QXF-DGHJ-4567" in text
    assert "klang.example.org/accounts/activate" in text
    assert "๓" in text
