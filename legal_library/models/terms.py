"""The words of the library, one line for each: kinds, statuses, relations, urgency, secrecy (docs/library.md)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from legal_library.vocabulary import (
    DocumentKind,
    DocumentStatus,
    RelationKind,
    Secrecy,
    Urgency,
    Vocabulary,
)
from portal.thai.text import key

BUILT_IN: dict[str, frozenset[str]] = {
    Vocabulary.KIND: frozenset(DocumentKind),
    Vocabulary.STATUS: frozenset(DocumentStatus),
    Vocabulary.RELATION: frozenset(RelationKind),
    Vocabulary.URGENCY: frozenset(Urgency),
    Vocabulary.SECRECY: frozenset(Secrecy),
}
"""Codes of which rules speak: they are never deleted."""
ALWAYS_OFFERED: dict[str, frozenset[str]] = {
    Vocabulary.STATUS: frozenset({DocumentStatus.UNVERIFIED}),
    Vocabulary.URGENCY: frozenset({Urgency.NORMAL}),
    Vocabulary.SECRECY: frozenset(Secrecy),
}
"""What every new document begins with; and all classes of secrecy: a letter whose class cannot be chosen would be entered as
one that has none, and be published (docs/decisions/0021-words-of-the-library-as-data.md)."""
CODE = RegexValidator(r"^[a-z][a-z0-9_]*\Z", _("ใช้อักษรอังกฤษตัวเล็ก ตัวเลข และขีดล่าง ขึ้นต้นด้วยอักษร"))


class Term(models.Model):
    """One word of a vocabulary: what people read for a code.

    A kind may be added; it follows the rules of a built-in one, `behaves_as`. All others are renamed, put into another
    order or no longer offered, for the law and our rules hang on their codes.
    """

    vocabulary = models.CharField(_("ชุดคำ"), max_length=10, choices=Vocabulary.choices)
    code = models.CharField(
        _("รหัส"),
        max_length=30,
        validators=[CODE],
        help_text=_("อยู่ในที่อยู่เว็บและแฟ้มข้อมูลเปิด ตั้งแล้วเปลี่ยนไม่ได้ เว้นว่างให้ตั้งจากชื่อภาษาอังกฤษ"),
    )
    name = models.CharField(_("ชื่อ"), max_length=100)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100)
    inverse_name = models.CharField(
        _("ชื่อเมื่ออ่านจากอีกฉบับ"), max_length=100, blank=True, help_text=_("เช่น แก้ไขเพิ่มเติม คู่กับ แก้ไขเพิ่มเติมโดย")
    )
    inverse_name_en = models.CharField(_("ชื่อเมื่ออ่านจากอีกฉบับ (อังกฤษ)"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(
        _("ลำดับ"), default=100, help_text=_("ในรายการ เลขน้อยอยู่ก่อน เลขเท่ากันเรียงตามชื่อ")
    )
    is_offered = models.BooleanField(
        _("ให้เลือกใช้"),
        default=True,
        help_text=_("เมื่อเอาเครื่องหมายออก เอกสารที่ใช้คำนี้อยู่ยังใช้ต่อ แต่เลือกให้เอกสารอื่นไม่ได้"),
    )
    behaves_as = models.CharField(
        _("ใช้กฎเกณฑ์เดียวกับ"),
        max_length=30,
        blank=True,
        help_text=_("ช่องที่มี ช่องที่ต้องกรอก และการอ้างอิง เป็นอย่างเดียวกับประเภทนี้"),
    )

    class Meta:
        verbose_name = _("คำของคลังเอกสาร")
        verbose_name_plural = _("คำของคลังเอกสาร")
        ordering = ["vocabulary", "order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="library_term_once"),
            models.CheckConstraint(
                condition=models.Q(vocabulary=Vocabulary.KIND.value) ^ models.Q(behaves_as=""),
                name="library_kind_behaves",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_built_in(self) -> bool:
        """Whether rules speak of its code."""
        return self.code in BUILT_IN.get(self.vocabulary, ())

    def clean(self) -> None:
        """Check that it can be told from the others, and that nothing that rules need is lost.

        Raises:
            ValidationError: a code or name that is taken, a kind without rules, no words for the other direction of a
                relation, a needed term that is no longer offered.
        """
        super().clean()
        wrong: dict[str, Any] = {}
        others = list(Term.objects.filter(vocabulary=self.vocabulary).exclude(pk=self.pk))
        self._tell_apart(others, wrong)
        if self.vocabulary == Vocabulary.KIND and self.behaves_as not in frozenset(DocumentKind):
            wrong["behaves_as"] = _("เลือกประเภทที่มีกฎเกณฑ์อยู่แล้ว")
        if self.vocabulary == Vocabulary.RELATION:
            for name in ("inverse_name", "inverse_name_en"):
                if not getattr(self, name).strip():
                    wrong[name] = _("ความสัมพันธ์ต้องมีคำสำหรับอ่านจากทั้งสองฉบับ")
        if not self.is_offered:
            self._keep_what_is_needed(others, wrong)
        if wrong:
            raise ValidationError(wrong)

    def _tell_apart(self, others: list[Term], wrong: dict[str, Any]) -> None:
        for other in others:
            if other.code == self.code:
                wrong["code"] = _("รหัสนี้เป็นของ “%(name)s” แล้ว") % {"name": other.name}
            for name in ("name", "name_en"):
                if key(getattr(other, name)) == key(getattr(self, name)):
                    wrong[name] = _("ชื่อนี้ใช้แล้ว (รหัส %(code)s)") % {"code": other.code}

    def _keep_what_is_needed(self, others: list[Term], wrong: dict[str, Any]) -> None:
        if self.code in ALWAYS_OFFERED.get(self.vocabulary, ()):
            wrong["is_offered"] = (
                _("ชั้นความลับต้องเลือกได้ทุกชั้น มิฉะนั้นหนังสือลับจะถูกบันทึกว่าไม่ลับ")
                if self.vocabulary == Vocabulary.SECRECY
                else _("เอกสารใหม่ทุกฉบับเริ่มด้วยคำนี้ จึงต้องให้เลือกใช้เสมอ เปลี่ยนชื่อได้")
            )
        elif not any(other.is_offered for other in others):
            wrong["is_offered"] = _("ต้องเหลือให้เลือกใช้อย่างน้อยหนึ่งคำ")
