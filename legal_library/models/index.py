"""The library's front page: browse by kind, agency, topic and year; and its feeds."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path

from legal_library.models.document import DocumentPage, DocumentQuerySet
from legal_library.models.serving import SERVING
from portal.page_cache.rooms import Room
from portal.pages.models import RoutableBasePage


class LibraryIndexPage(RoutableBasePage):
    """`/library/`: every public document of the center (S1.21, S1.23)."""

    intro = models.TextField(_("คำนำ"), blank=True)
    intro_en = models.TextField(_("คำนำ (อังกฤษ)"), blank=True)

    content_panels = [*RoutableBasePage.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]
    template = "legal_library/library_index_page.html"
    shown_rooms = frozenset({Room.LIBRARY})
    address_parameters = frozenset({"kind", "topic", "agency", "status", "year", "page"})
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["legal_library.DocumentPage"]
    max_count = 1

    class Meta:
        verbose_name = _("คลังกฎหมาย")

    @property
    def display_intro(self) -> str:
        """The introduction in the reader's language."""
        return self.localized("intro")

    @property
    def display_description(self) -> str:
        """The introduction also serves search engines."""
        return self.own_description or self.localized("intro")

    def published_documents(self) -> DocumentQuerySet:
        """Return the documents below this page that anyone may see."""
        return DocumentPage.objects.child_of(self).published()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `browse`: the documents of this view with filters and counts."""
        context = super().get_context(request, *args, **kwargs)
        return context | SERVING.views.list_context(self, request)

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The newest documents as Atom."""
        return SERVING.views.list_feed(self, request)

    @path("index.csv", name="csv_index")
    def csv_index(self, request: HttpRequest) -> StreamingHttpResponse:
        """Every public document as a line of a table (open data)."""
        return SERVING.views.list_csv(self, request)

    @path("index.json", name="json_index")
    def json_index(self, request: HttpRequest) -> StreamingHttpResponse:
        """The same as JSON."""
        return SERVING.views.list_json(self, request)

    @path("feed.json", name="json_feed")
    def json_feed(self, request: HttpRequest) -> HttpResponse:
        """The same as JSON Feed."""
        return SERVING.views.list_json_feed(self, request)
