"""The public pages and files of yearly results (S1.30); what is not published does not exist for the public."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse

from announcements.results.display import year_summary, year_view
from announcements.results.export import as_csv, as_json
from announcements.results.models import BE_YEARS, AnnualResults, ResultsIndexPage
from announcements.results.publishing import next_duty
from announcements.results.report import report_file
from portal.web.downloads import CSV, file_response, pdf_response
from portal.web.late import late

MOST_EDITIONS = 999
"""Editions that an address may name."""


def years(page: ResultsIndexPage, request: HttpRequest) -> HttpResponseBase:
    """List the published years; say honestly when there is none."""
    context = page.get_context(request)
    context |= late(["years", "duty"], _years)
    return TemplateResponse(request, page.template, context)


def _years() -> dict[str, Any]:
    published = {each.be_year: each for each in AnnualResults.objects.published()}
    years = [year_summary(each, published.get(be_year - 1)) for be_year, each in published.items()]
    return {"years": years, "duty": next_duty()}


def year(page: ResultsIndexPage, request: HttpRequest, be_year: int) -> HttpResponseBase:
    """Show one published year with the year before beside it."""
    results, before = _published(be_year)
    return _year_page(page, request, results, before)


def edition(page: ResultsIndexPage, request: HttpRequest, be_year: int, edition: int) -> HttpResponseBase:
    """Show an edition; one that was replaced says so and leads to the one that holds."""
    return _year_page(page, request, *_edition(be_year, edition))


def edition_json(page: ResultsIndexPage, request: HttpRequest, be_year: int, edition: int) -> HttpResponse:
    """Answer with the figures of an edition for programs."""
    results, _before = _edition(be_year, edition)
    name, content_type = f"results-{be_year}-{edition}.json", "application/json; charset=utf-8"
    return file_response(as_json(results), name=name, content_type=content_type, inline=True)


def _edition(be_year: int, edition: int) -> tuple[AnnualResults, AnnualResults | None]:
    """Return a published edition and the year before it.

    Raises:
        Http404: there is none that the public may read.
    """
    if be_year not in range(*BE_YEARS) or edition > MOST_EDITIONS:
        raise Http404
    found = AnnualResults.objects.editions().filter(be_year=be_year, edition=edition).first()
    if found is None:
        raise Http404
    return found, AnnualResults.objects.published().filter(be_year=be_year - 1).first()


def _year_page(
    page: ResultsIndexPage, request: HttpRequest, results: AnnualResults, before: AnnualResults | None
) -> HttpResponseBase:
    context = page.get_context(request)
    context["breadcrumbs"] = [
        *context["breadcrumbs"],
        {"title": page.display_title, "url": page.get_url(request)},
    ]
    context |= {"results": results, "view": year_view(results, before), "summary": year_summary(results)}
    others = AnnualResults.objects.editions().filter(be_year=results.be_year).exclude(pk=results.pk)
    context["others"] = list(others.only("be_year", "edition", "published_at", "replaced_at", "why"))
    return TemplateResponse(request, page.year_template, context)


def report(page: ResultsIndexPage, request: HttpRequest, be_year: int) -> HttpResponse:
    """Answer with the report of a published year."""
    results, before = _published(be_year)
    return pdf_response(report_file(results, before, request), name=f"results-{be_year}.pdf")


def csv(page: ResultsIndexPage, request: HttpRequest, be_year: int) -> HttpResponse:
    """Answer with the figures of a published year for spreadsheets."""
    results, _before = _published(be_year)
    return file_response(as_csv(results), name=f"results-{be_year}.csv", content_type=CSV)


def json(page: ResultsIndexPage, request: HttpRequest, be_year: int) -> HttpResponse:
    """Answer with the figures of a published year for programs."""
    results, _before = _published(be_year)
    name, content_type = f"results-{be_year}.json", "application/json; charset=utf-8"
    return file_response(as_json(results), name=name, content_type=content_type, inline=True)


def _published(be_year: int) -> tuple[AnnualResults, AnnualResults | None]:
    """Return a published year and the published year before it, if any.

    Raises:
        Http404: the year is not published, which for the public is the same as that it does not exist.
    """
    if be_year not in range(*BE_YEARS):
        raise Http404
    found = {
        results.be_year: results
        for results in AnnualResults.objects.published().filter(be_year__in=[be_year, be_year - 1])
    }
    if be_year not in found:
        raise Http404
    return found[be_year], found.get(be_year - 1)
