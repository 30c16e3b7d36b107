"""What the library adds to Wagtail's back-office."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from legal_library.editing import screens
from legal_library.editing.text_screen import text_screen


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount the wanted list and the screen of the full text."""
    return [
        path("library/wanted/", screens.wanted_list, name="legal_library_wanted"),
        path("library/<int:pk>/text/", text_screen, name="legal_library_text"),
    ]


@hooks.register("register_reports_menu_item")
def wanted_item() -> MenuItem:
    """Lead to the wanted list."""
    return MenuItem(
        _("เอกสารที่ยังไม่มี"), reverse("legal_library_wanted"), icon_name="folder-open-inverse", order=90
    )
