"""What must not stand in a text for everybody: numbers and addresses of a person, wherever they stand and however written."""

from __future__ import annotations

import pytest

from portal.thai.traces import personal_traces


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("โทร 081-770-0131", True),
        ("โทร ๐๘๑ ๗๗๐ ๐๑๓๑", True),
        ("โทร 08 1770 0131", True),
        ("โทร (081) 770.0131", True),
        ("โทร +66 81 770 0131", True),
        ("โทร +66 (0)81-770-0131", True),
        ("โทร0617700131นะ", True),
        ("1 8199 00123 45 1", True),
        ("บัตร 1819900123451", True),
        ("บัตร ๑-๘๑๙๙-๐๐๑๒๓-๔๕-๑", True),
        ("kanari@example.org", True),
        ("โทร 0-7563-7146 ต่อ 11", False),
        ("โทร 02-241-9000", False),
        ("โทร 1300 ได้ทั้งวันทั้งคืน ตามมาตรา 16 พ.ศ. 2566", False),
        ("วงเงิน 49,500 บาท หนังสือที่ มท 0891.3/ว 1918", False),
        ("ส่งที่ @ นี้", False),
        ("", False),
    ],
)
def test_numbers_and_addresses_of_people_are_seen(text: str, has: bool):
    assert personal_traces(text) is has


@pytest.mark.parametrize("trace", ["081-770-0131", "1819900123451", "kanari@example.org"])
def test_they_are_seen_at_the_end_of_the_longest_text_too(trace: str):
    """Only the beginning was looked at for telephone numbers, and an answer for everybody has thousands of letters."""
    assert personal_traces("ถามตอบ " * 900 + trace)
