"""The bin of the back-office: what a page held when it was deleted, so that it can be put back (library.md: recycle bin)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class BinnedPage(models.Model):
    """A page that was deleted: never a public law or letter, for those are withdrawn and stay."""

    title = models.CharField(_("ชื่อ"), max_length=255)
    kind = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("ประเภท"))
    parent = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, related_name="+", verbose_name=_("อยู่ใต้")
    )
    content = models.JSONField(encoder=DjangoJSONEncoder)
    """The newest version, as Wagtail keeps versions."""
    deleted_at = models.DateTimeField(_("ลบเมื่อ"), auto_now_add=True, db_index=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("ผู้ลบ")
    )

    class Meta:
        ordering = ["-deleted_at", "-pk"]
        verbose_name = _("หน้าที่ลบ")
        verbose_name_plural = _("หน้าที่ลบ")

    def __str__(self) -> str:
        return self.title
