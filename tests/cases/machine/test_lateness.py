"""How late somebody is, and when alarms climb: once per chain, organization and level (S2.45 to S2.48)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cases.machine.lateness import alarm_level, late_since
from cases.machine.standing import Duty, Standing
from cases.machine.vocabulary import DutyBasis, DutyEnd, DutyKind
from portal.accounts.functions import Function
from portal.vocabulary import ProblemType
from tests.cases.machine.town import CENTER, HOUR, START, WHOLE, Hours


def duty(number: int, **values: object) -> Duty:
    """Return a duty that began at the start and is due after ten hours."""
    base = Duty(
        number=number,
        kind=DutyKind.ACT,
        organization=WHOLE,
        function=Function.WORK,
        started=START,
        due=START + 10 * HOUR,
        made=START,
        chain=1,
    )
    return replace(base, **values)


def standing(*duties: Duty) -> Standing:
    return Standing(
        holder=WHOLE,
        problem=ProblemType.DISASTER,
        received_at=START,
        duties={one.number: one for one in duties},
    )


def level(duties: list[Duty], hours: float) -> int:
    """Return the level of the last of these duties so many hours after the start."""
    return alarm_level(standing(*duties), duties[-1], Hours(), START + hours * HOUR)


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, 0), (10, 0), (10.1, 1), (34, 2), (57.9, 2), (58, 3), (500, 3)]
)
def test_an_alarm_climbs_one_level_a_day_and_stops_at_the_third(hours: float, expected: int) -> None:
    assert level([duty(1)], hours) == expected


def test_a_duty_that_moves_with_its_time_goes_on_being_late() -> None:
    """Superseding never resets the ladder: otherwise a new form every day would silence it."""
    first = duty(1, ended=START + 20 * HOUR, how=DutyEnd.SUPERSEDED)
    second = duty(2, due=START + 100 * HOUR, basis=DutyBasis.RECLASSIFIED, made=START + 20 * HOUR)
    assert late_since(standing(first, second), second, START + 60 * HOUR) == START + 10 * HOUR
    assert level([first, second], 60) == 3


def test_a_duty_that_ended_late_counts_as_late() -> None:
    first = duty(1, ended=START + 11 * HOUR, how=DutyEnd.SUPERSEDED)
    second = duty(2, due=START + 200 * HOUR, basis=DutyBasis.MOVED)
    assert late_since(standing(first, second), second, START + 12 * HOUR) == START + 10 * HOUR


def test_a_duty_that_ended_in_time_does_not() -> None:
    first = duty(1, ended=START + 9 * HOUR, how=DutyEnd.SUPERSEDED)
    second = duty(2, due=START + 200 * HOUR, basis=DutyBasis.MOVED)
    assert late_since(standing(first, second), second, START + 150 * HOUR) is None


@pytest.mark.parametrize("basis", [DutyBasis.APPROVED, DutyBasis.PAUSED])
def test_an_approved_time_and_a_finished_pause_begin_anew(basis: DutyBasis) -> None:
    first = duty(1, ended=START + 20 * HOUR, how=DutyEnd.SUPERSEDED)
    second = duty(2, due=START + 100 * HOUR, basis=basis)
    assert level([first, second], 99) == 0
    assert level([first, second], 101) == 1


def test_another_organization_in_the_chain_begins_at_the_first_level() -> None:
    first = duty(1, ended=START + 90 * HOUR, how=DutyEnd.SUPERSEDED)
    second = duty(2, organization=CENTER, due=START + 95 * HOUR, basis=DutyBasis.MOVED)
    assert level([first, second], 94) == 0
    assert level([first, second], 96) == 1


@pytest.mark.parametrize("kind", [DutyKind.TELL, DutyKind.ANSWER])
def test_no_alarm_climbs_for_what_the_citizen_is_told_or_asked(kind: DutyKind) -> None:
    assert level([duty(1, kind=kind)], 900) == 0


def test_a_duty_that_is_done_rings_no_more() -> None:
    done = duty(1, ended=START + 90 * HOUR, how=DutyEnd.DONE)
    assert alarm_level(standing(done), done, Hours(), START + dt.timedelta(days=30)) == 0
