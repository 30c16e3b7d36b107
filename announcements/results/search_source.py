"""Yearly results in the portal's search: the list of years and each published year (S1.24, S1.30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_noop
from wagtail.models import Site

from announcements.results.models import AnnualResults, ResultsIndexPage
from portal.pages.models.frame import live_pages
from portal.search.sources.registry import Passage, SearchDocument, register

NAME = "results"
LABEL = gettext_noop("ผลการช่วยเหลือประจำปี")
_LIST = "list"


class ResultsSource:
    """Hands over the list of results and every published year."""

    name = NAME

    def documents(self) -> Iterable[SearchDocument]:
        """Yield what the public may read."""
        page = _page()
        if page is None:
            return
        yield _list(page)
        for results in AnnualResults.objects.published():
            yield _year(page, results)

    def document(self, key: str) -> SearchDocument | None:
        """Return the list or one year, None when it is not public."""
        page, number = _page(), key.partition(":")[2]
        if page is None or number == _LIST:
            return _list(page) if page is not None else None
        if not number.isdigit():
            return None
        results = AnnualResults.objects.published().filter(be_year=int(number[:4])).first()
        return _year(page, results) if results is not None else None


def key_of(be_year: int) -> str:
    """Return the key under which search keeps a year."""
    return f"{NAME}:{be_year}"


def _page() -> ResultsIndexPage | None:
    page: ResultsIndexPage | None = live_pages(ResultsIndexPage).first()
    return page


def _path(page: ResultsIndexPage) -> str:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return "/" + page.url_path.removeprefix(site.root_page.url_path if site else "/")


def _texts(*texts: str) -> list[Passage]:
    return [Passage("", "", text) for text in texts if text]


def _list(page: ResultsIndexPage) -> SearchDocument:
    return SearchDocument(
        key=f"{NAME}:{_LIST}",
        title=page.title,
        title_en=page.title_en,
        kind=NAME,
        kind_label=LABEL,
        path=_path(page),
        aliases=tuple(_names(page.title_en)),
        summary=page.intro,
        passages=_texts(page.intro_en),
    )


def _names(english: str) -> Iterator[str]:
    yield "ผลการดำเนินงานประจำปี"
    yield "สถิติการช่วยเหลือ"
    if english:
        yield english


def _year(page: ResultsIndexPage, results: AnnualResults) -> SearchDocument:
    year, english = results.be_year, results.be_year - 543
    return SearchDocument(
        key=key_of(year),
        title=f"ผลการช่วยเหลือประชาชน ปีงบประมาณ พ.ศ. {year}",
        title_en=f"Results of fiscal year {english}",
        kind=NAME,
        kind_label=LABEL,
        year_be=year,
        date=results.published_at.date() if results.published_at else None,
        path=f"{_path(page)}{year}/",
        aliases=(f"ผลการดำเนินงาน ปี {year}", f"สถิติการช่วยเหลือ ปี {year}", f"Results of fiscal year {english}"),
        summary=f"จำนวนเรื่องที่ขอความช่วยเหลือ ผลการช่วยเหลือ และการส่งต่อ ของปีงบประมาณ พ.ศ. {year}",
        passages=_texts(results.method, results.method_en, results.correction),
    )


def register_source() -> None:
    """Make results findable."""
    register(ResultsSource())
