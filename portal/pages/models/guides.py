"""Guides: what kind of help there is, who may ask and how (S1.26, Facilitation Act 2558: steps, time, documents)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Orderable, Page

from portal.page_cache.rooms import HEADER
from portal.pages.editing.panels import WithdrawnPanel
from portal.pages.models.base import BasePage, RoutableBasePage, Withdrawn, found_by
from portal.pages.models.frame import live_pages, public_pages
from portal.pages.models.pictures import PictureRow, pictures_of
from portal.vocabulary import ProblemType
from portal.web.language import localized
from portal.web.late import late
from portal.web.serving import Serving

SERVING = Serving("portal.pages")
"""`portal.pages.public.eligibility.views`, as `portal.pages.apps` says: the questions whether help is likely."""


def problem_choices() -> list[tuple[str, str]]:
    """Kinds of help of the request form; a function, so that a new kind makes no migration here."""
    return list(ProblemType.choices)


class GuideIndexPage(BasePage):
    """The list of guides at /guide/."""

    intro = models.TextField(_("คำนำ"), blank=True)
    intro_en = models.TextField(_("คำนำ (อังกฤษ)"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]
    template = "pages/guide_index_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.GuidePage"]
    max_count = 1

    class Meta:
        verbose_name = _("สารบัญคำแนะนำ")

    @property
    def display_intro(self) -> str:
        """The introduction in the reader's language."""
        return self.localized("intro")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `groups`: the public guides, the general kinds of help first, then the four crisis problems."""
        context = super().get_context(request, *args, **kwargs)
        return context | late(["groups"], lambda: {"groups": self._groups()})

    def _groups(self) -> list[GuideGroup]:
        return GuideGroup.of(live_pages(GuidePage).child_of(self).order_by("path"))


@dataclass(frozen=True)
class GuideGroup:
    """Guides that stand together on the list.

    Attributes:
        is_crisis: whether they are the crisis problems, which show the hotline above them (S2.37).
        guides: the pages, in the editors' order.
    """

    is_crisis: bool
    guides: Sequence[GuidePage]

    @classmethod
    def of(cls, guides: Iterable[GuidePage]) -> list[GuideGroup]:
        """Return the groups that have a guide: the general kinds of help first, then the four crisis problems."""
        all_guides = list(guides)
        groups = [
            cls(is_crisis=crisis, guides=[guide for guide in all_guides if guide.is_crisis == crisis])
            for crisis in (False, True)
        ]
        return [group for group in groups if group.guides]

    @property
    def title(self) -> str:
        """The heading of the group."""
        return str(_("ปัญหาที่ต้องช่วยเร็วและเป็นความลับ") if self.is_crisis else _("ความช่วยเหลือทั่วไป"))


def _withdrawn(page: Page, request: HttpRequest | None) -> Withdrawn | None:
    """Return the withdrawal of a page, None for one that is no page of ours."""
    return page.withdrawn(request) if isinstance(page, BasePage) else None


class Section(models.TextChoices):
    """Where a statement stands on the guide."""

    WHO = "who", _("ใครขอได้")
    BRING = "bring", _("ต้องเตรียมอะไรบ้าง")
    STEP = "step", _("ขั้นตอน")
    PLACE = "place", _("ขอได้ที่ไหน")
    TIME = "time", _("ใช้เวลานานเท่าไร")


@dataclass(frozen=True)
class GuideSection:
    """One section of a guide as the page shows it.

    Attributes:
        section: which one.
        statements: its rows, in the editors' order; never empty.
    """

    section: Section
    statements: Sequence[GuideStatement]

    @property
    def name(self) -> str:
        """The word that stands in the address of the section."""
        return self.section.value

    @property
    def title(self) -> str:
        """The heading."""
        return str(self.section.label)

    @property
    def is_in_order(self) -> bool:
        """Whether the statements are steps to be taken one after another, so that they carry numbers."""
        return self.section == Section.STEP


class GuidePage(RoutableBasePage):
    """One kind of help: who may ask, what to bring, steps, where, how long, legal basis.

    Each statement is a row of its own (`GuideStatement`), because the reader must see which of them come from the law
    and the published documents and which the center set itself.
    """

    problem = models.CharField(
        _("ประเภทปัญหา"),
        max_length=40,
        choices=problem_choices,
        help_text=_("ปุ่มขอความช่วยเหลือจะเลือกประเภทนี้ให้"),
    )
    intro = models.TextField(_("คำอธิบายสั้น"), help_text=_("หนึ่งหรือสองประโยค บอกว่าช่วยเรื่องอะไร"))
    intro_en = models.TextField(_("คำอธิบายสั้น (อังกฤษ)"), blank=True)
    search_words = models.TextField(
        _("คำที่คนใช้ค้น"),
        blank=True,
        help_text=_(
            "บรรทัดละหนึ่งคำ คำที่คนเดือดร้อนพิมพ์หา เช่น ผู้ประสบภัย น้ำท่วมบ้าน ใช้ในการค้นหาและขึ้นใต้ช่องค้นหา ไม่แสดงในหน้า"
        ),
    )
    checked_on = models.DateField(_("ตรวจสอบล่าสุดเมื่อ"), null=True, blank=True)

    content_panels = [
        *RoutableBasePage.content_panels,
        FieldRowPanel([FieldPanel("problem"), FieldPanel("checked_on")]),
        MultiFieldPanel([FieldPanel("intro"), FieldPanel("intro_en")], heading=_("คำอธิบายสั้น")),
        FieldPanel("search_words"),
        InlinePanel("statements", heading=_("ข้อความในคำแนะนำ"), label=_("ข้อความ")),
        InlinePanel("pictures", heading=_("ภาพ"), label=_("ภาพ")),
        WithdrawnPanel(),
        InlinePanel("legal_bases", heading=_("กฎหมายที่เกี่ยวข้อง"), label=_("กฎหมาย")),
    ]
    search_fields = [*RoutableBasePage.search_fields, *found_by("search_words", "intro")]
    template = "pages/guide_page.html"
    parent_page_types = ["pages.GuideIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("คำแนะนำการขอความช่วยเหลือ")

    @property
    def is_crisis(self) -> bool:
        """Say whether this is one of the four crisis problems, which show the hotline first (S2.37)."""
        return ProblemType(self.problem).is_crisis

    @property
    def kicker(self) -> str:
        """The short line above the heading."""
        return str(_("ปัญหาที่ต้องช่วยเร็วและเป็นความลับ") if self.is_crisis else _("วิธีขอความช่วยเหลือ"))

    @property
    def display_intro(self) -> str:
        """The short explanation in the reader's language."""
        return self.localized("intro")

    @property
    def search_word_list(self) -> list[str]:
        """What people type when they look for this help, without blanks."""
        return [line.strip() for line in self.search_words.splitlines() if line.strip()]

    @property
    def display_description(self) -> str:
        """The short explanation also serves search engines."""
        return self.own_description or self.localized("intro")

    @property
    def shown_pictures(self) -> list[PictureRow]:
        """Its pictures in their order; one query."""
        return pictures_of(self)

    @cached_property
    def sections(self) -> list[GuideSection]:
        """The statements in reading order, grouped by section; empty sections are left out."""
        rows = self._rows
        grouped = []
        for section in Section:
            items = [row for row in rows if row.section == section]
            if items:
                grouped.append(GuideSection(section=section, statements=items))
        return grouped

    @cached_property
    def _rows(self) -> list[GuideStatement]:
        return list(self.statements.all())

    @cached_property
    def has_center_rules(self) -> bool:
        """Say whether any statement is set by the center, so that the page explains the mark."""
        return any(row.set_by_center for row in self._rows)

    def public_legal_bases(self, request: HttpRequest | None = None) -> list[GuideLegalBasis]:
        """Return the legal bases that readers may know of: public pages of the library, and withdrawn ones as such.

        A draft's name must never leak. Two queries whatever their number, and some for each withdrawn one.

        Args:
            request: for addresses in the reader's language.
        """
        bases = [basis for basis in self.legal_bases.all() if basis.document_id]
        found = public_pages().filter(pk__in=[basis.document_id for basis in bases]).specific()
        pages = {page.pk: page for page in found}
        for basis in bases:
            basis.shown_document = pages.get(basis.document_id)
            if basis.shown_document and not basis.shown_document.live:
                basis.withdrawn = _withdrawn(basis.shown_document, request)
        return [basis for basis in bases if basis.is_nameable]

    def withdrawn_legal_bases(self) -> list[GuideLegalBasis]:
        """Return the legal bases that were withdrawn, for those who edit the guide."""
        return [basis for basis in self.public_legal_bases() if basis.withdrawn]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `legal_bases`, each with `shown_document` and perhaps `withdrawn`, `check_url` and `numbers`."""
        context = super().get_context(request, *args, **kwargs)
        bases = late(["legal_bases"], lambda: {"legal_bases": self.public_legal_bases(request)})
        rules = late(["check_url", "numbers"], lambda: SERVING.views.guide_context(self, request))
        return context | bases | rules

    @path("check/", name="check")
    def questions(self, request: HttpRequest) -> HttpResponse:
        """Questions whose answers say whether this help is likely (S1.26)."""
        return SERVING.views.check(self, request)

    def _stated(self, response: HttpResponseBase) -> HttpResponseBase:
        """Let the questions say themselves what they read of the address: the guide reads nothing of it."""
        return response if response.has_header(HEADER) else super()._stated(response)


class GuideStatement(Orderable):
    """One statement of a guide."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="statements")
    section = models.CharField(_("หมวด"), max_length=10, choices=Section.choices)
    text = models.TextField(_("ข้อความ"))
    text_en = models.TextField(_("ข้อความ (อังกฤษ)"), blank=True)
    set_by_center = models.BooleanField(
        _("ศูนย์กำหนด"),
        default=False,
        help_text=_("เลือกเมื่อกฎหมายหรือเอกสารต้นเรื่องไม่ได้กำหนดไว้ และศูนย์กำหนดเอง"),
    )

    panels = [
        FieldRowPanel([FieldPanel("section"), FieldPanel("set_by_center")]),
        FieldPanel("text"),
        FieldPanel("text_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("ข้อความในคำแนะนำ")

    @property
    def display_text(self) -> str:
        """The statement in the reader's language."""
        return localized(self, "text")


class GuideLegalBasis(Orderable):
    """A law or directive that a guide rests on, as a link to its page in the library."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="legal_bases")
    # To any page rather than to the library's model: the ground floor must not know the library.
    document = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("เอกสารในคลังกฎหมาย"), on_delete=models.CASCADE, related_name="+"
    )
    provision = models.CharField(_("มาตรา/ข้อ และสาระ"), max_length=255, blank=True)
    provision_en = models.CharField(_("มาตรา/ข้อ และสาระ (อังกฤษ)"), max_length=255, blank=True)

    panels = [
        PageChooserPanel("document", "legal_library.DocumentPage"),
        FieldPanel("provision"),
        FieldPanel("provision_en"),
    ]
    shown_document: Any = None
    withdrawn: Withdrawn | None = None

    class Meta(Orderable.Meta):
        verbose_name = _("กฎหมายที่เกี่ยวข้อง")

    def clean(self) -> None:
        """Refuse a guide as its own legal basis.

        Raises:
            ValidationError: when the chosen page is the guide itself.
        """
        super().clean()
        if self.document_id and self.document_id == self.page_id:
            raise ValidationError({"document": _("เลือกเอกสารในคลังกฎหมาย ไม่ใช่หน้านี้เอง")})

    @property
    def is_nameable(self) -> bool:
        """Say whether readers may know of it: public or withdrawn, and not secret. Needs `shown_document`."""
        document = self.shown_document
        if document is None or not getattr(document, "is_open", True):
            return False
        return document.live or self.withdrawn is not None

    @property
    def display_provision(self) -> str:
        """The provision in the reader's language."""
        return localized(self, "provision")
