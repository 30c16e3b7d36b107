"""Announcements and years for tests. All matters are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from wagtail.models import Page, Site

from announcements.models import AnnouncementIndexPage, AnnouncementPage, AnnualResults, ResultsIndexPage
from announcements.results.figures import public_view
from announcements.vocabulary import AnnouncementKind
from cases.domain.reporting import MonthFigures, YearlyFigures
from portal.pages.models import HomePage
from portal.vocabulary import ProblemType

_numbers = iter(range(1, 1_000_000))


def home_page() -> HomePage:
    """Return the home page; the site's root."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = HomePage(title="กลาง", slug="klang-home", lead="ทดสอบ")
        root.add_child(instance=home)
        Site.objects.update(root_page=home)
        Site.clear_site_root_paths_cache()
    return home


def index_page() -> AnnouncementIndexPage:
    """Return the list of announcements."""
    found = AnnouncementIndexPage.objects.first()
    if found is None:
        found = AnnouncementIndexPage(
            title="ประกาศ", title_en="Announcements", slug="announcements", intro="ประกาศของศูนย์"
        )
        home_page().add_child(instance=found)
    return found


def results_page() -> ResultsIndexPage:
    """Return the list of years."""
    found = ResultsIndexPage.objects.first()
    if found is None:
        found = ResultsIndexPage(title="ผลการช่วยเหลือ", title_en="Results", slug="results")
        home_page().add_child(instance=found)
    return found


def announcement(**changes: object) -> AnnouncementPage:
    """Return a live announcement in force today; keyword arguments replace its fields."""
    today = timezone.localdate()
    values = {
        "title": "เปิดศูนย์พักพิงชั่วคราว",
        "slug": f"announcement-{next(_numbers)}",
        "kind": AnnouncementKind.NOTICE,
        "summary": "ผู้ประสบภัยเข้าพักได้ตั้งแต่วันนี้",
        "body": "<p>ตั้งอยู่ที่โรงเรียนทดสอบ</p>",
        "issued_on": today,
        "shown_from": today - dt.timedelta(days=1),
        "shown_until": today + dt.timedelta(days=15),
    }
    page = AnnouncementPage(**{**values, **changes})
    index_page().add_child(instance=page)
    if page.live and page.first_published_at is None:
        page.first_published_at = page.last_published_at = timezone.now()
        page.save()
    return page


def row(**changes: object) -> MonthFigures:
    """Return one row of a year's figures: 12 cases of disaster at one body in November 2025."""
    values = {
        "organization_id": 1,
        "organization": "อบต.ทดสอบ 1",
        "province_code": "81",
        "problem": ProblemType.DISASTER.value,
        "is_crisis": False,
        "month": dt.date(2025, 11, 1),
        "received": 12,
        "closed": 9,
        "helped": 8,
    }
    return MonthFigures(**{**values, **changes})


def figures(rows: Iterable[MonthFigures], be_year: int = 2569) -> YearlyFigures:
    """Return a fiscal year."""
    return YearlyFigures(
        be_year=be_year,
        first=dt.date(be_year - 544, 10, 1),
        last=dt.date(be_year - 543, 9, 30),
        generated_at=dt.datetime(be_year - 543, 10, 2, 3, tzinfo=dt.UTC),
        rows=tuple(rows),
    )


BIG = (
    row(households=20, persons=61, baht=120_000),
    row(organization_id=2, organization="อบต.ทดสอบ 2", received=30, closed=25, helped=20),
    row(problem="quality_of_life", received=40, closed=33, helped=31, month=dt.date(2025, 12, 1)),
    row(
        problem="violence",
        is_crisis=True,
        organization_id=9,
        organization="พมจ.ทดสอบ",
        received=14,
        closed=8,
        helped=9,
    ),
)
"""Figures of which none is small."""


def year(rows: Iterable[MonthFigures] = BIG, be_year: int = 2569, *, published: bool = True) -> AnnualResults:
    """Return a stored year, published unless told otherwise."""
    return AnnualResults.objects.create(
        be_year=be_year,
        snapshot=public_view(figures(rows, be_year)),
        computed_at=timezone.now(),
        published_at=timezone.now() if published else None,
    )
