"""An address that mails go to."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Return what nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


class Subscriber(models.Model):
    """An address, for as long as something is followed with it; it is erased with the last alert.

    `token` stands in the links of its mails: it opens the page of what is followed, and ends it. It is kept as it is and
    for good, because a link to end a mail must work in every mail that was ever sent.
    """

    email = models.EmailField(_("อีเมล"), max_length=254, unique=True)
    token = models.CharField(max_length=60, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)

    class Meta:
        verbose_name = _("ผู้ขอให้แจ้งเรื่องใหม่")
        verbose_name_plural = _("ผู้ขอให้แจ้งเรื่องใหม่")

    def __str__(self) -> str:
        # Never the address: this stands in logs and errors.
        return f"subscriber {self.pk}"
