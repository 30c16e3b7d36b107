"""A collection: documents that editors put together for readers, chosen one by one or by conditions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Orderable

from legal_library.models.document import BE_YEAR_MAX, BE_YEAR_MIN
from legal_library.models.fields import TermField
from legal_library.models.names import Agency, Topic
from legal_library.models.serving import SERVING
from legal_library.vocabulary import Vocabulary
from portal.page_cache.rooms import Room
from portal.pages.models import RoutableBasePage
from portal.web.language import localized


class CollectionPage(RoutableBasePage):
    """Documents put together under an introduction (library.md: a saved query that is also a feed and an alert).

    What was chosen by hand stands first, in its order; what fits the conditions follows, and joins by itself when it is
    published. Without conditions nothing joins.
    """

    intro = models.TextField(_("คำนำ"), blank=True, help_text=_("ชุดนี้รวมอะไรไว้ ใครควรอ่าน"))
    intro_en = models.TextField(_("คำนำ (อังกฤษ)"), blank=True)
    kind = TermField(_("ประเภท"), max_length=30, vocabulary=Vocabulary.KIND, blank=True)
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name=_("หัวข้อ"), null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("หน่วยงานผู้ออก"), null=True, blank=True, related_name="+"
    )
    status = TermField(_("สถานะ"), max_length=20, vocabulary=Vocabulary.STATUS, blank=True)
    year_be = models.PositiveSmallIntegerField(_("ปี พ.ศ."), null=True, blank=True)

    content_panels = [
        *RoutableBasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("intro_en"),
        InlinePanel("chosen", heading=_("เอกสารที่เลือกเอง เรียงตามลำดับนี้"), label=_("เอกสาร")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
                FieldPanel("topic"),
                FieldPanel("agency"),
                FieldPanel("year_be"),
            ],
            heading=_("เงื่อนไข: เอกสารที่ตรงทุกข้อเข้ามาเอง เว้นว่างทั้งหมดถ้าเลือกเองเท่านั้น"),
        ),
    ]
    template = "legal_library/collection_page.html"
    shown_rooms = frozenset({Room.LIBRARY})
    address_parameters = frozenset({"page"})
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("ชุดเอกสาร")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year_be__isnull=True)
                | models.Q(year_be__range=(BE_YEAR_MIN, BE_YEAR_MAX)),
                name="library_collection_year_is_buddhist",
            ),
        ]

    def clean(self) -> None:
        """Refuse a year of the common era: nothing would ever fit it.

        Raises:
            ValidationError: at the year.
        """
        super().clean()
        if self.year_be is not None and not BE_YEAR_MIN <= self.year_be <= BE_YEAR_MAX:
            raise ValidationError({"year_be": _("พิมพ์เป็นปี พ.ศ. เช่น 2569")})

    @property
    def display_intro(self) -> str:
        """The introduction in the reader's language."""
        return self.localized("intro")

    @property
    def display_description(self) -> str:
        """The introduction also serves search engines."""
        return self.own_description or self.localized("intro")

    @property
    def conditions(self) -> dict[str, str]:
        """The conditions as parameters of the library's list; empty without any."""
        values = {
            "kind": self.kind,
            "topic": self.topic.slug if self.topic else "",
            "agency": self.agency.slug if self.agency else "",
            "status": self.status,
            "year": str(self.year_be or ""),
        }
        return {name: value for name, value in values.items() if value}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add everything that the page shows; see `legal_library.public.collections`."""
        context = super().get_context(request, *args, **kwargs)
        return context | SERVING.views.collection_context(self, request)

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Its documents, the newest first, as Atom."""
        return SERVING.views.collection_feed(self, request)

    @path("feed.json", name="json_feed")
    def json_feed(self, request: HttpRequest) -> HttpResponse:
        """The same as JSON Feed."""
        return SERVING.views.collection_json_feed(self, request)


class CollectionDocument(Orderable):
    """A document that was chosen by hand, with a word on why."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="chosen")
    document = models.ForeignKey(
        "legal_library.DocumentPage",
        verbose_name=_("เอกสาร"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    note = models.CharField(_("อ่านเพราะอะไร"), max_length=300, blank=True)
    note_en = models.CharField(_("อ่านเพราะอะไร (อังกฤษ)"), max_length=300, blank=True)

    panels = [
        PageChooserPanel("document", "legal_library.DocumentPage"),
        FieldPanel("note"),
        FieldPanel("note_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("เอกสารในชุด")

    @property
    def display_note(self) -> str:
        """The word on why in the reader's language."""
        return localized(self, "note")
