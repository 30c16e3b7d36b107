"""The app `announcements`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    """Announcements, posting evidence, feeds and yearly results (S1.23, S1.30)."""

    name = "announcements"
    label = "announcements"
    verbose_name = _("ประกาศ")

    def ready(self) -> None:
        """Show announcements on the home page, make them findable, follow their publication."""
        from announcements import home, search, signals

        home.register()
        search.register_source()
        signals.connect()
