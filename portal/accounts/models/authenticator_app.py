"""The app on a telephone that shows a code every half minute."""

from __future__ import annotations

from binascii import unhexlify
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from portal.sealing.fields import SealedCharField


class AuthenticatorApp(TOTPDevice):
    """The device of django-otp, whose secret is sealed: whoever reads the database makes no codes (decision 0012).

    Its own column for the secret stays empty.
    """

    secret = SealedCharField(max_length=80, default=default_key, editable=False, bound_to=("user_id",))

    class Meta:
        verbose_name = _("แอปสร้างรหัส")
        verbose_name_plural = _("แอปสร้างรหัส")

    @property
    def bin_key(self) -> bytes:
        """The secret as bytes, for django-otp."""
        return unhexlify(self.secret.encode())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the secret in the sealed column only."""
        self.key = ""
        super().save(*args, **kwargs)
