"""By what a case is found: its words, made unreadable."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseTerm(models.Model):
    """One thing by which a case can be looked for, as a number that only the server's key can make (cases.md, privacy).

    Names and stories stand nowhere a second time: the number of a piece of a name says nothing to whoever reads the
    table. Made by `cases.domain.terms` from what is stored, erased with it, and made again by `manage.py rebuild_lists`.
    Finding a term grants nothing: results are read through `Case.objects.visible_to` or `known_to`.
    """

    pk = models.CompositePrimaryKey("term", "case_id")
    term = models.BigIntegerField()
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="terms")

    class Meta:
        verbose_name = _("คำที่ใช้ค้นหาเรื่อง")
        verbose_name_plural = _("คำที่ใช้ค้นหาเรื่อง")

    def __str__(self) -> str:
        return f"{self.case_id} {self.term}"
