"""The editor's form of every public page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from portal.pages.editing.addresses import free_slug, is_answered_before, is_readable_slug, slug_follows


class BasePageForm(WagtailAdminPageForm):
    """Let the address follow title and number until the page is published; what an editor chose stays.

    An editor may leave it empty. A draft is saved by itself after some seconds, with half a title: its address would be
    frozen as that half.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked of the page as it was stored, before this form writes into it.
        self._slug_followed = slug_follows(self.instance)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Suggest an address where the editor chose none."""
        cleaned = super().clean()
        self.follow(cleaned)
        if "slug" in self.fields and "slug" not in self.errors and self._is_ours(cleaned.get("slug", "")):
            candidate = self.candidate(cleaned)
            cleaned["slug"] = free_slug(candidate.suggested_slug(), self.parent_page, self.instance)
        elif cleaned.get("slug") and is_answered_before(cleaned["slug"], self.parent_page):
            self.add_error("slug", _("ที่อยู่นี้ระบบใช้อยู่แล้ว เลือกคำอื่น หรือเว้นว่างไว้"))
        return cleaned

    def follow(self, cleaned: dict[str, Any]) -> None:
        """Empty the fields that go on following from others; a form of a page type says which."""

    def _is_ours(self, slug: str) -> bool:
        if not is_readable_slug(slug):
            return True
        return self._slug_followed and slug == self.instance.slug

    def candidate(self, cleaned: dict[str, Any]) -> Any:
        """Return an unsaved copy of the page with the values of this form, and what follows from them."""
        model = type(self.instance)
        names = [field.name for field in model._meta.concrete_fields if field.name in cleaned]
        candidate = model(**{name: cleaned[name] for name in names})
        candidate.derive()
        return candidate
