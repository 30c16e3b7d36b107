"""Checks of announcements and yearly results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from announcements.models import PostingRecord
from announcements.results.publishing import unpublished
from announcements.vocabulary import PostingMedium
from portal.thai.dates import fiscal_year_bounds
from portal.upkeep.registry import Found, Look, Severity, check, rows, these

DAYS_TO_PUBLISH = 90
"""After the end of the fiscal year; the regulation says each year and names no day (S1.30), so this is our own."""


@check(
    Severity.PLAN,
    _("ผลการช่วยเหลือประจำปียังไม่เผยแพร่"),
    _("คำนวณ ตรวจ และเผยแพร่ใน /cms/ (ผลการช่วยเหลือประจำปี)"),
)
def results_unpublished(look: Look) -> Found:
    """The results of a fiscal year are not published ninety days after its end (S1.30)."""
    waiting = unpublished(look.today)
    return these(
        [one for one in waiting if (look.today - fiscal_year_bounds(one)[1]).days >= DAYS_TO_PUBLISH]
    )


@check(
    Severity.PLAN,
    _("ประกาศที่ปิดครบกำหนดแล้วยังไม่บันทึกการปลด"),
    _("ปลดประกาศจากป้าย แล้วบันทึกวันที่ปลดใน /cms/"),
)
def postings_not_taken_down(look: Look) -> Found:
    """The time of a posting on a board was over two weeks ago and nobody wrote down that it came down (S1.23).

    On the website it ends by itself, and a record that was corrected stays as it was.
    """
    boards = PostingRecord.objects.filter(medium=PostingMedium.BOARD, corrected_by=None)
    return rows(boards.filter(posted_until__lt=look.ago(days=14).date(), taken_down_on__isnull=True))
