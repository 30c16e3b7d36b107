"""What may be done with pages in the back-office, beyond Wagtail's own rules.

Every way to delete or to unpublish asks here: the button, the view, bulk actions, the admin's own API, a parent that
would take its children with it.
"""

from __future__ import annotations

from wagtail.models import Page, PagePermissionTester, get_page_models


def kept_types() -> list[type[Page]]:
    """Return the page types whose public pages are withdrawn with a reason and never deleted."""
    return [model for model in get_page_models() if getattr(model, "is_kept", False)]


class PermissionTester(PagePermissionTester):
    """Keep what has once been public."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Refuse where the page, or one below it, has been public and its type is kept."""
        return super().can_delete(ignore_bulk) and not self._holds_kept()

    def can_unpublish(self) -> bool:
        """Refuse for a kept type: readers are told why it is gone (`can_withdraw`)."""
        return super().can_unpublish() and not self._is_kept()

    def can_withdraw(self) -> bool:
        """Say whether this person may take a page of a kept type from the public, with a reason."""
        return super().can_unpublish() and self._is_kept()

    def _is_kept(self) -> bool:
        return bool(getattr(self.page.specific_class, "is_kept", False))

    def _holds_kept(self) -> bool:
        if self.page.is_leaf():
            return self._is_kept() and self.page.first_published_at is not None
        below = self.page.get_descendants(inclusive=True).filter(first_published_at__isnull=False)
        return below.type(*kept_types()).exists() if kept_types() else False
