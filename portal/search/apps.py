"""The app `search`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Thai search: analysis, index, query understanding (S1.24)."""

    name = "portal.search"
    label = "search"
    verbose_name = _("การค้นหา")

    def ready(self) -> None:
        """Let objects that left the index's own queryset leave the index too, and searches be followed."""
        # Late: models cannot be imported before every app is there.
        from portal.search.backends import forgetting
        from portal.search.site.following import SearchList
        from portal.web import following

        forgetting.connect()
        following.register(SearchList())
