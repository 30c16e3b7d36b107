"""Reminders: five days before, the day before, on the day, when late; once each, to whom it concerns (S2.08, S2.56)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.reports import tasks
from cases.reports.domain import telling
from cases.reports.models import MonthlyReport
from portal.outbox.models import OutboxMessage
from tests.cases.reports.conftest import Levels, accepted, report_of, sent

NOVEMBER = 11


def mails(who, template: str | None = None) -> list[str]:
    found = OutboxMessage.objects.filter(organization=who.organization, template__startswith="report_")
    return list(found.order_by("pk").values_list("template", flat=True))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(14, []), (15, ["report_soon"]), (19, ["report_soon"]), (20, ["report_due"]), (21, ["report_late"])],
)
def test_each_day_has_its_reminder(october: Levels, day: int, expected: list[str]) -> None:
    telling.remind(dt.date(2026, NOVEMBER, day))
    assert mails(october.local) == expected


def test_from_the_first_to_the_last_each_is_sent_once(october: Levels) -> None:
    for day in range(6, 31):
        for _again in range(2):
            telling.remind(dt.date(2026, NOVEMBER, day))
    assert mails(october.local) == ["report_soon", "report_soon", "report_due", "report_late"]
    # 30 November is a Monday: five days before, the day before, the day.
    assert mails(october.province) == ["report_soon", "report_soon", "report_due"]


def test_whoever_has_sent_is_left_alone(october: Levels) -> None:
    sent(october.local)
    accepted(october.other, october.district)
    telling.remind(dt.date(2026, NOVEMBER, 21))
    assert mails(october.local) == mails(october.other) == []
    assert mails(october.town) == ["report_late"]


def test_a_reminder_carries_the_month_the_day_and_a_link_and_no_figure(october: Levels) -> None:
    telling.remind(dt.date(2026, NOVEMBER, 20))
    context = OutboxMessage.objects.get(organization=october.local.organization).context
    assert context["reference"] == "ตุลาคม 2569" and context["due"] == "20 พ.ย. 2569"
    assert context["link"].endswith(f"/desk/reports/{report_of(october.local).pk}/")


def test_an_old_month_is_not_rung_about_for_ever(october: Levels) -> None:
    assert telling.remind(dt.date(2027, 3, 1)) == 0


def test_the_task_opens_the_month_and_reminds_once_a_day(levels: Levels, time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 15, 3, tzinfo=dt.UTC), tick=False)
    assert tasks.follow_the_months.call() == MonthlyReport.objects.count() > 0
    assert mails(levels.local) == ["report_soon"]
    assert tasks.follow_the_months.call() == 0
