"""What the pages add to Wagtail's back-office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.pages.domain.contact import missing_here
from portal.pages.models import Hotline


class HotlineViewSet(SnippetViewSet):
    """Editors keep the numbers to call, each with its source and the day on which it was checked."""

    model = Hotline
    icon = "mail"
    menu_label = _("หมายเลขโทรขอความช่วยเหลือ")
    add_to_admin_menu = True
    list_display = ["number", "name", "source", "checked_on", "in_use"]
    list_filter = ["in_use"]
    search_fields = ["number", "name", "name_en"]


register_snippet(HotlineViewSet)


@hooks.register("insert_global_admin_css")
def typeface() -> SafeString:
    """Give editors the typeface of the site: a computer without Thai fonts shows boxes otherwise."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


class ContactPanel(Component):
    """On the editors' first screen while people cannot reach the center by everything they need (S1.34)."""

    order = 30
    template_name = "pages/cms/contact_missing.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return what is missing and where it is filled in."""
        return {
            "missing": missing_here(),
            "url": reverse("wagtailsettings:edit", args=["pages", "sitesettings"]),
        }


@hooks.register("construct_homepage_panels")
def add_contact_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Tell those who may fill it in, until all is there."""
    if request.user.has_perm("pages.change_sitesettings") and missing_here():
        panels.append(ContactPanel())
