"""Pictures of pages: each with words for those who do not see it; the first stands large, the others are a gallery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from portal.page_cache.memory import remembered
from portal.web.language import localized

WIDTHS = (480, 960, 1600)
"""Pixels in which a picture is given out; a browser takes the one that its screen needs."""


@dataclass(frozen=True)
class Size:
    """A picture in one width."""

    url: str
    width: int
    height: int


class PictureRow(Orderable):
    """Abstract: one picture of a page."""

    image = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("ภาพ"), on_delete=models.PROTECT, related_name="+"
    )
    alt = models.CharField(
        _("ในภาพมีอะไร"), max_length=200, help_text=_("หนึ่งประโยคสำหรับคนที่มองไม่เห็นภาพ ไม่ต้องขึ้นต้นว่า “ภาพ”")
    )
    alt_en = models.CharField(_("ในภาพมีอะไร (อังกฤษ)"), max_length=200, blank=True)
    caption = models.CharField(_("คำใต้ภาพ"), max_length=200, blank=True)
    caption_en = models.CharField(_("คำใต้ภาพ (อังกฤษ)"), max_length=200, blank=True)

    panels = [
        FieldPanel("image"),
        FieldRowPanel([FieldPanel("alt"), FieldPanel("alt_en")]),
        FieldRowPanel([FieldPanel("caption"), FieldPanel("caption_en")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("ภาพ")
        verbose_name_plural = _("ภาพ")

    @property
    def display_alt(self) -> str:
        """What is in the picture, in the reader's language."""
        return localized(self, "alt")

    @property
    def display_caption(self) -> str:
        """The words below it, in the reader's language."""
        return localized(self, "caption")

    @property
    def sizes(self) -> list[Size]:
        """Return the widths in which it is given out, the smallest first; a small picture is never made larger."""
        own = self.image.width
        widths = [width for width in WIDTHS if width < own] or [WIDTHS[0]]
        if own > widths[-1] and widths[-1] != WIDTHS[-1]:
            widths.append(next(width for width in WIDTHS if width >= own))
        return [
            Size(
                reverse("picture", args=[self.image_id, width]),
                min(width, own),
                max(1, round(self.image.height * min(width, own) / own)),
            )
            for width in widths
        ]


def pictures_of(page: Any) -> list[PictureRow]:
    """Return the pictures of a page, stored or as its editor has it, with their images."""
    rows = page.pictures.all()
    if not isinstance(rows, models.QuerySet):
        return list(rows)
    return remembered(("pages.pictures", page.pk), lambda: list(rows.select_related("image")))


class GuidePicture(PictureRow):
    """A picture of a guide."""

    page = ParentalKey("pages.GuidePage", on_delete=models.CASCADE, related_name="pictures")


class ContentPicture(PictureRow):
    """A picture of a plain page."""

    page = ParentalKey("pages.ContentPage", on_delete=models.CASCADE, related_name="pictures")
