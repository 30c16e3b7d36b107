"""The letter with user name and code: one page, in letters that can be typed (S2.61)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.accounts.domain.activating import Issued
from portal.letters.drawing.apart import Lane
from portal.letters.kinds.codes import code_letters_pdf
from tests.accounts.factories import OrganizationFactory, UserFactory
from tests.letters import pdf

pytestmark = pytest.mark.django_db


def drawn(*usernames: str) -> bytes:
    there = OrganizationFactory(name_th="องค์การบริหารส่วนตำบลอ่าวนาง")
    until = dt.datetime(2026, 12, 3, 3, 0, tzinfo=dt.UTC)
    return code_letters_pdf(
        issuer=OrganizationFactory(name_th="สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดกระบี่"),
        given=[
            (
                there,
                Issued(
                    UserFactory(username=name, display_name="สมหญิง ใจดี"), f"K7M3-9QXF-DGHJ-456{place}", until
                ),
            )
            for place, name in enumerate(usernames, start=3)
        ],
        address="https://klang.example.org/accounts/activate/",
    )


def test_it_says_who_by_what_where_and_until_when_on_one_page(tmp_path: Path):
    content = drawn("somying.c2")
    text = pdf.text_of(content, tmp_path)
    assert pdf.page_count(content) == 1
    # They are typed: Latin letters and Arabic digits.
    assert "somying.c2" in text
    assert "K7M3-9QXF-DGHJ-4563" in text
    assert "klang.example.org/accounts/activate" in text
    assert "๓ธันวาคม๒๕๖๙" in pdf.squeezed(text)


def test_everybody_has_a_page_and_nobody_reads_the_code_of_another(tmp_path: Path):
    content = drawn("somying", "somchai")
    assert pdf.page_count(content) == 2
    for page, (mine, other) in enumerate((("somying", "somchai"), ("somchai", "somying")), start=1):
        text = pdf.text_of(content, tmp_path, page)
        assert mine in text
        assert other not in text


@pytest.mark.parametrize(
    ("usernames", "lane"), [(["somying"], Lane.QUICK), (["somying", "somchai"], Lane.SLOW)]
)
def test_letters_of_a_list_hold_up_no_letter_to_one_person(monkeypatch, usernames, lane):
    asked: list = []
    monkeypatch.setattr(
        "portal.letters.kinds.codes.render_pdf", lambda *args, lane, **more: asked.append(lane) or b""
    )
    drawn(*usernames)
    assert asked == [lane]
