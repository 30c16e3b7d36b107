"""When and why a document was taken from the public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.web.language import localized


class Withdrawal(models.Model):
    """One withdrawal of a document that was public. A row of its own, so that no draft of the document overwrites it."""

    document = models.ForeignKey(
        "legal_library.DocumentPage",
        verbose_name=_("เอกสาร"),
        on_delete=models.CASCADE,
        related_name="withdrawals",
    )
    withdrawn_on = models.DateField(_("ถอนเมื่อ"))
    reason = models.CharField(_("เหตุผลที่ถอน"), max_length=500)
    reason_en = models.CharField(_("เหตุผลที่ถอน (อังกฤษ)"), max_length=500, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ถอน"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("เผยแพร่อีกครั้งเมื่อ"), null=True, blank=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("การถอนเอกสาร")
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(lifted_at=None), name="library_one_open_withdrawal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.withdrawn_on}"

    @property
    def display_reason(self) -> str:
        """The reason in the reader's language."""
        return localized(self, "reason")
