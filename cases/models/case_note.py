"""What people wrote with an act."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import Visibility
from portal.sealing.fields import SealedTextField


class CaseNote(models.Model):
    """Free text that belongs to one event; apart from it because text is erased at the end of its time.

    The writer says who reads it: the own office, every organization that works on the case, or the reporter.
    """

    event = models.OneToOneField(
        "cases.CaseEvent", models.PROTECT, related_name="note", verbose_name=_("เหตุการณ์")
    )
    text = SealedTextField(_("บันทึก"), max_length=4000, bound_to=("event_id",))
    readers = models.CharField(_("ผู้ที่อ่านได้"), max_length=10, choices=Visibility, default=Visibility.INTERNAL)

    class Meta:
        verbose_name = _("บันทึกประกอบ")
        verbose_name_plural = _("บันทึกประกอบ")

    def __str__(self) -> str:
        return str(self.event)
