"""What to load, counted without a name, and a load as a person writes it (issue 14, point 4)."""

from __future__ import annotations

import pytest

from cases.domain.queries.known import people_in
from cases.errors import GuardFailed
from cases.tours.domain.loading import as_written, read_load, wants_of
from tests.cases.tours.conftest import House, Plan


def test_a_load_is_read_as_people_write_it_and_written_as_it_is_read() -> None:
    text = "ถุงยังชีพ ๔๐ ชุด บ้านละ ๑\n\n น้ำดื่ม ขวดใหญ่ 1,200 แพ็ก\n"
    found = read_load(text)
    assert [(one.name, one.quantity, one.unit, one.usual) for one in found] == [
        ("ถุงยังชีพ", 40, "ชุด", 1),
        ("น้ำดื่ม ขวดใหญ่", 1200, "แพ็ก", 0),
    ]
    assert read_load(as_written(found)) == found
    assert read_load("  \n") == []


def test_what_is_no_load_is_refused_with_the_line() -> None:
    wrong = (
        *("ถุงยังชีพ", "40 ชุด", "ถุงยังชีพ 40", "ถุง 0 ชุด", "ถุง 40 ชุด คนละ 1", "ถุง 40 ชุด บ้านละ มาก"),
        *("ถุง 9999999 ชุด", "ก" * 81 + " 4 ชุด", "\n".join(["น้ำ 1 ขวด"] * 13), "ถุง ² ชุด"),
    )
    for text in wrong:
        with pytest.raises(GuardFailed) as refused:
            read_load(text)
        assert refused.value.field == "loads"


@pytest.mark.django_db
def test_who_waits_is_counted_once_a_house_with_who_needs_care(
    house: House, planned: Plan, django_assert_max_num_queries
) -> None:
    full, unknown = house(affected={"age": 81, "household_size": 6}), house(affected={"age": 4})
    tour = planned([full, unknown])
    with django_assert_max_num_queries(3):
        wants = wants_of(tour)
    assert (wants.houses, wants.people) == (2, 7)
    assert {str(group): number for group, number in wants.groups} == {"เด็ก": 1, "ผู้สูงอายุ": 1}
    assert (people_in(full.pk), people_in(unknown.pk)) == (6, 1)
