"""The written rule of the register: how long what somebody agreed to holds, when they are asked again, when it is erased.

Pure; the words people hear stand here too, so that rule and promise cannot differ (PDPA s.19, s.26, s.37(3)).
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from cases.vulnerable.vocabulary import Freshness

EDITION = "2569-1"
"""Of the words below. Whoever changes them gives another one: every agreement names the words to which it was given."""
WORDS = _(
    "เก็บชื่อ ที่อยู่ โทรศัพท์ และเหตุที่ต้องช่วยก่อน (เป็นข้อมูลสุขภาพ) เพื่อให้โทรหา อพยพ และช่วยก่อนเมื่อเกิดภัยเท่านั้น"
    " ผู้เห็นคือเจ้าหน้าที่ของ อปท. ในพื้นที่ และสถานที่กลางเมื่อมีเหตุ ถามอีกครั้งทุก 12 เดือน ไม่ยืนยันใน 15 เดือนจะลบ"
    " ถอนเมื่อใดก็ได้ที่ อปท. หรือสถานที่กลาง แล้วลบทันที ไม่ยินยอมก็ยังขอความช่วยเหลือได้ทุกอย่าง"
)
"""What is read to people before they agree."""
TERM_MONTHS = 12
"""So long it is taken to be true; then somebody asks again."""
LAST_MONTHS = 15
"""After so long without an answer it is erased."""
REMINDER_MONTHS = (12, 14)
"""When the organization is told that somebody has to be asked again: twice before anything is erased."""
TIME_TO_ASK = dt.timedelta(days=28)
"""At least so long an organization has after it was told; no month is shorter."""


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def freshness(agreed_on: dt.date, today: dt.date) -> Freshness:
    """Return how old what somebody agreed to is on a day."""
    if today >= months_after(agreed_on, LAST_MONTHS):
        return Freshness.OVER
    return Freshness.OLD if today >= months_after(agreed_on, TERM_MONTHS) else Freshness.FRESH


def newest_that_is(months: int, today: dt.date) -> dt.date:
    """Return the latest day of which so many months have passed by today: whatever was agreed to then or before is that old.

    Args:
        months: how many.
        today: the day.
    """
    guess = months_after(today, -months)
    # Short months give several days the same anniversary.
    while months_after(guess + dt.timedelta(days=1), months) <= today:
        guess += dt.timedelta(days=1)
    return guess


def reminder_due(agreed_on: dt.date, today: dt.date, *, reminded: int, reminded_on: dt.date | None) -> bool:
    """Whether an organization is told now that somebody has to be asked again.

    Two reminders are at least four weeks apart, whatever the system slept through: whoever is told has to have time to go.

    Args:
        agreed_on: when somebody agreed last.
        today: the day.
        reminded: how often it was told.
        reminded_on: when last; None for never.
    """
    if reminded >= len(REMINDER_MONTHS):
        return False
    return today >= months_after(agreed_on, REMINDER_MONTHS[reminded]) and _had_time(reminded_on, today)


def is_erased(
    agreed_on: dt.date, today: dt.date, *, reminded: int, reminded_on: dt.date | None, in_event: bool
) -> bool:
    """Whether the system erases a household.

    Never before the organization was told twice and had four weeks since, and never while an event runs in its place: whom
    a boat looks for stays on its list until the water is gone.

    Args:
        agreed_on: when somebody agreed last.
        today: the day.
        reminded: how often the organization was told.
        reminded_on: when last; None for never.
        in_event: an event runs there.
    """
    over = freshness(agreed_on, today) is Freshness.OVER
    return over and reminded >= len(REMINDER_MONTHS) and _had_time(reminded_on, today) and not in_event


def _had_time(reminded_on: dt.date | None, today: dt.date) -> bool:
    return reminded_on is None or today - reminded_on >= TIME_TO_ASK
