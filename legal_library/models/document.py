"""One page model for every kind of document; `legal_library.domain.kinds` says which fields a kind uses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.contrib.routable_page.models import path
from wagtail.models import PageManager
from wagtail.url_routing import RouteResult

from legal_library import terms
from legal_library.domain import kinds, rules
from legal_library.domain.anchors import anchors
from legal_library.domain.permalinks import identifier
from legal_library.domain.slugs import document_slug
from legal_library.domain.standing import Standing, standing_on
from legal_library.domain.years import derived_year
from legal_library.models import replaced, storing
from legal_library.models.fields import TermField
from legal_library.models.names import Agency, Topic
from legal_library.models.parts import DocumentChange
from legal_library.models.serving import SERVING
from legal_library.models.withdrawal import Withdrawal
from legal_library.vocabulary import DocumentStatus, Holding, Secrecy, Urgency, Vocabulary
from portal.page_cache.memory import remembered
from portal.page_cache.rooms import Room
from portal.pages.models import RoutableBasePage, Withdrawn, found_by
from portal.pages.models.frame import PublicPageQuerySet
from portal.thai.dates import bangkok_today
from portal.thai.references import parse_reference

PAPER = "pdf"
"""Name of the preview of the PDF."""
BE_YEAR_MIN, BE_YEAR_MAX = 2400, 2700


class DocumentQuerySet(PublicPageQuerySet):
    """Pages of documents."""

    def published(self) -> DocumentQuerySet:
        """Return what anyone may see: live, without any view restriction (its own or inherited), not secret.

        Every list, count, feed, PDF and search source of the library starts here.
        """
        return self.live().public().filter(secrecy=Secrecy.NONE)

    def withdrawn(self) -> DocumentQuerySet:
        """Return what was public and has been withdrawn with a reason: its name may be told, its content may not."""
        open_rows = Withdrawal.objects.filter(document=models.OuterRef("pk"), lifted_at=None)
        return self.not_live().public().filter(models.Exists(open_rows), secrecy=Secrecy.NONE)

    def nameable(self) -> DocumentQuerySet:
        """Return the documents that another one may name: published, or withdrawn with a reason."""
        # Seldom is anything withdrawn, and then the question is a simple one.
        is_any = remembered(
            "library.withdrawals", lambda: int(Withdrawal.objects.filter(lifted_at=None).exists())
        )
        return self.published() | self.withdrawn() if is_any else self.published()


class DocumentPage(RoutableBasePage):
    """A law, a letter, an agreement, a guide: whatever the center must collect and publish (S1.21, S2.01).

    Meaning of the dates (library.md: one set of written meanings): `signed_on` given or signed; `gazette_published_on`
    printed in the Royal Gazette; `effective_on` first day in force; `repealed_on` first day no longer in force;
    `checked_on` the day somebody last compared the record with its source.
    """

    # What it is
    kind = TermField(_("ประเภท"), max_length=30, vocabulary=Vocabulary.KIND, db_index=True)
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("หน่วยงานผู้ออก"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    agency_unnamed = models.BooleanField(
        _("ต้นฉบับไม่ได้ระบุหน่วยงานผู้ออก"), default=False, help_text=_("เลือกแทนการระบุหน่วยงาน เมื่อตัวเอกสารไม่ได้บอก")
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("หัวข้อ"), blank=True, related_name="documents")
    other_names = models.TextField(
        _("ชื่อที่คนเรียก"), blank=True, help_text=_("บรรทัดละหนึ่งชื่อ เช่น ระเบียบช่วยเหลือประชาชน ว 1918 ใช้ในการค้นหา")
    )
    summary = models.TextField(
        _("สรุป"), blank=True, help_text=_("เขียนเอง สองสามประโยค เอกสารนี้ใช้ทำอะไร ใครควรอ่าน ไม่ใช้ภาษาราชการ")
    )
    summary_en = models.TextField(_("สรุป (อังกฤษ)"), blank=True)
    holding = models.CharField(_("ในคลังมี"), max_length=10, choices=Holding.choices, default=Holding.RECORD)
    year_be = models.PositiveSmallIntegerField(
        _("ปี พ.ศ."), null=True, blank=True, db_index=True, help_text=_("เว้นว่างได้ถ้ามีวันที่ลงนามหรือวันที่ประกาศ")
    )

    # Letter (S2.01)
    urgency = TermField(
        _("ชั้นความเร็ว"), max_length=20, vocabulary=Vocabulary.URGENCY, default=Urgency.NORMAL.value
    )
    urgent_by = models.DateTimeField(_("ด่วนภายใน"), null=True, blank=True)
    secrecy = TermField(
        _("ชั้นความลับ"), max_length=20, vocabulary=Vocabulary.SECRECY, default=Secrecy.NONE.value
    )
    reference_as_written = models.CharField(
        _("เลขที่หนังสือตามต้นฉบับ"), max_length=120, blank=True, help_text=_("พิมพ์ตามหนังสือ เช่น มท ๐๘๙๑.๓/ว ๑๙๑๘")
    )
    reference = models.CharField(
        _("เลขที่หนังสือรูปมาตรฐาน"), max_length=80, blank=True, editable=False, db_index=True
    )
    owner_unit = models.CharField(_("ส่วนราชการเจ้าของหนังสือ"), max_length=255, blank=True)
    sender_address = models.TextField(_("ที่ตั้ง"), blank=True)
    addressee = models.CharField(_("เรียน"), max_length=500, blank=True)
    subject = models.CharField(_("เรื่อง"), max_length=500, blank=True)
    signatory = models.CharField(_("ผู้ลงนาม"), max_length=200, blank=True)
    signatory_position = models.CharField(_("ตำแหน่ง"), max_length=255, blank=True)
    acting_for = models.CharField(_("ปฏิบัติราชการแทน"), max_length=255, blank=True)
    contact = models.TextField(_("หน่วยงานที่ติดต่อ"), blank=True, help_text=_("กลุ่มงานและโทรศัพท์ท้ายหนังสือ"))
    received_no = models.CharField(_("เลขรับ"), max_length=60, blank=True)
    received_at = models.DateTimeField(_("วันเวลาที่รับ"), null=True, blank=True)
    parties = models.TextField(_("คู่สัญญา"), blank=True, help_text=_("บรรทัดละหนึ่งหน่วยงาน"))

    # Gazette
    gazette_volume = models.CharField(_("เล่ม"), max_length=10, blank=True)
    gazette_part = models.CharField(
        _("ตอน"), max_length=30, blank=True, help_text=_("เช่น 95 ก หรือ พิเศษ 254 ง")
    )
    gazette_page = models.CharField(_("หน้า"), max_length=10, blank=True)
    gazette_published_on = models.DateField(_("ประกาศในราชกิจจานุเบกษาเมื่อ"), null=True, blank=True)

    # Dates and standing
    signed_on = models.DateField(_("ลงวันที่"), null=True, blank=True)
    date_note = models.CharField(_("หมายเหตุเรื่องวันที่"), max_length=500, blank=True)
    date_note_en = models.CharField(_("หมายเหตุเรื่องวันที่ (อังกฤษ)"), max_length=500, blank=True)
    effective_on = models.DateField(_("ใช้บังคับตั้งแต่"), null=True, blank=True)
    repealed_on = models.DateField(_("ยกเลิกเมื่อ"), null=True, blank=True)
    status = TermField(
        _("สถานะ"),
        max_length=20,
        vocabulary=Vocabulary.STATUS,
        default=DocumentStatus.UNVERIFIED.value,
        db_index=True,
    )
    status_note = models.CharField(_("หมายเหตุเรื่องสถานะ"), max_length=500, blank=True)
    status_note_en = models.CharField(_("หมายเหตุเรื่องสถานะ (อังกฤษ)"), max_length=500, blank=True)
    checked_on = models.DateField(_("ตรวจสอบล่าสุดเมื่อ"), null=True, blank=True)
    checked_against = models.CharField(_("ตรวจสอบกับ"), max_length=255, blank=True)
    source_name = models.CharField(_("แหล่งที่มา"), max_length=255, blank=True)
    source_url = models.URLField(_("ที่อยู่เว็บของแหล่งที่มา"), max_length=500, blank=True)
    # Its full text (issue 11): up to which day changes are worked in, where it comes from, and what it was as it came.
    text_as_of = models.DateField(
        _("ข้อความ ณ วันที่"), null=True, blank=True, help_text=_("การแก้ไขถึงวันนี้รวมอยู่ในข้อความแล้ว")
    )
    text_source = models.CharField(_("ข้อความมาจาก"), max_length=255, blank=True)
    text_is_machine_read = models.BooleanField(
        _("อ่านด้วยเครื่อง ยังไม่ตรวจ"),
        default=False,
        help_text=_("ข้อความมาจากการอ่านภาพสแกน ผู้อ่านเห็นคำเตือนนี้เหนือข้อความ เลิกเลือกเมื่อเทียบกับภาพครบแล้ว"),
    )
    text_checksum = models.CharField(max_length=64, blank=True, editable=False)
    # What its permalink ends with (domain/permalinks.py); it follows from number or Gazette, never from the title.
    identifier = models.CharField(
        _("รหัสถาวร"), max_length=80, blank=True, editable=False, db_index=True, default=""
    )
    # The day that lists sort by: kept, because it comes from several fields.
    dated_on = models.DateField(editable=False, null=True, db_index=True)

    is_kept = True
    rules_are_checked = False
    """Set while the editor's form checks the rules itself."""

    objects = PageManager.from_queryset(DocumentQuerySet)()

    # A number is one document's own; what a summary says of others stands behind.
    search_fields = [
        *RoutableBasePage.search_fields,
        *found_by("reference_as_written", boost=4.0),
        *found_by("other_names", boost=2.0),
        *found_by("summary", boost=0.3),
    ]
    template = "legal_library/document_page.html"
    shown_rooms = frozenset({Room.LIBRARY, Room.SEARCH})
    shown_relations = ("agency",)
    address_parameters = frozenset({"as_of"})
    is_printed = True
    parent_page_types = ["legal_library.LibraryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("เอกสารในคลังกฎหมาย")
        # The order of the list: its first page is read without looking at all the others.
        indexes = [models.Index(fields=["-year_be", "-dated_on"], name="library_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(secrecy__in=[Secrecy.NONE, Secrecy.CONFIDENTIAL]),
                name="library_never_stores_secrets",
            ),
            models.CheckConstraint(
                condition=models.Q(year_be__isnull=True)
                | models.Q(year_be__range=(BE_YEAR_MIN, BE_YEAR_MAX)),
                name="library_year_is_buddhist",
            ),
        ]

    # Rules

    def clean(self) -> None:
        """Check the record by the rules of its kind; a live one must be complete and never secret.

        Raises:
            ValidationError: by field, see `legal_library.domain.rules.problems`.
        """
        super().clean()
        problems = {} if self.rules_are_checked else rules.problems(self, publishing=self.live)
        if problems:
            raise ValidationError(problems)

    def suggested_slug(self) -> str:
        """An address in Latin letters from kind, number and year."""
        return document_slug(
            kind=self.kind,
            reference=self.reference_as_written,
            title_en=self.title_en,
            title=self.title,
            year_be=self.year_be,
        )

    def derive(self) -> None:
        """Fill the fields that follow from others: `reference`, `identifier`, `year_be`, `dated_on`."""
        parsed = parse_reference(self.reference_as_written) if self.reference_as_written else None
        self.reference = parsed.normal if parsed and not parsed.is_weak else ""
        self.identifier = identifier(
            reference=self.reference,
            gazette_volume=self.gazette_volume,
            gazette_part=self.gazette_part,
            gazette_page=self.gazette_page,
        )
        self.dated_on = self.signed_on or self.gazette_published_on or self.effective_on
        if self.year_be is None:
            self.year_be = self.derived_year()

    def derived_year(self) -> int | None:
        """Return the year that follows from its title and its date; see `legal_library.domain.years`."""
        return derived_year(kind=self.kind, title=self.title, dated_on=self.dated_on)

    def name_passages(self) -> None:
        """Give every passage an anchor of its own, made of its label; those that stand stay."""
        rows = list(self.passages.all())
        for row, anchor in zip(rows, anchors([(row.title, row.anchor) for row in rows]), strict=True):
            row.anchor = anchor

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the page, and its passages at once."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        self.name_passages()
        with transaction.atomic():
            passages = storing.taken(self)
            since = replaced.keep_replaced_text(self, passages)
            super().save(*args, **kwargs)
            if passages is not None:
                storing.store(self, passages)
            replaced.keep_days(self, passages, since)

    # For templates

    @property
    def kind_label(self) -> str:
        """Name of its kind in the reader's language."""
        return terms.name_of(Vocabulary.KIND, self.kind)

    @property
    def display_description(self) -> str:
        """The summary also serves search engines."""
        return self.own_description or self.localized("summary")

    @property
    def is_open(self) -> bool:
        """Whether it has no class of secrecy: one that has does not exist for readers (domain.md 2.2)."""
        return self.secrecy == Secrecy.NONE

    @property
    def is_missing(self) -> bool:
        """Say whether it is only known because others cite it (ghost record)."""
        return self.holding == Holding.MISSING

    @property
    def other_name_list(self) -> list[str]:
        """Other names, without blanks."""
        return [line.strip() for line in self.other_names.splitlines() if line.strip()]

    @property
    def gazette(self) -> str:
        """Place in the Royal Gazette: "เล่ม 120 ตอนที่ 95 ก หน้า 1"; empty when unknown."""
        parts = [
            (_("เล่ม %s"), self.gazette_volume),
            (_("ตอนที่ %s"), self.gazette_part),
            (_("หน้า %s"), self.gazette_page),
        ]
        return " ".join(str(words) % value for words, value in parts if value)

    @cached_property
    def standing(self) -> Standing:
        """May it be used today?"""
        return self.standing_on(bangkok_today())

    def standing_on(self, day: date) -> Standing:
        """Return whether it may be used on a day."""
        return standing_on(
            day,
            status=self.status,
            effective_on=self.effective_on,
            repealed_on=self.repealed_on,
            checked_on=self.checked_on,
        )

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What an editor looks at before publishing: the page, and the PDF of it."""
        return [("", _("หน้าเว็บ")), (PAPER, _("PDF"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the version that its editor has, as a page or as PDF."""
        if mode_name == PAPER:
            return SERVING.views.document_pdf(self, request)
        return super().serve_preview(request, mode_name)

    def uses(self, field: str) -> bool:
        """Say whether its kind uses a field."""
        return field not in kinds.CONDITIONAL_FIELDS or field in kinds.rule_for(self.kind).uses

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add everything that the page shows; see `legal_library.public.presenter`."""
        context = super().get_context(request, *args, **kwargs)
        return context | SERVING.views.document_context(self, request)

    # Addresses

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Say when readers last had a reason to look: by the newest change note, not by the last saving (library.md 15)."""
        if not self.is_open:
            return []
        first = self.first_published_at.date() if self.first_published_at else None
        days = [day for day in (first, _newest_changes().get(self.pk)) if day]
        return [{"location": self.get_full_url(request), "lastmod": max(days, default=None)}]

    @cached_property
    def withdrawal(self) -> Withdrawal | None:
        """Its withdrawal, while that lasts; None for a document that is public, was never public, or is secret."""
        if self.live or not self.pk or not self.is_open:
            return None
        return self.withdrawals.filter(lifted_at=None).first()

    def withdrawn(self, request: HttpRequest | None = None) -> Withdrawn | None:
        """Return when and why it was withdrawn and what stands in its place, for pages that rest on it."""
        return SERVING.views.document_withdrawal(self, request) if self.withdrawal else None

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the view of an address; those of a withdrawn document all tell of its withdrawal.

        Raises:
            Http404: there is no such address, or the document was never public.
        """
        known = path_components in ([], ["document.pdf"], ["data.json"], ["akn.xml"]) or path_components[
            :1
        ] in (
            ["p"],
            ["versions"],
        )
        if known and self.withdrawal:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Serve the page or one of its forms; a secret document does not exist (domain.md 2.2).

        Raises:
            Http404: it carries a class of secrecy.
        """
        if not self.is_open and not getattr(request, "is_preview", False):
            raise Http404
        if self.withdrawal and not getattr(request, "is_preview", False):
            return SERVING.views.document_withdrawn(self, request)
        return super().serve(request, *args, **kwargs)

    @path("document.pdf", name="pdf")
    def pdf(self, request: HttpRequest) -> HttpResponse:
        """The record and its text as a PDF for printing and posting."""
        return SERVING.views.document_pdf(self, request)

    @path("read/<int:place>/", name="read")
    def read(self, request: HttpRequest, place: int) -> HttpResponseBase:
        """A manual page by page, and searched inside (S2.07)."""
        return SERVING.views.document_reader(self, request, place)

    @path("read/<int:place>/cover/", name="cover")
    def cover(self, request: HttpRequest, place: int) -> HttpResponseBase:
        """The cover of a manual."""
        return SERVING.views.document_cover(self, request, place)

    @path("read/<int:place>/<int:number>/picture/", name="leaf")
    def leaf(self, request: HttpRequest, place: int, number: int) -> HttpResponseBase:
        """One page of a manual as a picture."""
        return SERVING.views.document_leaf(self, request, place, number)

    @path("data.json", name="data")
    def data(self, request: HttpRequest) -> HttpResponse:
        """The record as schema.org Legislation (Digital Government Act 2562 s.17: open data)."""
        return SERVING.views.document_data(self, request)

    @path("akn.xml", name="akn")
    def akn(self, request: HttpRequest) -> HttpResponse:
        """The text as Akoma Ntoso, where its structure is known."""
        return SERVING.views.document_akn(self, request)

    @path("p/<slug:anchor>/", name="provision")
    def provision(self, request: HttpRequest, anchor: str) -> HttpResponse:
        """One provision: its words, how it stands and is cited, and asking for help about it."""
        return SERVING.views.document_provision(self, request, anchor)

    @path("versions/", name="versions")
    def all_versions(self, request: HttpRequest) -> HttpResponse:
        """Every text that readers have seen, and what held on a day (`?as_of=`)."""
        return SERVING.views.document_versions(self, request)

    @path("versions/<int:number>/", name="version")
    def one_version(self, request: HttpRequest, number: int) -> HttpResponse:
        """An earlier text."""
        return SERVING.views.document_version(self, request, number)

    @path("versions/<int:old>/<int:new>/", name="comparison")
    def comparison(self, request: HttpRequest, old: int, new: int) -> HttpResponse:
        """Two texts compared."""
        return SERVING.views.document_comparison(self, request, old, new)


def _newest_changes() -> dict[int, date]:
    """Return the day of the newest change note of every document that has one; asked once for a whole sitemap."""
    rows = DocumentChange.objects.order_by().values_list("page")
    return remembered("library.changes", lambda: dict(rows.annotate(day=models.Max("changed_on"))))
