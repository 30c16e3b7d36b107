"""The plain content page: the one page type of the house with a free body (house.md: fields, not blocks)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField

from portal.pages.editing.panels import MenuPlacePanel
from portal.pages.models.base import BasePage
from portal.pages.models.pictures import PictureRow, pictures_of

INLINE_FEATURES = ["bold", "link", "document-link"]
TEXT_FEATURES = [*INLINE_FEATURES, "ol", "ul"]


class TableRowBlock(StructBlock):
    """One row of a simple two- or three-column table."""

    first = CharBlock(label=_("ช่องที่ 1"))
    second = TextBlock(label=_("ช่องที่ 2"))
    third = TextBlock(label=_("ช่องที่ 3"), required=False)


class TableBlock(StructBlock):
    """A table whose first row is its head; on phones each row becomes a small list."""

    caption = CharBlock(label=_("ชื่อตาราง"))
    rows = ListBlock(TableRowBlock(label=_("แถว")), label=_("แถว (แถวแรกเป็นหัวตาราง)"), min_num=2)

    class Meta:
        template = "pages/blocks/table.html"
        icon = "table"
        label = _("ตาราง")


class DownloadBlock(StructBlock):
    """A file to download."""

    title = CharBlock(label=_("ชื่อที่แสดง"))
    document = DocumentChooserBlock(label=_("ไฟล์"))

    class Meta:
        template = "pages/blocks/download.html"
        icon = "doc-full"
        label = _("ไฟล์ดาวน์โหลด")


def body_blocks() -> list[tuple[str, object]]:
    """Return the block types of a plain page: six, so that pages stay alike."""
    return [
        ("heading", CharBlock(label=_("หัวข้อ"), icon="title", template="pages/blocks/heading.html")),
        ("text", RichTextBlock(label=_("ข้อความ"), features=TEXT_FEATURES)),
        (
            "note",
            RichTextBlock(label=_("ข้อควรรู้"), features=INLINE_FEATURES, template="pages/blocks/note.html"),
        ),
        (
            "steps",
            ListBlock(
                TextBlock(), label=_("ขั้นตอนเรียงลำดับ"), icon="list-ol", template="pages/blocks/steps.html"
            ),
        ),
        ("table", TableBlock()),
        ("download", DownloadBlock()),
    ]


class ContentPage(BasePage):
    """A page of plain text: about the center, privacy, accessibility, cookies."""

    body = StreamField(body_blocks(), verbose_name=_("เนื้อหา"), blank=True)
    body_en = StreamField(body_blocks(), verbose_name=_("เนื้อหา (อังกฤษ)"), blank=True)
    checked_on = models.DateField(_("ตรวจสอบล่าสุดเมื่อ"), null=True, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("checked_on"),
        FieldPanel("body"),
        FieldPanel("body_en"),
        InlinePanel("pictures", heading=_("ภาพ"), label=_("ภาพ")),
        MenuPlacePanel(heading=_("อยู่ในเมนูใด")),
    ]
    template = "pages/content_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("หน้าเนื้อหา")

    @property
    def shown_pictures(self) -> list[PictureRow]:
        """Its pictures in their order; one query."""
        return pictures_of(self)

    @property
    def display_body(self) -> object:
        """The body in the reader's language."""
        return self.localized("body")
