"""What is published of a year: the right sums, nothing small, nothing below the province for crisis problems.

The reader of these tests has only the published JSON, and tries to solve it.
"""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcements.results.figures import (
    HELP_MEASURES,
    by_quarters,
    cells_of,
    measures_of,
    months_of,
    public_view,
    withheld,
)
from portal.suppression import leaks
from tests.announcements.factories import BIG, figures, row

CRISIS = ("violence", "child_labor")
GENERAL = ("disaster", "disease", "other")


def equations(view: dict, measure: str) -> list[list[object]]:
    """Return every sum that a reader of the JSON knows, as lists [whole, part, part, …] of figures or None."""
    lines = [
        [
            ("total", view["total"][measure]),
            ("general", view["general"][measure]),
            ("crisis", view["crisis"][measure]),
        ],
        [("general", view["general"][measure])]
        + [(("p", r["problem"]), r[measure]) for r in view["problems"]],
        [("general", view["general"][measure])]
        + [(("o", r["organization"]), r[measure]) for r in view["organizations"]],
        [("crisis", view["crisis"][measure])]
        + [(("c", r["problem"]), r[measure]) for r in view["crisis_problems"]],
    ]
    if view["crisis_provinces"]:
        provinces = view["crisis_provinces"]
        lines.append(
            [("crisis", view["crisis"][measure])] + [(("v", r["province"]), r[measure]) for r in provinces]
        )
        for r in provinces:
            inside = [(("v", r["province"], p), values[measure]) for p, values in r["problems"].items()]
            lines.append([(("v", r["province"]), r[measure]), *inside])
        for c in view["crisis_problems"]:
            inside = [
                (("v", r["province"], c["problem"]), r["problems"][c["problem"]][measure])
                for r in provinces
                if c["problem"] in r["problems"]
            ]
            lines.append([(("c", c["problem"]), c[measure]), *inside])
    if measure == "received":
        for name, rows in (("organization", view["organizations"]), ("month", view["months"])):
            letter = name[0]
            for r in rows:
                inside = [((letter, r[name], p), v) for p, v in r["received_by_problem"].items()]
                lines.append([((letter, r[name]), r["received"]), *inside])
            for p in view["problems"]:
                inside = [
                    ((letter, r[name], p["problem"]), r["received_by_problem"][p["problem"]]) for r in rows
                ]
                lines.append([(("p", p["problem"]), p["received"]), *inside])
        lines.append(
            [("general", view["general"]["received"])]
            + [(("m", r["month"]), r["received"]) for r in view["months"]]
        )
    return lines


def solved(view: dict, measure: str) -> dict[object, Fraction]:
    """Return every withheld figure of a measure that the sums determine (Gauss)."""
    lines = equations(view, measure)
    unknowns = sorted({name for line in lines for name, value in line if value is None}, key=str)
    matrix = []
    for line in lines:
        coefficients, right = [Fraction(0)] * len(unknowns), Fraction(0)
        for place, (name, value) in enumerate(line):
            sign = 1 if place == 0 else -1
            if value is None:
                coefficients[unknowns.index(name)] += sign
            else:
                right -= sign * value
        matrix.append([*coefficients, right])
    pivot = 0
    for column in range(len(unknowns)):
        found = next((r for r in range(pivot, len(matrix)) if matrix[r][column]), None)
        if found is None:
            continue
        matrix[pivot], matrix[found] = matrix[found], matrix[pivot]
        matrix[pivot] = [value / matrix[pivot][column] for value in matrix[pivot]]
        for r in range(len(matrix)):
            if r != pivot and matrix[r][column]:
                factor = matrix[r][column]
                matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[pivot], strict=True)]
        pivot += 1
    answers = {}
    for line in matrix:
        used = [place for place, value in enumerate(line[:-1]) if value]
        if len(used) == 1:
            answers[unknowns[used[0]]] = line[-1]
    return answers


def numbers(value: object) -> list[int]:
    """Return every number of a published view except the explanatory ones."""
    if isinstance(value, dict):
        skipped = ("be_year", "ce_year", "schema", "smallest_published")
        return [n for key, inner in value.items() if key not in skipped for n in numbers(inner)]
    if isinstance(value, list):
        return [n for inner in value for n in numbers(inner)]
    return [value] if isinstance(value, int) else []


counts = st.integers(0, 7)
rows = st.lists(
    st.builds(
        lambda organization, problem, month, province, received, closed, helped, persons, baht: row(
            organization_id=organization,
            organization=f"หน่วยงาน {organization}",
            province_code=province,
            problem=problem,
            is_crisis=problem in CRISIS,
            month=month,
            received=received,
            closed=closed,
            helped=helped,
            persons=persons,
            baht=baht,
        ),
        st.integers(1, 4),
        st.sampled_from(GENERAL + CRISIS),
        st.sampled_from(months_of(2569)[:3]),
        st.sampled_from(["81", "82"]),
        counts,
        counts,
        counts,
        st.none() | counts,
        st.none() | st.integers(0, 9000),
    ),
    max_size=14,
    unique_by=lambda r: (r.organization_id, r.problem, r.month, r.province_code),
)


@settings(max_examples=120)
@given(rows)
def test_a_reader_of_the_published_json_solves_nothing(some: list) -> None:
    view = public_view(figures(some))
    for measure in view["measures"]:
        assert not any(solved(view, measure).values()), "only noughts, in which nobody is, may follow"


@settings(max_examples=120)
@given(rows)
def test_no_count_from_one_to_four_is_published(some: list) -> None:
    view = public_view(figures(some))
    without_money = json.loads(json.dumps(view))

    def strip(value: object) -> None:
        if isinstance(value, dict):
            value.pop("baht", None)
            for inner in value.values():
                strip(inner)
        elif isinstance(value, list):
            for inner in value:
                strip(inner)

    strip(without_money)
    assert not {1, 2, 3, 4} & set(numbers(without_money))


@settings(max_examples=120)
@given(rows)
def test_what_is_published_is_true_and_sums_agree(some: list) -> None:
    year = figures(some)
    view = public_view(year)
    for measure in view["measures"]:
        expected = sum(getattr(r, measure) or 0 for r in some)
        assert view["total"][measure] in (None, expected)
        for line in equations(view, measure):
            values = [value for _, value in line]
            if None not in values:
                assert values[0] == sum(values[1:])


@settings(max_examples=120)
@given(rows)
def test_where_cases_received_are_withheld_nothing_of_that_line_is_told(some: list) -> None:
    """Eight closed of a withheld number of cases would say that there were at least eight."""
    view = public_view(figures(some))
    for line in [
        *view["organizations"],
        *view["problems"],
        *view["crisis_problems"],
        view["general"],
        view["crisis"],
    ]:
        if line["received"] is None:
            assert all(line[measure] is None for measure in view["measures"])


@settings(max_examples=120)
@given(rows)
def test_measures_of_help_are_withheld_together(some: list) -> None:
    """Money for a withheld number of families would tell what one family got."""
    view = public_view(figures(some))
    helps = [measure for measure in HELP_MEASURES if measure in view["measures"]]
    for line in [*view["organizations"], *view["problems"], *view["crisis_problems"]]:
        assert len({line[measure] is None for measure in helps}) == 1


def test_an_ordinary_year_is_published_whole() -> None:
    view = public_view(figures(BIG))
    assert view["total"] == {
        "received": 96,
        "closed": 75,
        "helped": 68,
        "households": 20,
        "persons": 61,
        "baht": 120_000,
    }
    assert view["general"]["received"] == 82
    assert [line["problem"] for line in view["problems"]] == ["disaster", "quality_of_life"]
    first = view["organizations"][0]
    assert first["organization"] == "อบต.ทดสอบ 1"
    assert first["received_by_problem"] == {"disaster": 12, "quality_of_life": 40}
    assert [m["received"] for m in view["months"]][:4] == [0, 42, 40, 0]
    assert None not in numbers(view)
    assert (view["from"], view["until"], view["be_year"], view["ce_year"]) == (
        "2025-10-01",
        "2026-09-30",
        2569,
        2026,
    )


def test_crisis_problems_appear_neither_by_organization_nor_by_month() -> None:
    """Never below the province (privacy 11): in a small district one case names a family."""
    view = public_view(figures(BIG))
    text = json.dumps([view["organizations"], view["months"], view["problems"]], ensure_ascii=False)
    assert "violence" not in text
    assert "พมจ." not in text
    assert [line["problem"] for line in view["crisis_problems"]] == ["violence"]
    assert view["crisis_problems"][0]["received"] == 14
    assert all(m["received"] == sum(m["received_by_problem"].values()) for m in view["months"])


def test_crisis_figures_of_several_provinces_are_given_by_province() -> None:
    some = [
        *BIG,
        row(
            problem="violence",
            is_crisis=True,
            province_code="82",
            organization_id=10,
            organization="พมจ.อื่น",
            received=20,
        ),
    ]
    view = public_view(figures(some))
    assert [(line["province"], line["received"]) for line in view["crisis_provinces"]] == [
        ("81", 14),
        ("82", 20),
    ]


def test_a_small_body_is_withheld_with_another_and_the_sum_stays() -> None:
    some = [*BIG, row(organization_id=3, organization="อบต.เล็ก", received=2, closed=1, helped=1)]
    view = public_view(figures(some))
    lines = {line["organization"]: line for line in view["organizations"]}
    assert lines["อบต.เล็ก"]["received"] is None
    assert sum(line["received"] is None for line in view["organizations"]) >= 2
    assert view["general"]["received"] == 84


def test_a_year_without_a_case() -> None:
    view = public_view(figures([]))
    assert view["total"] == {"received": 0, "closed": 0, "helped": 0}
    assert view["organizations"] == view["problems"] == view["crisis_problems"] == []
    assert len(view["months"]) == 12


def test_measures_that_nobody_counted_are_left_out_not_shown_as_nought() -> None:
    year = figures([row()])
    assert measures_of(year) == ("received", "closed", "helped")
    assert "baht" not in public_view(year)["total"]


def test_a_counted_nought_is_a_nought() -> None:
    assert public_view(figures([row(persons=0)]))["total"]["persons"] == 0


def test_the_months_of_a_fiscal_year_begin_in_october() -> None:
    months = months_of(2569)
    assert months[0] == dt.date(2025, 10, 1)
    assert months[-1] == dt.date(2026, 9, 1)
    assert len(set(months)) == 12


@pytest.mark.parametrize("measure", ["received", "closed", "helped"])
def test_withheld_figures_are_proved_safe_for_every_measure(measure: str) -> None:
    some = [
        row(
            organization_id=n,
            organization=f"หน่วยงาน {n}",
            problem=p,
            received=(n * 7 + i * 3) % 9,
            closed=n % 4,
            helped=i % 3,
        )
        for n in range(1, 9)
        for i, p in enumerate(GENERAL)
    ]
    year = figures(some)
    hidden = withheld(year)
    assert leaks(cells_of(year, measure), hidden[measure]) == []


def test_the_view_is_plain_json() -> None:
    view = public_view(figures(BIG))
    assert json.loads(json.dumps(view, ensure_ascii=False)) == view


def sparse() -> tuple:
    """A year in which nearly every month has one to four cases, which add up to something in a quarter."""
    return tuple(
        row(month=month, received=3, closed=3, helped=3, organization_id=1 + place % 2)
        for place, month in enumerate(months_of(2569))
    )


def test_months_of_which_most_would_be_left_out_are_merged_into_quarters() -> None:
    """S1.30: merged before they are hidden."""
    view = public_view(figures(sparse()))
    assert view["period"] == "quarter"
    assert [one["month"] for one in view["months"]] == ["2025-10", "2026-01", "2026-04", "2026-07"]
    assert [one["received"] for one in view["months"]] == [9, 9, 9, 9]
    assert view["total"]["received"] == 36


def test_months_that_can_be_shown_stay_months() -> None:
    assert public_view(figures(BIG))["period"] == "month"
    assert len(public_view(figures(BIG))["months"]) == 12
    assert public_view(figures(()))["period"] == "month"


def test_merging_changes_no_sum_and_leaks_nothing() -> None:
    before = figures(sparse())
    merged = by_quarters(before)
    assert merged.received == before.received
    assert {one.month for one in merged.rows} == set(months_of(2569)[::3])
    hidden = withheld(merged)
    assert not leaks(cells_of(merged, "received"), hidden["received"])
