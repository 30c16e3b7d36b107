"""What the library adds to Wagtail's back-office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from legal_library.editing import circulation_screen, import_screen, reading_screen, screens
from legal_library.editing.bulk import StatusAction, TopicsAction
from legal_library.editing.term_screen import TermViewSet, refuse_deletion
from legal_library.editing.text_screen import text_screen
from legal_library.editing.withdrawing import withdraw_screen
from legal_library.models import DocumentPage, LibraryIndexPage


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount the editors' own screens."""
    return [
        path("library/wanted/", screens.wanted_list, name="legal_library_wanted"),
        path("library/conflicts/", screens.conflict_list, name="legal_library_conflicts"),
        path("library/review/", screens.review_list, name="legal_library_review"),
        path("library/import/", import_screen.imports, name="legal_library_imports"),
        path("library/import/<int:pk>/", import_screen.import_run, name="legal_library_import"),
        path("library/letters/", reading_screen.readings, name="legal_library_readings"),
        path("library/letters/<int:pk>/", reading_screen.reading, name="legal_library_reading"),
        path(
            "library/letters/<int:pk>/<int:number>/",
            reading_screen.reading_piece,
            name="legal_library_reading_piece",
        ),
        path(
            "library/letters/<int:pk>/pages/<int:number>.webp",
            reading_screen.reading_leaf,
            name="legal_library_reading_leaf",
        ),
        path("library/circulations/", circulation_screen.circulations, name="legal_library_circulations"),
        path(
            "library/circulations/<int:pk>/", circulation_screen.circulation, name="legal_library_circulation"
        ),
        path(
            "library/circulations/<int:pk>/proof.pdf",
            circulation_screen.proof,
            name="legal_library_circulation_proof",
        ),
        path(
            "library/circulations/letters/<int:pk>.pdf",
            circulation_screen.letter,
            name="legal_library_circulation_letter",
        ),
        path("library/<int:pk>/circulate/", circulation_screen.circulate, name="legal_library_circulate"),
        path("library/<int:pk>/text/", text_screen, name="legal_library_text"),
        path("library/<int:pk>/withdraw/", withdraw_screen, name="legal_library_withdraw"),
    ]


register_snippet(TermViewSet)
hooks.register("before_delete_snippet", refuse_deletion)
hooks.register("register_bulk_action", TopicsAction)
hooks.register("register_bulk_action", StatusAction)


@hooks.register("insert_editor_js")
def kind_script() -> SafeString:
    """Let the form of a document show the fields of the chosen kind."""
    return format_html('<script src="{}" defer></script>', static("js/cms-kind.js"))


@hooks.register("register_reports_menu_item")
def wanted_item() -> MenuItem:
    """Lead to the wanted list."""
    return MenuItem(
        _("เอกสารที่ยังไม่มี"), reverse("legal_library_wanted"), icon_name="folder-open-inverse", order=90
    )


@hooks.register("register_reports_menu_item")
def conflicts_item() -> MenuItem:
    """Lead to what contradicts itself."""
    return MenuItem(_("ข้อมูลที่ขัดกัน"), reverse("legal_library_conflicts"), icon_name="warning", order=89)


@hooks.register("register_reports_menu_item")
def review_item() -> MenuItem:
    """Lead to what should be checked again."""
    return MenuItem(_("ถึงเวลาตรวจสถานะ"), reverse("legal_library_review"), icon_name="time", order=91)


@hooks.register("register_reports_menu_item")
def circulations_item() -> MenuItem:
    """Lead to what was sent round."""
    return MenuItem(_("การแจ้งเวียน"), reverse("legal_library_circulations"), icon_name="mail", order=92)


class _AddingItem(MenuItem):
    """Shown to those who may add documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        index = LibraryIndexPage.objects.first()
        return bool(index) and index.permissions_for_user(request.user).can_add_subpage()


@hooks.register("register_admin_menu_item")
def import_item() -> MenuItem:
    """Lead to the imports."""
    return _AddingItem(_("นำเข้าเอกสาร"), reverse("legal_library_imports"), icon_name="upload", order=250)


@hooks.register("register_admin_menu_item")
def reading_item() -> MenuItem:
    """Lead to the reading of letters."""
    return _AddingItem(
        _("อ่านหนังสือเข้าคลัง"), reverse("legal_library_readings"), icon_name="doc-full-inverse", order=245
    )


@hooks.register("register_page_header_buttons")
def withdraw_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a public document to sending it round, and to its withdrawal in the place of unpublishing and deleting."""
    if isinstance(page, DocumentPage) and page.live and page.permissions_for_user(user).can_withdraw():
        circulate = reverse("legal_library_circulate", args=[page.pk])
        yield Button(_("แจ้งเวียน"), circulate, icon_name="mail", priority=55)
        url = reverse("legal_library_withdraw", args=[page.pk])
        yield Button(_("ถอนเอกสาร"), url, icon_name="download", priority=60)
