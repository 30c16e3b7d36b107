"""Makes the database of Wagtail's own search tests without replaying some hundred migrations."""

from __future__ import annotations

from typing import Any

from django.test.runner import DiscoverRunner


class FromModels(DiscoverRunner):
    """Tables straight from the models, and of what the migrations would bring the one thing these tests ask for.

    Migrations took four fifths of the suite's time; what is promised is how the tests go with our backend.
    """

    def setup_databases(self, **options: Any) -> Any:
        """Make the tables and the root page, number 1, in the one language."""
        from wagtail.models import Locale, Page

        made = super().setup_databases(**options)
        Locale.objects.create(language_code="en")
        assert Page.add_root(title="Root", slug="root").pk == 1
        return made
