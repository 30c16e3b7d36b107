"""The app `legal_library`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalLibraryConfig(AppConfig):
    """Laws, regulations, directives and guidance that the center must publish (S1.21)."""

    name = "legal_library"
    label = "legal_library"
    verbose_name = _("คลังกฎหมาย")
