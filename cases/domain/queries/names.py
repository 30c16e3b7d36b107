"""Names of organizations as pages show them, where the official name would fill three lines."""

from __future__ import annotations

from portal.organizations.models import Organization
from portal.web.language import is_english


def brief(organization: Organization) -> str:
    """Return the short official name ("อบต.อ่าวนาง", "พมจ.กระบี่"); the full one where there is none or in English."""
    return organization.display_name if is_english() else organization.short_name or organization.display_name
