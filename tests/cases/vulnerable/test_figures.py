"""Four figures that always add up, whatever arrives in whatever order (issue 14, point 6; many.md B3)."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from cases.vulnerable.domain.figures import Figures, Known, Seen, added, known
from cases.vulnerable.domain.paper import MOST_LINES, read_paper
from cases.vulnerable.vocabulary import SEEN, Status

START = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)
MARKS = st.lists(
    st.builds(
        Seen,
        status=st.sampled_from(SEEN),
        at=st.integers(0, 6).map(lambda hours: START + dt.timedelta(hours=hours)),
        by_person=st.booleans(),
        danger=st.booleans(),
    ),
    max_size=7,
)


def seen(status: Status, hour: int, **values: bool) -> Seen:
    return Seen(status, START + dt.timedelta(hours=hour), **values)


@given(MARKS, st.randoms())
def test_what_holds_is_a_function_of_all_marks_and_not_of_their_order(marks: list[Seen], chance) -> None:
    mixed = list(marks)
    chance.shuffle(mixed)
    assert known(mixed) == known(marks)


@given(MARKS)
def test_a_need_ends_only_by_somebody_who_saw_them_or_spoke_to_them_later(marks: list[Seen]) -> None:
    needs = [one.at for one in marks if one.status is Status.NEEDS]
    ends = [one.at for one in marks if one.status is not Status.NEEDS and one.by_person]
    is_open = bool(needs) and not any(end > max(needs) for end in ends)
    assert (known(marks).status is Status.NEEDS) == is_open
    assert (known(marks).status is Status.NOT_REACHED) == (not marks)
    assert not known(marks).danger or known(marks).status is Status.NEEDS


def test_no_digit_hides_a_need_that_came_later_from_a_phone_without_a_signal() -> None:
    digit, need = seen(Status.SAFE, 3, by_person=False), seen(Status.NEEDS, 1, danger=True)
    assert known([digit]).status is Status.SAFE
    assert known([digit, need]) == Known(Status.NEEDS, True, need.at)
    visit = seen(Status.SAFE, 2)
    assert known([digit, need, visit]) == Known(Status.SAFE, at=digit.at)
    assert known([need, seen(Status.SAFE, 1)]).status is Status.NEEDS, "a tie leaves nobody waiting"
    assert known([seen(Status.SAFE, 1), seen(Status.MOVED, 1)]).status is Status.MOVED


@given(st.lists(st.dictionaries(st.sampled_from(list(Status)), st.integers(0, 900)), max_size=9))
def test_sums_follow_from_cells(cells: list[dict[Status, int]]) -> None:
    parts = [Figures(one) for one in cells]
    whole = added(parts)
    assert sum(whole.in_order) == whole.total == sum(one.total for one in parts)
    assert whole.in_order[0] == whole.of(Status.NOT_REACHED), "not reached stands first"


def test_paper_is_read_line_by_line_in_either_digits() -> None:
    read, unread = read_paper("12 ป\n๑๓. ย  ไปบ้านลูก\n\n14 ช ยาหมด 2 วัน\n15 อ\nสิบหก ป\n17\n18 x\n9999999 ป")
    assert [(one.number, one.status, one.danger, one.words) for one in read] == [
        (12, Status.SAFE, False, ""),
        (13, Status.MOVED, False, "ไปบ้านลูก"),
        (14, Status.NEEDS, False, "ยาหมด 2 วัน"),
        (15, Status.NEEDS, True, ""),
    ]
    assert unread == ["สิบหก ป", "17", "18 x", "9999999 ป"]
    read, unread = read_paper("\n".join(f"{one} ป" for one in range(MOST_LINES + 2)))
    assert (len(read), len(unread)) == (MOST_LINES, 2)
