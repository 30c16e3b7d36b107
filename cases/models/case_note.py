"""What people wrote with an act."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseNote(models.Model):
    """Free text that belongs to one event; apart from it because text is erased at the end of its time."""

    event = models.OneToOneField(
        "cases.CaseEvent", models.PROTECT, related_name="note", verbose_name=_("เหตุการณ์")
    )
    text = models.TextField(_("บันทึก"), max_length=4000)

    class Meta:
        verbose_name = _("บันทึกประกอบ")
        verbose_name_plural = _("บันทึกประกอบ")

    def __str__(self) -> str:
        return str(self.event)
