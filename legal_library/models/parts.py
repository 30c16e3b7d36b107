"""Rows that belong to one document: its text, enclosures, relations, notes, files and public history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from legal_library import terms
from legal_library.domain.anchors import anchors
from legal_library.models.fields import TermField
from legal_library.vocabulary import Vocabulary
from portal.thai.references import find_references
from portal.web.language import localized

DOCUMENT = "legal_library.DocumentPage"


class DocumentPassage(Orderable):
    """A part of the full text that can be linked and found by itself: a section, a clause, a paragraph.

    `heading` and `text` together are the text of the source, word for word; `label` is only a name for it in the
    table of contents and may be our own.
    """

    page = ParentalKey(DOCUMENT, on_delete=models.CASCADE, related_name="passages")
    label = models.CharField(_("ชื่อในสารบัญ"), max_length=200, blank=True, help_text=_("เช่น มาตรา 12 หรือ ข้อ 3"))
    heading = models.CharField(_("หัวเรื่องในต้นฉบับ"), max_length=500, blank=True, help_text=_("คัดจากต้นฉบับ ถ้ามี"))
    text = models.TextField(_("ข้อความในต้นฉบับ"), blank=True)
    anchor = models.SlugField(
        _("จุดเชื่อม"),
        max_length=40,
        blank=True,
        help_text=_("เว้นว่างให้ระบบตั้งตามชื่อในสารบัญ เช่น มาตรา 5 เป็น m5 ที่มีอยู่แล้วไม่ควรเปลี่ยน เพราะมีลิงก์มาถึง"),
    )
    level = models.PositiveSmallIntegerField(_("ระดับในสารบัญ"), default=1, choices=[(1, "1"), (2, "2")])

    class Meta(Orderable.Meta):
        verbose_name = _("ตอนของข้อความ")

    @property
    def title(self) -> str:
        """Its name in the table of contents and in search hits."""
        return self.label or self.heading

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> DocumentPassage:
        """Return a passage of a kept version.

        Its one foreign key is the document that is being put together, so it is not looked up: a law of two thousand
        passages asked two thousand times whether it exists.
        """
        return model_from_serializable_data(cls, data, check_fks=False)

    def save(self, *args: object, **kwargs: object) -> None:
        """Give a passage without an anchor one by its label; deep links need one.

        A page names all of its passages at once (`DocumentPage.name_passages`); this is for one that is saved alone.
        """
        if not self.anchor:
            others = type(self).objects.filter(page_id=self.page_id).exclude(pk=self.pk)
            elsewhere = frozenset(others.values_list("anchor", flat=True))
            (self.anchor,) = anchors([(self.title, "")], elsewhere=elsewhere)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Enclosure(Orderable):
    """Something sent with a letter (สิ่งที่ส่งมาด้วย), in its order, whether the library holds it or not (S2.12)."""

    page = ParentalKey(DOCUMENT, on_delete=models.CASCADE, related_name="enclosures")
    title = models.CharField(_("สิ่งที่ส่งมาด้วย"), max_length=500, help_text=_("คัดจากต้นฉบับ"))
    quantity = models.PositiveSmallIntegerField(_("จำนวน"), null=True, blank=True)
    unit = models.CharField(_("หน่วย"), max_length=40, blank=True, help_text=_("ชุด ฉบับ เล่ม"))
    document = models.ForeignKey(
        DOCUMENT,
        verbose_name=_("เอกสารในคลัง"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="enclosed_in",
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("quantity"), FieldPanel("unit")]),
        PageChooserPanel("document", DOCUMENT),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("สิ่งที่ส่งมาด้วย")


class DocumentRelation(Orderable):
    """How this document stands to another: one in the library, or one that is only known by its number or name.

    A document that the library does not hold cannot carry a row of its own, so for it alone the row may be written
    the other way round (`incoming`): "this act was amended by …".
    """

    page = ParentalKey(DOCUMENT, on_delete=models.CASCADE, related_name="relations")
    kind = TermField(_("ความสัมพันธ์"), max_length=20, vocabulary=Vocabulary.RELATION)
    target = models.ForeignKey(
        DOCUMENT,
        verbose_name=_("เอกสารในคลัง"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="related_from",
    )
    reference_text = models.CharField(
        _("ชื่อหรือเลขที่ตามที่อ้าง"), max_length=500, blank=True, help_text=_("คัดจากต้นฉบับ จำเป็นเมื่อคลังไม่มีเอกสารนั้น")
    )
    reference = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    provision = models.CharField(_("มาตราหรือข้อ"), max_length=120, blank=True)
    note = models.CharField(_("หมายเหตุ"), max_length=500, blank=True)
    note_en = models.CharField(_("หมายเหตุ (อังกฤษ)"), max_length=500, blank=True)
    incoming = models.BooleanField(
        _("กลับทิศ"), default=False, help_text=_("เลือกเมื่อเอกสารที่คลังไม่มีเป็นฝ่ายกระทำ เช่น ฉบับนี้ถูกแก้ไขโดยฉบับที่ 2")
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("incoming")]),
        PageChooserPanel("target", DOCUMENT),
        FieldPanel("reference_text"),
        FieldPanel("provision"),
        FieldPanel("note"),
        FieldPanel("note_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("ความสัมพันธ์กับเอกสารอื่น")

    @property
    def says_nothing(self) -> bool:
        """Whether it names no document: its own was a draft and is gone."""
        return not self.target_id and not self.reference_text

    @property
    def verb(self) -> str:
        """The relation in words, read from this document."""
        return terms.inverse_of(self.kind) if self.incoming else terms.name_of(Vocabulary.RELATION, self.kind)

    def clean(self) -> None:
        """Check that the row names exactly what it must.

        Raises:
            ValidationError: nothing is named; a held document is written the wrong way round; a relation to itself.
        """
        super().clean()
        # A row that is stored already has lost its document: it says nothing and blocks nobody (`says_nothing`).
        if self.says_nothing and self.pk is None:
            raise ValidationError({"reference_text": _("เลือกเอกสารในคลัง หรือเขียนชื่อหรือเลขที่ของเอกสาร")})
        if self.incoming and self.target_id:
            raise ValidationError({"incoming": _("เอกสารนั้นอยู่ในคลังแล้ว ให้บันทึกความสัมพันธ์ที่เอกสารนั้น")})
        if self.target_id and self.target_id == self.page_id:
            raise ValidationError({"target": _("เอกสารสัมพันธ์กับตัวเองไม่ได้")})

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the number in its normal form beside the words."""
        complete = [found for found in find_references(self.reference_text) if found.is_complete]
        self.reference = complete[0].normal if complete else ""
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class DocumentNote(Orderable):
    """A remark on the source: a contradiction or damage, shown and never repaired (requirements.md 6)."""

    class Kind(models.TextChoices):
        """What is remarked."""

        CONTRADICTION = "contradiction", _("ต้นฉบับไม่ตรงกัน")
        DAMAGE = "damage", _("ข้อความอาจคลาดเคลื่อนจากการสแกน")
        GAP = "gap", _("ต้นฉบับไม่ได้กำหนด")
        STANDING = "standing", _("สถานะของข้อนี้")
        REMARK = "remark", _("ข้อสังเกต")

    page = ParentalKey(DOCUMENT, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("ชนิด"), max_length=20, choices=Kind.choices, default=Kind.REMARK)
    anchor = models.SlugField(
        _("อยู่ที่ตอน"),
        max_length=40,
        blank=True,
        help_text=_("จุดเชื่อมของตอน เช่น m5 คือมาตรา 5 แสดงที่ตอนนั้น เว้นว่างถ้าเป็นข้อสังเกตทั้งฉบับ"),
    )
    text = models.TextField(_("ข้อความ"))
    text_en = models.TextField(_("ข้อความ (อังกฤษ)"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("anchor")]),
        FieldPanel("text"),
        FieldPanel("text_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("ข้อสังเกตเกี่ยวกับต้นฉบับ")

    @property
    def display_text(self) -> str:
        """The remark in the reader's language."""
        return localized(self, "text")


class DocumentFile(Orderable):
    """A file of the document, kept by Wagtail: the scan, the original PDF."""

    page = ParentalKey(DOCUMENT, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("ชื่อที่แสดง"), max_length=255)
    file = models.ForeignKey(
        "wagtaildocs.Document", verbose_name=_("ไฟล์"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("title"), FieldPanel("file")]

    class Meta(Orderable.Meta):
        verbose_name = _("ไฟล์")


class DocumentChange(Orderable):
    """What changed in this record and when, for the public (library.md, idea 14)."""

    page = ParentalKey(DOCUMENT, on_delete=models.CASCADE, related_name="changes")
    changed_on = models.DateField(_("วันที่"))
    note = models.CharField(_("แก้ไขอะไร"), max_length=300)
    note_en = models.CharField(_("แก้ไขอะไร (อังกฤษ)"), max_length=300, blank=True)

    panels = [FieldPanel("changed_on"), FieldPanel("note"), FieldPanel("note_en")]

    class Meta(Orderable.Meta):
        verbose_name = _("การแก้ไขระเบียน")

    @property
    def display_note(self) -> str:
        """The note in the reader's language."""
        return localized(self, "note")
