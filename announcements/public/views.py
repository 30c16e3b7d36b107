"""The public pages of announcements (S1.11, S1.23)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse

from announcements.models import AnnouncementIndexPage, AnnouncementPage
from announcements.public import feed as feeds
from announcements.public.browse import browse, organization_of
from announcements.public.calendar import entry
from announcements.public.following import followed
from announcements.public.poster import notice_file
from portal.web.downloads import pdf_response
from portal.web.feeds import atom_response, json_response
from portal.web.following import narrowed, ways
from portal.web.late import late


def announcement_list(page: AnnouncementIndexPage, request: HttpRequest) -> HttpResponseBase:
    """Show the list with its filters."""
    context = page.get_context(request)
    context |= late(["browse"], lambda: {"browse": browse(page, request.GET)})
    url = page.get_url(request)
    view = followed(page, request.GET, url)
    if view:
        atom, json = (narrowed(f"{url}{name}", view) for name in ("feed/", "feed.json"))
        context |= {"follow": ways(view, atom=atom, json=json)}
    return TemplateResponse(request, page.template, context)


def feed(page: AnnouncementIndexPage, request: HttpRequest) -> HttpResponse:
    """Answer with the Atom feed of the announcements in force."""
    return _feed(page, request, atom_response)


def json_feed(page: AnnouncementIndexPage, request: HttpRequest) -> HttpResponse:
    """Answer with the same as JSON Feed."""
    return _feed(page, request, json_response)


def _feed(
    page: AnnouncementIndexPage, request: HttpRequest, respond: Callable[..., HttpResponse]
) -> HttpResponse:
    view = followed(page, request.GET, page.get_url(request))
    organization = organization_of(request.GET.get("by", "")) if view else None
    return feeds.feed(page, request, view, organization.pk if organization else None, respond)


def announcement(page: AnnouncementPage, request: HttpRequest) -> HttpResponseBase:
    """Show one announcement; before its first day it does not exist for the public."""
    _refuse_before_its_time(page, request)
    context = page.get_context(request)
    context |= {"attachments": page.public_attachments(), "issuer": page.issuer(request)}
    return TemplateResponse(request, page.template, context)


def calendar_entry(page: AnnouncementPage, request: HttpRequest) -> HttpResponse:
    """Answer with the entry for a calendar.

    Raises:
        Http404: its first day has not come, or it happens at no time.
    """
    _refuse_before_its_time(page, request)
    if not page.has_time:
        raise Http404
    return entry(page, request)


def poster_preview(page: AnnouncementPage, request: HttpRequest) -> HttpResponse:
    """Show an editor the poster of the version at hand, whatever its days say."""
    return pdf_response(notice_file(page, request), name="notice.pdf")


def poster(page: AnnouncementPage, request: HttpRequest) -> HttpResponse:
    """Answer with the poster for the board; only while the announcement is in force."""
    _refuse_before_its_time(page, request)
    if page.is_over:
        raise Http404
    return pdf_response(notice_file(page, request), name=f"notice-{page.slug}.pdf")


def _refuse_before_its_time(page: AnnouncementPage, request: HttpRequest) -> None:
    if not page.has_begun and not getattr(request, "is_preview", False):
        raise Http404
