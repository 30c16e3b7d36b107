"""The app `letters`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Official letters, receipts and notices as PDF."""

    name = "portal.letters"
    label = "letters"
    verbose_name = _("หนังสือราชการ")
