"""A LINE account that is told of one request."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.sealing.fields import SealedCharField


class LineLink(models.Model):
    """That somebody who holds both codes of a request wants its news by LINE, and where.

    Attributes:
        code_digest: of the code that the person sends from their account; "" once it was used.
        code_until: until when the code counts.
        account: as LINE names it to us; "" until the code came.
        account_digest: the same as something that can be looked for and not read.
        linked_at: when the code came; None until then.
    """

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, related_name="line_link", verbose_name=_("เรื่อง")
    )
    code_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    code_until = models.DateTimeField(_("รหัสใช้ได้ถึง"), null=True, blank=True)
    account = SealedCharField(_("บัญชี LINE"), max_length=100, blank=True, bound_to=("case_id",))
    account_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    linked_at = models.DateTimeField(_("เชื่อมเมื่อ"), null=True, blank=True)

    class Meta:
        verbose_name = _("การรับข่าวทาง LINE")
        verbose_name_plural = _("การรับข่าวทาง LINE")

    def __str__(self) -> str:
        return f"{self.case_id} {self.linked_at or ''}".strip()
