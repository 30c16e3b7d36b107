"""Names that documents share: who issued them and what they are about. Kept once, so that filters agree."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from portal.pages.models.guides import problem_choices
from portal.thai.collation import sort_key
from portal.web.language import localized


class SharedName(models.Model):
    """Abstract: a name in two languages with a stable slug for addresses."""

    name = models.CharField(_("ชื่อ"), max_length=200, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=200, blank=True)
    slug = models.SlugField(
        _("คำในที่อยู่เว็บ"),
        max_length=80,
        unique=True,
        help_text=_("อักษรอังกฤษ ตัวเลข และขีด เช่น interior-ministry"),
    )
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)

    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug")]

    class Meta:
        abstract = True
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the Thai sort key with the name."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return localized(self, "name")


@register_snippet
class Agency(SharedName):
    """An agency that issues documents: a ministry, a department, a province."""

    class Meta(SharedName.Meta):
        verbose_name = _("หน่วยงานผู้ออก")
        verbose_name_plural = _("หน่วยงานผู้ออก")


@register_snippet
class Topic(SharedName):
    """What documents are about; readers filter by it."""

    problem = models.CharField(
        _("เรื่องที่ขอความช่วยเหลือได้"),
        max_length=40,
        blank=True,
        choices=problem_choices,
        help_text=_("ปุ่มขอความช่วยเหลือในหน้าเอกสารของหัวข้อนี้จะเลือกเรื่องนี้ให้"),
    )

    panels = [*SharedName.panels, FieldPanel("problem")]

    class Meta(SharedName.Meta):
        verbose_name = _("หัวข้อ")
        verbose_name_plural = _("หัวข้อ")
