"""Three months of reports of the demonstration: filled, sent, accepted; one late, one given back, the last still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from cases.demo.office import Office
from cases.reports.domain import acts, rounds
from cases.reports.models import MonthlyReport
from cases.reports.periods import due_on, month_before, month_of, next_month
from cases.reports.vocabulary import Tier
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.actors import Officer
from portal.thai.dates import bangkok_datetime

MONTHS = 3
RETURNED_REASON = "ตรวจจำนวนคนอีกครั้ง ไม่ตรงกับที่โทรแจ้ง (เรื่องสมมติของชุดสาธิต)"
REMARKS = "ตรวจกับทะเบียนแล้ว (เรื่องสมมติของชุดสาธิต)"
REPORTERS = ("aonang-head", "saithai-head")


@contextmanager
def _as_of(day: dt.date) -> Iterator[None]:
    """Let the system believe that it is ten o'clock of another day: `manage.py prepare` is one thread and serves nobody."""
    moment = bangkok_datetime(day, dt.time(10))
    with (
        mock.patch.object(timezone, "now", lambda: moment),
        mock.patch("cases.reports.domain.acts.bangkok_today", lambda: day),
    ):
        yield


def _token(report: MonthlyReport, step: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"klang-demo:report:{report.organization_id}:{report.month}:{step}")


def _person(username: str) -> Officer:
    actor = actor_for(User.objects.get(username=username))
    if actor is None:
        raise LookupError(f"no demonstration staff {username!r}: run portal.accounts.demo first")
    return actor


def load_demo_reports() -> int:
    """Make the reports of the last three months once; returns how many were sent.

    Raises:
        LookupError: the demonstration staff are missing.
    """
    office, province = Office(), _person("province-report")
    if MonthlyReport.objects.exists():
        return 0
    today = timezone.localdate()
    months = [month_of(today)]
    for _number in range(MONTHS):
        months.insert(0, month_before(months[0]))
    sent = 0
    for month in months[:-1]:
        opened = next_month(month)
        rounds.open_rounds(min(opened, today))
        for number, username in enumerate(REPORTERS):
            late = number == 1 and month == months[1]
            if month != months[-2]:
                sent += _report(office[username], month, province, late=late)
    _give_back(province, months[-2], office[REPORTERS[0]])
    return sent


def _own(officer: Officer, month: dt.date) -> MonthlyReport:
    return MonthlyReport.objects.get(organization=officer.organization, month=month)


def _send(officer: Officer, month: dt.date, day: dt.date) -> None:
    with _as_of(day):
        for step in (acts.fill, acts.edit, acts.submit):
            report = _own(officer, month)
            words = {"remarks": REMARKS} if step is acts.edit else {}
            step(
                report=report,
                actor=officer,
                token=_token(report, step.__name__),
                version=report.version,
                **words,
            )


def _report(officer: Officer, month: dt.date, province: Officer, *, late: bool) -> int:
    """Send one report and let the next level accept it, two days later."""
    due = due_on(month, Tier.LOCAL)
    day = min(due + dt.timedelta(days=3 if late else -4), timezone.localdate())
    _send(officer, month, day)
    report = _own(officer, month)
    with _as_of(min(day + dt.timedelta(days=2), timezone.localdate())):
        acts.accept(report=report, actor=province, token=_token(report, "accept"), version=report.version)
    return 1


def _give_back(province: Officer, month: dt.date, officer: Officer) -> None:
    """Of the newest month one report is given back; the others wait to be made, as they do at the desk."""
    day = min(timezone.localdate(), due_on(month, Tier.LOCAL) - dt.timedelta(days=1))
    _send(officer, month, day)
    report = _own(officer, month)
    with _as_of(day):
        acts.give_back(
            report=report,
            actor=province,
            token=_token(report, "return"),
            version=report.version,
            reason=RETURNED_REASON,
        )
