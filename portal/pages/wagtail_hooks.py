"""What the pages add to Wagtail's back-office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.pages import screens
from portal.pages.domain.bin import keep
from portal.pages.domain.contact import missing_here
from portal.pages.models import Hotline
from portal.pages.public.pictures import cms_media


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


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount the screens of all pages, and the pictures that Wagtail's own screens show."""
    return [
        path("bin/", screens.bin_list, name="pages_bin"),
        path("bin/<int:pk>/restore/", screens.bin_restore, name="pages_bin_restore"),
        path("help/", screens.help_page, name="pages_help"),
        path("links/", screens.link_list, name="pages_dead_links"),
        path("links/<int:pk>/again/", screens.link_again, name="pages_link_again"),
        path("media/<path:name>", cms_media, name="pages_cms_media"),
    ]


@hooks.register("register_reports_menu_item")
def bin_item() -> MenuItem:
    """Lead to the bin."""
    return MenuItem(_("ถังขยะ"), reverse("pages_bin"), icon_name="bin", order=95)


@hooks.register("register_reports_menu_item")
def links_item() -> MenuItem:
    """Lead to the links that lead nowhere."""
    return MenuItem(_("ลิงก์ที่ไปไม่ถึง"), reverse("pages_dead_links"), icon_name="link", order=94)


@hooks.register("construct_help_menu")
def our_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Put the portal's own help in the place of Wagtail's, which is about Wagtail and in English."""
    items[:] = [MenuItem(_("วิธีทำงานของบรรณาธิการ"), reverse("pages_help"), icon_name="help", order=1)]


@hooks.register("before_delete_page")
def keep_deleted(request: HttpRequest, page: Page) -> None:
    """Put a page into the bin when it is deleted by the button."""
    if request.method == "POST":
        keep(page, request.user)


@hooks.register("before_bulk_action")
def keep_bulk_deleted(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: object
) -> None:
    """Put pages into the bin when several are deleted at once."""
    if action_type == "delete":
        for page in objects:
            if isinstance(page, Page):
                keep(page, request.user)


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
