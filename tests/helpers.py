"""Small tools that more than one room's tests use."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST_BYTES = 60_000
"""Of a page of the desk, as it is before it is packed (issue 9, "Scale and speed")."""


def count_queries(action: Callable[[], object]) -> int:
    """Return how many queries an action makes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    return len(captured)


def assert_same_queries(action: Callable[[], object], grow: Callable[[], object]) -> None:
    """Say that an action needs no more queries after the data grew.

    Args:
        action: what is measured, e.g. a GET of a list; run once before to warm caches.
        grow: adds rows, e.g. two more cases.
    """
    action()
    before = count_queries(action)
    grow()
    action()
    after = count_queries(action)
    assert after == before, f"{before} queries before the data grew, {after} after"


SENSES = re.compile(
    r"(?:ปุ่ม|ช่อง|ข้อความ|ตัวอักษร|กรอบ)(?:สี|กลม|ด้านซ้าย|ด้านขวา|ทางซ้าย|ทางขวา)|สี(?:แดง|เขียว|เหลือง)(?:คือ|หมายถึง)"
    r"|\b(?:button|box|link)s? (?:on the (?:left|right)|in (?:red|green|yellow))",
    re.IGNORECASE,
)
"""Words that only somebody who sees can follow: "the red button", "the box on the left" (WCAG 2.2, 1.3.3)."""
