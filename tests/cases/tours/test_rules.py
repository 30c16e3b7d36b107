"""The order of a trip (issue 14, point 4; S1.06): danger first, then by place, one stop for a household."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.tours.domain.rules import (
    Spot,
    Waiting,
    arranged,
    districts,
    left_over,
    next_of,
    ordered,
    place_key,
    together,
)

START = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
PLACES = ("810101", "810102", "810201", "8101", "81", "")


def spot(key: int, minute: int = 0, **values: object) -> Spot:
    return Spot(key=key, since=START + dt.timedelta(minutes=minute), **{"subdistrict": "810101"} | values)


SPOTS = st.lists(
    st.builds(
        Spot,
        key=st.integers(0, 10_000),
        since=st.integers(0, 900).map(lambda minute: START + dt.timedelta(minutes=minute)),
        danger=st.booleans(),
        unseen=st.booleans(),
        subdistrict=st.sampled_from(PLACES),
        moo=st.sampled_from(["", "1", "๒", "10", "ซอย 3"]),
        village=st.sampled_from(["", "บ้านคลอง"]),
        household=st.none() | st.integers(1, 6),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


def test_the_oldest_danger_that_nobody_took_comes_first() -> None:
    found = ordered(
        [
            spot(1, 5, danger=True),
            spot(2, 0),
            spot(3, 9, danger=True, unseen=True),
            spot(4, 7, danger=True, unseen=True),
        ]
    )
    assert [one.key for one in found] == [4, 3, 1, 2]


def test_after_the_danger_the_boat_goes_on_where_it_is_and_does_not_come_back() -> None:
    found = ordered(
        [
            spot(1, subdistrict="810101", moo="1"),
            spot(2, subdistrict="810102", moo="10"),
            spot(3, subdistrict="810102", moo="๒"),
            spot(4, 50, danger=True, subdistrict="810102", moo="10"),
            spot(5, subdistrict="810201"),
            spot(6, subdistrict="810102", moo="10"),
        ]
    )
    assert [one.key for one in found] == [4, 2, 6, 3, 1, 5]


def test_a_village_is_read_by_its_number_in_any_digits() -> None:
    numbers = [place_key(spot(1, moo=moo))[2] for moo in ("๒", "10", "", "ซอย 3", "9" * 9, "²")]
    assert numbers == [2, 10, 9999, 9999, 9999, 9999]


@settings(max_examples=60)
@given(SPOTS)
def test_nobody_is_lost_or_doubled_danger_is_before_the_rest_and_no_village_is_left_and_come_back_to(
    spots: list[Spot],
) -> None:
    found = ordered(spots)
    assert sorted(one.key for one in found) == sorted(one.key for one in spots)
    assert [one.danger for one in found] == sorted((one.danger for one in spots), reverse=True)
    rest = [place_key(one) for one in found if not one.danger]
    left = [place for place, after in zip(rest, rest[1:], strict=False) if place != after]
    assert len(left) == len(set(left))
    assert ordered(reversed(spots)) == found


@settings(max_examples=60)
@given(SPOTS)
def test_of_one_household_one_stop_the_worst_and_the_others_are_named(spots: list[Spot]) -> None:
    kept, behind = together(spots)
    assert {one.key for one in kept} | set(behind) == {one.key for one in spots}
    assert not {one.key for one in kept} & set(behind)
    households = [one.household for one in kept if one.household is not None]
    assert len(households) == len(set(households))
    by_key = {one.key: one for one in spots}
    for key, lead in behind.items():
        assert by_key[lead].household == by_key[key].household
        assert by_key[lead].danger >= by_key[key].danger
        assert lead in {one.key for one in kept}


def test_a_person_may_arrange_but_never_puts_danger_behind() -> None:
    assert arranged({1: 1, 2: 2, 3: 3, 4: 3}, dangers=[3, 4]) == [3, 4, 1, 2]
    assert arranged({1: 9, 2: 2}, dangers=[]) == [2, 1]


def test_the_next_stop_is_who_is_in_danger_by_now_else_the_order() -> None:
    assert next_of([]) is None
    assert next_of([Waiting(7, 2, False), Waiting(8, 1, False)]) == 8
    assert next_of([Waiting(7, 1, False), Waiting(8, 9, True)]) == 8


def test_only_known_districts_are_crossed() -> None:
    assert districts([spot(1), spot(2, subdistrict="81"), spot(3, subdistrict="8102")]) == ["8101", "8102"]


def test_what_is_left_over_may_be_fewer_than_none_and_says_so() -> None:
    assert (left_over(40, 3), left_over(1, 3)) == (37, -2)
