"""Panels of the editor's forms that tell something and ask nothing."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

FIXED_PLACES = frozenset({"about", "privacy", "accessibility", "cookies"})
"""Addresses of plain pages that stand at the foot of every page by themselves (components/footer.html)."""


class WithdrawnPanel(Panel):
    """Warns the editor of a guide that a law it rests on was withdrawn, and names what stands in its place."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one guide."""

        template_name = "pages/cms/withdrawn_panel.html"

        @property
        def bases(self) -> list[Any]:
            """The legal bases that were withdrawn, as this version of the guide has them."""
            return self.instance.withdrawn_legal_bases()

        def is_shown(self) -> bool:
            """Show it only where there is something to tell."""
            return super().is_shown() and bool(self.bases)


class MenuPlacePanel(Panel):
    """Says where readers find a plain page: at the foot of every page, or in no menu, and how that is changed."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "pages/cms/menu_place.html"

        @property
        def is_in_menu(self) -> bool:
            """Whether a link at the foot of every page leads to it."""
            page = self.instance
            if page.slug in FIXED_PLACES:
                return True
            return bool(page.pk) and page.footer_links.exists()

        @property
        def settings_url(self) -> str:
            """Where the links are edited."""
            return reverse("wagtailsettings:edit", args=["pages", "sitesettings"])
