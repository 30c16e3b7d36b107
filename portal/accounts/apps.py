"""The app `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Staff accounts, appointments and sign-in (S2.54, S2.60, S2.61)."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("บัญชีผู้ใช้")
