"""The editor's form of a document: which fields stand on which tab."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import ChildRelationComparison, TextFieldComparison
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from legal_library import terms
from legal_library.domain.kinds import CONDITIONAL_FIELDS, rule_for
from legal_library.editing.forms import DocumentPageForm
from legal_library.models import DocumentPage, DocumentPassage
from legal_library.vocabulary import Vocabulary


class TextPanel(Panel):
    """Leads to the screen of the full text, which is no part of this form: a law has thousands of passages."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one document."""

        template_name = "legal_library/cms/text_panel.html"

        @property
        def address(self) -> str:
            """Where the text is edited; empty for a document that is not stored yet."""
            return reverse("legal_library_text", args=[self.instance.pk]) if self.instance.pk else ""

        @property
        def count(self) -> int:
            """How many passages this version has."""
            return self.instance.passages.count()

        def get_comparison(self) -> list[Any]:
            """Compare the passages of two versions, as Wagtail does for rows of a form."""
            fields = [DocumentPassage._meta.get_field(name) for name in ("label", "heading", "text")]
            comparisons = [partial(TextFieldComparison, field) for field in fields]
            relation = DocumentPage._meta.get_field("passages")
            return [partial(ChildRelationComparison, relation, comparisons, label=_("ตอน"))]


class KindFieldsPanel(Panel):
    """Tells static/js/cms-kind.js which fields each kind uses, so that the form shows those of the chosen kind.

    Without JavaScript the form shows all; a field that is filled stays in sight whatever the kind is.
    """

    class BoundPanel(Panel.BoundPanel):
        """The panel for one document."""

        template_name = "legal_library/cms/kind_fields.html"

        @property
        def kinds(self) -> dict[str, list[str]]:
            """The fields of each kind, of those that not every kind uses."""
            return {kind: sorted(rule_for(kind).uses) for kind in terms.codes(Vocabulary.KIND)}

        @property
        def conditional(self) -> list[str]:
            """The fields that not every kind uses."""
            return sorted(CONDITIONAL_FIELDS)


_IDENTITY = [
    KindFieldsPanel(),
    FieldPanel("title"),
    FieldPanel("title_en"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("year_be"), FieldPanel("secrecy")]),
    FieldPanel("agency"),
    FieldPanel("agency_unnamed"),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    MultiFieldPanel([FieldPanel("summary"), FieldPanel("summary_en")], heading=_("สรุป")),
    FieldPanel("other_names"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("status"), FieldPanel("checked_on")]),
            FieldPanel("checked_against"),
            FieldPanel("status_note"),
            FieldPanel("status_note_en"),
            FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
        ],
        heading=_("ใช้ได้วันนี้ไหม และตรวจสอบจากที่ใด"),
    ),
    FieldRowPanel([FieldPanel("change_note"), FieldPanel("minor_change")], heading=_("การแก้ไขครั้งนี้")),
    InlinePanel("changes", heading=_("ประวัติการแก้ไขที่ผู้อ่านเห็น"), label=_("การแก้ไข")),
]
_LETTER = [
    FieldRowPanel([FieldPanel("urgency"), FieldPanel("urgent_by")]),
    FieldPanel("reference_as_written"),
    FieldPanel("owner_unit"),
    FieldPanel("sender_address"),
    FieldPanel("subject"),
    FieldPanel("addressee"),
    InlinePanel("enclosures", heading=_("สิ่งที่ส่งมาด้วย"), label=_("รายการ")),
    FieldRowPanel([FieldPanel("signatory"), FieldPanel("signatory_position")]),
    FieldPanel("acting_for"),
    FieldPanel("contact"),
    FieldRowPanel([FieldPanel("received_no"), FieldPanel("received_at")]),
    FieldPanel("parties"),
]
_DATES = [
    FieldRowPanel([FieldPanel("signed_on"), FieldPanel("effective_on"), FieldPanel("repealed_on")]),
    FieldPanel("date_note"),
    FieldPanel("date_note_en"),
    FieldRowPanel(
        [
            FieldPanel("gazette_volume"),
            FieldPanel("gazette_part"),
            FieldPanel("gazette_page"),
            FieldPanel("gazette_published_on"),
        ],
        heading=_("ราชกิจจานุเบกษา"),
    ),
]
_TEXT = [
    FieldPanel("holding"),
    FieldRowPanel([FieldPanel("text_as_of"), FieldPanel("text_source")]),
    FieldPanel("text_is_machine_read"),
    TextPanel(heading=_("ข้อความเต็ม แบ่งเป็นตอน")),
    InlinePanel("notes", heading=_("ข้อสังเกตเกี่ยวกับต้นฉบับ"), label=_("ข้อสังเกต")),
    InlinePanel("files", heading=_("ไฟล์"), label=_("ไฟล์")),
]


def document_tabs() -> TabbedInterface:
    """Return the tabs of the form of a document."""
    return TabbedInterface(
        [
            ObjectList(_IDENTITY, heading=_("ข้อมูลหลัก")),
            ObjectList(_LETTER, heading=_("หนังสือ")),
            ObjectList(_DATES, heading=_("วันที่และราชกิจจานุเบกษา")),
            ObjectList(_TEXT, heading=_("ข้อความและไฟล์")),
            ObjectList(
                [InlinePanel("relations", heading=_("ความสัมพันธ์กับเอกสารอื่น"), label=_("ความสัมพันธ์"))],
                heading=_("ความสัมพันธ์"),
            ),
            ObjectList(DocumentPage.promote_panels, heading=_("ที่อยู่เว็บ")),
        ],
        base_form_class=DocumentPageForm,
    )


def connect() -> None:
    """Give the page model its form; called once when the app is ready, so that models know nothing of `/cms/`."""
    DocumentPage.edit_handler = document_tabs()
