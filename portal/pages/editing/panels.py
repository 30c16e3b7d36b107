"""Panels of the editor's forms that tell something and ask nothing."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


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
