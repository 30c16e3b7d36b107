"""The app `announcements`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    """Announcements, posting evidence, feeds and yearly results (S1.11, S1.23, S1.30)."""

    name = "announcements"
    label = "announcements"
    verbose_name = _("ประกาศ")

    def ready(self) -> None:
        """Answer for the pages of the room, show announcements on the home page, make them findable, follow their publication."""
        # Late: models cannot be imported before every app is there.
        from announcements import signals
        from announcements.desk.views import counted, entry
        from announcements.models.announcement import SERVING
        from announcements.public import home, search_source, units
        from announcements.public import views as announced
        from announcements.public.following import AnnouncementList
        from announcements.results import models as results
        from announcements.results import search_source as results_source
        from announcements.results import views as yearly
        from cases.desk.rail import register as register_entry
        from portal.web import following

        SERVING.by(announced)
        results.SERVING.by(yearly)
        home.register()
        following.register(AnnouncementList())
        search_source.register_source()
        results_source.register_source()
        units.register()
        register_entry(entry, counted)
        signals.connect()
