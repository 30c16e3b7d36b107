"""The words and pictures of a year, from the published snapshot alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from announcements.results.display import Bar, Chart, problem_label, year_summary, year_view
from announcements.results.export import as_json
from announcements.results.figures import months_of
from announcements.results.report import report_of
from portal.web.language import year_label
from tests.announcements.factories import BIG, row, year

pytestmark = pytest.mark.django_db


def chart_of(view, key: str) -> Chart:
    return next(chart for chart in view.charts if chart.key == key)


def test_every_picture_has_a_table_with_the_same_lines() -> None:
    view = year_view(year(), None)
    for chart in view.charts:
        names = [line[0] for line in chart.rows]
        assert [bar.label for bar in chart.bars] == names[: len(chart.bars)]
        assert all(len(line) == len(chart.columns) for line in chart.rows)


def test_every_bar_has_its_value_in_writing() -> None:
    for chart in year_view(year(), year(be_year=2568)).charts:
        for bar in chart.bars:
            assert bar.text == ("ปกปิด" if bar.value is None else f"{bar.value:,}")
            if bar.before is not None:
                assert bar.before_text == f"{bar.before:,}"


def test_the_longest_bar_fills_the_picture_and_an_empty_one_divides_by_nothing() -> None:
    def picture(*bars: Bar) -> Chart:
        return Chart("k", "t", "i", bars, ("a",), (("a",),))

    assert picture(Bar("a", 7, "7"), Bar("b", 3, "3", before=9)).whole == 9
    assert picture(Bar("a", None, "ปกปิด"), Bar("b", 0, "0")).whole == 1
    assert picture().whole == 1


def test_kinds_of_problems_stand_in_the_order_of_the_house() -> None:
    rows = [row(problem=slug, received=20) for slug in ("other", "disease", "disaster", "quality_of_life")]
    chart = chart_of(year_view(year(rows), None), "problems")
    assert [bar.label for bar in chart.bars] == [
        problem_label(slug) for slug in ("disaster", "quality_of_life", "disease", "other")
    ]


def test_a_kind_that_is_no_more_keeps_its_slug() -> None:
    assert problem_label("abolished_kind") == "abolished_kind"


def test_months_carry_the_year_of_the_readers_calendar() -> None:
    results = year()
    assert chart_of(year_view(results, None), "months").bars[0].label == "ต.ค. 2568"
    with translation.override("en"):
        assert chart_of(year_view(results, None), "months").bars[0].label == "Oct 2025"


def test_years_are_named_in_the_readers_calendar() -> None:
    assert year_label(2569) == "2569"
    with translation.override("en"):
        assert year_label(2569) == "2026"
        assert "2026" in year_summary(year()).title


def test_months_are_compared_with_the_same_month_of_the_year_before() -> None:
    now = year([row(received=40, month=dt.date(2025, 12, 1)), row(problem="other", received=33)])
    before = year([row(received=21, month=dt.date(2024, 12, 1))], be_year=2568)
    bars = {bar.label: bar for bar in chart_of(year_view(now, before), "months").bars}
    assert (bars["ธ.ค. 2568"].value, bars["ธ.ค. 2568"].before) == (40, 21)
    assert (bars["พ.ย. 2568"].value, bars["พ.ย. 2568"].before) == (33, 0)


def test_crisis_problems_have_a_picture_of_their_own_with_provinces_only_when_there_are_several() -> None:
    one = chart_of(year_view(year(), None), "crisis")
    assert [line[0] for line in one.rows] == [problem_label("violence"), "รวม"]
    two = [*BIG, row(problem="violence", is_crisis=True, province_code="82", organization_id=10, received=20)]
    several = chart_of(year_view(year(two, be_year=2568), None), "crisis")
    assert [line[0] for line in several.rows] == [problem_label("violence"), "กระบี่", "พังงา", "รวม"]


def test_a_year_without_crisis_cases_or_without_any_has_no_empty_pictures() -> None:
    assert {chart.key for chart in year_view(year([row()]), None).charts} == {
        "problems",
        "months",
        "organizations",
    }
    assert year_view(year([], be_year=2568), None).charts == ()


def test_the_notes_say_what_was_counted_and_what_was_withheld() -> None:
    notes = " ".join(year_view(year(), None).notes)
    for part in ("ทะเบียนเรื่อง", "วันที่รับ", "1 ถึง 4", "ปกปิด", "ครัวเรือน"):
        assert part in notes
    without = " ".join(year_view(year([row()], be_year=2568), None).notes)
    assert "ครัวเรือน" not in without


def test_a_correction_is_told_in_every_form(rf) -> None:
    results = year()
    results.correction = "อบต.ทดสอบ 1 นับขาดหนึ่งเรื่อง"
    results.method = "นับจากทะเบียนรวม"
    assert any(results.correction in note for note in year_view(results, None).notes)
    assert any(results.method in note for note in report_of(results, None, rf.get("/")).notes)
    assert results.correction in as_json(results).decode()


def test_english_readers_get_the_english_note_where_there_is_one() -> None:
    results = year()
    results.method, results.method_en = "นับจากทะเบียนรวม", "Counted from the joint register"
    with translation.override("en"):
        assert results.method_en in year_view(results, None).notes
    results.method_en = ""
    with translation.override("en"):
        assert results.method in year_view(results, None).notes


def test_the_report_carries_last_years_figures_in_writing(rf) -> None:
    report = report_of(year(), year([row(received=55)], be_year=2568), rf.get("/"))
    bars = {bar.label: bar.value for section in report.sections for bar in section.bars}
    assert bars["อบต.ทดสอบ 1"] == "52 (ปีก่อน 55)"
    assert report.figures[0].before == "ปีก่อน 55"


def test_bars_of_the_report_are_shares_of_the_longest(rf) -> None:
    report = report_of(year([row(received=80), row(problem="other", received=20)]), None, rf.get("/"))
    percents = [bar.percent for bar in report.sections[0].bars]
    assert percents == [100, 25]
    assert all(0 <= bar.percent <= 100 for section in report.sections for bar in section.bars)


def test_quarters_are_named_and_not_laid_beside_months() -> None:
    """S1.30: a year of quarters after a year of months shows no bar of last year's."""
    sparse = [
        row(month=month, received=3, organization_id=1 + n % 2) for n, month in enumerate(months_of(2569))
    ]
    chart = chart_of(year_view(year(sparse), year(be_year=2568)), "months")
    assert chart.title == "แยกตามไตรมาส" and chart.columns[0] == "ไตรมาส"
    assert [bar.label for bar in chart.bars] == [f"ไตรมาส {number}" for number in (1, 2, 3, 4)]
    assert not any(bar.before_text for bar in chart.bars)


@pytest.mark.parametrize(("withheld", "is_told"), [(12, False), (7, False), (6, True), (0, True)])
def test_a_table_of_months_that_would_mostly_say_withheld_shows_the_sums_alone(
    withheld: int, is_told: bool
) -> None:
    """look.md, second edition: last year's number beside each number, no table of cells that say "hidden"."""
    results = year([row(month=month, received=20) for month in months_of(2569)])
    (problem,) = (one["problem"] for one in results.snapshot["problems"])
    for place, month in enumerate(results.snapshot["months"]):
        month["received_by_problem"] = {problem: None if place < withheld else 20}
    chart = chart_of(year_view(results, None), "months")
    assert (problem_label(problem) in chart.columns) is is_told
    assert all(len(line) == len(chart.columns) for line in chart.rows)
    assert [line[-1] for line in chart.rows] == ["20"] * 12 + ["240"]
    assert ("เฉพาะยอดรวม" in chart.intro) is not is_told
