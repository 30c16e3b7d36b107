"""The rules of an event: what belongs to it, sums that add up, honest waiting times (docs/events.md)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.events.domain.rules import (
    COLUMNS,
    FEWEST,
    NOT_TAKEN,
    STEPS,
    Reach,
    Sums,
    belongs_to,
    may_be_attached,
    review_day,
    steps_reached,
    waits,
)
from cases.events.vocabulary import Column
from cases.machine.vocabulary import Stage

START = dt.datetime(2026, 11, 25, 0, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
CODES = ("810101", "810102", "810116", "810401", "840101")


def reach(
    key: int = 1, area: frozenset[str] = frozenset({"810101"}), hours: int | None = None, start: int = 0
) -> Reach:
    begins = START + start * HOUR
    return Reach(key, f"flood-{key}", area, begins, begins + hours * HOUR if hours is not None else None)


REACHES = st.builds(
    reach,
    key=st.integers(1, 4),
    area=st.frozensets(st.sampled_from(CODES), min_size=1),
    hours=st.none() | st.integers(0, 50),
    start=st.integers(-20, 20),
)
PLACES = st.sampled_from((*CODES, "8101", "81", ""))


@given(
    PLACES,
    st.integers(-30, 80),
    st.sampled_from(("", "flood-1", "flood-2", "x")),
    st.lists(REACHES, unique_by=lambda one: one.key),
)
def test_what_belongs_to_an_event_lies_in_its_time_and_may_lie_in_its_area(
    place, hour, occasion, events
) -> None:
    at = START + hour * HOUR
    found = belongs_to(place, at, occasion, events)
    if found is not None:
        assert found.in_time(at)
        assert found.covers(place) or (found.slug == occasion and found.may_cover(place))
    else:
        assert not any(one.in_time(at) and one.covers(place) for one in events)


@given(PLACES, st.integers(-30, 80), st.lists(REACHES, unique_by=lambda one: one.key), st.randoms())
def test_the_order_in_which_events_are_looked_at_decides_nothing(place, hour, events, dice) -> None:
    at = START + hour * HOUR
    turned = list(events)
    dice.shuffle(turned)
    assert belongs_to(place, at, "", events) == belongs_to(place, at, "", turned)


def test_what_comes_after_the_end_goes_the_ordinary_way() -> None:
    over = reach(hours=5)
    assert belongs_to("810101", START + 5 * HOUR - dt.timedelta(seconds=1), "", [over]) == over
    assert belongs_to("810101", START + 5 * HOUR, "", [over]) is None
    assert belongs_to("810101", START + 5 * HOUR, "flood-1", [over]) is None


def test_who_writes_on_the_form_with_words_for_a_place_belongs_to_it_and_who_lives_elsewhere_does_not() -> (
    None
):
    flood = reach()
    for place in ("", "81", "8101", "810101"):
        assert belongs_to(place, START, "flood-1", [flood]) == flood
    for place in ("84", "8104", "810102"):
        assert belongs_to(place, START, "flood-1", [flood]) is None
    assert belongs_to("8101", START, "", [flood]) is None


def test_an_area_through_two_districts_and_two_provinces_is_one_area() -> None:
    wide = reach(area=frozenset({"810101", "810401", "840101"}))
    assert {belongs_to(place, START, "", [wide]) for place in ("810101", "810401", "840101")} == {wide}


def test_of_two_events_the_later_one_counts() -> None:
    first, second = reach(1, start=0), reach(2, start=5)
    assert belongs_to("810101", START + 6 * HOUR, "", [second, first]) == second
    assert belongs_to("810101", START + 4 * HOUR, "", [second, first]) == first
    assert belongs_to("810101", START + 6 * HOUR, "flood-1", [second, first]) == first


@given(st.booleans(), st.booleans())
def test_the_portal_attaches_neither_crisis_nor_what_is_restricted(crisis, restricted) -> None:
    assert may_be_attached(crisis=crisis, restricted=restricted) is (not crisis and not restricted)


def test_every_stage_has_one_column() -> None:
    assert set(COLUMNS) == set(Stage)
    assert set(COLUMNS.values()) == set(Column)


def test_nobody_took_what_was_screened_and_not_accepted() -> None:
    """own_danger: a request is taken by whoever works on it, not by whoever read it or sent it on."""
    assert set(NOT_TAKEN) == {Stage.RECEIVED, Stage.SCREENED}
    waiting = {stage for stage, column in COLUMNS.items() if column == Column.WAITING}
    assert waiting == set(NOT_TAKEN)


@given(st.integers(0, 24 * 60))
def test_danger_climbs_after_ten_twenty_and_sixty_minutes(minutes: int) -> None:
    reached = steps_reached(dt.timedelta(minutes=minutes))
    assert reached == sum(minutes >= one for one in (10, 20, 60))
    assert reached <= len(STEPS)


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(Stage), st.integers(0, 500)), max_size=60))
def test_sums_add_up_in_both_directions_whatever_came(rows) -> None:
    sums = Sums()
    for organization, stage, number in rows:
        sums.add(organization, stage, number)
    total = sum(number for *_rest, number in rows)
    assert sums.of() == total
    assert sum(sums.of(one) for one in sums.organizations) == total
    assert sum(sums.of(column=column) for column in Column) == total
    for one in sums.organizations:
        assert sum(sums.of(one, column) for column in Column) == sums.of(one)


@given(st.lists(st.integers(0, 100_000), max_size=40), st.integers(0, 40))
def test_a_told_waiting_time_was_enough_for_half_of_all_who_asked(seconds, waiting) -> None:
    found = waits([dt.timedelta(seconds=one) for one in seconds], waiting)
    everybody = len(seconds) + waiting
    assert found.waiting == waiting
    if found.minutes is None:
        assert everybody < FEWEST or 2 * len(seconds) < everybody
        return
    served = sum(one <= found.minutes * 60 for one in seconds)
    assert everybody >= FEWEST
    assert 2 * served >= everybody
    assert found.minutes >= 1


def test_the_time_of_the_lucky_is_never_told_for_those_who_wait() -> None:
    quick = [dt.timedelta(minutes=2)] * 4
    assert waits(quick, 5).minutes is None
    assert waits(quick, 4).minutes == 2
    assert waits(quick, 0).minutes is None, "of four nothing is told"


DAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (DAY, None, DAY + dt.timedelta(days=7)),
        (DAY - dt.timedelta(days=20), None, DAY + dt.timedelta(days=7)),
        (DAY, DAY + dt.timedelta(days=30), DAY + dt.timedelta(days=30)),
        (DAY, DAY, DAY),
    ],
)
def test_an_event_without_an_end_is_looked_at_again(start, end, expected) -> None:
    assert review_day(start, end, DAY) == expected
