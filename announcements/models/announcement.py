"""Announcements and the list of them (S1.11, S1.23)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager

from announcements.vocabulary import AnnouncementKind
from portal.page_cache.rooms import Room
from portal.pages.models import RoutableBasePage, SiteSettings, found_by
from portal.pages.models.frame import PublicPageQuerySet
from portal.pages.models.pictures import PictureRow, pictures_of
from portal.web.language import localized
from portal.web.serving import Serving

SERVING = Serving("announcements")
"""`announcements.public.views`, as `announcements.apps` says."""
POSTER = "notice"
"""Name of the preview of the poster."""
BODY_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class AnnouncementQuerySet(PublicPageQuerySet):
    """Reads of announcements. What the public sees always begins with `public_on` or `archived_on`."""

    def _begun(self, day: date) -> AnnouncementQuerySet:
        return self.live().public().filter(shown_from__lte=day)

    def public_on(self, day: date | None = None) -> AnnouncementQuerySet:
        """Announcements in force on a day (today in Thailand by default), newest first."""
        day = day or timezone.localdate()
        current = self._begun(day).filter(Q(shown_until__isnull=True) | Q(shown_until__gte=day))
        return current.order_by("-issued_on", "-shown_from", "-pk")

    def archived_on(self, day: date | None = None) -> AnnouncementQuerySet:
        """Announcements whose time is over, newest first. They stay readable, marked as over."""
        day = day or timezone.localdate()
        return self._begun(day).filter(shown_until__lt=day).order_by("-issued_on", "-shown_from", "-pk")


AnnouncementManager = PageManager.from_queryset(AnnouncementQuerySet)


class AnnouncementIndexPage(RoutableBasePage):
    """`/announcements/`: those in force, those that are over, and a feed."""

    intro = models.TextField(_("คำอธิบายสั้น"), blank=True)
    intro_en = models.TextField(_("คำอธิบายสั้น (อังกฤษ)"), blank=True)

    content_panels = [*RoutableBasePage.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]
    template = "announcements/index.html"
    shown_rooms = frozenset({Room.ANNOUNCEMENTS, Room.ORGANIZATIONS})
    address_parameters = frozenset({"show", "kind", "by", "page"})
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["announcements.AnnouncementPage"]
    max_count = 1

    class Meta:
        verbose_name = _("หน้ารวมประกาศ")

    @property
    def display_description(self) -> str:
        """The introduction also serves search engines."""
        return self.own_description or self.localized("intro")

    def announcements(
        self, *, over: bool = False, kind: str = "", organization: int | None = None
    ) -> AnnouncementQuerySet:
        """Return what the list shows: in force or over, of one kind or of all, of one organization or of everybody."""
        found = AnnouncementPage.objects.child_of(self)
        found = found.archived_on() if over else found.public_on()
        found = found if organization is None else found.filter(organization_id=organization)
        return found.filter(kind=kind) if kind in AnnouncementKind.values else found

    @path("")
    def list(self, request: HttpRequest) -> HttpResponseBase:
        """Show the list with its filters."""
        return SERVING.views.announcement_list(self, request)

    @path("feed/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Answer with the Atom feed (RFC 4287) of the announcements in force."""
        return SERVING.views.feed(self, request)

    @path("feed.json", name="json_feed")
    def json_feed(self, request: HttpRequest) -> HttpResponse:
        """Answer with the same as JSON Feed."""
        return SERVING.views.json_feed(self, request)


class AnnouncementPage(RoutableBasePage):
    """One announcement: fields, not blocks, so that it can be listed, dated, printed and fed."""

    kind = models.CharField(
        _("ประเภท"), max_length=20, choices=AnnouncementKind, default=AnnouncementKind.NOTICE
    )
    summary = models.TextField(_("สรุป"), max_length=400, help_text=_("หนึ่งถึงสามประโยค แสดงในรายการและในฟีด"))
    summary_en = models.TextField(_("สรุป (อังกฤษ)"), max_length=600, blank=True)
    body = RichTextField(
        _("เนื้อความ"), features=BODY_FEATURES, blank=True, help_text=_("เว้นว่างได้เมื่อทุกอย่างอยู่ในเอกสารแนบ")
    )
    body_en = RichTextField(_("เนื้อความ (อังกฤษ)"), features=BODY_FEATURES, blank=True)
    number = models.CharField(_("เลขที่ประกาศ"), max_length=60, blank=True, help_text=_("เช่น 3/2569 เว้นว่างได้"))
    issued_on = models.DateField(_("ประกาศ ณ วันที่"), default=timezone.localdate)
    shown_from = models.DateField(
        _("ปิดประกาศตั้งแต่"), default=timezone.localdate, help_text=_("ก่อนวันนี้ ประชาชนจะยังไม่เห็น"), db_index=True
    )
    shown_until = models.DateField(
        _("ปิดประกาศถึง"), null=True, blank=True, help_text=_("รวมวันนี้ด้วย เว้นว่างเมื่อไม่มีกำหนด"), db_index=True
    )
    # What happens at a place and time: asked for of an event, possible for any other.
    place = models.CharField(
        _("สถานที่"), max_length=200, blank=True, help_text=_("เช่น ศาลากลางจังหวัด ห้องประชุม 1")
    )
    place_en = models.CharField(_("สถานที่ (อังกฤษ)"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("เริ่ม"), null=True, blank=True)
    ends_at = models.DateTimeField(_("สิ้นสุด"), null=True, blank=True)
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("หน่วยงานที่ประกาศ"),
        help_text=_("เว้นว่างเมื่อเป็นประกาศของศูนย์"),
    )

    objects = AnnouncementManager()
    search_fields = [*RoutableBasePage.search_fields, *found_by("number"), *found_by("summary", boost=0.3)]

    content_panels = [
        *RoutableBasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("issued_on")]),
        FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")], heading=_("ช่วงเวลาที่ปิดประกาศ")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("place_en")]),
            ],
            heading=_("กิจกรรม: เมื่อไร ที่ไหน"),
        ),
        FieldPanel("organization"),
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("summary_en")], heading=_("สรุป")),
        FieldPanel("body"),
        FieldPanel("body_en"),
        InlinePanel("pictures", heading=_("ภาพ"), label=_("ภาพ")),
        InlinePanel("attachments", heading=_("เอกสารแนบ"), label=_("เอกสารแนบ")),
    ]
    template = "announcements/page.html"
    shown_rooms = frozenset({Room.ANNOUNCEMENTS, Room.ORGANIZATIONS})
    is_printed = True
    parent_page_types = ["announcements.AnnouncementIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("ประกาศ")
        verbose_name_plural = _("ประกาศ")

    def clean(self) -> None:
        """Refuse a period that ends before it begins.

        Raises:
            ValidationError: on `shown_until`.
        """
        super().clean()
        if self.shown_until and self.shown_from and self.shown_until < self.shown_from:
            raise ValidationError({"shown_until": _("วันสุดท้ายต้องไม่อยู่ก่อนวันแรก")})
        if self.kind == AnnouncementKind.EVENT and not self.starts_at:
            raise ValidationError({"starts_at": _("กิจกรรมต้องมีวันเวลาที่เริ่ม")})
        if self.ends_at and (not self.starts_at or self.ends_at < self.starts_at):
            raise ValidationError({"ends_at": _("เวลาสิ้นสุดต้องไม่อยู่ก่อนเวลาเริ่ม")})

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What an editor looks at before publishing: the page, and the poster for the board."""
        return [("", _("หน้าเว็บ")), (POSTER, _("ใบประกาศสำหรับติดป้าย"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the version that its editor has, as a page or as the poster."""
        if mode_name == POSTER:
            return SERVING.views.poster_preview(self, request)
        return super().serve_preview(request, mode_name)

    @property
    def has_time(self) -> bool:
        """Whether it happens at a time that readers can put into their calendar."""
        return self.starts_at is not None

    @property
    def shown_pictures(self) -> list[PictureRow]:
        """Its pictures in their order; one query."""
        return pictures_of(self)

    @property
    def display_description(self) -> str:
        """The summary also serves search engines."""
        return self.own_description or self.localized("summary")

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return AnnouncementKind(self.kind).label

    @property
    def has_begun(self) -> bool:
        """Whether the public may read it by now."""
        return self.shown_from <= timezone.localdate()

    @property
    def is_open(self) -> bool:
        """Whether it is shown to readers: from its first day on, also when its time is over."""
        return self.has_begun

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """Tell crawlers of it from its first day on."""
        return super().get_sitemap_urls(request) if self.has_begun else []

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.shown_until is not None and self.shown_until < timezone.localdate()

    def issuer(self, request: HttpRequest | None) -> str:
        """Return who announces, in the reader's language; without a request, at the default site."""
        if self.organization is not None:
            return self.organization.display_name
        settings = SiteSettings.for_request(request) if request else SiteSettings.objects.first()
        return localized(settings, "center_name") if settings else ""

    def public_attachments(self) -> list[AnnouncementAttachment]:
        """Return the attachments in order with their documents; one query."""
        return list(self.attachments.select_related("document"))

    @path("")
    def show(self, request: HttpRequest) -> HttpResponseBase:
        """Show the announcement."""
        return SERVING.views.announcement(self, request)

    @path("event.ics")
    def calendar_entry(self, request: HttpRequest) -> HttpResponse:
        """Answer with the entry for a calendar (RFC 5545)."""
        return SERVING.views.calendar_entry(self, request)

    @path("notice.pdf")
    def notice(self, request: HttpRequest) -> HttpResponse:
        """Answer with the poster for the board."""
        return SERVING.views.poster(self, request)


class AnnouncementPicture(PictureRow):
    """A picture of an announcement."""

    page = ParentalKey(AnnouncementPage, on_delete=models.CASCADE, related_name="pictures")


class AnnouncementAttachment(Orderable):
    """A file of an announcement with a title of its own."""

    page = ParentalKey(AnnouncementPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, related_name="+", verbose_name=_("ไฟล์")
    )
    title = models.CharField(_("ชื่อเอกสาร"), max_length=255)
    title_en = models.CharField(_("ชื่อเอกสาร (อังกฤษ)"), max_length=255, blank=True)

    panels = [FieldPanel("document"), FieldPanel("title"), FieldPanel("title_en")]

    class Meta(Orderable.Meta):
        verbose_name = _("เอกสารแนบ")

    @property
    def display_title(self) -> str:
        """The title in the reader's language."""
        return localized(self, "title")

    @property
    def extension(self) -> str:
        """The kind of file, as people say it: "PDF"."""
        return self.document.file_extension.upper()

    @property
    def size(self) -> int | None:
        """Bytes; None when the file is gone from the disk."""
        return self.document.get_file_size()
