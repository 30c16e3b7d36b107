"""What an organization announces, on its own page `/units/…/` (S1.11)."""

from __future__ import annotations

from typing import Any

from announcements.models import AnnouncementIndexPage, AnnouncementPage
from portal.organizations.models import Organization
from portal.pages.models.frame import first_live
from portal.units.public.sections import register_section

SHOWN = 5


def latest_of(organization: Organization) -> dict[str, Any] | None:
    """Return the latest announcements in force of an organization and the address of all of them; None without any.

    Args:
        organization: whose page it is.
    """
    index = first_live(AnnouncementIndexPage)
    if index is None:
        return None
    found = AnnouncementPage.objects.child_of(index).public_on().filter(organization=organization)[:SHOWN]
    items = [
        {"date": page.issued_on, "title": page.display_title, "url": page.get_url(), "note": page.kind_label}
        for page in found
    ]
    return {"items": items, "more_url": f"{index.get_url()}?by={organization.pk}"} if items else None


def register() -> None:
    """Show them; called once when the app is ready."""
    register_section("announcements/unit_latest.html", latest_of)
