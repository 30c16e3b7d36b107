"""Yearly results are found: the list and each published year (issue 12 point 4, S1.30)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from announcements.results.models import AnnualResults, ResultsIndexPage
from announcements.results.search_source import ResultsSource, key_of
from portal.pages.models import HomePage
from tests.pages.factories import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def results_page() -> ResultsIndexPage:
    home: HomePage = make_site()
    page = ResultsIndexPage(
        title="ผลการช่วยเหลือ", title_en="Results", slug="results", intro="ทุกปี", intro_en="Every year"
    )
    home.add_child(instance=page)
    return page


def _year(be_year: int, *, published: bool) -> AnnualResults:
    moment = timezone.make_aware(datetime.datetime(2026, 10, 20))
    return AnnualResults.objects.create(
        be_year=be_year,
        snapshot={},
        computed_at=moment,
        published_at=moment if published else None,
        method="นับจากเรื่อง",
    )


def test_the_list_and_published_years_are_handed_over_and_no_draft(results_page: ResultsIndexPage) -> None:
    _year(2568, published=True)
    _year(2569, published=False)
    found = {row.key: row for row in ResultsSource().documents()}
    assert set(found) == {"results:list", "results:2568"}
    assert found["results:2568"].path == "/results/2568/"
    assert found["results:list"].path == "/results/"
    assert "2568" in found["results:2568"].title
    assert "2025" in found["results:2568"].title_en


def test_one_year_by_its_key_as_long_as_it_is_public(results_page: ResultsIndexPage) -> None:
    _year(2568, published=True)
    _year(2569, published=False)
    source = ResultsSource()
    assert source.document(key_of(2568)) is not None
    assert source.document(key_of(2569)) is None
    assert source.document("results:x") is None
    assert source.document("results:list") is not None
    results_page.live = False
    results_page.save()
    assert source.document(key_of(2568)) is None
    assert list(source.documents()) == []
