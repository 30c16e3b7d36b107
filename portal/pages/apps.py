"""The app `pages`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Home, guides and plain pages, navigation and site settings (S1.26)."""

    name = "portal.pages"
    label = "pages"
    verbose_name = _("หน้าเว็บ")
