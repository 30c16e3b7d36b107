"""Screens of `/cms/` for all pages: the bin, and links that lead nowhere, here and on other sites."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from portal.pages.domain import bin as paper_bin
from portal.pages.domain.dead_links import dead_links
from portal.pages.domain.outside import rounds
from portal.pages.domain.outside.showing import outside_links
from portal.pages.domain.outside.tasks import visit_asked
from portal.pages.helping import TASKS
from portal.pages.models.bin import BinnedPage
from portal.pages.models.links import OutsideLink
from portal.queue.enqueueing import enqueue_once
from portal.web.access import cms_page
from portal.web.lists import page_of
from portal.web.typed import takes_words

PER_PAGE = 50


@cms_page
@require_GET
def bin_list(request: HttpRequest) -> HttpResponse:
    """List what was deleted in the last thirty days, with a button for those who may put it back."""
    paper_bin.forget_old()
    rows = BinnedPage.objects.select_related("kind", "parent", "deleted_by").defer("content")
    page = page_of(rows, request.GET.get("p"), PER_PAGE)
    shown = [(row, paper_bin.can_restore(row, request.user)) for row in page.object_list]
    context = {"page": page, "rows": shown, "days": paper_bin.KEPT.days}
    return TemplateResponse(request, "pages/cms/bin.html", context)


@takes_words(forms.Form)
@cms_page
def bin_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a page back as a draft.

    Raises:
        PermissionDenied: its parent is gone, or this person may not add such a page there.
    """
    row = get_object_or_404(BinnedPage, pk=pk)
    if not paper_bin.can_restore(row, request.user):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("pages_bin")
    page = paper_bin.restore(row, request.user)
    messages.success(request, gettext("คืนเป็นฉบับร่างแล้ว"))
    return redirect("wagtailadmin_pages:edit", page.pk)


@cms_page
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show editors how what they do most is done."""
    return TemplateResponse(request, "pages/cms/help.html", {"tasks": TASKS})


@cms_page
@require_GET
def link_list(request: HttpRequest) -> HttpResponse:
    """List links of public pages that lead nowhere: inside the portal page by page, to other sites address by address."""
    context = {"rows": dead_links(), "outside": outside_links()}
    return TemplateResponse(request, "pages/cms/dead_links.html", context)


@takes_words(forms.Form)
@cms_page
def link_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an address of another site be visited soon."""
    link = get_object_or_404(OutsideLink, pk=pk)
    if request.method == "POST" and rounds.is_on():
        rounds.ask_again(link)
        enqueue_once(visit_asked)
        messages.success(request, gettext("กำลังตรวจอีกครั้ง เปิดหน้านี้ใหม่ในอีกสักครู่"))
    return redirect("pages_dead_links")
