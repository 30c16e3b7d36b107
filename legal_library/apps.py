"""The app `legal_library`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalLibraryConfig(AppConfig):
    """Laws, regulations, directives and guidance that the center must publish (S1.21)."""

    name = "legal_library"
    label = "legal_library"
    verbose_name = _("คลังกฎหมาย")

    def ready(self) -> None:
        """Answer for the pages of the room; give the editors their form; let home page, search and followers know the library."""
        # Late: models cannot be imported before every app is there.
        from legal_library.books import making
        from legal_library.editing import panels, withdrawing
        from legal_library.models import CollectionPage, DocumentPage
        from legal_library.models.serving import SERVING
        from legal_library.public import provisions, views
        from legal_library.public.collections import CollectionList
        from legal_library.public.following import LibraryList
        from legal_library.public.home import library_section
        from legal_library.public.search_source import COLLECTIONS, LibrarySource, follow_names, key_of
        from legal_library.tasks import make_books
        from portal.pages import cited
        from portal.pages import sections as home
        from portal.pages.domain import indexing
        from portal.queue.enqueueing import enqueue_once
        from portal.search.sources import registry
        from portal.web import following

        SERVING.by(views)
        panels.connect()
        withdrawing.connect()
        making.connect(lambda: enqueue_once(make_books))
        home.register_section(
            "library", template="legal_library/home_section.html", provide=library_section, order=30
        )
        cited.register(provisions.held)
        registry.register(LibrarySource())
        registry.register(COLLECTIONS)
        following.register(LibraryList())
        following.register(CollectionList())
        indexing.follow(DocumentPage, key_of)
        indexing.follow(CollectionPage, COLLECTIONS.key_of)
        follow_names()
