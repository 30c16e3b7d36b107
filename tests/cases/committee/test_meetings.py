"""Meetings are numbered within their fiscal year (S1.01)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from cases.committee.domain import meetings
from cases.committee.vocabulary import MeetingState
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from portal.thai.dates import bangkok_datetime
from tests.cases.committee.factories import Scene

NOW = dt.datetime(2026, 9, 1, 3, tzinfo=dt.UTC)


def plan(scene: Scene, day: dt.date):
    return meetings.plan(
        actor=scene.secretary,
        committee=scene.committee,
        starts_at=bangkok_datetime(day, dt.time(9, 30)),
        place="ห้องประชุม",
    )


@time_machine.travel(NOW, tick=False)
def test_numbers_begin_again_on_the_first_of_october(committee_scene: Scene) -> None:
    days = [dt.date(2026, 9, 10), dt.date(2026, 9, 30), dt.date(2026, 10, 1), dt.date(2026, 10, 2)]
    assert [plan(committee_scene, day).title for day in days] == ["1/2569", "2/2569", "1/2570", "2/2570"]


@time_machine.travel(NOW, tick=False)
def test_a_cancelled_number_is_not_given_again(committee_scene: Scene) -> None:
    first = plan(committee_scene, dt.date(2026, 9, 10))
    with pytest.raises(GuardFailed):
        meetings.cancel(actor=committee_scene.secretary, meeting=first, because=" ")
    meetings.cancel(actor=committee_scene.secretary, meeting=first, because="ประธานติดราชการ")
    assert plan(committee_scene, dt.date(2026, 9, 11)).title == "2/2569"
    with pytest.raises(CaseChanged):
        meetings.cancel(actor=committee_scene.secretary, meeting=first, because="อีกครั้ง")


@time_machine.travel(NOW, tick=False)
def test_a_meeting_moves_within_its_fiscal_year_only(committee_scene: Scene) -> None:
    meeting = plan(committee_scene, dt.date(2026, 9, 10))
    move = {"actor": committee_scene.secretary, "meeting": meeting, "place": "ศาลาประชาคม"}
    moved = meetings.move(**move, starts_at=bangkok_datetime(dt.date(2026, 9, 20)))
    assert (moved.title, moved.place) == ("1/2569", "ศาลาประชาคม")
    with pytest.raises(GuardFailed, match="คนละปีงบประมาณ"):
        meetings.move(**move, starts_at=bangkok_datetime(dt.date(2026, 10, 1)))
    with pytest.raises(GuardFailed, match="ผ่านไปแล้ว"):
        meetings.move(**move, starts_at=bangkok_datetime(dt.date(2026, 8, 1)))


def test_nobody_else_plans(committee_scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        meetings.plan(
            actor=committee_scene.world.other_local.officer,
            committee=committee_scene.committee,
            starts_at=bangkok_datetime(dt.date(2099, 1, 1)),
            place="ก",
        )
    assert MeetingState.CANCELLED.is_over
