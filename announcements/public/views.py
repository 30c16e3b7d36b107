"""The public pages of announcements (S1.11, S1.23)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse

from announcements.models import AnnouncementIndexPage, AnnouncementPage
from announcements.public.browse import browse
from announcements.public.feed import atom_feed
from announcements.public.poster import notice_file
from portal.web.downloads import pdf_response
from portal.web.late import late


def announcement_list(page: AnnouncementIndexPage, request: HttpRequest) -> HttpResponseBase:
    """Show the list with its filters."""
    context = page.get_context(request)
    context |= late(["browse"], lambda: {"browse": browse(page, request.GET)})
    context |= {"feed_url": f"{page.get_url(request)}feed/"}
    return TemplateResponse(request, page.template, context)


def feed(page: AnnouncementIndexPage, request: HttpRequest) -> HttpResponse:
    """Answer with the Atom feed of the announcements in force."""
    return atom_feed(page, request)


def announcement(page: AnnouncementPage, request: HttpRequest) -> HttpResponseBase:
    """Show one announcement; before its first day it does not exist for the public."""
    _refuse_before_its_time(page, request)
    context = page.get_context(request)
    context |= {"attachments": page.public_attachments(), "issuer": page.issuer(request)}
    return TemplateResponse(request, page.template, context)


def poster(page: AnnouncementPage, request: HttpRequest) -> HttpResponse:
    """Answer with the poster for the board; only while the announcement is in force."""
    _refuse_before_its_time(page, request)
    if page.is_over:
        raise Http404
    return pdf_response(notice_file(page, request), name=f"notice-{page.slug}.pdf")


def _refuse_before_its_time(page: AnnouncementPage, request: HttpRequest) -> None:
    if not page.has_begun and not getattr(request, "is_preview", False):
        raise Http404
