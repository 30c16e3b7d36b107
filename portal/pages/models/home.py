"""The home page (look.md): what this is, search, two doors, and what the other rooms bring."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from portal.pages import sections as home
from portal.pages.models.base import BasePage
from portal.web.late import late

EXAMPLES_SHOWN = 3


class HomePage(BasePage):
    """The root of the public site."""

    lead = models.TextField(_("ประโยคแรก"), help_text=_("หนึ่งประโยคที่บอกว่าเว็บไซต์นี้คืออะไร"))
    lead_en = models.TextField(_("ประโยคแรก (อังกฤษ)"), blank=True)
    example_queries = models.TextField(
        _("ตัวอย่างคำค้น"), blank=True, help_text=_("บรรทัดละหนึ่งคำค้น แสดงสามบรรทัดแรก ควรเป็นคำค้นที่พบเอกสารจริง")
    )
    request_note = models.TextField(_("สิ่งที่ต้องใช้และเวลา: ขอความช่วยเหลือ"), blank=True)
    request_note_en = models.TextField(_("สิ่งที่ต้องใช้และเวลา: ขอความช่วยเหลือ (อังกฤษ)"), blank=True)
    track_note = models.TextField(_("สิ่งที่ต้องใช้และเวลา: ติดตามเรื่อง"), blank=True)
    track_note_en = models.TextField(_("สิ่งที่ต้องใช้และเวลา: ติดตามเรื่อง (อังกฤษ)"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("lead"), FieldPanel("lead_en")], heading=_("ประโยคแรก")),
        FieldPanel("example_queries"),
        MultiFieldPanel(
            [
                FieldPanel("request_note"),
                FieldPanel("request_note_en"),
                FieldPanel("track_note"),
                FieldPanel("track_note_en"),
            ],
            heading=_("สองประตู"),
        ),
    ]
    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("หน้าแรก")

    @property
    def examples(self) -> list[str]:
        """The first three example queries."""
        lines = [line.strip() for line in self.example_queries.splitlines()]
        return [line for line in lines if line][:EXAMPLES_SHOWN]

    @property
    def request_lines(self) -> list[str]:
        """What asking for help needs and how long it takes, line by line."""
        return self.localized("request_note").splitlines()

    @property
    def track_lines(self) -> list[str]:
        """What following a request needs, line by line."""
        return self.localized("track_note").splitlines()

    @property
    def display_description(self) -> str:
        """The first sentence also serves search engines."""
        return self.own_description or self.localized("lead")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `sections`: what the other rooms show here (see `portal.pages.sections`)."""
        context = super().get_context(request, *args, **kwargs)
        return context | late(["sections"], lambda: {"sections": home.sections(request)})
