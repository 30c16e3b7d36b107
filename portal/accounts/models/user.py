"""A member of staff."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff. Citizens have no accounts: they follow a request by reference and secret."""

    display_name = models.CharField(_("ชื่อที่แสดง"), max_length=150, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=40, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("ผู้ใช้ระบบ")
        verbose_name_plural = _("ผู้ใช้ระบบ")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Return the name as colleagues know it."""
        return self.display_name or super().get_full_name()
