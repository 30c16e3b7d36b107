"""The app `search`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Thai search: analysis, index, query understanding (S1.24)."""

    name = "portal.search"
    label = "search"
    verbose_name = _("การค้นหา")
