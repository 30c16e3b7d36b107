"""What the announcements show on the home page: the latest ones, and last year's results in one honest line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from announcements.models import AnnouncementIndexPage, AnnouncementPage, AnnualResults, ResultsIndexPage
from announcements.results.display import year_summary
from portal.page_cache.memory import remembered
from portal.pages import sections as home
from portal.pages.models.frame import first_live

SHOWN = 5


def latest(request: HttpRequest) -> dict[str, Any] | None:
    """Return the latest announcements in force; nothing when there is no list to lead to."""
    index = first_live(AnnouncementIndexPage)
    if index is None:
        return None
    pages = AnnouncementPage.objects.child_of(index).public_on()[:SHOWN]
    items = [
        {
            "date": page.issued_on,
            "title": page.display_title,
            "url": page.get_url(request),
            "note": page.kind_label,
        }
        for page in pages
    ]
    return {"items": items, "url": index.get_url(request), "feed_url": f"{index.get_url(request)}feed/"}


def last_year(request: HttpRequest) -> dict[str, Any] | None:
    """Return last year's results in one line; nothing before the first publication."""
    index = first_live(ResultsIndexPage)
    newest = remembered("announcements.newest", lambda: AnnualResults.objects.published().first())
    if index is None or newest is None:
        return None
    return {
        "results": year_summary(newest),
        "url": f"{index.get_url(request)}{newest.be_year}/",
        "all_url": index.get_url(request),
    }


def register() -> None:
    """Put both sections on the home page."""
    home.register_section(
        "announcements", template="announcements/home_latest.html", provide=latest, order=20
    )
    home.register_section("results", template="announcements/home_results.html", provide=last_year, order=40)
