"""The app `search`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Thai search: analysis, index, query understanding (S1.24)."""

    name = "portal.search"
    label = "search"
    verbose_name = _("การค้นหา")

    def ready(self) -> None:
        """Let objects that left the index's own queryset leave the index too."""
        # Late: models cannot be imported before every app is there.
        from portal.search.backends import forgetting

        forgetting.connect()
