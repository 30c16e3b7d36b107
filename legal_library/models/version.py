"""Texts that were public and have been replaced: what readers read then can still be read, compared and cited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from legal_library.reading.marked import MarkedPassage, read_marked, write_marked


class PublicText(models.Model):
    """Since when readers have the text of a document, and until when they had it, while it is withdrawn.

    A row of its own, as a withdrawal: no draft of the document overwrites it.
    """

    document = models.OneToOneField(
        "legal_library.DocumentPage",
        verbose_name=_("เอกสาร"),
        on_delete=models.CASCADE,
        related_name="public_text",
    )
    public_from = models.DateField(_("เผยแพร่ตั้งแต่"))
    public_until = models.DateField(_("เผยแพร่ถึง"), null=True)

    class Meta:
        verbose_name = _("ข้อความที่เผยแพร่อยู่")

    def __str__(self) -> str:
        return f"{self.document_id} {self.public_from}"


class TextVersion(models.Model):
    """One earlier public text of a document, whole. The present text is the document itself; a row is never changed."""

    document = models.ForeignKey(
        "legal_library.DocumentPage",
        verbose_name=_("เอกสาร"),
        on_delete=models.CASCADE,
        related_name="versions",
    )
    number = models.PositiveIntegerField(_("ลำดับ"))
    public_from = models.DateField(_("เผยแพร่ตั้งแต่"))
    public_until = models.DateField(_("ถูกแทนเมื่อ"))
    text_as_of = models.DateField(_("ข้อความ ณ วันที่"), null=True)
    text_source = models.CharField(_("ข้อความมาจาก"), max_length=255, blank=True)
    text = models.TextField(_("ข้อความ"))

    class Meta:
        ordering = ["document", "number"]
        verbose_name = _("ข้อความที่เคยเผยแพร่")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="library_versions_count_up"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"

    def passages(self) -> list[MarkedPassage]:
        """Return the text, passage by passage."""
        return read_marked(self.text)[1]

    @staticmethod
    def written(passages: list[MarkedPassage]) -> str:
        """Return a text as a row keeps it."""
        return write_marked(passages)
