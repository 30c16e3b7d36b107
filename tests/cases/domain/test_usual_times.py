"""The usual time: what half and nine of ten waited, told only where enough is known, and true in the month that follows."""

from __future__ import annotations

import datetime as dt
import random
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.domain import usual_times
from cases.domain.usual_times import Usual, Wait, by_then, choose, shown_hours, table_of, usual_of
from cases.models import AssistanceRecord, Case, UsualTime, UsualTimesDay
from cases.vocabulary import Channel, Track
from portal.vocabulary import ProblemType
from tests.accounts.factories import UserFactory
from tests.cases.factories import help_given, working_case

DISASTER, VIOLENCE = ProblemType.DISASTER, ProblemType.VIOLENCE
HOUR = dt.timedelta(hours=1)
HERE, NEIGHBOR, FAR = "810101", "810102", "830101"


def helped(*hours: float) -> list[tuple[float, bool]]:
    return [(one, True) for one in hours]


def test_half_and_nine_of_ten_of_people_who_were_all_helped():
    assert by_then(helped(1, 2, 3, 4), 0.5) == 2
    count, half, nine = usual_of(helped(*range(1, 20)))
    assert (count, half, nine) == (19, 10, 18)


def test_who_still_waits_makes_it_longer_and_not_shorter():
    """Six were helped within six hours and six wait since forty: it is not true that everybody is helped in six."""
    known = helped(1, 2, 3, 4, 5, 6)
    waiting = [(40.0, False)] * 6
    assert usual_of(known)[1] == 3
    assert usual_of(known + waiting)[1] == 6
    assert by_then(known + waiting, 0.9) is None


def test_of_few_people_no_bound_for_nine_of_ten_is_told():
    assert usual_of(helped(1, 2, 3, 4)) is None
    assert usual_of(helped(1, 2, 3, 4, 5)) == (5, 3, None)
    assert usual_of(helped(*range(1, 10))) == (9, 5, 9)


def test_the_wider_area_is_told_where_too_little_is_known():
    known = [Wait(DISASTER, NEIGHBOR, hour, helped=True) for hour in range(1, 10)]
    known += [Wait(DISASTER, HERE, hour, helped=True) for hour in (10, 20, 30, 40, 50)]
    rows = {area: values for (_problem, area), values in table_of(known).items()}
    usual = choose(rows, usual_times.areas_of(HERE, DISASTER))
    assert (usual.area, usual.cases, usual.half_hours) == (HERE, 5, 30)
    assert usual.nine_area == "8101"
    assert usual.nine_hours >= 30
    assert choose(rows, usual_times.areas_of(FAR, DISASTER)).area == ""
    assert choose({}, usual_times.areas_of(HERE, DISASTER)) is None


def test_of_a_crisis_no_place_smaller_than_a_province_is_told():
    known = [Wait(VIOLENCE, HERE, hour, helped=True) for hour in range(1, 12)]
    assert {area for _problem, area in table_of(known)} == {"81", ""}


def test_a_bound_is_never_shown_shorter_than_it_is():
    assert [shown_hours(hours) for hours in (0.2, 5.0, 47.5, 49, 72, 72.1)] == [1, 5, 48, 72, 72, 96]


def lived(received: dt.datetime, hours: float | None, place: str, helper, *, closed: bool = False) -> Case:
    """A case of the lived year, without its walk: only when it came in and when help did."""
    token = uuid.uuid4()
    case = Case(
        reference=str(token)[:9],
        secret_hash=token.hex,
        submission_key=token.hex,
        track=Track.GENERAL,
        problem=DISASTER,
        channel=Channel.WEB,
        holder=helper[0],
        received_by=helper[0],
        received_at=received,
        province_code=place[:2],
        district_code=place[:4],
        subdistrict_code=place,
        narrative="(สมมติ)",
    )
    if closed:
        case.stage, case.closed_at = "closed", received + HOUR
    case.help_at = None if hours is None else received + hours * HOUR
    return case


def keep(cases: list[Case], helper) -> None:
    Case.objects.bulk_create(cases)
    given = help_given()
    AssistanceRecord.objects.bulk_create(
        AssistanceRecord(
            case=case,
            organization=helper[0],
            recorded_by=helper[1],
            recorded_at=case.help_at,
            given_on=case.help_at.date(),
            category=given.category,
            kind=given.kind,
        )
        for case in cases
        if case.help_at is not None
    )


@pytest.fixture
def helper(world):
    return world.local.organization, UserFactory()


def test_what_is_not_known_yet_is_not_used(helper):
    """As of a moment: help that came later is still waited for, and who was closed without help is left out."""
    now = timezone.now()
    month_ago = now - dt.timedelta(days=30)
    keep(
        [
            lived(month_ago, 24, HERE, helper),
            lived(month_ago, 240, HERE, helper),
            lived(month_ago, None, HERE, helper, closed=True),
            lived(now - dt.timedelta(days=400), 5, HERE, helper),
        ],
        helper,
    )
    as_of = month_ago + 100 * HOUR
    assert sorted((round(one.hours), one.helped) for one in usual_times.waits(as_of)) == [
        (24, True),
        (100, False),
    ]
    assert sorted(one.helped for one in usual_times.waits(now)) == [True, True]


def test_the_table_is_made_once_a_day_and_only_what_changed_is_written(helper):
    now = timezone.now()
    keep([lived(now - dt.timedelta(days=9), hours, HERE, helper) for hours in range(10, 20)], helper)
    assert usual_times.make_once_a_day() == 10
    assert usual_times.make_once_a_day() == 0
    kept = dict(UsualTime.objects.values_list("area", "pk"))
    assert set(kept) == {HERE, "8101", "81", ""}
    usual = usual_times.usual_time(DISASTER, HERE)
    assert (usual.cases, round(usual.half_hours), round(usual.nine_hours)) == (10, 14, 19)
    usual_times.make(now)
    assert dict(UsualTime.objects.values_list("area", "pk")) == kept
    AssistanceRecord.objects.all().delete()
    Case.objects.update(stage="closed", closed_at=now - HOUR)
    usual_times.make(now)
    assert not UsualTime.objects.exists()
    assert UsualTimesDay.objects.count() == 1


def lived_year(helper, *, slower: float = 1.0) -> None:
    """Two invented years of three subdistricts, each with its own pace; `slower` is what the last year becomes."""
    rng = random.Random(7)
    now = timezone.now()
    cases = []
    for day in range(1, 730):
        received = now - dt.timedelta(days=day)
        pace = slower if day < 365 else 1.0
        for place, middle in ((HERE, 60), (NEIGHBOR, 110), ("810103", 200)):
            if rng.random() < 0.5:
                hours = pace * middle * rng.lognormvariate(0, 0.8)
                within = received + hours * HOUR < now
                cases.append(lived(received, hours if within else None, place, helper))
    keep(cases, helper)


def test_nine_of_ten_held_in_the_months_that_followed(helper, capsys):
    lived_year(helper)
    months = usual_times.backtest(timezone.now())
    promised = sum(month.promised for month in months)
    share = sum(month.held for month in months) / promised
    assert promised > 300
    assert 0.85 <= share <= 0.95
    call_command("backtest_usual_times")
    assert "together" in capsys.readouterr().out


def test_a_bound_that_does_not_hold_any_more_is_found_out(helper):
    """Without the look back nobody would notice that help has become three times slower."""
    lived_year(helper, slower=3.0)
    with pytest.raises(CommandError, match="outside"):
        call_command("backtest_usual_times", months=11)


def test_nobody_is_told_anything_on_an_empty_portal(db):
    with pytest.raises(CommandError, match="too little"):
        call_command("backtest_usual_times")


def test_help_on_a_real_case_counts(world):
    from cases.domain import assistance

    case = working_case(world, problem=DISASTER)
    assistance.record_help(case=case, actor=world.local.officer, given=help_given())
    (wait,) = usual_times.waits(timezone.now() + HOUR)
    assert wait == Wait(DISASTER, "810101", wait.hours, helped=True)
    assert usual_times.usual_time(DISASTER, HERE) is None
    assert Usual("", 5, 1.0).nine_hours is None
