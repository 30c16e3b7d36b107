"""The app `pages`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Home, guides and plain pages, navigation and site settings (S1.26)."""

    name = "portal.pages"
    label = "pages"
    verbose_name = _("หน้าเว็บ")

    def ready(self) -> None:
        """Let search find guides and plain pages, and keep it in step with every page; no number to call makes a password."""
        # Late: models cannot be imported before every app is there.
        from portal.accounts import passwords
        from portal.pages import checks  # noqa: F401 - registers itself
        from portal.pages.domain import indexing, lines, notices
        from portal.pages.models import ContentPage, GuidePage
        from portal.pages.models.guides import SERVING
        from portal.pages.public import search_source, topics
        from portal.pages.public.eligibility import views
        from portal.search.sources import registry

        SERVING.by(views)
        for source, model in ((search_source.guides, GuidePage), (search_source.content, ContentPage)):
            registry.register(source)
            indexing.follow(model, source.key_of)
        indexing.connect()
        notices.connect()
        topics.register()
        passwords.register(lines.dialed)
