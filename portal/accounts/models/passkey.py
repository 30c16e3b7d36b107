"""A key that a person's device keeps."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.user import User


class Passkey(models.Model):
    """The public half of a passkey. The private one never leaves the device, so nothing here opens an account.

    `uses` is the authenticator's own counter; one that does not grow tells of a copied key (WebAuthn 6.1.1). Keys that are
    shared among the devices of a person do not count and stay at 0.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys")
    credential = models.CharField(max_length=1400, unique=True, editable=False)
    public_key = models.BinaryField()
    uses = models.BigIntegerField(default=0, editable=False)
    name = models.CharField(_("ชื่ออุปกรณ์"), max_length=60)
    created_at = models.DateTimeField(_("ตั้งเมื่อ"), default=timezone.now)
    used_at = models.DateTimeField(_("ใช้ล่าสุดเมื่อ"), null=True)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("พาสคีย์")
        verbose_name_plural = _("พาสคีย์")

    def __str__(self) -> str:
        return self.name
